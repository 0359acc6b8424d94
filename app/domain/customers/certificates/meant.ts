import { and, eq, gte, inArray, lt, sql, type SQL } from "drizzle-orm";

import { account, certificate } from "#db/schema/accounts.ts";
import { enterprise } from "#db/schema/organisations.ts";
import type { Db } from "#db/types.ts";
import { readAgbCode, readKvkNumber } from "#app/domain/requests/form/kinds/numbers.ts";
import { readUserNumber } from "#app/domain/user-number.ts";

import { findUsers } from "../people.ts";
import { readSerial } from "./serial-typed.ts";

/** What a text may mean: certificates by their serial, and accounts by whatever else they are known by. Each is a way in of its own, by an index of its own. */
export type Meant = { serials: SQL[]; accounts: SQL[]; /** More people fit than are looked at. */ isCut: boolean };

/** Reads a text as a serial, user number, AGB code, KvK number, e-mail address and name of a user; eight digits may be one of several. */
export async function readMeant(db: Db, typed: string): Promise<Meant> {
  const text = typed.trim().slice(0, 100);
  const { whole, beginning } = readSerial(text);
  const [agb, kvk] = [readAgbCode("q", text.replace(/^agb[\s-]*(?:code)?\s*:?\s*/i, "")), readKvkNumber("q", text)];
  const { people, isCut } = await findUsers(db, readUserNumber(text) ?? text.toLowerCase());
  const found = people.flatMap(({ userNumber }) => userNumber ?? []);
  return {
    serials: [
      ...(whole.length > 0 ? [inArray(certificate.serial, whole)] : []),
      // Everything that begins so comes before the letter after the last that a serial can have.
      ...(beginning === null ? [] : [and(gte(certificate.serial, beginning), lt(certificate.serial, `${beginning}g`)) ?? sql`false`]),
    ],
    accounts: [
      ...(found.length > 0 ? [inArray(account.userNumber, found)] : []),
      ...(agb.ok ? [eq(account.agbCode, agb.value)] : []),
      ...(kvk.ok ? [eq(account.enterpriseId, db.select({ id: enterprise.id }).from(enterprise).where(eq(enterprise.kvkNumber, kvk.value)))] : []),
    ],
    isCut,
  };
}

/** Whose certificates or accounts a list is of: one enterprise's, or one AGB code's (R90). */
export type OwnerOfList = { enterpriseId: string } | { agbCode: string };

/** The condition on the account that it is the owner's. */
export function isOf(owner: OwnerOfList): SQL {
  return "agbCode" in owner ? eq(account.agbCode, owner.agbCode) : eq(account.enterpriseId, owner.enterpriseId);
}
