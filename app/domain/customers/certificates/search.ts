import { and, asc, desc, eq, inArray, sql, type SQL } from "drizzle-orm";

import { account, certificate } from "#db/schema/accounts.ts";
import { agbCode, enterprise } from "#db/schema/organisations.ts";
import type { Db } from "#db/types.ts";
import { fullName } from "#app/domain/people.ts";

import { isOf, readMeant, type OwnerOfList } from "./meant.ts";
import { daysFrom, SOON_DAYS, type CertificateFilter } from "./states.ts";

export type CertificateNarrowing = {
  text?: string;
  state?: Exclude<CertificateFilter, "to-install"> | undefined;
  profile?: string | undefined;
  owner?: OwnerOfList | undefined;
  /** That expire from an instant on, and before another: a week of the picture. */
  expiring?: { from: Date; until: Date } | undefined;
  /** Of what is about to expire: within so many days, where that is not what is called soon. */
  within?: number | undefined;
  /** Of what has expired: at most so many days ago, and nothing took its place. */
  since?: number | undefined;
};

export type CertificateFound = Pick<typeof certificate.$inferSelect, "serial" | "userNumber" | "profile" | "status" | "notBefore" | "notAfter" | "revokedAt" | "revocationReason" | "supersededAt"> & {
  name: string;
  agbCode: string;
  practice: string;
  kvkNumber: string;
};

/** One page; `next` is the place of the page after it, and `isCut` says that the search fits more people than are looked at. */
export type CertificatePage = { lines: CertificateFound[]; next: string | null; isCut: boolean };

const PAGE = 50;

/** By their end: the last first, but what is about to expire as it comes. */
type Order = { isSoonestFirst: boolean };

/**
 * Certificates that a narrowing fits, page by page; the place is the serial of the last line of the page before, and one that is unknown is none.
 *
 * Without a text or an owner each state is walked along by its own index, in its order: a page costs its lines, however many there are and however deep it lies.
 * With one, what an account or a serial leads to is few, and the planner is kept from walking along all certificates to find those: it takes a name of twelve for
 * as likely as one of thousands. What it costs then grows with that owner.
 */
export async function searchCertificates(db: Db, input: { narrowing: CertificateNarrowing; place?: string | null; now: Date; limit?: number }): Promise<CertificatePage> {
  const { narrowing, place, now, limit = PAGE } = input;
  const { text = "", state, owner } = narrowing;
  const order = { isSoonestFirst: state === "expires-soon" };
  const { ways, isCut } = text.trim() === "" ? { ways: [undefined], isCut: false } : await waysTo(db, text);
  const after = await placeOf(db, place, order);
  const also = and(owner && ofAccounts(db, isOf(owner)), profiled(narrowing.profile), expiring(narrowing.expiring), after);
  const areFew = text.trim() !== "" || owner !== undefined;
  const found = new Map<string, Date>();
  for (const way of ways) {
    for (const standing of standings(narrowing, now)) {
      const rows = await db.select({ serial: certificate.serial, notAfter: certificate.notAfter }).from(certificate).where(and(way, standing, also)).orderBy(...orderBy(order, areFew)).limit(limit + 1);
      for (const { serial, notAfter } of rows) found.set(serial, notAfter);
    }
  }
  const sorted = [...found].sort(([serial, at], [other, then]) => (at.getTime() - then.getTime() || (serial < other ? -1 : 1)) * (order.isSoonestFirst ? 1 : -1));
  const serials = sorted.slice(0, limit).map(([serial]) => serial);
  return { lines: await linesOf(db, serials), next: sorted.length > limit ? (serials.at(-1) ?? null) : null, isCut };
}

/** Everything that a narrowing fits, in batches: what an export is made of, with never more than one batch in memory. */
export async function* everyCertificate(db: Db, input: { narrowing: CertificateNarrowing; now: Date; batch?: number }): AsyncGenerator<CertificateFound[]> {
  let place: string | null = null;
  do {
    const page: CertificatePage = await searchCertificates(db, { narrowing: input.narrowing, now: input.now, place, limit: input.batch ?? 500 });
    yield page.lines;
    place = page.next;
  } while (place !== null);
}

async function waysTo(db: Db, text: string): Promise<{ ways: SQL[]; isCut: boolean }> {
  const { serials, accounts, isCut } = await readMeant(db, text);
  return { ways: [...serials, ...accounts.map((of) => ofAccounts(db, of))], isCut };
}

function ofAccounts(db: Db, of: SQL): SQL {
  return inArray(certificate.userNumber, db.select({ userNumber: account.userNumber }).from(account).where(of));
}

/** The stretches that a state is made of, each as its index has it; without one, all that there are. */
function standings({ state, expiring: week, within = SOON_DAYS, since }: CertificateNarrowing, now: Date): SQL[] {
  const [current, replaced] = [sql`${certificate.status} = 'issued' and ${certificate.supersededAt} is null`, sql`(${certificate.supersededAt} is not null or ${certificate.revocationReason} = 'superseded')`];
  // What has a successor runs on beside it (D27).
  const issued = [current, sql`${replaced} and ${certificate.status} = 'issued'`];
  const lasts = sql`${certificate.notAfter} >= date_trunc('second', ${now.toISOString()}::timestamptz)`;
  switch (state) {
    case "valid":
      return issued.map((one) => sql`${one} and ${lasts}`);
    case "expires-soon":
      // A week that was chosen may lie beyond what is called soon.
      return [week ? sql`${current} and ${lasts}` : sql`${current} and ${lasts} and ${certificate.notAfter} < ${daysFrom(now, within).toISOString()}::timestamptz`];
    case "expired":
      if (since !== undefined) return [sql`${current} and not ${lasts} and ${certificate.notAfter} >= ${daysFrom(now, -since).toISOString()}::timestamptz`];
      return issued.map((one) => sql`${one} and not ${lasts}`);
    case "revoked":
      return [sql`${certificate.status} = 'revoked'`];
    case "replaced":
      return [replaced];
    case undefined:
      return [...issued, sql`${certificate.status} = 'revoked'`, sql`${certificate.status} = 'intended'`];
  }
}

/** As it stands in the condition of an index: behind a placeholder, a plan that is kept would not find it. Only what a profile can be called gets there. */
function profiled(profile: string | undefined): SQL | undefined {
  if (profile === undefined) return undefined;
  return /^[a-z][a-z0-9-]{0,40}$/.test(profile) ? sql`${certificate.profile} = ${sql.raw(`'${profile}'`)}` : sql`false`;
}

function expiring(within: CertificateNarrowing["expiring"]): SQL | undefined {
  return within && sql`${certificate.notAfter} >= ${within.from.toISOString()}::timestamptz and ${certificate.notAfter} < ${within.until.toISOString()}::timestamptz`;
}

function orderBy({ isSoonestFirst }: Order, areFew: boolean): SQL[] {
  const end = areFew ? sql`${certificate.notAfter} + interval '0'` : sql`${certificate.notAfter}`;
  return isSoonestFirst ? [asc(end), asc(certificate.serial)] : [desc(end), desc(certificate.serial)];
}

async function placeOf(db: Db, place: string | null | undefined, { isSoonestFirst }: Order): Promise<SQL | undefined> {
  const [last] = place ? await db.select({ notAfter: certificate.notAfter }).from(certificate).where(eq(certificate.serial, place)) : [];
  if (!last) return undefined;
  const here = sql`(${certificate.notAfter}, ${certificate.serial})`;
  const there = sql`(${last.notAfter.toISOString()}::timestamptz, ${place})`;
  return isSoonestFirst ? sql`${here} > ${there}` : sql`${here} < ${there}`;
}

async function linesOf(db: Db, serials: readonly string[]): Promise<CertificateFound[]> {
  if (serials.length === 0) return [];
  const rows = await db
    .select({
      line: {
        serial: certificate.serial, userNumber: certificate.userNumber, profile: certificate.profile, status: certificate.status,
        notBefore: certificate.notBefore, notAfter: certificate.notAfter, revokedAt: certificate.revokedAt, revocationReason: certificate.revocationReason,
        supersededAt: certificate.supersededAt,
      },
      person: { initials: account.initials, prefix: account.prefix, surname: account.surname },
      of: { agbCode: account.agbCode, practice: agbCode.name, kvkNumber: enterprise.kvkNumber },
    })
    .from(certificate)
    .innerJoin(account, eq(account.userNumber, certificate.userNumber))
    .innerJoin(agbCode, eq(agbCode.code, account.agbCode))
    .innerJoin(enterprise, eq(enterprise.id, account.enterpriseId))
    .where(inArray(certificate.serial, [...serials]));
  const lines = new Map(rows.map(({ line, person, of }) => [line.serial, { ...line, ...of, name: fullName(person) }]));
  return serials.flatMap((serial) => lines.get(serial) ?? []);
}
