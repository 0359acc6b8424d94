import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";

import { and, eq, inArray, isNull, lte, notExists } from "drizzle-orm";

import { intake } from "#db/schema/intake.ts";
import { draft, link } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import { system, visitor, type Actor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { makeLink, openLink, type Link } from "#app/domain/access/links.ts";
import { record } from "#app/domain/audit/record.ts";
import { daysLater } from "#app/domain/deadlines/clock.ts";
import { numberPolicy } from "#app/domain/decisions/policies.ts";
import type { Page } from "#app/domain/definitions/schema/form.ts";
import { currentRelease } from "#app/domain/definitions/store.ts";
import { tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import type { Language } from "#app/domain/people.ts";
import { Problem } from "#app/domain/problem.ts";

import { getRequest } from "./decide.ts";
import { draftColumn, draftContent, EMPTY_CONTENT, type DraftContent } from "./form/content.ts";
import { withoutEntry } from "./form/entries.ts";
import { fingerprint } from "./form/seen.ts";
import { CLOSED } from "./lifecycle.ts";
import type { RequestRow } from "./move.ts";
import { listPersons } from "./persons.ts";
import { releasePolicies, requestTypeOf } from "./policy.ts";

export type DraftRow = typeof draft.$inferSelect;

/** Begins a form on the newest release, to which it keeps (P17), behind a link that only this browser has. Throws `definition.unknown`. */
export async function beginDraft(office: Office, input: { type: string; language: Language; now: Date }): Promise<{ draft: DraftRow; link: Link }> {
  return office.db.transaction((tx) => begin(tx, { ...input, content: EMPTY_CONTENT }));
}

/**
 * Begins a form anew with what was typed into one that came to nothing (P6): on today's release, so that every page is read, and the registers
 * are asked, once more. Of several people of whom some were approved it takes the others only (R108). Throws `request.moved` for a request that is under
 * way or done, and refused nobody.
 */
export async function beginAgain(office: Office, input: { requestId: string; language: Language; now: Date }): Promise<{ draft: DraftRow; link: Link }> {
  const { requestId, language, now } = input;
  return office.db.transaction(async (tx) => {
    const row = await getRequest(tx, requestId);
    const { type, status, draftId } = row;
    const approved = hasTakenEffect(row) ? (await listPersons(tx, requestId)).filter(({ decision }) => decision === "approve").map(({ position }) => position) : [];
    const isInPart = approved.length > 0 && approved.length < (await listPersons(tx, requestId)).length;
    if (!isInPart && (status === "done" || status === "joined" || !CLOSED.includes(status))) throw new Problem("request.moved", { status });
    const [former] = draftId ? await tx.select({ answers: draft.answers }).from(draft).where(eq(draft.id, draftId)) : [];
    const { pages } = await requestTypeOf(tx, row);
    const whole = former ? draftContent(former.answers).typed : {};
    const typed = approved.reduceRight((left, position) => withoutEntry(pages, left, position), whole);
    return begin(tx, { type, language, now, content: { ...EMPTY_CONTENT, typed }, after: requestId });
  });
}

/** Whether an approval has left the house, after which it cannot be taken back. */
function hasTakenEffect({ status }: Pick<RequestRow, "status">): boolean {
  return ["identifying", "identification-desk", "fulfilling", "done"].includes(status);
}

async function begin(tx: Db, input: { type: string; language: Language; content: DraftContent; after?: string; now: Date }): Promise<{ draft: DraftRow; link: Link }> {
  const made = await makeDraft(tx, { ...input, by: visitor });
  const opened = await makeLink(tx, { kind: "resume", draftId: made.id, now: input.now, expiresAt: made.expiresAt });
  return { draft: made, link: opened };
}

/** Makes a form on the newest release, without a link to it: staff type over what came on paper. In the caller's transaction. Throws `definition.unknown`. */
export async function makeDraft(tx: Db, input: { type: string; language: Language; content?: DraftContent; after?: string; by: Actor; now: Date }): Promise<DraftRow> {
  const { type, language, content = EMPTY_CONTENT, after, by, now } = input;
  const releaseId = await currentRelease(tx);
  await requestTypeOf(tx, { releaseId, type });
  const expiresAt = await keptUntil(tx, releaseId, now);
  const [made] = await tx
    .insert(draft)
    .values({ type, releaseId, language, answers: draftColumn(content), createdAt: now, updatedAt: now, expiresAt })
    .returning();
  if (!made) throw new Error("No draft was made.");
  await record(tx, { now, actor: inTrail(by), act: "draft.begun", subject: { kind: "draft", id: made.id }, details: { type, after } });
  return made;
}

/** The form behind a link, as it is now. Throws `link.unknown`, `link.expired`. */
export async function openDraft(db: Db, secret: string, token: string, now: Date): Promise<DraftRow> {
  const opened = await openLink(db, secret, token, "resume", now);
  const [found] = opened.draftId ? await db.select().from(draft).where(eq(draft.id, opened.draftId)) : [];
  if (!found) throw new Problem("link.unknown", { kind: "resume" });
  return found;
}

/**
 * Saves the form with one page changed. `seen` is the page's fingerprint as the applicant saw it: when another tab has changed the same page
 * meanwhile, and to something else, nothing is written. What changes no answer leaves the version as it is, so that no other tab becomes
 * stale by it. Throws `draft.moved`, and `draft.submitted` when the form was sent.
 */
export async function saveDraft(
  office: Pick<Office, "db">,
  input: { row: DraftRow; page: Page; seen: string; content: DraftContent; language: Language; now: Date },
): Promise<DraftRow> {
  const { row, page, seen, content, language, now } = input;
  if (row.submittedAt) throw new Problem("draft.submitted");
  const before = draftContent(row.answers);
  const present = fingerprint(page, before.typed);
  if (present !== seen && present !== fingerprint(page, content.typed)) throw new Problem("draft.moved");
  const version = isSame(before, content) ? row.version : row.version + 1;
  return office.db.transaction(async (tx) => {
    const expiresAt = await keptUntil(tx, row.releaseId, now);
    const [saved] = await tx
      .update(draft)
      .set({ answers: draftColumn(content), language, version, updatedAt: now, expiresAt })
      .where(and(eq(draft.id, row.id), eq(draft.version, row.version), isNull(draft.submittedAt)))
      .returning();
    if (!saved) throw new Problem("draft.moved");
    await tx.update(link).set({ expiresAt }).where(and(eq(link.draftId, row.id), eq(link.kind, "resume")));
    return saved;
  });
}

/** Whether two contents come to the same request: where the applicant left and what was sent empty do not count. */
function isSame(one: DraftContent, other: DraftContent): boolean {
  const kept = (content: DraftContent) => {
    // As the column will give it back, without what a register said beyond what a draft keeps.
    const { from: _from, typed, ...rest } = draftContent(JSON.parse(JSON.stringify(draftColumn(content))));
    const filled = Object.entries(typed).filter(([, value]) => [value].flat().some((text) => text.trim() !== ""));
    return { ...rest, typed: Object.fromEntries(filled) };
  };
  return isDeepStrictEqual(kept(one), kept(other));
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
    // Each time that somebody asks for it: the first e-mail may have gone to an address with a typing error, or be lost.
    await office.queue.enqueue(tx, tellJob, { happening: "draft.saved", draftId, about: randomUUID() });
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
      // What came on paper is not forgotten because nobody got to it.
      .where(and(lte(draft.expiresAt, now), isNull(draft.submittedAt), notExists(tx.select({ id: intake.id }).from(intake).where(eq(intake.draftId, draft.id)))))
      .limit(200)
      .for("update", { skipLocked: true });
    const ids = late.map(({ id }) => id);
    if (ids.length === 0) return;
    await tx.delete(link).where(inArray(link.draftId, ids));
    await tx.delete(draft).where(inArray(draft.id, ids));
    for (const id of ids) await record(tx, { now, actor: inTrail(system("drafts")), act: "draft.forgotten", subject: { kind: "draft", id } });
  });
}
