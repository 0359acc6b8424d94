import { and, count, eq, inArray, isNull } from "drizzle-orm";

import { mail } from "#db/schema/correspondence.ts";
import { draft, link, request } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import { outsider } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { makeLink } from "#app/domain/access/links.ts";
import { record } from "#app/domain/audit/record.ts";
import { daysLater } from "#app/domain/deadlines/clock.ts";
import { numberPolicy } from "#app/domain/decisions/policies.ts";
import { tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import { Problem } from "#app/domain/problem.ts";

import { withAnswer } from "./answers.ts";
import { draftColumn, draftContent } from "./form/content.ts";
import { releasePolicies, requestTypeOf } from "./policy.ts";

/** How many confirmation e-mails one request may cause: nobody mistypes more often, and whoever does not mistype must not mail strangers with it. */
export const MOST_CONFIRMATIONS = 5;

/**
 * The applicant has mistyped their own address, or the e-mail got lost: the request gets the address that was meant, and a new e-mail to confirm it. The
 * link that went to the other address is void from here on, and an e-mail with it that has not left stays. Only until somebody has confirmed: throws
 * `confirmation.done`; `confirmation.moved` when `seen`, the address as the applicant saw it, is no longer the one, because they corrected it in another
 * window; `confirmation.too-often`. The caller knows that it is whoever sent the form.
 */
export async function correctAddress(office: Office, input: { draftId: string; seen: string; email: string; now: Date }): Promise<void> {
  const { draftId, seen, email, now } = input;
  await office.db.transaction(async (tx) => {
    const [row] = await tx.select().from(request).where(eq(request.draftId, draftId));
    if (!row) throw new Problem("link.unknown", { kind: "resume" });
    // The link first, as whoever confirms takes it: one of the two waits, and then finds what the other did.
    const [former] = await tx
      .update(link)
      .set({ endedAt: now })
      .where(and(eq(link.requestId, row.id), eq(link.kind, "confirm"), isNull(link.usedAt), isNull(link.endedAt)))
      .returning({ id: link.id });
    if (!former) throw new Problem((await isConfirmed(tx, row.id)) ? "confirmation.done" : "confirmation.moved");
    const sent = await tx.select({ links: count() }).from(link).where(and(eq(link.requestId, row.id), eq(link.kind, "confirm")));
    if ((sent[0]?.links ?? 0) >= MOST_CONFIRMATIONS) throw new Problem("confirmation.too-often", { most: MOST_CONFIRMATIONS });

    const type = await requestTypeOf(tx, row);
    const path = type.about.applicantEmail;
    const [corrected] = await tx
      .update(request)
      .set({ applicantEmail: email, answers: withAnswer(row.answers, path, email) })
      .where(and(eq(request.id, row.id), eq(request.status, "unconfirmed"), eq(request.applicantEmail, seen)))
      .returning();
    if (!corrected) throw new Problem("confirmation.moved");
    await correctForm(tx, draftId, path, email);
    await keepBack(tx, row.id, now);

    const policies = await releasePolicies(tx, row.releaseId, { channel: "online" }, now);
    const made = await makeLink(tx, { kind: "confirm", requestId: row.id, now, expiresAt: daysLater(now, numberPolicy(policies, "confirmation.linkDays")) });
    await record(tx, {
      now,
      actor: inTrail(outsider("applicant", row.id)),
      act: "request.address-corrected",
      subject: { kind: "request", id: row.id },
      requestId: row.id,
      // Addresses do not stand in the trail, only whether it is another one.
      details: { isSame: seen.toLowerCase() === email.toLowerCase() },
    });
    await office.queue.enqueue(tx, tellJob, { happening: "request.submitted", requestId: row.id, about: made.id });
  });
}

/** Where the e-mail to confirm a sent form went, and whether it still waits for that. Throws `link.unknown` for a form that was not sent. */
export async function confirmationOf(db: Db, draftId: string): Promise<{ email: string; isWaiting: boolean; isConfirmed: boolean }> {
  const [row] = await db.select({ email: request.applicantEmail, status: request.status, confirmedAt: request.confirmedAt }).from(request).where(eq(request.draftId, draftId));
  if (!row) throw new Problem("link.unknown", { kind: "resume" });
  return { email: row.email, isWaiting: row.status === "unconfirmed", isConfirmed: row.confirmedAt !== null };
}

async function isConfirmed(tx: Db, requestId: string): Promise<boolean> {
  const [row] = await tx.select({ status: request.status }).from(request).where(eq(request.id, requestId));
  return row?.status !== "unconfirmed";
}

/** Whoever begins anew with what was typed begins with the right address. */
async function correctForm(tx: Db, draftId: string, path: string, email: string): Promise<void> {
  const [form] = await tx.select({ answers: draft.answers }).from(draft).where(eq(draft.id, draftId));
  if (!form) return;
  const content = draftContent(form.answers);
  await tx
    .update(draft)
    .set({ answers: draftColumn({ ...content, answers: withAnswer(content.answers, path, email), typed: { ...content.typed, [path]: email } }) })
    .where(eq(draft.id, draftId));
}

/** What has not left yet, or was refused, needs not go to the former address any more. */
async function keepBack(tx: Db, requestId: string, now: Date): Promise<void> {
  const kept = await tx
    .update(mail)
    .set({ status: "withdrawn", lastError: null })
    .where(and(eq(mail.requestId, requestId), inArray(mail.status, ["waiting", "refused"])))
    .returning({ id: mail.id, template: mail.template });
  for (const { id, template } of kept) {
    await record(tx, { now, actor: inTrail(outsider("applicant", requestId)), act: "mail.withdrawn", subject: { kind: "mail", id }, requestId, details: { template, why: "address-corrected" } });
  }
}
