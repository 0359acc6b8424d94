import { and, asc, eq, inArray, ne } from "drizzle-orm";

import { account } from "#db/schema/accounts.ts";
import type { Db } from "#db/types.ts";
import { fullName } from "#app/domain/people.ts";
import { readUserNumber } from "#app/domain/user-number.ts";

import { listCustomers } from "./list.ts";

const MOST_PRACTICES = 5;
const MOST_USERS = 30;

/** A practice that a caller can mean, with its accounts; `isCut` says that it has more than are given. */
export type CallablePractice = { id: string; name: string; town: string; users: Array<{ userNumber: string; name: string; agbCode: string; status: "active" | "blocked" | "ended" }>; isCut: boolean };

/** What a caller names: a user number that there is, one that there is not, or practices. */
export type FoundForCall = { userNumber: string } | { unknownNumber: true } | { practices: CallablePractice[]; isCut: boolean };

/**
 * Finds the account that somebody calls about (D23): by its number, or by the practice and the person. Of the practices only what is needed to choose
 * the right account; when a person's name was asked for, only accounts of that name.
 */
export async function findForCall(db: Db, text: string, now: Date): Promise<FoundForCall> {
  const number = readUserNumber(text);
  if (number !== null) {
    const [found] = await db.select({ userNumber: account.userNumber }).from(account).where(eq(account.userNumber, number));
    return found ?? { unknownNumber: true };
  }
  const { lines, next, isCut } = await listCustomers(db, { text, now, limit: MOST_PRACTICES });
  const practices = await Promise.all(
    lines.map(async ({ id, name, town, people }) => {
      const named = people.flatMap(({ userNumber }) => userNumber ?? []);
      const rows = await db
        .select()
        .from(account)
        .where(and(eq(account.enterpriseId, id), ne(account.status, "ended"), named.length > 0 ? inArray(account.userNumber, named) : undefined))
        .orderBy(asc(account.surname), asc(account.userNumber))
        .limit(MOST_USERS + 1);
      const users = rows.slice(0, MOST_USERS).map((one) => ({ userNumber: one.userNumber, name: fullName(one), agbCode: one.agbCode, status: one.status }));
      return { id, name, town, users, isCut: rows.length > MOST_USERS };
    }),
  );
  return { practices, isCut: isCut || next !== null };
}
