import { DateTime } from "luxon";

import type { account } from "#db/schema/accounts.ts";
import type { Db } from "#db/types.ts";
import { ZONE } from "#app/domain/deadlines/calendar.ts";
import type { Holder } from "#app/domain/organisations/roles.ts";
import { isSamePerson, type Language, type PersonName } from "#app/domain/people.ts";
import { Problem } from "#app/domain/problem.ts";
import { listPresentHolders } from "#app/domain/requests/holders.ts";

type AccountRow = typeof account.$inferSelect;

/** A number from our register on which a report by phone can be confirmed (D23), and whose it is. */
export type CallBackNumber = {
  /** What a form names it by: a number that changed meanwhile is another one. */
  key: string;
  holderId: string | null;
  role: Holder["role"] | "user";
  name: PersonName;
  email: string;
  language: Language;
  number: string;
  changedAt: Date | null;
  /** Whether it is the user's own, under whatever role: who is reported gone does not confirm that (D16). */
  isOfUser: boolean;
};

/** A call back that is longer ago than this is not of this call: then the time that was typed is still to come. */
const LONGEST_HOURS = 12;

/**
 * The numbers that a report about an account can be confirmed on, first those of whoever speaks for the practice: each person who holds a role there now,
 * and the user. Nobody who was reported to have left or died is called (D16), and never a number that the caller gave.
 */
export async function listCallBackNumbers(db: Db, of: AccountRow): Promise<CallBackNumber[]> {
  const holders = await listPresentHolders(db, of.enterpriseId, of.agbCode);
  const inOrder = ORDER.flatMap((role) => holders.filter((holder) => holder.role === role));
  const numbers = inOrder.flatMap((holder) => numberOf(holder, { holderId: holder.id, role: holder.role, isOfUser: isUser(holder, of), changedAt: holder.phoneChangedAt }));
  const all = [...numbers, ...numberOf(of, { holderId: null, role: "user", isOfUser: true, changedAt: null })];
  // Who holds two roles is called once.
  return all.filter((one, index) => all.findIndex((other) => other.number === one.number && isSamePerson(other.name, one.name)) === index);
}

const ORDER: readonly Holder["role"][] = ["contact", "main-contact", "signatory", "ict-administrator"];

function numberOf(person: Holder | AccountRow, whose: Pick<CallBackNumber, "holderId" | "role" | "isOfUser" | "changedAt">): CallBackNumber[] {
  const { initials, prefix, surname, email, language, phone } = person;
  return phone ? [{ ...whose, key: `${whose.holderId ?? "user"} ${phone}`, name: { initials, prefix, surname }, email, language, number: phone }] : [];
}

function isUser(holder: Holder, of: AccountRow): boolean {
  return isSamePerson(holder, of) && (holder.email.toLowerCase() === of.email.toLowerCase() || holder.phone === of.phone);
}

/**
 * The moment of a call back from the time on the clock: the last time that it was that late. Throws `call.later` for what is still to come, or would be
 * more than twelve hours ago.
 */
export function momentOfCall(time: string, now: Date): Date {
  const today = DateTime.fromJSDate(now, { zone: ZONE });
  const at = ["today", "yesterday"].map((day) => DateTime.fromISO(`${today.minus({ days: day === "today" ? 0 : 1 }).toISODate() ?? ""}T${time}`, { zone: ZONE })).find((moment) => moment <= today);
  if (!at || today.diff(at, "hours").hours > LONGEST_HOURS) throw new Problem("call.later", { field: "calledBackAt" });
  return at.toJSDate();
}
