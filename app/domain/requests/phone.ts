import { and, eq, inArray, isNull } from "drizzle-orm";

import { phoneAnswer } from "#db/schema/phone.ts";
import { request, requestQuestion } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import { outsider, type StaffActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import type { Link } from "#app/domain/access/links.ts";
import { record } from "#app/domain/audit/record.ts";
import { tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import { Problem } from "#app/domain/problem.ts";

import { maskSecrets } from "./form/mask.ts";
import type { RequestStatus } from "./lifecycle.ts";
import { moveRequest } from "./move.ts";
import { resumeReview } from "./review-clock.ts";

export type PhoneAnswerRow = typeof phoneAnswer.$inferSelect;

/** Until the desk has decided, what was said by phone can still be put right. */
const CORRECTABLE: readonly RequestStatus[] = ["submitted", "in-review", "waiting-applicant"];

/**
 * The applicant answers what we asked by phone, and a member of staff writes it down: the request is at the desk again at once, as after an answer on the status
 * page, and the applicant gets what was written by e-mail, to confirm or correct it. What looks like a BSN, PIN or password is masked (D18, D19). Throws
 * `request.answer-missing`, `request.answered` when there is no open question any more, `request.moved`.
 */
export async function answerByPhone(office: Office, input: { requestId: string; version: number; answer: string; by: StaffActor; now: Date }): Promise<void> {
  const { requestId, version, by, now } = input;
  const { text } = maskSecrets(input.answer.trim());
  if (!text) throw new Problem("request.answer-missing", { field: "answer" });
  await office.db.transaction(async (tx) => {
    const dueAt = await resumeReview(tx, requestId, now);
    await moveRequest(tx, { requestId, act: "answer-by-phone", now, version, set: { dueAt } });
    const [answered] = await tx
      .update(requestQuestion)
      .set({ answer: text, answeredAt: now })
      .where(and(eq(requestQuestion.requestId, requestId), isNull(requestQuestion.answeredAt), isNull(requestQuestion.endedAt)))
      .returning({ id: requestQuestion.id });
    if (!answered) throw new Problem("request.answered");
    await tx.insert(phoneAnswer).values({ questionId: answered.id, requestId, takenBy: by.id, takenAt: now });
    await record(tx, { now, actor: inTrail(by), act: "request.answered-by-phone", subject: { kind: "request", id: requestId }, requestId, details: { answer: text } });
    await office.queue.enqueue(tx, tellJob, { happening: "request.answered-by-phone", requestId, about: answered.id });
  });
}

/** What was written down of a call and waits for the applicant to look at it; null when nothing does, or it is too late to change. */
export async function findUnconfirmed(db: Db, requestId: string): Promise<{ questionId: string; question: string; answer: string; takenAt: Date } | null> {
  const [found] = await db
    .select({ questionId: phoneAnswer.questionId, question: requestQuestion.question, answer: requestQuestion.answer, takenAt: phoneAnswer.takenAt, status: request.status })
    .from(phoneAnswer)
    .innerJoin(requestQuestion, eq(requestQuestion.id, phoneAnswer.questionId))
    .innerJoin(request, eq(request.id, phoneAnswer.requestId))
    .where(and(eq(phoneAnswer.requestId, requestId), isNull(phoneAnswer.confirmedAt), isNull(phoneAnswer.correctedAt)))
    .orderBy(phoneAnswer.takenAt);
  if (!found || !CORRECTABLE.includes(found.status)) return null;
  return { questionId: found.questionId, question: found.question, answer: found.answer ?? "", takenAt: found.takenAt };
}

/** The calls of a request by the question that they answered, and what the applicant said of what was written. */
export async function listPhoneAnswers(db: Db, requestId: string): Promise<Map<string, PhoneAnswerRow>> {
  const rows = await db.select().from(phoneAnswer).where(eq(phoneAnswer.requestId, requestId));
  return new Map(rows.map((row) => [row.questionId, row]));
}

/**
 * The applicant says on the status page that it was written down right (`correction` empty), or what it has to be. The clock goes on meanwhile, whatever is
 * said; the desk sees it beside the answer. Throws `request.answered` the second time, `request.moved` once the desk has decided.
 */
export async function confirmPhoneAnswer(office: Office, input: { link: Link; correction: string; now: Date }): Promise<{ corrected: boolean }> {
  const { now } = input;
  const requestId = input.link.requestId;
  if (!requestId) throw new Problem("link.unknown");
  const correction = maskSecrets(input.correction.trim()).text;
  return office.db.transaction(async (tx) => {
    // An act of the desk that comes at the same time waits, or has been done.
    const [open] = await tx
      .select({ status: request.status })
      .from(request)
      .where(and(eq(request.id, requestId), inArray(request.status, [...CORRECTABLE])))
      .for("update");
    if (!open) throw new Problem("request.moved");
    const [said] = await tx
      .update(phoneAnswer)
      .set(correction ? { correction, correctedAt: now } : { confirmedAt: now })
      .where(and(eq(phoneAnswer.requestId, requestId), isNull(phoneAnswer.confirmedAt), isNull(phoneAnswer.correctedAt)))
      .returning({ questionId: phoneAnswer.questionId });
    if (!said) throw new Problem("request.answered");
    await record(tx, {
      now,
      actor: inTrail(outsider("applicant", requestId)),
      act: correction ? "request.phone-answer-corrected" : "request.phone-answer-confirmed",
      subject: { kind: "request", id: requestId },
      requestId,
      details: correction ? { answer: correction } : {},
    });
    return { corrected: correction !== "" };
  });
}
