import { createHash } from "node:crypto";

import { and, eq, inArray, isNull, lte, sql } from "drizzle-orm";

import { draft, link } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import { system, visitor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { makeLink, openLink, type Link } from "#app/domain/access/links.ts";
import { record } from "#app/domain/audit/record.ts";
import { daysLater } from "#app/domain/deadlines/clock.ts";
import { numberPolicy } from "#app/domain/decisions/policies.ts";
import { inputNames } from "#app/domain/definitions/schema/form-texts.ts";
import type { Page } from "#app/domain/definitions/schema/form.ts";
import { currentRelease } from "#app/domain/definitions/store.ts";
import { tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import type { Language } from "#app/domain/people.ts";
import { Problem } from "#app/domain/problem.ts";

import { draftColumn, draftContent, EMPTY_CONTENT, type DraftContent } from "./form/content.ts";
import type { Typed } from "./form/visible.ts";
import { releasePolicies, requestTypeOf } from "./policy.ts";

export type DraftRow = typeof draft.$inferSelect;

/** Begins a form on the newest release, to which it keeps (P17), behind a link that only this browser has. Throws `definition.unknown`. */
export async function beginDraft(office: Office, input: { type: string; language: Language; now: Date }): Promise<{ draft: DraftRow; link: Link }> {
  const { type, language, now } = input;
  return office.db.transaction(async (tx) => {
    const releaseId = await currentRelease(tx);
    await requestTypeOf(tx, { releaseId, type });
    const expiresAt = await keptUntil(tx, releaseId, now);
    const [made] = await tx
      .insert(draft)
      .values({ type, releaseId, language, answers: draftColumn(EMPTY_CONTENT), createdAt: now, updatedAt: now, expiresAt })
      .returning();
    if (!made) throw new Error("No draft was made.");
    const opened = await makeLink(tx, { kind: "resume", draftId: made.id, now, expiresAt });
    await record(tx, { now, actor: inTrail(visitor), act: "draft.begun", subject: { kind: "draft", id: made.id }, details: { type } });
    return { draft: made, link: opened };
  });
}

/** The form behind a link, as it is now. Throws `link.unknown`, `link.expired`. */
export async function openDraft(db: Db, secret: string, token: string, now: Date): Promise<DraftRow> {
  const opened = await openLink(db, secret, token, "resume", now);
  const [found] = opened.draftId ? await db.select().from(draft).where(eq(draft.id, opened.draftId)) : [];
  if (!found) throw new Problem("link.unknown");
  return found;
}

/**
 * What a page looked like when it was drawn, in a few letters: the form carries it, so that two tabs on different pages, or "back" in the
 * browser, do not disturb each other, and two tabs on one page do.
 */
export function fingerprint(page: Page, typed: Typed): string {
  const seen = page.fields.flatMap((field) => inputNames(field)).map((name) => [name, [typed[name] ?? []].flat()]);
  return createHash("sha256").update(JSON.stringify(seen)).digest("base64url").slice(0, 16);
}

/**
 * Saves the form with one page changed. `seen` is the page's fingerprint as the applicant saw it: when another tab has changed the same page
 * meanwhile, nothing is written. Throws `draft.moved` then, and `draft.submitted` when the form was sent.
 */
export async function saveDraft(
  office: Pick<Office, "db">,
  input: { row: DraftRow; page: Page; seen: string; content: DraftContent; language: Language; now: Date },
): Promise<DraftRow> {
  const { row, page, seen, content, language, now } = input;
  if (row.submittedAt) throw new Problem("draft.submitted");
  if (fingerprint(page, draftContent(row.answers).typed) !== seen) throw new Problem("draft.moved");
  return office.db.transaction(async (tx) => {
    const expiresAt = await keptUntil(tx, row.releaseId, now);
    const [saved] = await tx
      .update(draft)
      .set({ answers: draftColumn(content), language, version: sql`${draft.version} + 1`, updatedAt: now, expiresAt })
      .where(and(eq(draft.id, row.id), eq(draft.version, row.version), isNull(draft.submittedAt)))
      .returning();
    if (!saved) throw new Problem("draft.moved");
    await tx.update(link).set({ expiresAt }).where(and(eq(link.draftId, row.id), eq(link.kind, "resume")));
    return saved;
  });
}

/** Mails the link with which the form can be taken up again, on any device. Throws `draft.submitted`. */
export async function saveForLater(office: Office, input: { draftId: string; email: string; language: Language; now: Date }): Promise<void> {
  const { draftId, email, language, now } = input;
  await office.db.transaction(async (tx) => {
    const [saved] = await tx
      .update(draft)
      .set({ savedTo: email, language, updatedAt: now })
      .where(and(eq(draft.id, draftId), isNull(draft.submittedAt)))
      .returning({ id: draft.id });
    if (!saved) throw new Problem("draft.submitted");
    await record(tx, { now, actor: inTrail(visitor), act: "draft.saved", subject: { kind: "draft", id: draftId } });
    await office.queue.enqueue(tx, tellJob, { happening: "draft.saved", draftId });
  });
}

async function keptUntil(tx: Db, releaseId: number, now: Date): Promise<Date> {
  return daysLater(now, numberPolicy(await releasePolicies(tx, releaseId, { channel: "online" }, now), "draft.keepDays"));
}

/** Forgets forms that nobody sent in time, with the links that led to them: what the page promises (policy `draft.keepDays`). */
export async function forgetDrafts(office: Pick<Office, "db">, now: Date): Promise<void> {
  await office.db.transaction(async (tx) => {
    const late = await tx
      .select({ id: draft.id })
      .from(draft)
      .where(and(lte(draft.expiresAt, now), isNull(draft.submittedAt)))
      .limit(200)
      .for("update", { skipLocked: true });
    const ids = late.map(({ id }) => id);
    if (ids.length === 0) return;
    await tx.delete(link).where(inArray(link.draftId, ids));
    await tx.delete(draft).where(inArray(draft.id, ids));
    for (const id of ids) await record(tx, { now, actor: inTrail(system("drafts")), act: "draft.forgotten", subject: { kind: "draft", id } });
  });
}
