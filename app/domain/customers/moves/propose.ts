import { and, desc, eq, exists, isNull, ne, or } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";

import { practiceMove } from "#db/schema/moves.ts";
import { agbCode, agreement, enterprise } from "#db/schema/organisations.ts";
import { staff } from "#db/schema/staff.ts";
import { manualTask } from "#db/schema/tasks.ts";
import type { Db } from "#db/types.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { officeDate } from "#app/domain/deadlines/calendar.ts";
import { tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import { Problem } from "#app/domain/problem.ts";
import { agreementStatus } from "#app/domain/requests/facts.ts";
import { maskSecrets } from "#app/domain/requests/form/mask.ts";

export type MoveRow = typeof practiceMove.$inferSelect;

/**
 * Proposes that an AGB code goes to another enterprise, with its accounts, from a day on. Nothing happens before a colleague agrees. Throws `move.code-unknown`,
 * `move.enterprise-unknown`, `move.same-enterprise`, `move.without-agreement` when the other one has none on that day (R1), `move.past`, `move.open`,
 * `request.reason-missing`.
 */
export async function proposeMove(office: Office, input: { agbCode: string; toKvk: string; movesOn: string; reason: string; by: StaffActor; now: Date }): Promise<MoveRow> {
  const { movesOn, by, now } = input;
  const reason = maskSecrets(input.reason.trim()).text;
  if (!reason) throw new Problem("request.reason-missing", { field: "reason" });
  if (movesOn < officeDate(now)) throw new Problem("move.past", { field: "movesOn" });
  return office.db.transaction(async (tx) => {
    const [code] = await tx.select().from(agbCode).where(eq(agbCode.code, input.agbCode)).for("update");
    if (!code) throw new Problem("move.code-unknown", { field: "agbCode" });
    const [to] = await tx.select().from(enterprise).where(eq(enterprise.kvkNumber, input.toKvk));
    if (!to) throw new Problem("move.enterprise-unknown", { field: "toKvk" });
    if (to.id === code.enterpriseId) throw new Problem("move.same-enterprise", { field: "toKvk" });
    const agreements = await tx.select().from(agreement).where(eq(agreement.enterpriseId, to.id));
    if (agreementStatus(agreements, movesOn) !== "active") throw new Problem("move.without-agreement", { field: "toKvk" });
    const [made] = await tx
      .insert(practiceMove)
      .values({ agbCode: code.code, fromEnterpriseId: code.enterpriseId, toEnterpriseId: to.id, movesOn, reason, proposedBy: by.id, proposedAt: now })
      .onConflictDoNothing()
      .returning();
    if (!made) throw new Problem("move.open", { field: "agbCode" });
    await record(tx, { now, actor: inTrail(by), act: "practice.move-proposed", subject: { kind: "agb-code", id: code.code }, details: { movesOn, reason } });
    return made;
  });
}

const ACTS = { approved: "practice.move-approved", refused: "practice.move-refused", withdrawn: "practice.move-withdrawn" } as const;

/**
 * A colleague agrees with a move, or does not; who proposed it can only withdraw it, also after it was approved, until it was carried out. Those who speak for
 * both enterprises are told of one that was approved. Throws `move.decided`, `access.own-act`.
 */
export async function decideMove(office: Office, input: { id: string; outcome: "approved" | "refused" | "withdrawn"; by: StaffActor; now: Date }): Promise<void> {
  const { id, outcome, by, now } = input;
  await office.db.transaction(async (tx) => {
    const [before] = await tx.select().from(practiceMove).where(eq(practiceMove.id, id)).for("update");
    if (!before) throw new Problem("move.unknown");
    const isOpen = before.outcome === null || (outcome === "withdrawn" && before.outcome === "approved" && before.carriedOutAt === null);
    if (!isOpen) throw new Problem("move.decided");
    if (outcome !== "withdrawn" && before.proposedBy === by.id) throw new Problem("access.own-act");
    await tx.update(practiceMove).set({ outcome, decidedBy: by.id, decidedAt: now, heldBy: null }).where(eq(practiceMove.id, id));
    await record(tx, { now, actor: inTrail(by), act: ACTS[outcome], subject: { kind: "agb-code", id: before.agbCode }, details: { movesOn: before.movesOn } });
    if (outcome === "approved") await office.queue.enqueue(tx, tellJob, { happening: "practice.moves", moveId: id });
  });
}

export type MoveLine = MoveRow & { practice: string; from: { id: string; name: string; kvkNumber: string }; to: { id: string; name: string; kvkNumber: string }; proposer: string; decider: string | null };

/** The moves, what is still to be decided or carried out first, then what left something to do by hand, then the newest; at most 200. Of one enterprise, or of all. */
export async function listMoves(db: Db, of: { enterpriseId?: string } = {}): Promise<MoveLine[]> {
  const [from, to, proposer, decider] = [alias(enterprise, "from_party"), alias(enterprise, "to_party"), alias(staff, "proposer"), alias(staff, "decider")];
  const hasOpenTask = exists(db.select({ id: manualTask.id }).from(manualTask).where(and(eq(manualTask.moveId, practiceMove.id), isNull(manualTask.doneAt))));
  const rows = await db
    .select({ move: practiceMove, code: agbCode.name, from, to, proposer: proposer.name, decider: decider.name })
    .from(practiceMove)
    .innerJoin(agbCode, eq(agbCode.code, practiceMove.agbCode))
    .innerJoin(from, eq(from.id, practiceMove.fromEnterpriseId))
    .innerJoin(to, eq(to.id, practiceMove.toEnterpriseId))
    .innerJoin(proposer, eq(proposer.id, practiceMove.proposedBy))
    .leftJoin(decider, eq(decider.id, practiceMove.decidedBy))
    .where(of.enterpriseId ? or(eq(practiceMove.fromEnterpriseId, of.enterpriseId), eq(practiceMove.toEnterpriseId, of.enterpriseId)) : undefined)
    .orderBy(desc(or(isNull(practiceMove.outcome), and(eq(practiceMove.outcome, "approved"), isNull(practiceMove.carriedOutAt))) ?? ne(practiceMove.id, practiceMove.id)), desc(hasOpenTask), desc(practiceMove.proposedAt))
    .limit(200);
  const party = ({ id, name, kvkNumber }: typeof enterprise.$inferSelect) => ({ id, name, kvkNumber });
  return rows.map(({ move, code, from: one, to: other, proposer: by, decider: second }) => ({ ...move, practice: code, from: party(one), to: party(other), proposer: by, decider: second }));
}
