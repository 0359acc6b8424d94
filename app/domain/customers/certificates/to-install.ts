import { and, asc, eq, gte, inArray, isNull, lt, sql, type SQL } from "drizzle-orm";
import { z } from "zod";

import { account, credential } from "#db/schema/accounts.ts";
import { agbCode, enterprise } from "#db/schema/organisations.ts";
import type { Db } from "#db/types.ts";
import { dayBegins, officeDate, plusDays } from "#app/domain/deadlines/calendar.ts";
import { fullName } from "#app/domain/people.ts";

import { isOf, readMeant, type OwnerOfList } from "./meant.ts";
import { BAND_DAYS, INSTALL_BANDS, type InstallBand } from "./states.ts";

export type ToInstallNarrowing = { text?: string; band?: InstallBand | undefined; owner?: OwnerOfList | undefined };

/** An account whose number and PIN were sent, and whose certificate is still to be installed (R33, R110). */
export type ToInstall = { id: string; userNumber: string; name: string; agbCode: string; practice: string; kvkNumber: string; madeAt: Date; installUntil: Date; blockedAt: Date | null; installedAt: null };

export type ToInstallPage = { lines: ToInstall[]; next: string | null; isCut: boolean };

const PAGE = 50;

/** Who has a PIN that counts, and has not installed with it: as the index `credential_to_purge` has it. */
const waits = and(isNull(credential.voidedAt), isNull(credential.installedAt));

/** What waits to be installed, least time left first, page by page; the place is the id of the last PIN of the page before. By index, as certificates are found. */
export async function listToInstall(db: Db, input: { narrowing: ToInstallNarrowing; place?: string | null; now: Date; limit?: number }): Promise<ToInstallPage> {
  const { narrowing, place, now, limit = PAGE } = input;
  const { text = "", band, owner } = narrowing;
  const { accounts, isCut } = text.trim() === "" ? { accounts: [undefined], isCut: false } : await readMeant(db, text);
  const also = and(owner && ofAccounts(db, isOf(owner)), band && within(band, now), await placeOf(db, place));
  const end = text.trim() !== "" || owner ? sql`${credential.installUntil} + interval '0'` : sql`${credential.installUntil}`;
  const found = new Map<string, Date>();
  for (const way of accounts) {
    const rows = await db.select({ id: credential.id, until: credential.installUntil }).from(credential).where(and(waits, way && ofAccounts(db, way), also)).orderBy(asc(end), asc(credential.id)).limit(limit + 1);
    for (const { id, until } of rows) found.set(id, until);
  }
  const sorted = [...found].sort(([id, at], [other, then]) => at.getTime() - then.getTime() || (id < other ? -1 : 1));
  const ids = sorted.slice(0, limit).map(([id]) => id);
  return { lines: await linesOf(db, ids), next: sorted.length > limit ? (ids.at(-1) ?? null) : null, isCut };
}

/** Everything that waits to be installed, in batches. */
export async function* everyToInstall(db: Db, input: { narrowing: ToInstallNarrowing; now: Date; batch?: number }): AsyncGenerator<ToInstall[]> {
  let place: string | null = null;
  do {
    const page: ToInstallPage = await listToInstall(db, { narrowing: input.narrowing, now: input.now, place, limit: input.batch ?? 500 });
    yield page.lines;
    place = page.next;
  } while (place !== null);
}

/** How many wait in each band, counted up to `most` and one more: each is a stretch of the same index. */
export async function countToInstall(db: Db, input: { now: Date; most: number }): Promise<Record<InstallBand, number>> {
  const amounts = await Promise.all(INSTALL_BANDS.map((band) => db.$count(db.select({ one: sql`1` }).from(credential).where(and(waits, within(band, input.now))).limit(input.most + 1).as("counted"))));
  return Object.fromEntries(INSTALL_BANDS.map((band, index) => [band, amounts[index] ?? 0])) as Record<InstallBand, number>;
}

/** Days that are left count from midnight, as they are shown. */
function within(band: InstallBand, now: Date): SQL | undefined {
  const { from, until } = BAND_DAYS[band];
  const day = (days: number) => dayBegins(plusDays(officeDate(now), days)) ?? now;
  return and(from === 0 ? undefined : gte(credential.installUntil, day(from)), until === null ? undefined : lt(credential.installUntil, day(until)));
}

function ofAccounts(db: Db, of: SQL): SQL {
  return inArray(credential.userNumber, db.select({ userNumber: account.userNumber }).from(account).where(of));
}

async function placeOf(db: Db, place: string | null | undefined): Promise<SQL | undefined> {
  if (!z.uuid().safeParse(place).success) return undefined;
  const [last] = await db.select({ until: credential.installUntil }).from(credential).where(eq(credential.id, place ?? ""));
  return last && sql`(${credential.installUntil}, ${credential.id}) > (${last.until.toISOString()}::timestamptz, ${place}::uuid)`;
}

async function linesOf(db: Db, ids: readonly string[]): Promise<ToInstall[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .select({
      pin: { id: credential.id, madeAt: credential.madeAt, installUntil: credential.installUntil, blockedAt: credential.blockedAt },
      person: { initials: account.initials, prefix: account.prefix, surname: account.surname },
      of: { userNumber: account.userNumber, agbCode: account.agbCode, practice: agbCode.name, kvkNumber: enterprise.kvkNumber },
    })
    .from(credential)
    .innerJoin(account, eq(account.userNumber, credential.userNumber))
    .innerJoin(agbCode, eq(agbCode.code, account.agbCode))
    .innerJoin(enterprise, eq(enterprise.id, account.enterpriseId))
    .where(inArray(credential.id, [...ids]));
  const lines = new Map(rows.map(({ pin, person, of }) => [pin.id, { ...pin, ...of, installedAt: null, name: fullName(person) }]));
  return ids.flatMap((id) => lines.get(id) ?? []);
}
