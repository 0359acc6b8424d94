import { and, eq, isNull } from "drizzle-orm";

import { enterprise, roleHolder } from "#db/schema/organisations.ts";
import type { Db } from "#db/types.ts";
import type { Language, PersonName } from "#app/domain/people.ts";
import { Problem } from "#app/domain/problem.ts";

import { inSeat, isOfEnterprise, namedIn, roleOf, type Holder, type Seat, type SeatChange } from "./roles.ts";

/** Who is to have a role, as the office will know them. */
export type NewHolder = { name: PersonName; email: string; phone: string | null; birthDate: string | null; language: Language };

/** How many may hold a role at once (D14, R95). */
export type RoleMaxima = { signatories: number; jointSignatories: number; contacts: number; ictAdministratorsOfEnterprise: number };

export type RoleChange = {
  enterpriseId: string;
  /** What a role of an AGB code is changed for; a role of the enterprise has none. */
  agbCode: string;
  seat: Seat;
  change: SeatChange;
  /** Who leaves the seat, where somebody does. */
  former: PersonName | null;
  /** Who takes it, where somebody does. */
  appointed: NewHolder | null;
  maxima: RoleMaxima;
  now: Date;
};

/**
 * Ends and appoints holders of a role, in the caller's transaction (R96, R97). Of two changes at once the second sees what the first one made.
 * Throws `role.moved` when the register is no longer as the change takes it to be: the former is not (any more) on that seat, or the seat, or
 * the last one of the maximum, is taken.
 */
export async function changeRole(tx: Db, change: RoleChange): Promise<{ ended: Holder | null; appointed: Holder | null }> {
  const { enterpriseId, seat, now } = change;
  const [party] = await tx.select().from(enterprise).where(eq(enterprise.id, enterpriseId)).for("update");
  if (!party) throw new Problem("role.moved");
  const everybody = await tx
    .select()
    .from(roleHolder)
    .where(and(eq(roleHolder.enterpriseId, enterpriseId), isNull(roleHolder.endedAt)));
  const holders = everybody.filter(({ agbCode }) => agbCode === null || agbCode === change.agbCode);
  const former = change.change === "add" ? null : namedIn(holders, seat, change.former);
  if (change.change !== "add" && former === null) throw new Problem("role.moved");
  if (former) await tx.update(roleHolder).set({ endedAt: now }).where(eq(roleHolder.id, former.id));
  if (change.change === "remove" || change.appointed === null) return { ended: former, appointed: null };

  const left = everybody.filter(({ id }) => id !== former?.id);
  const rank = former?.rank ?? freeRank(holders, seat, party.jointlyAuthorised, change.maxima);
  if (rank === null || isTooMany(left, change)) throw new Problem("role.moved");
  const { name, ...reach } = change.appointed;
  const of = { enterpriseId, agbCode: isOfEnterprise(seat) ? null : change.agbCode, role: roleOf(seat).role, rank };
  const { initials, prefix, surname } = name;
  const [appointed] = await tx.insert(roleHolder).values({ ...of, initials, prefix, surname, ...reach, appointedAt: now }).returning();
  return { ended: former, appointed: appointed ?? null };
}

/** Where somebody who is added sits; null when there is no seat left. */
function freeRank(holders: readonly Holder[], seat: Seat, isJoint: boolean, maxima: RoleMaxima): number | null {
  const there = inSeat(holders, seat);
  const { rank } = roleOf(seat);
  if (rank !== null) return there.length > 0 || rank > (seat === "second-contact" ? maxima.contacts : 1) ? null : rank;
  const most = isJoint ? maxima.jointSignatories : maxima.signatories;
  const free = Array.from({ length: most }, (_, place) => place + 1).find((place) => !there.some((holder) => holder.rank === place));
  return there.length < most ? (free ?? null) : null;
}

/** ICT administrators are counted over all AGB codes of the enterprise, each person once. */
function isTooMany(left: readonly Holder[], { seat, appointed, maxima }: RoleChange): boolean {
  if (seat !== "ict-administrator" || appointed === null) return false;
  const people = new Set([...left.filter(({ role }) => role === seat).map(({ email }) => email.toLowerCase()), appointed.email.toLowerCase()]);
  return people.size > maxima.ictAdministratorsOfEnterprise;
}
