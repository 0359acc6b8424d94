import { and, desc, eq, inArray, sql } from "drizzle-orm";

import { auditEvent } from "#db/schema/audit.ts";
import type { BulkDetails } from "#db/schema/bulk.ts";
import { judgement, request, requestQuestion } from "#db/schema/requests.ts";
import { staff } from "#db/schema/staff.ts";
import type { Db } from "#db/types.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import type { Finding } from "#app/domain/decisions/judgement.ts";

import { isHeldBy } from "../claim.ts";
import { whatBlocks } from "../decide.ts";
import { mayAct } from "../lifecycle.ts";
import type { RequestRow } from "../move.ts";
import { requestTypeOf } from "../policy.ts";
import { isOwnCall } from "../urgent-call.ts";
import { BULK, type BulkAct } from "./acts.ts";

/** Why a request does not take part; each has its sentence in both languages (`bulk:why`). */
export const EXCLUSIONS = ["status", "colleague", "yours-already", "not-yours", "take-up-first", "objected", "blocked", "warned", "second-check", "own-call", "urgent", "not-opened", "reason-unknown"] as const;
export type Exclusion = (typeof EXCLUSIONS)[number];
export type Excluded = { why: Exclusion; details?: BulkDetails };

/** One request with all that its eligibility hangs on. */
export type Candidate = {
  row: RequestRow;
  claimedByName: string | null;
  /** What the rules last said of it; null when they have not. */
  findings: Finding[] | null;
  /** Whether who acts has opened it since the rules judged it and the applicant last answered. */
  isOpened: boolean;
  /** Whether who acts took the urgent call that it came of. */
  isOwnCall: boolean;
  /** The reasons for which its own type can be rejected. */
  reasonCodes: readonly string[];
};

/**
 * Why an act may not be done to a request as one of many; null when it may. First what the single act asks, by the same table and the same
 * conditions; then, for an approval, what only bulk asks: green rules, no second check, no urgency, and that one has read it.
 */
export function whyNot(act: BulkAct, candidate: Candidate, input: { by: StaffActor; now: Date; reasonCode: string | null }): Excluded | null {
  const { row, findings, isOpened, isOwnCall: ownCall, reasonCodes } = candidate;
  const { by, now, reasonCode } = input;
  const notInHand = whyNotInHand(act, candidate, by, now);
  if (notInHand) return notInHand;
  if (act === "reject" && reasonCode !== null && !reasonCodes.includes(reasonCode)) return { why: "reason-unknown" };
  if (act !== "approve") return null;
  if (ownCall) return { why: "own-call" };
  const rule = whatBlocks(row.objectedAt, findings);
  if (rule !== null) return rule === "objected" ? { why: "objected" } : { why: "blocked", details: { rule } };
  if (row.secondCheckRequired) return { why: "second-check" };
  const warned = findings?.find(({ severity }) => severity === "warn");
  if (warned) return { why: "warned", details: { rule: warned.ruleId } };
  if (row.priority === "high") return { why: "urgent" };
  return isOpened ? null : { why: "not-opened" };
}

/** What the life cycle says: the state allows it, and who acts has it in hand, or takes it by the same stroke. */
function whyNotInHand(act: BulkAct, { row, claimedByName }: Candidate, by: StaffActor, now: Date): Excluded | null {
  const { does, takesUp } = BULK[act];
  const { status } = row;
  const isMine = row.claimedBy === by.id;
  const canBeTaken = mayAct("claim", status, "reviewer");
  if (does === null || (takesUp && canBeTaken)) return null;
  const colleague: Excluded = { why: "colleague", details: { who: claimedByName ?? "", at: row.claimedAt?.toISOString() } };
  if (act === "claim") {
    if (canBeTaken) return null;
    if (status !== "in-review") return { why: "status", details: { status } };
    return isMine ? { why: "yours-already" } : colleague;
  }
  if (act === "release") return mayAct(does, status, "reviewer") && isMine ? null : { why: "not-yours", details: { status } };
  if (!mayAct(does, status, "reviewer")) return canBeTaken ? { why: "take-up-first" } : { why: "status", details: { status } };
  if (!isMine) return colleague;
  return isHeldBy(row, by, now) ? null : { why: "take-up-first" };
}

/** Requests with what their eligibility hangs on, by id; two questions to the database, and one for each version of a request type. */
export async function listCandidates(db: Db, ids: readonly string[], by: StaffActor): Promise<Map<string, Candidate>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ row: request, claimedByName: staff.name, isOpened: openedSql(by), isOwnCall: isOwnCall(by).mapWith(Boolean) })
    .from(request)
    .leftJoin(staff, eq(staff.id, request.claimedBy))
    .where(inArray(request.id, [...ids]));
  const judged = await db
    .selectDistinctOn([judgement.requestId, judgement.position], { requestId: judgement.requestId, findings: judgement.findings })
    .from(judgement)
    .where(and(inArray(judgement.requestId, [...ids]), eq(judgement.point, "screening")))
    .orderBy(judgement.requestId, judgement.position, desc(judgement.judgedAt), desc(judgement.id));
  // Of several people on one request each was judged apart: what the rules say of any of them counts (R108).
  const findings = new Map<string, Finding[]>();
  for (const one of judged) findings.set(one.requestId, [...(findings.get(one.requestId) ?? []), ...(one.findings as Finding[])]);
  const reasons = new Map<string, readonly string[]>();
  for (const { row } of rows) {
    const key = `${row.releaseId} ${row.type}`;
    if (!reasons.has(key)) reasons.set(key, (await requestTypeOf(db, row)).reasonCodes.map(({ code }) => code));
  }
  return new Map(rows.map(({ row, ...rest }) => [row.id, { row, ...rest, findings: findings.get(row.id) ?? null, reasonCodes: reasons.get(`${row.releaseId} ${row.type}`) ?? [] }]));
}

/** "This member of staff has opened the page of the request since the rules judged it and the applicant last answered": the trail knows. */
function openedSql(by: StaffActor) {
  return sql<boolean>`exists (
    select 1 from ${auditEvent}
    where ${auditEvent.subjectKind} = 'request' and ${auditEvent.subjectId} = ${request.id}::text and ${auditEvent.act} = 'request.viewed'
      and ${auditEvent.actorKind} = 'staff' and ${auditEvent.actorId} = ${by.id}
      and ${auditEvent.occurredAt} >= greatest(
        (select max(${judgement.judgedAt}) from ${judgement} where ${judgement.requestId} = ${request.id} and ${judgement.point} = 'screening'),
        (select max(${requestQuestion.answeredAt}) from ${requestQuestion} where ${requestQuestion.requestId} = ${request.id})))`.mapWith(Boolean);
}
