import { and, desc, eq, isNull, ne, type SQL } from "drizzle-orm";
import { z } from "zod";

import { staff, staffRoleChange } from "#db/schema/staff.ts";
import type { Db } from "#db/types.ts";
import type { TrailAct } from "#app/domain/audit/acts.ts";
import { record } from "#app/domain/audit/record.ts";
import { Problem } from "#app/domain/problem.ts";

import type { StaffActor } from "./actor.ts";
import { inTrail } from "./in-trail.ts";
import { endSessions } from "./sessions.ts";
import { STAFF_ROLES, type StaffRole } from "./roles.ts";
import { mostRoles, rolesHeld, type StaffRow } from "./staff-roles.ts";

type By = { by: StaffActor; now: Date; correlationId: string };
type Change = typeof staffRoleChange.$inferSelect;

/**
 * Proposes what somebody may do from now on; a colleague decides (D15). Throws `staff.unknown`, `staff.own-roles`, `staff.above-groups` (a role that their
 * groups do not give), `staff.no-change` and `staff.change-open` (one proposal at a time for each person).
 */
export async function proposeRoleChange(db: Db, input: By & { staffId: string; roles: readonly StaffRole[]; reason: string }): Promise<void> {
  const { staffId, reason, by, now, correlationId } = input;
  if (staffId === by.id) throw new Problem("staff.own-roles");
  await db.transaction(async (tx) => {
    const member = await lockMember(tx, staffId);
    const [before, after] = [rolesHeld(member), inOrder(input.roles)];
    if (after.some((role) => !mostRoles(member).includes(role))) throw new Problem("staff.above-groups", { field: "roles" });
    if (before.join() === after.join()) throw new Problem("staff.no-change", { field: "roles" });
    const [made] = await tx.insert(staffRoleChange).values({ staffId, before, after, reason, proposedBy: by.id, proposedAt: now }).onConflictDoNothing().returning({ id: staffRoleChange.id });
    if (!made) throw new Problem("staff.change-open");
    await tell(tx, "staff.change-proposed", { staffId, before, after, reason }, { by, now, correlationId });
  });
}

const OUTCOMES = ["approved", "refused", "withdrawn"] as const;
export const RoleChangeOutcome = z.enum(OUTCOMES);

/**
 * A colleague approves or refuses a proposal, or who made it withdraws it. Never the person whom it is about, and never the proposer's own agreement: the
 * write asks for it, and so does the database. What was approved holds from that person's next request. Throws `staff.change-unknown`,
 * `staff.change-decided`, `staff.own-roles`, `access.own-act` and `staff.last-administrator`.
 */
export async function decideRoleChange(db: Db, input: By & { changeId: string; outcome: (typeof OUTCOMES)[number] }): Promise<{ staffId: string }> {
  const { changeId, outcome, by, now, correlationId } = input;
  return db.transaction(async (tx) => {
    const who: SQL = outcome === "withdrawn" ? eq(staffRoleChange.proposedBy, by.id) : ne(staffRoleChange.proposedBy, by.id);
    const [change] = await tx
      .update(staffRoleChange)
      .set({ outcome, decidedBy: by.id, decidedAt: now })
      .where(and(eq(staffRoleChange.id, changeId), isNull(staffRoleChange.outcome), ne(staffRoleChange.staffId, by.id), who))
      .returning();
    if (!change) throw await whyNot(tx, changeId, by);
    const { staffId, before, after, reason, proposedBy } = change;
    if (outcome === "approved") await takeEffect(tx, change, now);
    const act = { approved: "staff.change-approved", refused: "staff.change-refused", withdrawn: "staff.change-withdrawn" } as const;
    await tell(tx, act[outcome], { staffId, before, after, reason, proposedBy }, { by, now, correlationId });
    return { staffId };
  });
}

async function whyNot(tx: Db, changeId: string, by: StaffActor): Promise<Problem> {
  const [found] = await tx.select({ change: staffRoleChange, decider: staff.name }).from(staffRoleChange).leftJoin(staff, eq(staff.id, staffRoleChange.decidedBy)).where(eq(staffRoleChange.id, changeId));
  if (!found) return new Problem("staff.change-unknown");
  if (found.change.outcome !== null) return new Problem("staff.change-decided", { name: found.decider ?? "" });
  return found.change.staffId === by.id ? new Problem("staff.own-roles") : new Problem("access.own-act");
}

/** Only what was proposed changes: a group that came or went since then keeps its effect. */
async function takeEffect(tx: Db, { staffId, before, after }: Change, now: Date): Promise<void> {
  // All of them, in one order: of two changes at once that would leave no administrator, the second sees the first. Not "for update": who decided is named in
  // both changes, which holds that row for both, and each would wait for the other.
  const everybody = await tx.select().from(staff).where(eq(staff.active, true)).orderBy(staff.id).for("no key update");
  const member = everybody.find(({ id }) => id === staffId);
  if (!member) throw new Problem("staff.unknown");
  const [taken, given] = [before.filter((role) => !after.includes(role)), after.filter((role) => !before.includes(role))];
  const withheld = [...new Set([...member.withheld, ...taken])].filter((role) => !given.includes(role));
  // Whom no organisation knows has no groups either: the office alone says what the demonstration's people are.
  const roles = member.issuer === null ? inOrder([...member.roles, ...given].filter((role) => !taken.includes(role))) : member.roles;
  const changed: StaffRow = { ...member, roles, withheld: member.issuer === null ? [] : withheld };
  if (taken.includes("administrator") && !everybody.some((one) => one.id !== staffId && rolesHeld(one).includes("administrator"))) throw new Problem("staff.last-administrator");
  await tx.update(staff).set({ roles: changed.roles, withheld: changed.withheld }).where(eq(staff.id, staffId));
  if (rolesHeld(changed).length === 0) await endSessions(tx, { staffId, now });
}

export type StaffLine = {
  id: string;
  name: string;
  email: string | null;
  roles: StaffRole[];
  /** What the groups give and the office withholds. */
  withheld: StaffRole[];
  isOpen: boolean;
};

/** Who works here, with what they may do now, by name. */
export async function listStaffRoles(db: Db): Promise<StaffLine[]> {
  const rows = await db
    .select({ row: staff, open: staffRoleChange.id })
    .from(staff)
    .leftJoin(staffRoleChange, and(eq(staffRoleChange.staffId, staff.id), isNull(staffRoleChange.outcome)))
    .where(eq(staff.active, true))
    .orderBy(staff.name);
  return rows.map(({ row, open }) => ({ id: row.id, name: row.name, email: row.email, roles: rolesHeld(row), withheld: withheldOf(row), isOpen: open !== null }));
}

export type RoleChange = Omit<Change, "before" | "after"> & { before: StaffRole[]; after: StaffRole[]; proposer: string; decider: string | null };

/** One person: what they may do, what they could at most be allowed here, and every change, the newest first. Throws `staff.unknown`. */
export async function getStaffRoles(db: Db, staffId: string): Promise<Omit<StaffLine, "isOpen"> & { most: StaffRole[]; isFromGroups: boolean; changes: RoleChange[] }> {
  const [row] = await db.select().from(staff).where(and(eq(staff.id, staffId), eq(staff.active, true)));
  if (!row) throw new Problem("staff.unknown");
  const changes = await db.select().from(staffRoleChange).where(eq(staffRoleChange.staffId, staffId)).orderBy(desc(staffRoleChange.proposedAt)).limit(50);
  const names = new Map((await db.select({ id: staff.id, name: staff.name }).from(staff)).map(({ id, name }) => [id, name]));
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    roles: rolesHeld(row),
    withheld: withheldOf(row),
    most: [...mostRoles(row)],
    isFromGroups: row.issuer !== null,
    changes: changes.map((one) => ({ ...one, before: inOrder(one.before), after: inOrder(one.after), proposer: names.get(one.proposedBy) ?? "", decider: one.decidedBy && (names.get(one.decidedBy) ?? "") })),
  };
}

async function lockMember(tx: Db, staffId: string): Promise<StaffRow> {
  const [member] = await tx.select().from(staff).where(and(eq(staff.id, staffId), eq(staff.active, true))).for("no key update");
  if (!member) throw new Problem("staff.unknown");
  return member;
}

function withheldOf(row: StaffRow): StaffRole[] {
  return inOrder(row.withheld.filter((role) => row.roles.includes(role)));
}

function inOrder(roles: readonly string[]): StaffRole[] {
  return STAFF_ROLES.filter((role) => roles.includes(role));
}

type Told = { staffId: string; before: string[]; after: string[]; reason: string; proposedBy?: string };

async function tell(tx: Db, act: TrailAct, { staffId, before: from, after: to, reason, proposedBy }: Told, { by, now, correlationId }: By): Promise<void> {
  await record(tx, { now, actor: inTrail(by), act, subject: { kind: "staff", id: staffId }, details: { from, to, reason, proposedBy }, correlationId });
}
