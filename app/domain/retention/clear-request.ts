import { and, eq, inArray, isNull, sql } from "drizzle-orm";

import { LOCKS } from "#db/locks.ts";
import { letter, letterReturn } from "#db/schema/accounts.ts";
import { auditEvent } from "#db/schema/audit.ts";
import { mail } from "#db/schema/correspondence.ts";
import { filePicture, storedFile } from "#db/schema/files.ts";
import { identification, identificationAttempt, identificationByHand, identificationOrder, identificationParty, identificationView } from "#db/schema/identification.ts";
import { intake } from "#db/schema/intake.ts";
import { requestJoining, requestLikeness } from "#db/schema/joinings.ts";
import { requestPerson } from "#db/schema/people.ts";
import { phoneAnswer, urgentCall } from "#db/schema/phone.ts";
import { draft, judgement, link, request, requestChange, requestNote, requestQuestion } from "#db/schema/requests.ts";
import { manualTask } from "#db/schema/tasks.ts";
import { undeliveredNumber } from "#db/schema/undelivered.ts";
import { runSql, type Db } from "#db/types.ts";
import { system } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { clearDetailsOf, underRetention } from "#app/domain/audit/retention.ts";
import { Problem } from "#app/domain/problem.ts";

import { findDue, type DueRequest } from "./due.ts";
import type { Periods } from "./periods.ts";

/** What stands where a name was: in lists, and in no language. */
const NOBODY = "–";

/**
 * Clears one request whose time is over, and those that were joined to it (D20): all that it said and all that was said about it goes. That there was one, of which type, when, by whom it
 * was decided and how it ended stays, so that figures over the years stay what they were; and that it was cleared is in the trail. In the caller's transaction, whole or not at all; throws
 * `request.moved` when its time is not over after all, or somebody else cleared it.
 */
export async function clearRequest(tx: Db, { requestId, now, periods }: { requestId: string; now: Date; periods: Periods }): Promise<number> {
  await tx.select({ id: request.id }).from(request).where(eq(request.id, requestId)).for("update");
  const due = await findDue(tx, requestId, { now, periods });
  if (!due) throw new Problem("request.moved", { status: "cleared" });
  const joined = await tx.select({ id: requestJoining.requestId }).from(requestJoining).where(and(eq(requestJoining.keptId, requestId), isNull(requestJoining.partedAt)));
  const all = [requestId, ...joined.map(({ id }) => id)];
  // Nobody sends a name meanwhile that has a word which is to be forgotten: the triggers that keep words hold the same lock, beside each other.
  await runSql(tx, "select pg_advisory_xact_lock($1::int, $2::int)", [LOCKS.space, LOCKS.words]);
  for (const id of all) await clearOne(tx, id, due, now);
  return all.length;
}

async function clearOne(tx: Db, requestId: string, { kind, dueAt }: DueRequest, now: Date): Promise<void> {
  const [row] = await tx.select({ draftId: request.draftId, names: sql<string>`concat_ws(' ', ${request.subjectName}, ${request.applicantName})` }).from(request).where(eq(request.id, requestId));
  const people = await tx.select({ name: requestPerson.name }).from(requestPerson).where(eq(requestPerson.requestId, requestId));
  const [emptied] = await tx
    .update(request)
    .set({ clearedAt: now, answers: {}, subjectName: NOBODY, applicantName: NOBODY, applicantEmail: "", enterpriseId: null, agbCode: null, draftId: null, note: null })
    .where(and(eq(request.id, requestId), isNull(request.clearedAt)))
    .returning({ id: request.id });
  if (!emptied) throw new Problem("request.moved", { status: "cleared" });
  const files = await clearPapers(tx, requestId, row?.draftId ?? null);
  await clearWords(tx, requestId);
  await clearIdentifications(tx, requestId);
  await clearLetters(tx, requestId);
  await forgetWords(tx, [row?.names ?? "", ...people.map(({ name }) => name)].join(" "));
  // The occasion names to whom it went; what is over is told nobody a second time.
  const mails = await tx.update(mail).set({ text: "", html: "", links: [], recipient: "", subject: "", userNumber: null, occasion: sql`'cleared ' || ${mail.id}`, clearedAt: now }).where(eq(mail.requestId, requestId)).returning({ id: mail.id });
  await tx.delete(link).where(eq(link.requestId, requestId));
  if (row?.draftId) await tx.delete(link).where(eq(link.draftId, row.draftId));
  if (row?.draftId) await tx.delete(draft).where(eq(draft.id, row.draftId));
  const events = await clearDetailsOf(tx, requestId);
  await record(tx, { now, actor: inTrail(system("retention")), act: "request.cleared", subject: { kind: "request", id: requestId }, requestId, details: { kind, due: dueAt.toISOString(), files, mails: mails.length, events } });
}

/** Scans, the papers that they came with, and the details of both in the trail. */
async function clearPapers(tx: Db, requestId: string, draftId: string | null): Promise<number> {
  const intakes = await tx.select({ id: intake.id }).from(intake).where(eq(intake.requestId, requestId));
  const files = await tx.select({ id: storedFile.id }).from(storedFile).where(eq(storedFile.requestId, requestId));
  const ofIntakes = intakes.length === 0 ? [] : await tx.select({ id: storedFile.id }).from(storedFile).where(inArray(storedFile.intakeId, intakes.map(({ id }) => id)));
  const ids = [...new Set([...files, ...ofIntakes].map(({ id }) => id))];
  if (ids.length > 0) await tx.delete(filePicture).where(inArray(filePicture.fileId, ids));
  if (ids.length > 0) await tx.delete(storedFile).where(inArray(storedFile.id, ids));
  await tx.delete(intake).where(eq(intake.requestId, requestId));
  await clearDetailsAbout(tx, "file", ids);
  await clearDetailsAbout(tx, "intake", intakes.map(({ id }) => id));
  if (draftId) await clearDetailsAbout(tx, "draft", [draftId]);
  return ids.length;
}

/** Events from before there was a request have none: they are found by what they are about. */
async function clearDetailsAbout(tx: Db, kind: string, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await underRetention(tx, (emptied) => tx.update(auditEvent).set(emptied).where(and(eq(auditEvent.subjectKind, kind), inArray(auditEvent.subjectId, [...ids]))));
}

/** What was judged, noted, asked, said and changed. */
async function clearWords(tx: Db, requestId: string): Promise<void> {
  await tx.delete(judgement).where(eq(judgement.requestId, requestId));
  await tx.delete(requestNote).where(eq(requestNote.requestId, requestId));
  await tx.delete(phoneAnswer).where(eq(phoneAnswer.requestId, requestId));
  await tx.delete(requestQuestion).where(eq(requestQuestion.requestId, requestId));
  await tx.delete(requestChange).where(eq(requestChange.requestId, requestId));
  await tx.delete(requestLikeness).where(eq(requestLikeness.requestId, requestId));
  await tx.delete(urgentCall).where(eq(urgentCall.requestId, requestId));
  await tx.update(requestPerson).set({ name: NOBODY }).where(eq(requestPerson.requestId, requestId));
  await tx.update(manualTask).set({ note: null }).where(eq(manualTask.requestId, requestId));
  await tx.update(undeliveredNumber).set({ note: null, address: sql`case when ${undeliveredNumber.address} is not null then '' end` }).where(eq(undeliveredNumber.requestId, requestId));
}

async function clearIdentifications(tx: Db, requestId: string): Promise<void> {
  const parties = tx.select({ id: identificationParty.id }).from(identificationParty).innerJoin(identification, eq(identification.id, identificationParty.identificationId)).where(eq(identification.requestId, requestId));
  const ids = (await parties).map(({ id }) => id);
  if (ids.length > 0) {
    const attempts = tx.select({ id: identificationAttempt.id }).from(identificationAttempt).where(inArray(identificationAttempt.partyId, ids));
    await tx.delete(identificationView).where(inArray(identificationView.attemptId, attempts));
    await tx.delete(identificationByHand).where(inArray(identificationByHand.partyId, ids));
    await tx.delete(identificationAttempt).where(inArray(identificationAttempt.partyId, ids));
    await tx.delete(identificationOrder).where(inArray(identificationOrder.partyId, ids));
    await tx.delete(identificationParty).where(inArray(identificationParty.id, ids));
  }
  await tx.delete(identification).where(eq(identification.requestId, requestId));
}

/** That a letter was made and left stays with the print room's counts, which have to balance; to whom and what it said goes. */
async function clearLetters(tx: Db, requestId: string): Promise<void> {
  const sent = tx.select({ id: letter.id }).from(letter).where(eq(letter.requestId, requestId));
  await tx.update(letterReturn).set({ note: null }).where(inArray(letterReturn.letterId, sent));
  await underRetention(tx, async () => {
    const letters = await tx.update(letter).set({ addressee: [] }).where(eq(letter.requestId, requestId)).returning({ id: letter.id, words: letter.words });
    const worded = letters.filter(({ words }) => words !== null).map(({ id }) => id);
    if (worded.length > 0) await tx.update(letter).set({ words: { subject: "", blocks: [] } }).where(inArray(letter.id, worded));
  });
}

/** Words of names that the desk's search knows, and that stand in no other request. */
async function forgetWords(tx: Db, names: string): Promise<void> {
  await runSql(
    tx,
    `delete from name_word known where known.of = 'request' and known.word in (select word from words_of_a_name($1) as written(word))
      and not exists (select from request r where string_to_array(lower(r.subject_name || ' ' || r.applicant_name), ' ') @> array[known.word])
      and not exists (select from request_person p where string_to_array(lower(p.name), ' ') @> array[known.word])`,
    [names],
  );
}
