import { and, asc, count, eq, gte, isNotNull, isNull, lte, ne, notInArray } from "drizzle-orm";

import { account } from "#db/schema/accounts.ts";
import { agbCode, enterprise } from "#db/schema/organisations.ts";
import { registerEnding } from "#db/schema/registers.ts";
import type { Db } from "#db/types.ts";
import { system } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { blockAccount, liftBlocks, makeWithheldPins } from "#app/domain/accounts/block.ts";
import { record } from "#app/domain/audit/record.ts";
import { dayBegins, officeDate } from "#app/domain/deadlines/calendar.ts";
import { daysLater } from "#app/domain/deadlines/clock.ts";
import { numberPolicy, type PolicyValues } from "#app/domain/decisions/policies.ts";
import { currentRelease } from "#app/domain/definitions/store.ts";
import { eachAlone } from "#app/domain/jobs/each-alone.ts";
import { tellJob, type Happening } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import { releasePolicies } from "#app/domain/requests/policy.ts";

/** What we have registered and can be looked up: an AGB code, or, without one, the KvK registration of the enterprise. */
export type Registered = { enterpriseId: string; agbCode: string | null; kvkNumber: string };

type Ending = typeof registerEnding.$inferSelect;
const BY = inTrail(system("registers"));

/**
 * Keeps what a register says of something: that it has ended or will end soon is a warning to its practice and to the desk, that it goes on clears what was
 * there, with the blocks. Null, what the register does not know, is for the desk only. Twice the same changes nothing but when it was seen.
 */
export async function noteWhatRegisterSays(office: Office, of: { item: Registered; says: { endsOn: string | null } | null; now: Date }): Promise<void> {
  const { item, says, now } = of;
  await office.db.transaction(async (tx) => {
    const policies = await officePolicies(tx, now);
    // Two who look it up at once wait for one another here: the first ending of a code has no row of its own to lock yet.
    await tx.select({ id: enterprise.id }).from(enterprise).where(eq(enterprise.id, item.enterpriseId)).for("no key update");
    const open = await lockOpen(tx, item);
    const horizon = officeDate(daysLater(now, numberPolicy(policies, "register.warnDays")));
    if (says?.endsOn === null || (says && says.endsOn > horizon)) return open ? clear(tx, office, open, now) : undefined;
    if (open && open.endsOn === (says?.endsOn ?? null)) return void (await tx.update(registerEnding).set({ seenAt: now }).where(eq(registerEnding.id, open.id)));
    if (!open && !(await hasAccounts(tx, item))) return;
    // What had an end before and is not found any more keeps the end that it had.
    if (open?.endsOn && says === null) return;
    await warn(tx, office, { item, open, endsOn: says?.endsOn ?? null, policies, now });
  });
}

async function warn(tx: Db, office: Office, of: { item: Registered; open: Ending | null; endsOn: string | null; policies: PolicyValues; now: Date }): Promise<void> {
  const { item, open, endsOn, policies, now } = of;
  const blockOn = endsOn === null ? null : later(nextDay(endsOn), officeDate(daysLater(now, numberPolicy(policies, "register.blockDays"))));
  const values = { enterpriseId: item.enterpriseId, agbCode: item.agbCode, endsOn, blockOn, seenAt: now };
  // An end that was put off: until then everything works again.
  const isPutOff = open?.blockedAt != null && endsOn !== null && endsOn >= officeDate(now);
  if (isPutOff) await lift(tx, office, open, now);
  const [kept] = open
    ? await tx.update(registerEnding).set({ ...values, ...(isPutOff && { blockedAt: null }) }).where(eq(registerEnding.id, open.id)).returning()
    : await tx.insert(registerEnding).values({ ...values, foundAt: now }).returning();
  if (!kept) throw new Error("No ending was kept.");
  if (item.agbCode !== null) await tx.update(agbCode).set({ endsOn }).where(eq(agbCode.code, item.agbCode));
  await record(tx, { now, actor: BY, act: endsOn === null ? "register.not-found" : "register.ending-found", subject: subjectOf(item), details: { endsOn: endsOn ?? undefined, blockOn: blockOn ?? undefined } });
  if (kept.endsOn !== null && kept.blockedAt === null) await tellOf(tx, office, "register.ending", kept.id);
}

async function clear(tx: Db, office: Office, open: Ending, now: Date): Promise<void> {
  await tx.update(registerEnding).set({ clearedAt: now }).where(eq(registerEnding.id, open.id));
  if (open.agbCode !== null) await tx.update(agbCode).set({ endsOn: null }).where(eq(agbCode.code, open.agbCode));
  const freed = await lift(tx, office, open, now);
  await record(tx, { now, actor: BY, act: "register.ending-cleared", subject: subjectOf(open), details: { freed: freed.length } });
  if (open.endsOn !== null) await tellOf(tx, office, "register.cleared", open.id);
}

/** What it blocked works again, and gets the PINs that were not made meanwhile; answers which do. */
async function lift(tx: Db, office: Office, { id }: Ending, now: Date): Promise<string[]> {
  const freed = (await liftBlocks(tx, { for: { endingId: id }, now })) ?? [];
  await makeWithheldPins(tx, office, freed);
  return freed;
}

/**
 * Blocks the accounts of what has ended, on its day: only where a register said so of late (`register.seenHours`), for one that did not answer all that time
 * may have been corrected. Each by itself. Runs every few seconds; answers how many.
 */
export async function blockWhatEnded(office: Office, now: Date): Promise<number> {
  const policies = await officePolicies(office.db, now);
  const seenSince = new Date(now.getTime() - numberPolicy(policies, "register.seenHours") * 3_600_000);
  const isDue = and(isNull(registerEnding.clearedAt), isNull(registerEnding.blockedAt), isNotNull(registerEnding.blockOn), lte(registerEnding.blockOn, officeDate(now)), gte(registerEnding.seenAt, seenSince));
  return eachAlone({
    page: (but) => office.db.select({ id: registerEnding.id }).from(registerEnding).where(and(isDue, notInArray(registerEnding.id, but))).orderBy(asc(registerEnding.blockOn)).limit(50),
    id: ({ id }) => id,
    act: ({ id }) =>
      office.db.transaction(async (tx) => {
        const [ended] = await tx.update(registerEnding).set({ blockedAt: now }).where(and(eq(registerEnding.id, id), isDue)).returning();
        if (!ended) return;
        const users = await tx.select({ userNumber: account.userNumber }).from(account).where(accountsOf(ended)).orderBy(asc(account.userNumber));
        for (const { userNumber } of users) await blockAccount(tx, { userNumber, for: { endingId: id }, now });
        await record(tx, { now, actor: BY, act: "register.ended", subject: subjectOf(ended), details: { endsOn: ended.endsOn ?? undefined, blocked: users.length } });
        await tellOf(tx, office, "register.ended", id);
      }),
  });
}

export type EndingLine = {
  id: string;
  enterpriseId: string;
  practice: string;
  agbCode: string | null;
  kvkNumber: string;
  endsOn: string | null;
  blockOn: string | null;
  foundAt: Date;
  seenAt: Date;
  blockedAt: Date | null;
  /** Accounts that have not ended. */
  accounts: number;
};

/** Whoever has more than this sees the most urgent of it. */
const MOST_SHOWN = 200;

/** What ended, will end, or is not found any more, the most urgent first, at most 200. */
export async function listEndings(db: Db): Promise<EndingLine[]> {
  const rows = await db
    .select({ ending: registerEnding, party: enterprise, code: agbCode.name })
    .from(registerEnding)
    .innerJoin(enterprise, eq(enterprise.id, registerEnding.enterpriseId))
    .leftJoin(agbCode, eq(agbCode.code, registerEnding.agbCode))
    .where(isNull(registerEnding.clearedAt))
    .orderBy(asc(registerEnding.blockOn), asc(registerEnding.foundAt), asc(registerEnding.id))
    .limit(MOST_SHOWN);
  return Promise.all(
    rows.map(async ({ ending, party, code }) => ({
      id: ending.id,
      enterpriseId: party.id,
      practice: code ?? party.name,
      agbCode: ending.agbCode,
      kvkNumber: party.kvkNumber,
      endsOn: ending.endsOn,
      blockOn: ending.blockOn,
      foundAt: ending.foundAt,
      seenAt: ending.seenAt,
      blockedAt: ending.blockedAt,
      accounts: (await db.select({ amount: count() }).from(account).where(accountsOf(ending)))[0]?.amount ?? 0,
    })),
  );
}

/** What an ending is of, as it can be looked up again; null for one that is not open. */
export async function findRegistered(db: Db, endingId: string): Promise<Registered | null> {
  const [found] = await db
    .select({ enterpriseId: registerEnding.enterpriseId, agbCode: registerEnding.agbCode, kvkNumber: enterprise.kvkNumber })
    .from(registerEnding)
    .innerJoin(enterprise, eq(enterprise.id, registerEnding.enterpriseId))
    .where(and(eq(registerEnding.id, endingId), isNull(registerEnding.clearedAt)));
  return found ?? null;
}

async function lockOpen(tx: Db, { enterpriseId, agbCode: code }: Registered): Promise<Ending | null> {
  const mine = code === null ? and(eq(registerEnding.enterpriseId, enterpriseId), isNull(registerEnding.agbCode)) : eq(registerEnding.agbCode, code);
  const [open] = await tx.select().from(registerEnding).where(and(mine, isNull(registerEnding.clearedAt))).for("update");
  return open ?? null;
}

function accountsOf({ enterpriseId, agbCode: code }: Pick<Registered, "enterpriseId" | "agbCode">) {
  return and(code === null ? eq(account.enterpriseId, enterpriseId) : eq(account.agbCode, code), ne(account.status, "ended"));
}

/** Nobody is warned of what nobody uses. */
async function hasAccounts(tx: Db, item: Registered): Promise<boolean> {
  return (await tx.select({ userNumber: account.userNumber }).from(account).where(accountsOf(item)).limit(1)).length > 0;
}

async function tellOf(tx: Db, office: Office, happening: Happening, endingId: string): Promise<void> {
  await office.queue.enqueue(tx, tellJob, { happening, endingId });
}

function subjectOf({ enterpriseId, agbCode: code }: Pick<Registered, "enterpriseId" | "agbCode">): { kind: string; id: string } {
  return code === null ? { kind: "enterprise", id: enterpriseId } : { kind: "agb-code", id: code };
}

async function officePolicies(db: Db, now: Date): Promise<PolicyValues> {
  return releasePolicies(db, await currentRelease(db), {}, now);
}

function nextDay(date: string): string {
  const begins = dayBegins(date);
  if (!begins) throw new Error(`"${date}" is no day.`);
  return officeDate(daysLater(begins, 1));
}

function later(one: string, other: string): string {
  return one > other ? one : other;
}
