import { isDeepStrictEqual } from "node:util";

import { and, asc, desc, eq, inArray, ne, or, sql } from "drizzle-orm";

import { auditEvent } from "#db/schema/audit.ts";
import { identification, identificationParty } from "#db/schema/identification.ts";
import { agbCode, enterprise } from "#db/schema/organisations.ts";
import { judgement, request, requestClock } from "#db/schema/requests.ts";
import { staff } from "#db/schema/staff.ts";
import type { Db } from "#db/types.ts";
import { workingDaysLeft } from "#app/domain/deadlines/clock.ts";
import { judge, parseRuleSet } from "#app/domain/decisions/judge.ts";
import type { Finding, RuleTrace } from "#app/domain/decisions/judgement.ts";
import type { PolicyValues } from "#app/domain/decisions/policies.ts";
import { getDefinition } from "#app/domain/definitions/store.ts";
import { POINTS, type FactValue, type Point } from "#rules/vocabulary.ts";

import { getRequest } from "./decide.ts";
import type { RequestStatus } from "./lifecycle.ts";
import type { RequestRow } from "./move.ts";
import { officeDay, requestPolicies, requestTypeOf } from "./policy.ts";
import { referenceOf } from "./reference.ts";

/** Everything about one request that the desk puts on one screen, in facts; the page words them. */
export async function readCase(db: Db, input: { requestId: string; now: Date }) {
  const { requestId, now } = input;
  const row = await getRequest(db, requestId);
  const [party] = row.enterpriseId ? await db.select().from(enterprise).where(eq(enterprise.id, row.enterpriseId)) : [];
  const [code] = row.agbCode ? await db.select().from(agbCode).where(eq(agbCode.code, row.agbCode)) : [];
  return {
    row,
    type: await requestTypeOf(db, row),
    party: party ?? null,
    code: code ?? null,
    clock: await clockOf(db, row, now),
    people: await namesOf(db, [row.claimedBy, row.decidedBy, row.secondBy]),
    judgements: await judgementsOf(db, row),
    earlier: await earlierRequests(db, row),
    trail: await trailOf(db, requestId),
    round: await roundOf(db, requestId),
  };
}
export type Case = Awaited<ReturnType<typeof readCase>>;

/** The clock that runs now (D9): delivery once it has begun, else review. Null when none runs. */
async function clockOf(db: Db, row: RequestRow, now: Date) {
  const clocks = await db.select().from(requestClock).where(eq(requestClock.requestId, row.id));
  const running = clocks.filter(({ stoppedAt }) => stoppedAt === null);
  const clock = running.find(({ stage }) => stage === "delivery") ?? running[0];
  if (!clock) return null;
  return { stage: clock.stage, dueAt: clock.dueAt, pausedSince: clock.pausedSince, daysLeft: workingDaysLeft(clock, now, await officeDay(db, row.releaseId, now)) };
}

/** What the rules last said at one decision point, with every rule as it is evaluated again today. */
export type CaseJudgement = {
  point: Point;
  ruleSet: string;
  version: number;
  judgedAt: Date;
  outcome: Record<string, unknown>;
  findings: Finding[];
  /** Recomputed over the stored facts; null when that could not be done. */
  trace: RuleTrace[] | null;
  /** Whether it comes to the same as what was stored; if not, something was changed that never should be. */
  isSame: boolean;
};

async function judgementsOf(db: Db, row: RequestRow): Promise<CaseJudgement[]> {
  const stored = await db.select().from(judgement).where(eq(judgement.requestId, row.id)).orderBy(desc(judgement.judgedAt), desc(judgement.id));
  const latest = POINTS.flatMap((point) => stored.find((one) => one.point === point) ?? []);
  return Promise.all(latest.map((one) => judgeAgain(db, row.releaseId, one)));
}

/** Judges the stored facts with the stored rules once more: the trace is never stored, so that it cannot differ from the rules. */
async function judgeAgain(db: Db, releaseId: number, stored: typeof judgement.$inferSelect): Promise<CaseJudgement> {
  const point = stored.point as Point;
  const of = {
    point,
    ruleSet: stored.ruleSet,
    version: stored.ruleSetVersion,
    judgedAt: stored.judgedAt,
    outcome: stored.outcome,
    findings: stored.findings as Finding[],
  };
  const entries = Object.entries(stored.facts) as Array<[string, FactValue]>;
  const isPolicy = ([name]: [string, FactValue]) => name.startsWith("policy.");
  const kept = Object.fromEntries(entries.filter(isPolicy).map(([name, value]) => [name.slice("policy.".length), value])) as PolicyValues;
  // Where a judgement did not keep them, the policies of the pinned release on that day are the same ones.
  const policies = { ...(await requestPolicies(db, stored.requestId, stored.judgedAt)), ...kept };
  const facts = Object.fromEntries(entries.filter((entry) => !isPolicy(entry)));
  const ruleSet = await getDefinition(db, releaseId, "rule-set", stored.ruleSet);
  const { calendar } = await officeDay(db, releaseId, stored.judgedAt);
  try {
    const again = await judge(parseRuleSet(point, ruleSet.content), facts as never, { policies, calendar });
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
  const samePerson = sql<boolean>`lower(${request.subjectName}) = ${row.subjectName.toLowerCase()}`;
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

export type TrailLine = { id: number; at: Date; act: string; actorKind: string; actorName: string | null; details: Record<string, unknown> };

const LONGEST_TRAIL = 200;

/** What happened to a request, newest first; the words of who are emptied once retention has passed. */
async function trailOf(db: Db, requestId: string, limit = LONGEST_TRAIL): Promise<TrailLine[]> {
  const rows = await db.select().from(auditEvent).where(eq(auditEvent.requestId, requestId)).orderBy(desc(auditEvent.id)).limit(limit);
  return rows.map(({ id, occurredAt, act, actorKind, actorName, payload }) => ({
    id,
    at: occurredAt,
    act,
    actorKind,
    actorName,
    details: typeof payload === "object" && payload !== null ? (payload as Record<string, unknown>) : {},
  }));
}

/** The last thing that happened to a request, for whoever was just too late. */
export async function lastActOn(db: Db, requestId: string): Promise<TrailLine | null> {
  const [last] = await trailOf(db, requestId, 1);
  return last ?? null;
}

/** The latest round of identification, and how far each person came (D24). */
async function roundOf(db: Db, requestId: string) {
  const [round] = await db.select().from(identification).where(eq(identification.requestId, requestId)).orderBy(desc(identification.round)).limit(1);
  if (!round) return null;
  const parties = await db.select().from(identificationParty).where(eq(identificationParty.identificationId, round.id)).orderBy(asc(identificationParty.role), asc(identificationParty.id));
  return { ...round, ruledByName: (await namesOf(db, [round.ruledBy])).get(round.ruledBy ?? "") ?? null, parties };
}

async function namesOf(db: Db, ids: Array<string | null>): Promise<ReadonlyMap<string, string>> {
  const known = [...new Set(ids.filter((id) => id !== null))];
  const rows = known.length > 0 ? await db.select({ id: staff.id, name: staff.name }).from(staff).where(inArray(staff.id, known)) : [];
  return new Map(rows.map(({ id, name }) => [id, name]));
}
