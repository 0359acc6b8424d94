import { and, desc, eq, isNull, sql } from "drizzle-orm";

import { identification, identificationOrder, identificationParty, type ORDER_STATUSES } from "#db/schema/identification.ts";
import type { request} from "#db/schema/requests.ts";
import { requestClock } from "#db/schema/requests.ts";
import { undeliveredNumber } from "#db/schema/undelivered.ts";
import type { Db } from "#db/types.ts";

import { textAt } from "./answers.ts";
import { openQuestion } from "./ask.ts";
import { getRequest } from "./decide.ts";
import { mayAct, type RequestStatus } from "./lifecycle.ts";
import { inputOf } from "./mapped.ts";
import { readPeople } from "./persons.ts";
import { requestTypeOf } from "./policy.ts";
import { practiceName } from "./practice.ts";
import { referenceOf } from "./reference.ts";
import { findKept } from "./same.ts";

export const STEPS = ["received", "review", "identification", "delivery", "done", "letter", "posted", "sending", "sent", "change", "changed"] as const;
export type StepKey = (typeof STEPS)[number];

/** One step of the status page: what is done with when, what is under way with who is to act and by when, what comes. */
export type StatusStep = {
  key: StepKey;
  state: "done" | "current" | "next" | "stopped";
  at?: Date;
  who?: "office" | "applicant" | "role-holders";
  dueBy?: Date;
  /** Whether the applicant has to answer something first; our own term does not run meanwhile. */
  isAsked?: true;
};

export type StatusView = {
  reference: string;
  type: string;
  status: RequestStatus;
  subjectName: string;
  /** Those whom it is about where there are several (R108), with what was decided about each once that has left the house. */
  people: Array<{ name: string; endsOn: string | null; decision: "approve" | "reject" | null; reasonCode: string | null }>;
  /** Whether some of them were not approved, and can be asked for again (P6). */
  someRefused: boolean;
  /** The last working day that was asked for, where it is about one (R13): after it the account ends by itself. */
  endsOn: string | null;
  /** As we know it; null for a party that we do not. */
  practice: string | null;
  agbCode: string;
  steps: StatusStep[];
  canCancel: boolean;
  reasonCode: string | null;
  /** Why it ended without being done; null for one that runs or is done. */
  stopped: "rejected" | "cancelled" | "lapsed" | "account-ended" | "change-lapsed" | "number-given-up" | "joined" | null;
  /** What we asked the applicant and wait for, and until when. */
  question: { text: string; answerBy: Date } | null;
  /** Why it does not go on at once: an objection, or the desk looks at an identification. */
  heldBy: "objection" | "identification" | "joined" | null;
  /** The request that it is answered together with, where it is. */
  joinedTo: string | null;
  /** How the identification at home goes, where somebody chose that (R76); never when somebody comes, for it is another's home. */
  appointment: "asked" | "made" | "missed" | null;
  closedAt: Date | null;
};

/** Where a request is, in the steps that the applicant knows (R91, R92). Says nothing that a link in a mailbox should not tell: no names of role holders. */
export async function getStatus(db: Db, input: { requestId: string }): Promise<StatusView> {
  const row = await getRequest(db, input.requestId);
  const clocks = await db.select().from(requestClock).where(eq(requestClock.requestId, row.id));
  const [asked] = await db
    .select({ expiresAt: identification.expiresAt })
    .from(identification)
    .where(and(eq(identification.requestId, row.id), eq(identification.status, "open")));
  const kept = await findKept(db, row.id);
  const question = row.status === "waiting-applicant" ? await openQuestion(db, row.id) : null;
  const due = (stage: "review" | "delivery") => clocks.find((clock) => clock.stage === stage)?.dueAt;
  const status = row.status;
  const stopped = await whyStopped(db, row);
  const at = reached(row);
  const way = wayOf(row);
  const type = await requestTypeOf(db, row);
  const isOut = at.review !== undefined || stopped !== null;
  const people = (await readPeople(db, type, row)).map(({ name, answers, decision, reasonCode }) => ({ name, endsOn: textAt(answers, inputOf(type, "endsOn")) || null, decision: isOut ? decision : null, reasonCode: isOut ? reasonCode : null }));
  const current = way.findIndex((key) => at[key] === undefined);

  return {
    reference: referenceOf(row.number),
    type: row.type,
    status,
    // Until a decision leaves the house it is not there: it can still be taken back.
    subjectName: row.subjectName,
    people: people.length > 1 ? people : [],
    someRefused: stopped === null && people.length > 1 && people.some(({ decision }) => decision === "reject"),
    endsOn: people.length === 1 ? (people[0]?.endsOn ?? null) : null,
    practice: await practiceName(db, row),
    agbCode: textAt(row.answers, type.about.agbCode),
    steps: way.map((key, index): StatusStep => {
      const when = at[key];
      if (when) return { key, state: "done", at: when };
      if (index > current) return { key, state: "next" };
      if (stopped !== null) return { key, state: "stopped", ...(row.closedAt ? { at: row.closedAt } : {}) };
      // Our term is paused until the answer is there, so that the day it was due by says nothing (D9).
      if (status === "waiting-applicant") return { key, state: "current", who: "applicant", isAsked: true };
      return { key, state: "current", ...doer(key, due, asked?.expiresAt) };
    }),
    canCancel: mayAct("cancel", status, "applicant"),
    reasonCode: status === "rejected" ? row.reasonCode : null,
    stopped,
    question: question && { text: question.question, answerBy: question.expiresAt },
    appointment: status === "identifying" || status === "identification-desk" ? await appointmentOf(db, row.id) : null,
    heldBy: kept ? "joined" : status === "identification-desk" ? "identification" : row.objectedAt && stopped === null && status !== "done" ? "objection" : null,
    joinedTo: kept && referenceOf(kept.number),
    closedAt: row.closedAt,
  };
}

const APPOINTMENT: Partial<Record<(typeof ORDER_STATUSES)[number], NonNullable<StatusView["appointment"]>>> = {
  placing: "asked",
  ordered: "asked",
  "appointment-made": "made",
  rescheduled: "made",
  "no-show": "missed",
};

async function appointmentOf(db: Db, requestId: string): Promise<StatusView["appointment"]> {
  const open = await db
    .select({ status: identificationOrder.status })
    .from(identificationOrder)
    .innerJoin(identificationParty, eq(identificationParty.id, identificationOrder.partyId))
    .innerJoin(identification, eq(identification.id, identificationParty.identificationId))
    .where(and(eq(identification.requestId, requestId), isNull(identificationOrder.endedAt)))
    .orderBy(desc(identificationOrder.changedAt));
  return open.map(({ status }) => APPOINTMENT[status] ?? null).find((stage) => stage !== null) ?? null;
}

/**
 * What was carried out lapses only where nothing is left to deliver: its number was given up, or else the account ended or its PIN was purged, which is said in one sentence. What was
 * about to be carried out lapses only where the account ended before.
 */
async function whyStopped(db: Db, row: typeof request.$inferSelect): Promise<StatusView["stopped"]> {
  const { status, fulfilledAt, decision, identificationRequired, identifiedAt } = row;
  if (status === "lapsed" && fulfilledAt !== null) {
    return (await numberWasGivenUp(db, row.id)) ? "number-given-up" : "account-ended";
  }
  if (status === "lapsed" && decision === "approve" && (!identificationRequired || identifiedAt !== null)) return "change-lapsed";
  return status === "rejected" || status === "cancelled" || status === "lapsed" || status === "joined" ? status : null;
}

/** Whether a user number of this request was given up: nothing is left to deliver then. */
export async function numberWasGivenUp(db: Db, requestId: string): Promise<boolean> {
  // The index is of these alone, and is found by what stands here word for word.
  return (await db.$count(undeliveredNumber, and(eq(undeliveredNumber.requestId, requestId), sql`${undeliveredNumber.outcome} = 'ended'`))) > 0;
}

/** The steps that this request comes past: identification where its plan asks for it, number and PIN where it makes them, a letter where its type sends one. */
function wayOf({ identificationRequired, deliveryRequired, numberRequired, postRequired }: typeof request.$inferSelect): StepKey[] {
  const without = postRequired ? (["sending", "sent"] as const) : (["change", "changed"] as const);
  const end = !deliveryRequired ? without : numberRequired ? (["delivery", "done"] as const) : (["letter", "posted"] as const);
  return ["received", "review", ...(identificationRequired ? (["identification"] as const) : []), ...end];
}

/** When each step was finished; undefined for what is under way or still to come. */
function reached(row: typeof request.$inferSelect): Partial<Record<StepKey, Date>> {
  const approved = ["identifying", "identification-desk", "fulfilling", "done"].includes(row.status) || row.fulfilledAt !== null;
  return {
    // On paper there is no address to confirm: it was received when it was there.
    ...(row.confirmedAt || row.channel !== "online" ? { received: row.confirmedAt ?? row.submittedAt } : {}),
    ...(approved && row.decidedAt ? { review: row.secondAt ?? row.decidedAt } : {}),
    ...(row.identifiedAt ? { identification: row.identifiedAt } : {}),
    ...(row.status === "done" && row.closedAt ? Object.fromEntries(wayOf(row).slice(-2).map((key) => [key, row.closedAt])) : {}),
  };
}

function doer(key: StepKey, due: (stage: "review" | "delivery") => Date | undefined, expiresAt: Date | undefined): Pick<StatusStep, "who" | "dueBy"> {
  const by = (dueBy: Date | undefined) => (dueBy ? { dueBy } : {});
  if (key === "received") return { who: "applicant" };
  if (key === "identification") return { who: "role-holders", ...by(expiresAt) };
  if (key === "review") return { who: "office", ...by(due("review")) };
  return { who: "office", ...by(due("delivery")) };
}
