import { createHash } from "node:crypto";

import { and, asc, desc, eq, gte, isNotNull, isNull, lt, lte, sql } from "drizzle-orm";

import { LOCKS } from "#db/locks.ts";
import { certificate } from "#db/schema/accounts.ts";
import { crl } from "#db/schema/authority.ts";
import { runSql, type Db } from "#db/types.ts";
import { system } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import type { Office } from "#app/domain/office.ts";

import type { StatusAuthority } from "./ports.ts";
import type { RevocationReason } from "./reasons.ts";

const HOUR_MS = 3_600_000;
/** How long a list may be believed. Two days, so that a weekend's failure can be mended before anybody is refused. */
const GOOD_FOR_MS = 48 * HOUR_MS;
/** A new one is made at the latest when the last is this old, also where nothing was revoked. */
const OLDEST_MS = 24 * HOUR_MS;
/** Entries that are read and written at once: some milliseconds of the event loop. */
const PAGE = 5_000;

/** What is known of the newest list of an issuing CA, without its octets. */
export type PublishedCrl = Omit<typeof crl.$inferSelect, "der">;

/**
 * Publishes a new list of revoked certificates (RFC 5280, 5; P13) where one is due: something was revoked since the last, the last is a day old, or there is none.
 * Answers its number, or null. One at a time, over all processes. A certificate stays on the list until one was published after it expired (5.1.2.6 with 3.3).
 */
export async function publishCrl(office: Office, authority: StatusAuthority, { now }: { now: Date }): Promise<number | null> {
  if (!(await isDue(office.db, authority.issuerId, now))) return null;
  return office.db.transaction(async (tx) => {
    await runSql(tx, "select pg_advisory_xact_lock($1::int, $2::int)", [LOCKS.space, LOCKS.crl]);
    if (!(await isDue(tx, authority.issuerId, now))) return null;
    return publish(tx, authority, now);
  });
}

/** The newest list of an issuing CA; its octets as well, unless the asker has that very one. Null where none was made yet. */
export async function findCrl(db: Db, { issuerId, but }: { issuerId: string; but: number | null }): Promise<(PublishedCrl & { der: Uint8Array | null }) | null> {
  const octets = sql<Uint8Array | null>`case when ${crl.number} = ${but ?? -1} then null else ${crl.der} end`.mapWith(crl.der);
  const [newest] = await db.select({ ...KNOWN, der: octets }).from(crl).where(eq(crl.issuerId, issuerId)).orderBy(desc(crl.number)).limit(1);
  return newest ?? null;
}

const KNOWN = { issuerId: crl.issuerId, number: crl.number, thisUpdate: crl.thisUpdate, nextUpdate: crl.nextUpdate, entries: crl.entries, sha256: crl.sha256 };

async function isDue(db: Db, issuerId: string, now: Date): Promise<boolean> {
  const [last] = await db.select({ thisUpdate: crl.thisUpdate }).from(crl).where(eq(crl.issuerId, issuerId)).orderBy(desc(crl.number)).limit(1);
  if (!last || now.getTime() - last.thisUpdate.getTime() >= OLDEST_MS) return true;
  const [unlisted] = await db.select({ serial: certificate.serial }).from(certificate).where(toList(issuerId)).limit(1);
  return unlisted !== undefined;
}

const toList = (issuerId: string) => and(eq(certificate.issuerId, issuerId), eq(certificate.status, "revoked"), isNull(certificate.crlNumber));

async function publish(tx: Db, authority: StatusAuthority, now: Date): Promise<number> {
  const { issuerId } = authority;
  const [last] = await tx.select({ number: crl.number, thisUpdate: crl.thisUpdate }).from(crl).where(eq(crl.issuerId, issuerId)).orderBy(desc(crl.number)).limit(1);
  const number = (last?.number ?? 0) + 1;
  const since = last?.thisUpdate ?? null;
  const late = await markNew(tx, issuerId, { number, since });
  const { entries, count } = await entriesOf(tx, authority, { number, since }, late);

  const thisUpdate = new Date(Math.floor(now.getTime() / 1000) * 1000);
  const nextUpdate = new Date(thisUpdate.getTime() + GOOD_FOR_MS);
  const der = await authority.sign(authority.prepareCrl({ number, thisUpdate, nextUpdate, entries }));
  await tx.insert(crl).values({ issuerId, number, thisUpdate, nextUpdate, entries: count, sha256: createHash("sha256").update(der).digest("hex"), der });
  await tx.update(crl).set({ der: null }).where(and(eq(crl.issuerId, issuerId), lt(crl.number, number), isNotNull(crl.der)));
  await record(tx, { now, actor: inTrail(system("crl")), act: "crl.published", subject: { kind: "crl", id: number }, details: { issuerId, entries: count } });
  return number;
}

/**
 * First those that are new get their number: what is revoked from here on stands on the next list, and on none before. Answers what had expired already when it was revoked: that has to
 * be on one list as well, and lies before where the others are read. Of all the others nothing comes here, for there may be a hundred thousand.
 */
async function markNew(tx: Db, issuerId: string, { number, since }: { number: number; since: Date | null }): Promise<Entry[]> {
  const marked = tx.$with("marked").as(tx.update(certificate).set({ crlNumber: number }).where(toList(issuerId)).returning(ENTRY));
  return tx.with(marked).select().from(marked).where(since ? lt(marked.notAfter, since) : sql`false`);
}

const ENTRY = { serial: certificate.serial, notAfter: certificate.notAfter, revokedAt: certificate.revokedAt, reason: certificate.revocationReason };
type Entry = { serial: string; notAfter: Date; revokedAt: Date | null; reason: string | null };

/** DER of all that has to stand on the list, a page at a time: what had not expired when the last list was made, by its index, and what is named besides. */
async function entriesOf(tx: Db, authority: StatusAuthority, { number, since }: { number: number; since: Date | null }, besides: readonly Entry[]): Promise<{ entries: Uint8Array[]; count: number }> {
  const written = (page: readonly Entry[]) => authority.encodeEntries(page.map(({ serial, revokedAt, reason }) => ({ serial, revokedAt: revokedAt ?? new Date(0), reason: (reason ?? "unspecified") as RevocationReason })));
  const entries = [written(besides)];
  let count = besides.length;
  let after: Entry | null = null;
  for (;;) {
    const page: Entry[] = await tx
      .select(ENTRY)
      .from(certificate)
      .where(
        and(
          eq(certificate.issuerId, authority.issuerId),
          eq(certificate.status, "revoked"),
          // Of what is revoked meanwhile nothing is written: it has no number yet.
          lte(certificate.crlNumber, number),
          since ? gte(certificate.notAfter, since) : undefined,
          after ? sql`(${certificate.notAfter}, ${certificate.serial}) > (${after.notAfter.toISOString()}::timestamptz, ${after.serial})` : undefined,
        ),
      )
      .orderBy(asc(certificate.notAfter), asc(certificate.serial))
      .limit(PAGE);
    entries.push(written(page));
    count += page.length;
    const last = page.at(-1);
    if (!last || page.length < PAGE) return { entries, count };
    after = last;
  }
}
