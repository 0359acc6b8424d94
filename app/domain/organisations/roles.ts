import type { roleHolder } from "#db/schema/organisations.ts";
import { isSamePerson, type PersonName } from "#app/domain/people.ts";

export type Holder = typeof roleHolder.$inferSelect;

/** The places that a practice can fill: its two contacts of an AGB code are two of them (reference 3.1). */
export const SEATS = ["signatory", "main-contact", "first-contact", "second-contact", "ict-administrator"] as const;
export type Seat = (typeof SEATS)[number];

export const SEAT_CHANGES = ["add", "replace", "remove"] as const;
export type SeatChange = (typeof SEAT_CHANGES)[number];

/** The role of the register that a seat is of; of a contact also which of the two. Signatories have no order: there are two only where they act together. */
export function roleOf(seat: Seat): { role: Holder["role"]; rank: number | null } {
  switch (seat) {
    case "first-contact":
      return { role: "contact", rank: 1 };
    case "second-contact":
      return { role: "contact", rank: 2 };
    case "main-contact":
    case "ict-administrator":
      return { role: seat, rank: 1 };
    case "signatory":
      return { role: seat, rank: null };
  }
}

/** Whether a seat is of the whole enterprise and not of one AGB code. */
export function isOfEnterprise(seat: Seat): boolean {
  return seat === "signatory" || seat === "main-contact";
}

/** Who sits on a seat, of those who hold a role of the enterprise or of the AGB code that it is about. */
export function inSeat(holders: readonly Holder[], seat: Seat): Holder[] {
  const { role, rank } = roleOf(seat);
  return holders.filter((holder) => holder.role === role && (rank === null || holder.rank === rank));
}

/** Of those who sit there, the one of this name; null when nobody there bears it. */
export function namedIn(holders: readonly Holder[], seat: Seat, name: PersonName | null): Holder | null {
  return name === null ? null : (inSeat(holders, seat).find((holder) => isSamePerson(holder, name)) ?? null);
}
