import { and, inArray, isNull } from "drizzle-orm";

import { account } from "#db/schema/accounts.ts";
import { agbCode, agbService, enterprise, roleHolder } from "#db/schema/organisations.ts";
import type { Db } from "#db/types.ts";

/**
 * What the office has, and would have when everything that was found good so far is written: a dry run judges by it exactly as the real one does. It holds
 * keys and what rows are compared by, some 200 bytes for each.
 */
export type Book = {
  services: ReadonlySet<string>;
  enterprises: Map<string, { id: string; joint: boolean; row: typeof enterprise.$inferSelect | null }>;
  codes: Map<string, { enterpriseId: string; services: Set<string>; endsOn: string | null; row: typeof agbCode.$inferSelect | null }>;
  accounts: Map<string, { agbCode: string; row: typeof account.$inferSelect | null }>;
  /** Open roles by enterprise, code, role and rank. */
  roles: Map<string, typeof roleHolder.$inferSelect | null>;
  ict: Map<string, number>;
  /** What is granted now to the accounts of the batch in hand. */
  granted: ReadonlySet<string>;
  /** Enterprises whose roles have been read. */
  read: Set<string>;
};

export function emptyBook(services: Iterable<string>): Book {
  return { services: new Set(services), enterprises: new Map(), codes: new Map(), accounts: new Map(), roles: new Map(), ict: new Map(), granted: new Set(), read: new Set() };
}

/** The place that somebody holds: one person at a time. */
export function placeKey(of: { enterpriseId: string; agbCode: string | null; role: string; rank: number }): string {
  return [of.enterpriseId, of.agbCode ?? "", of.role, of.rank].join(" ");
}

/** Reads the enterprises of these KvK numbers, unless they are known. */
export async function readEnterprises(db: Db, book: Book, kvkNumbers: readonly string[]): Promise<void> {
  const missing = unknown(book.enterprises, kvkNumbers);
  for (const row of missing.length > 0 ? await db.select().from(enterprise).where(inArray(enterprise.kvkNumber, missing)) : []) {
    book.enterprises.set(row.kvkNumber, { id: row.id, joint: row.jointlyAuthorised, row });
  }
}

/** Reads these AGB codes with their services, unless they are known. */
export async function readCodes(db: Db, book: Book, codes: readonly string[]): Promise<void> {
  const missing = unknown(book.codes, codes);
  if (missing.length === 0) return;
  for (const row of await db.select().from(agbCode).where(inArray(agbCode.code, missing))) {
    book.codes.set(row.code, { enterpriseId: row.enterpriseId, services: new Set(), endsOn: row.endsOn, row });
  }
  for (const { agbCode: code, service } of await db.select().from(agbService).where(inArray(agbService.agbCode, missing))) book.codes.get(code)?.services.add(service);
}

/** Reads these accounts, unless they are known. */
export async function readAccounts(db: Db, book: Book, userNumbers: readonly string[]): Promise<void> {
  const missing = unknown(book.accounts, userNumbers);
  for (const row of missing.length > 0 ? await db.select().from(account).where(inArray(account.userNumber, missing)) : []) book.accounts.set(row.userNumber, { agbCode: row.agbCode, row });
}

/** Reads who holds which role at these enterprises, unless that was done. */
export async function readRoles(db: Db, book: Book, enterpriseIds: readonly string[]): Promise<void> {
  const missing = [...new Set(enterpriseIds)].filter((id) => !book.read.has(id));
  for (const row of missing.length > 0 ? await db.select().from(roleHolder).where(and(inArray(roleHolder.enterpriseId, missing), isNull(roleHolder.endedAt))) : []) takePlace(book, row, row);
  for (const id of missing) book.read.add(id);
}

/** Puts somebody in a place. ICT administrators are counted over all codes of an enterprise (D14). */
export function takePlace(book: Book, of: Parameters<typeof placeKey>[0], row: typeof roleHolder.$inferSelect | null): void {
  book.roles.set(placeKey(of), row);
  if (of.role === "ict-administrator") book.ict.set(of.enterpriseId, (book.ict.get(of.enterpriseId) ?? 0) + 1);
}

function unknown(known: ReadonlyMap<string, unknown>, keys: readonly string[]): string[] {
  return [...new Set(keys)].filter((key) => !known.has(key));
}
