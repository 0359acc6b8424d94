import { isDeepStrictEqual } from "node:util";

import { and, asc, desc, eq, inArray, isNull, ne, or, sql } from "drizzle-orm";

import { account } from "#db/schema/accounts.ts";
import { auditEvent } from "#db/schema/audit.ts";
import { mail } from "#db/schema/correspondence.ts";
import { identification, identificationByHand, identificationOrder, identificationParty } from "#db/schema/identification.ts";
import { agbCode, enterprise, roleHolder } from "#db/schema/organisations.ts";
import { phoneAnswer } from "#db/schema/phone.ts";
import { judgement, request, requestClock, requestQuestion } from "#db/schema/requests.ts";
import { staff } from "#db/schema/staff.ts";
import type { Db } from "#db/types.ts";
import { officeDate } from "#app/domain/deadlines/calendar.ts";
import { completeFacts } from "#app/domain/decisions/facts.ts";
import { judge, parseRuleSet } from "#app/domain/decisions/judge.ts";
import type { EvaluationDay } from "#app/domain/decisions/operators.ts";
import type { Finding, RuleTrace } from "#app/domain/decisions/judgement.ts";
import type { PolicyValues } from "#app/domain/decisions/policies.ts";
import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import { getDefinition } from "#app/domain/definitions/store.ts";
import { fullName, type Language } from "#app/domain/people.ts";
import { POINTS, type FactValue, type Point } from "#rules/vocabulary.ts";

import { textAt } from "./answers.ts";
import { readAuthorisationChange } from "./authorisation-change.ts";
import { readDataChange } from "./data-change.ts";
import { getRequest } from "./decide.ts";
import { isAbout } from "./facts.ts";
import type { RequestStatus } from "./lifecycle.ts";
import { inputOf } from "./mapped.ts";
import type { RequestRow } from "./move.ts";
import { listPersons, readPeople, type Person } from "./persons.ts";
import { officeDay, pinnedCalendar, requestPolicies, requestTypeOf } from "./policy.ts";
import { deskTimeLeft } from "./queue.ts";
import { referenceOf } from "./reference.ts";
import { readRoleChange } from "./role-change.ts";

/** Everything about one request that the desk puts on one screen, in facts; the page words them. */
export async function readCase(db: Db, input: { requestId: string; now: Date }) {
  const { requestId, now } = input;
  const row = await getRequest(db, requestId);
  const [party] = row.enterpriseId ? await db.select().from(enterprise).where(eq(enterprise.id, row.enterpriseId)) : [];
  const [code] = row.agbCode ? await db.select().from(agbCode).where(eq(agbCode.code, row.agbCode)) : [];
  const askers = await db.selectDistinct({ id: requestQuestion.askedBy }).from(requestQuestion).where(eq(requestQuestion.requestId, requestId));
  const listeners = await db.selectDistinct({ id: phoneAnswer.takenBy }).from(phoneAnswer).where(eq(phoneAnswer.requestId, requestId));
  return {
    row,
    type: await requestTypeOf(db, row),
    party: party ?? null,
    code: code ?? null,
    clock: await clockOf(db, row, now),
    staff: await namesOf(db, [row.claimedBy, row.decidedBy, row.secondBy, ...askers.map(({ id }) => id), ...listeners.map(({ id }) => id)]),
    judgements: await judgementsOf(db, row),
    people: await peopleOfCase(db, await requestTypeOf(db, row), row),
    earlier: await earlierRequests(db, row),
    accounts: await accountsOf(db, await requestTypeOf(db, row), row),
    trail: await trailOf(db, requestId),
    recipients: await recipientsOf(db, requestId),
    round: await roundOf(db, requestId),
    change: await readAuthorisationChange(db, await requestTypeOf(db, row), row),
    roleChange: await readRoleChange(db, await requestTypeOf(db, row), row),
    holders: await namesOfHolders(db, row.enterpriseId),
    dataChange: await readDataChange(db, await requestTypeOf(db, row), row),
  };
}
export type Case = Awaited<ReturnType<typeof readCase>>;

/** The accounts that it made, by their place in it; of a request about an account that there is, that one. */
async function accountsOf(db: Db, type: RequestType, row: RequestRow): Promise<string[]> {
  const named = eq(account.userNumber, textAt(row.answers, inputOf(type, "userNumber")));
  const rows = await db.select({ userNumber: account.userNumber }).from(account).where(or(eq(account.requestId, row.id), named)).orderBy(account.position);
  return rows.map(({ userNumber }) => userNumber);
}

/** What the office still has to do and by when, as the queue says it; null when nobody waits for us. A clock that stands still (D9) says since when. */
async function clockOf(db: Db, row: RequestRow, now: Date) {
  const clocks = await db.select().from(requestClock).where(and(eq(requestClock.requestId, row.id), isNull(requestClock.stoppedAt)));
  const paused = clocks.find(({ pausedSince }) => pausedSince !== null);
  const left = deskTimeLeft(row, now, await officeDay(db, row.releaseId, now));
  if (!paused && !left) return null;
  const stage = row.status === "fulfilling" ? "delivery" : row.status === "identification-desk" ? "identification" : "review";
  return { stage, pausedSince: paused?.pausedSince ?? null, left } as const;
}

/** What the rules last said at one decision point, with every rule as it is evaluated again today. */
export type CaseJudgement = {
  point: Point;
  ruleSet: string;
  /** What the set of rules is called, for readers. */
  title: Readonly<Record<Language, string>>;
  version: number;
  judgedAt: Date;
  facts: Record<string, unknown>;
  outcome: Record<string, unknown>;
  findings: Finding[];
  /** Recomputed over the stored facts; null when that could not be done. */
  trace: RuleTrace[] | null;
  /** Whether it comes to the same as what was stored; if not, something was changed that never should be. */
  isSame: boolean;
  /** The day on which it was judged, and by which calendar: some rules count from it. */
  day: EvaluationDay;
};

/** One of several people of a request, with what the rules last said of them and the account that was made for them. */
export type CasePerson = Person & { judgement: CaseJudgement | null; account: { userNumber: string; numberSentAt: Date | null } | null };

/** Everybody whom a request is about, where there are several (R108): each was judged apart. None for a request about one. */
async function peopleOfCase(db: Db, type: RequestType, row: RequestRow): Promise<CasePerson[]> {
  const people = await readPeople(db, type, row);
  if (people.length < 2) return [];
  const stored = await db.select().from(judgement).where(and(eq(judgement.requestId, row.id), eq(judgement.point, "screening"))).orderBy(desc(judgement.judgedAt), desc(judgement.id));
  const accounts = await db.select().from(account).where(eq(account.requestId, row.id));
  return Promise.all(people.map(async (person) => {
    const own = stored.find(({ position }) => position === person.position);
    const made = accounts.find(({ position }) => position === person.position);
    return { ...person, judgement: own ? await judgeAgain(db, row.releaseId, own) : null, account: made ? { userNumber: made.userNumber, numberSentAt: made.numberSentAt } : null };
  }));
}

async function judgementsOf(db: Db, row: RequestRow): Promise<CaseJudgement[]> {
  const first = and(eq(judgement.requestId, row.id), eq(judgement.position, 1));
  const stored = await db.select().from(judgement).where(first).orderBy(desc(judgement.judgedAt), desc(judgement.id));
  const latest = POINTS.flatMap((point) => stored.find((one) => one.point === point) ?? []);
  return Promise.all(latest.map((one) => judgeAgain(db, row.releaseId, one)));
}

/** Judges the stored facts with the stored rules once more: the trace is never stored, so that it cannot differ from the rules. */
async function judgeAgain(db: Db, releaseId: number, stored: typeof judgement.$inferSelect): Promise<CaseJudgement> {
  const point = stored.point as Point;
  const ruleSet = await getDefinition(db, releaseId, "rule-set", stored.ruleSet);
  const of = {
    point,
    ruleSet: stored.ruleSet,
    title: ruleSet.content.title,
    version: stored.ruleSetVersion,
    judgedAt: stored.judgedAt,
    facts: stored.facts,
    outcome: stored.outcome,
    findings: stored.findings as Finding[],
    day: { today: String(stored.facts["today"] ?? officeDate(stored.judgedAt)), calendar: (await pinnedCalendar(db, releaseId)).content },
  };
  const entries = Object.entries(stored.facts) as Array<[string, FactValue]>;
  const isPolicy = ([name]: [string, FactValue]) => name.startsWith("policy.");
  const kept = Object.fromEntries(entries.filter(isPolicy).map(([name, value]) => [name.slice("policy.".length), value])) as PolicyValues;
  // Where a judgement did not keep them, the policies of the pinned release on that day are the same ones.
  const policies = { ...(await requestPolicies(db, stored.requestId, stored.judgedAt)), ...kept };
  const facts = completeFacts(point, Object.fromEntries(entries.filter((entry) => !isPolicy(entry))));
  try {
    const again = await judge(parseRuleSet(point, ruleSet.content), facts as never, { policies, calendar: of.day.calendar });
    const isSame = ruleSet.version === stored.ruleSetVersion && isDeepStrictEqual(plain(again.outcome), plain(stored.outcome)) && isDeepStrictEqual(again.spoke, stored.spoke);
    return { ...of, trace: again.trace, isSame };
  } catch {
    return { ...of, trace: null, isSame: false };
  }
}

/** As JSON has it, so that what was stored and what was just made can be compared. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}

export type EarlierRequest = { id: string; reference: string; type: string; status: RequestStatus; subjectName: string; submittedAt: Date; same: "person" | "agb-code" | "enterprise" };

/** Other requests for the same person, AGB code or enterprise, the nearest first, then the newest. */
async function earlierRequests(db: Db, row: RequestRow): Promise<EarlierRequest[]> {
  const names = (await listPersons(db, row.id)).map(({ name }) => name);
  const samePerson = sql<boolean>`(${sql.join((names.length > 0 ? names : [row.subjectName]).map(isAbout), sql` or `)})`;
  const sameParty = or(row.agbCode ? eq(request.agbCode, row.agbCode) : undefined, row.enterpriseId ? eq(request.enterpriseId, row.enterpriseId) : undefined);
  if (!sameParty) return [];
  const found = await db
    .select({ one: request, samePerson })
    .from(request)
    .where(and(ne(request.id, row.id), ne(request.status, "unconfirmed"), sameParty))
    .orderBy(desc(samePerson), desc(request.submittedAt))
    .limit(8);
  return found.map(({ one, samePerson: isPerson }) => ({
    id: one.id,
    reference: referenceOf(one.number),
    type: one.type,
    status: one.status,
    subjectName: one.subjectName,
    submittedAt: one.submittedAt,
    same: isPerson ? "person" : row.agbCode && one.agbCode === row.agbCode ? "agb-code" : "enterprise",
  }));
}

export type TrailLine = { id: number; at: Date; act: string; subjectId: string; actorKind: string; actorId?: string; actorName: string | null; details: Record<string, unknown> };

const LONGEST_TRAIL = 200;

/** What happened to a request, newest first; the words of who are emptied once retention has passed. */
async function trailOf(db: Db, requestId: string, limit = LONGEST_TRAIL): Promise<TrailLine[]> {
  const rows = await db.select().from(auditEvent).where(eq(auditEvent.requestId, requestId)).orderBy(desc(auditEvent.id)).limit(limit);
  return rows.map(({ id, occurredAt, act, subjectId, actorKind, actorId, actorName, payload }) => ({
    id,
    at: occurredAt,
    act,
    subjectId,
    actorKind,
    actorId,
    actorName,
    details: typeof payload === "object" && payload !== null ? (payload as Record<string, unknown>) : {},
  }));
}

/** Where each e-mail about a request went, by its id; the trail itself holds no addresses. */
async function recipientsOf(db: Db, requestId: string): Promise<ReadonlyMap<string, string>> {
  const rows = await db.select({ id: mail.id, recipient: mail.recipient }).from(mail).where(eq(mail.requestId, requestId));
  return new Map(rows.map(({ id, recipient }) => [id, recipient]));
}

/** The last thing that was done to a request, for whoever was just too late; that an e-mail left afterwards is no answer. */
export async function lastActOn(db: Db, requestId: string): Promise<TrailLine | null> {
  return (await trailOf(db, requestId, 20)).find(({ act }) => !act.startsWith("mail.")) ?? null;
}

/** The latest round of identification: how far each person came (D24), what they began besides (R76, D26), and the phone number that we knew of them before. */
async function roundOf(db: Db, requestId: string) {
  const [round] = await db.select().from(identification).where(eq(identification.requestId, requestId)).orderBy(desc(identification.round)).limit(1);
  if (!round) return null;
  const parties = await db
    .select({ party: identificationParty, phone: roleHolder.phone })
    .from(identificationParty)
    .innerJoin(roleHolder, eq(roleHolder.id, identificationParty.roleHolderId))
    .where(eq(identificationParty.identificationId, round.id))
    .orderBy(asc(identificationParty.role), asc(identificationParty.id));
  const ids = parties.map(({ party }) => party.id);
  const orders = ids.length === 0 ? [] : await db.select().from(identificationOrder).where(inArray(identificationOrder.partyId, ids)).orderBy(desc(identificationOrder.askedAt), desc(identificationOrder.id));
  const proposals = ids.length === 0 ? [] : await db.select().from(identificationByHand).where(and(inArray(identificationByHand.partyId, ids), eq(identificationByHand.status, "proposed")));
  return {
    ...round,
    people: await namesOf(db, [round.ruledBy, ...proposals.map(({ proposedBy }) => proposedBy)]),
    parties: parties.map(({ party, phone }) => ({
      ...party,
      phone,
      order: orders.find(({ partyId }) => partyId === party.id) ?? null,
      byHand: proposals.find(({ partyId }) => partyId === party.id) ?? null,
    })),
  };
}

/** Whoever has or had a role at an enterprise, by id: the trail itself holds no names. */
async function namesOfHolders(db: Db, enterpriseId: string | null): Promise<ReadonlyMap<string, string>> {
  const rows = enterpriseId ? await db.select().from(roleHolder).where(eq(roleHolder.enterpriseId, enterpriseId)) : [];
  return new Map(rows.map((holder) => [holder.id, fullName(holder)]));
}

async function namesOf(db: Db, ids: Array<string | null>): Promise<ReadonlyMap<string, string>> {
  const known = [...new Set(ids.filter((id) => id !== null))];
  const rows = known.length > 0 ? await db.select({ id: staff.id, name: staff.name }).from(staff).where(inArray(staff.id, known)) : [];
  return new Map(rows.map(({ id, name }) => [id, name]));
}
