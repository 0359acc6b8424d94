import { and, asc, eq, isNull, lte, notInArray, or } from "drizzle-orm";

import { request, requestQuestion } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import { outsider, system, type StaffActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import type { Link } from "#app/domain/access/links.ts";
import { record } from "#app/domain/audit/record.ts";
import { daysLater, waitUntil } from "#app/domain/deadlines/clock.ts";
import { eachAlone } from "#app/domain/jobs/each-alone.ts";
import { holdJob, tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import { Problem } from "#app/domain/problem.ts";

import { claimedBy, NOBODY } from "./claim.ts";
import { maskSecrets } from "./form/mask.ts";
import { partAllOf } from "./join.ts";
import { moveRequest } from "./move.ts";
import { requestPolicy, requestTypeOf } from "./policy.ts";
import { pauseReview, resumeReview } from "./review-clock.ts";

export type Question = typeof requestQuestion.$inferSelect;

const AT_ONCE = 200;
const BY = inTrail(system("waiting-applicant"));

/**
 * Asks the applicant something before the request can be judged: the review clock stands still until there is an answer, thirty days at the
 * longest (D9, policy `wait.maxDays`). What looks like a BSN, PIN or password is masked, for the question goes out by e-mail (D18, D19).
 * `about` is the field of its form that the question is about, where the desk says so: that is what questions are counted by (reference 7).
 * Throws `request.question-missing`, `request.question-about`, `request.moved`.
 */
export async function askInformation(office: Office, input: { requestId: string; version: number; question: string; about?: string | undefined; by: StaffActor; now: Date }): Promise<Question> {
  const { requestId, version, by, now } = input;
  const text = maskSecrets(input.question.trim()).text;
  if (!text) throw new Problem("request.question-missing", { field: "question" });
  return office.db.transaction(async (tx) => {
    const row = await moveRequest(tx, { requestId, act: "ask-information", now, version, when: claimedBy(by, now), set: { ...NOBODY, dueAt: null } });
    await pauseReview(tx, requestId, now);
    const expiresAt = waitUntil(now, await requestPolicy(tx, requestId, "wait.maxDays", now));
    const [asked] = await tx.insert(requestQuestion).values({ requestId, askedBy: by.id, question: text, askedAt: now, expiresAt }).returning();
    if (!asked) throw new Error("The question was not stored.");
    const about = input.about ? { about: await fieldOf(tx, row, input.about) } : {};
    await record(tx, { now, actor: inTrail(by), act: "request.information-asked", subject: { kind: "request", id: requestId }, requestId, details: { question: text, ...about } });
    await office.queue.enqueue(tx, tellJob, { happening: "request.asked", requestId, about: asked.id });
    return asked;
  });
}

/** A field as figures name it, with the type of the request: "new-user user.email". Throws `request.question-about` where its form has no such field. */
async function fieldOf(tx: Db, row: { releaseId: number; type: string }, about: string): Promise<string> {
  const { pages } = await requestTypeOf(tx, row);
  if (!pages.some(({ fields }) => fields.some(({ id }) => id === about))) throw new Problem("request.question-about", { field: "about" });
  return `${row.type} ${about}`;
}

/**
 * The applicant answers on the status page: the request is at the desk again, with as many working days as it had left (D9). The answer is
 * free text, so that secrets in it are masked; `masked` says that something was. Throws `request.answer-missing`, `request.answered` the second
 * time, `request.moved` when the request went on meanwhile.
 */
export async function answerInformation(office: Office, input: { link: Link; answer: string; now: Date }): Promise<{ masked: boolean }> {
  const { now } = input;
  const requestId = input.link.requestId;
  if (!requestId) throw new Problem("link.unknown");
  const { text, masked } = maskSecrets(input.answer.trim());
  if (!text) throw new Problem("request.answer-missing", { field: "answer" });
  return office.db.transaction(async (tx) => {
    const [answered] = await tx
      .update(requestQuestion)
      .set({ answer: text, answeredAt: now })
      .where(and(eq(requestQuestion.requestId, requestId), isNull(requestQuestion.answeredAt), isNull(requestQuestion.endedAt)))
      .returning();
    if (!answered) throw new Problem("request.answered");
    const dueAt = await resumeReview(tx, requestId, now);
    await moveRequest(tx, { requestId, act: "answer-information", now, set: { dueAt } });
    await record(tx, {
      now,
      actor: inTrail(outsider("applicant", requestId)),
      act: "request.information-given",
      subject: { kind: "request", id: requestId },
      requestId,
      details: { answer: text },
    });
    return { masked: masked.length > 0 };
  });
}

/** The question that waits for an answer; null when none does. */
export async function openQuestion(db: Db, requestId: string): Promise<Question | null> {
  const [open] = await db
    .select()
    .from(requestQuestion)
    .where(and(eq(requestQuestion.requestId, requestId), isNull(requestQuestion.answeredAt), isNull(requestQuestion.endedAt)));
  return open ?? null;
}

/** What was asked and answered, oldest first. */
export async function listQuestions(db: Db, requestId: string): Promise<Question[]> {
  return db.select().from(requestQuestion).where(eq(requestQuestion.requestId, requestId)).orderBy(asc(requestQuestion.askedAt), asc(requestQuestion.id));
}

/**
 * What time brings to requests that wait for their applicant: a reminder on the policy's days, and after the longest pause the request
 * lapses (D9). Runs every few seconds, in any number of processes: each effect happens once (P15).
 */
export async function sweepWaiting(office: Office, input: { now: Date; reminderDays: readonly number[] }): Promise<{ reminded: number; lapsed: number }> {
  const { now } = input;
  const days = [...input.reminderDays].sort((a, b) => a - b);
  return { lapsed: await lapseUnanswered(office, now), reminded: await remindApplicants(office, now, days) };
}

async function lapseUnanswered(office: Office, now: Date): Promise<number> {
  return eachAlone({
    page: (but) =>
      office.db
        .select({ id: requestQuestion.id, requestId: requestQuestion.requestId })
        .from(requestQuestion)
        .where(and(isNull(requestQuestion.answeredAt), isNull(requestQuestion.endedAt), lte(requestQuestion.expiresAt, now), notInArray(requestQuestion.id, but)))
        .orderBy(asc(requestQuestion.expiresAt))
        .limit(AT_ONCE),
    id: ({ id }) => id,
    act: ({ requestId }) =>
      office.db.transaction(async (tx) => {
        await moveRequest(tx, { requestId, act: "lapse", now, when: eq(request.status, "waiting-applicant") });
        await partAllOf(tx, office, requestId, now);
        await record(tx, { now, actor: BY, act: "request.lapsed", subject: { kind: "request", id: requestId }, requestId, details: { stage: "waiting-applicant" } });
        await office.queue.enqueue(tx, tellJob, { happening: "request.lapsed", requestId });
        await office.queue.enqueue(tx, holdJob, { requestId });
      }),
  });
}

/** One reminder, however many days were missed while nobody was there to send them. */
async function remindApplicants(office: Office, now: Date, days: readonly number[]): Promise<number> {
  if (days.length === 0) return 0;
  const isOpen = and(isNull(requestQuestion.answeredAt), isNull(requestQuestion.endedAt));
  const isDue = and(isOpen, or(...days.map((day, sent) => and(eq(requestQuestion.reminders, sent), lte(requestQuestion.askedAt, daysLater(now, -day))))));
  return eachAlone({
    page: (but) => office.db.select().from(requestQuestion).where(and(isDue, notInArray(requestQuestion.id, but))).orderBy(asc(requestQuestion.askedAt)).limit(AT_ONCE),
    id: ({ id }) => id,
    act: async ({ id, requestId, reminders, askedAt }) => {
      const time = days.filter((day) => daysLater(askedAt, day) <= now).length;
      if (time <= reminders) return;
      await office.db.transaction(async (tx) => {
        const [mine] = await tx.update(requestQuestion).set({ reminders: time }).where(and(eq(requestQuestion.id, id), eq(requestQuestion.reminders, reminders), isOpen)).returning({ id: requestQuestion.id });
        if (!mine) return;
        await record(tx, { now, actor: BY, act: "request.reminded", subject: { kind: "request", id: requestId }, requestId, details: { time } });
        await office.queue.enqueue(tx, tellJob, { happening: "request.asked-reminder", requestId, about: id, time });
      });
    },
  });
}
