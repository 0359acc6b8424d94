import postgres from "postgres";

import type { Database } from "#db/client.server.ts";
import { request } from "#db/schema/requests.ts";
import { staff } from "#db/schema/staff.ts";
import type { Db } from "#db/types.ts";
import { makeDice } from "#db/worlds/dice.ts";
import { GENESIS, signHead } from "#app/domain/audit/chain.ts";
import { appendHeads } from "#app/domain/audit/heads.ts";
import type { SealingKey } from "#app/domain/audit/key.ts";
import { sealEvents } from "#app/domain/audit/seal.ts";
import { recountFigures } from "#app/domain/dashboards/flow/recount.ts";
import { officeDate, plusDays } from "#app/domain/deadlines/calendar.ts";
import { currentRelease, getDefinition, listDefinitions } from "#app/domain/definitions/store.ts";
import { officeDay } from "#app/domain/requests/policy.ts";

import { ACCOUNT_COLUMNS, openAccount, writeAccount, type HeldAccount } from "./accounts.ts";
import { CERTIFICATE_COLUMNS, certify, writeCertificates } from "./certificates.ts";
import { openCopier } from "./copy.ts";
import { makeDays, type Days } from "./days.ts";
import { openDiary } from "./diary.ts";
import { IDENTIFICATION_COLUMNS } from "./identify.ts";
import { makeIds } from "./ids.ts";
import { JUDGEMENT_COLUMNS, openBench } from "./judging.ts";
import { putBack, takeOff } from "./loading.ts";
import { MAIL_COLUMNS } from "./mails.ts";
import { DAY, type Past, type RequestTypeName, type Shared } from "./past.ts";
import { makePerson } from "./people.ts";
import { makePractices, PRACTICE_COLUMNS, type Practice } from "./practices.ts";
import { openPrintRoom, PRINT_ROOM_COLUMNS } from "./print-room.ts";
import { planDays } from "./plan.ts";
import { TALE_COLUMNS } from "./tale.ts";
import { FORM_COLUMNS, tellRequest, type Types } from "./tell.ts";
import { openTrail, TRAIL_COLUMNS, type ChainEnd, type Trail } from "./trail.ts";
import type { Doer } from "./trail.ts";

export type HistoryOrder = {
  requests: number;
  years: number;
  seed: number;
  /** The present of the history; nothing in it is later. */
  until: Date;
  shared: Shared;
  /** Where the heads of the trail are signed and kept. */
  audit: { key: SealingKey; headsFile: string };
  /** Hears how far it is, now and then. */
  say(line: string): void;
};

export type HistoryMade = { requests: number; accounts: number; events: number; rows: number };

const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  ...PRACTICE_COLUMNS, ...TALE_COLUMNS, ...FORM_COLUMNS, ...JUDGEMENT_COLUMNS, ...IDENTIFICATION_COLUMNS, ...MAIL_COLUMNS, ...ACCOUNT_COLUMNS, ...CERTIFICATE_COLUMNS, ...PRINT_ROOM_COLUMNS, ...TRAIL_COLUMNS,
};
const RULE_SETS = ["new-user", "authorisation-change", "revocation", "credential-request", "data-change"] as const satisfies readonly RequestTypeName[];
/** For so many days e-mails are kept. */
const MAIL_DAYS = 30;
/** What belongs to requests of before may be about accounts of so many days before the history. */
const DAYS_BEFORE = 700;

/**
 * Fills an office that has staff and rules, and no requests, with years of made-up work, in one transaction on PostgreSQL: it is there whole, or not at all. Always the same for
 * the same seed, order and present, but for what the database's clock says and what is shared. Throws `HistoryRefused` where there are requests.
 */
export async function makeHistory({ db }: Pick<Database, "db">, url: string, order: HistoryOrder): Promise<HistoryMade> {
  await refuseFilled(db);
  const { audit, say } = order;
  await sealEvents(db, { ...audit, headEverySeconds: 0 });
  const setting = await readSetting(db, order);
  const client = postgres(url, { max: 1, onnotice: () => undefined, idle_timeout: 0, max_lifetime: null });
  try {
    const made = await client.begin(async (tx) => {
      const off = await takeOff(tx, Object.keys(COLUMNS));
      const done = await fill(tx, order, setting);
      await putBack(tx, off, (count, of) => count % 10 === 0 && say(`references, keys and indexes: ${count} of ${of}`));
      return done;
    });
    await db.transaction((tx) => appendHeads(tx, audit.headsFile));
    say("looking through what was written, so that it is found quickly");
    await client.unsafe("vacuum (analyze)");
    // Else the worker would come to it event by event, from the beginning of the chain.
    say("counting the figures of the past from the trail");
    await recountFigures(db, { now: order.until, mend: true, progress: (done) => void (done % 100_000 === 0 && say(`figures of ${done.toLocaleString("en")} requests`)) });
    return made;
  } finally {
    await client.end({ timeout: 10 });
  }
}

/** Why no history was made; its message is for whoever asked for it. */
export class HistoryRefused extends Error {}

/** Throws `HistoryRefused` where there are requests already. */
export async function refuseFilled(db: Db): Promise<void> {
  const there = await db.$count(request);
  if (there > 0) throw new HistoryRefused(`This database holds ${there} requests already; a history is made in an empty one. Nothing was changed.`);
}

type Setting = { releaseId: number; days: Days; calendarVersion: number; types: Types; mailVersions: ReadonlyMap<string, number>; bench: Past["bench"]; reviewers: Doer[]; printer: Doer; catalogue: Parameters<typeof makePractices>[2]["catalogue"]; begins: number };

async function readSetting(db: Db, { years, until }: HistoryOrder): Promise<Setting> {
  const releaseId = await currentRelease(db);
  const { calendar, calendarVersion, receivedUntil } = await officeDay(db, releaseId, until);
  const today = officeDate(until);
  const first = plusDays(today, -Math.round(years * 365.25));
  const days = makeDays(calendar, { from: plusDays(first, -DAYS_BEFORE), until: plusDays(today, 150), receivedUntil });
  const types = Object.fromEntries(await Promise.all(RULE_SETS.map(async (key) => [key, (await getDefinition(db, releaseId, "request-type", key)).content]))) as Types;
  const ruleSets = [...RULE_SETS.map((key) => ["screening", types[key].points.screening] as const), ["identification", "new-user.identification"] as const, ["delivery", "new-user.delivery"] as const];
  const people = await db.select().from(staff).orderBy(staff.createdAt);
  const doers = (role: (typeof people)[number]["roles"][number]) => people.filter(({ roles, active }) => active && roles.includes(role)).map(({ id, name }): Doer => ({ kind: "staff", id, name }));
  const [printer] = doers("print-room");
  const [catalogue] = await listDefinitions(db, releaseId, "services");
  if (!printer || !catalogue || doers("reviewer").length < 2) throw new Error("A history needs two reviewers, somebody in the print room, and services.");
  const mails = await listDefinitions(db, releaseId, "mail");
  return {
    releaseId, days, calendarVersion, types, printer, reviewers: doers("reviewer"), catalogue: catalogue.content, begins: days.at(DAYS_BEFORE, 0), mailVersions: new Map(mails.map(({ key, version }) => [key, version])),
    bench: await openBench(db, { releaseId, ruleSets, date: today }),
  };
}

async function fill(tx: postgres.TransactionSql, order: HistoryOrder, setting: Setting): Promise<HistoryMade> {
  const { seed, shared } = order;
  const { days, begins, types } = setting;
  const copier = openCopier(tx, COLUMNS);
  const ids = makeIds(seed);
  const until = order.until.getTime();
  const diary = openDiary(days, until);
  const stands = await whereItStands(tx);
  const printRoom = openPrintRoom({ copier, ids, days, diary, shared, by: setting.printer, until, firstLetter: stands.letter, firstBatch: stands.batch });
  const past: Past = {
    copier, ids, days, diary, printRoom, shared, begins, until, bench: setting.bench, reviewers: setting.reviewers, releaseId: setting.releaseId, calendarVersion: setting.calendarVersion, keptFrom: until - MAIL_DAYS * DAY,
    accounts: [], numbers: { request: stands.request, account: seed % 1000, accountsWritten: 0 },
    termsOf: (type) => types[type].terms.version,
    mailVersionOf: (template) => setting.mailVersions.get(template) ?? missing(template),
  };
  const trail = openTrail(copier, ids, { from: stands.chain, lastEventId: stands.event, recordedAt: stands.now });
  const practices = makePractices(copier, ids, { amount: Math.min(300_000, Math.max(20, Math.round(order.requests / 40))), seed, days, catalogue: setting.catalogue, begins, until });
  for (const [place, practice] of practices.entries()) foundAccounts(past, practice, seed + place);
  await tellAll(past, order, { practices, types, trail });
  printRoom.close();
  await writeAccounts(past, () => true);
  await copier.finish();
  await closeBooks(tx, past, trail, order);
  const { position } = trail.end();
  return { requests: past.numbers.request - stands.request, accounts: past.numbers.accountsWritten, events: position - stands.chain.position, rows: copier.rows };
}

/** Writes the accounts of which nothing more is told, no faster than the server takes them. */
async function writeAccounts(past: Past, isOver: (account: HeldAccount) => boolean): Promise<void> {
  const kept: HeldAccount[] = [];
  for (const [place, account] of past.accounts.entries()) {
    if (!isOver(account)) {
      kept.push(account);
      continue;
    }
    writeAccount(past, account);
    writeCertificates(past, account);
    past.numbers.accountsWritten += 1;
    if (place % 100 === 0) await past.copier.settle();
  }
  past.accounts = kept;
}

/** Accounts that there were before the history begins, with a certificate that is still valid then. */
function foundAccounts(past: Past, practice: Practice, seed: number): void {
  const { days, begins } = past;
  const dice = makeDice(seed ^ 0x5bd1e995);
  for (let left = dice.between(0, 3); left > 0; left -= 1) {
    const at = days.at(days.dayOf(begins) - dice.between(20, 650), dice.between(9 * 3600, 17 * 3600));
    const account = openAccount(past, { practice, person: makePerson(dice, practice.domain), services: practice.services.slice(0, dice.between(1, 2)), requestId: null, at });
    const [pin] = account.pins;
    if (!pin) return;
    pin.installedAt = at + 5 * DAY;
    const installation = { id: past.ids.uuid(), pinId: pin.id, at: pin.installedAt };
    account.installations.push(installation);
    certify(past, account, installation.at, { installationId: installation.id, predecessor: null }, dice);
    practice.accounts.push(account);
    past.accounts.push(account);
  }
}

async function tellAll(past: Past, { requests, seed, until, say }: HistoryOrder, { practices, types, trail }: { practices: readonly Practice[]; types: Types; trail: Trail }): Promise<void> {
  const { days, copier } = past;
  const [first, last] = [days.dayOf(past.begins), days.dayOf(until.getTime())];
  const dice = makeDice(seed ^ 0x27d4eb2f);
  let told = 0;
  let said = 0;
  for (const { day, sentAt } of planDays(days, { first, last, until: until.getTime(), requests, dice })) {
    for (const at of sentAt) {
      // Some practices ask far more than others.
      const practice = practices[Math.floor(practices.length * (dice.between(0, 999_999) / 1_000_000) ** 1.6)];
      if (practice) tellRequest(past, types, practice, Math.imul(told + 1, 0x9e3779b1) ^ seed, at);
      told += 1;
      if (told % 50 === 0) await copier.settle();
    }
    past.printRoom.work(day);
    trail.write(past.diary.close(day));
    await copier.settle();
    if (told - said >= requests / 50) {
      said = told;
      // What has ended stays as it is; a day later nobody writes about it any more.
      await writeAccounts(past, ({ endsAt, busyUntil }) => endsAt !== null && endsAt < days.at(day, 0) - DAY && busyUntil !== Infinity);
      say(`${told.toLocaleString("en")} of ${requests.toLocaleString("en")} requests, until ${days.dateOf(day)}; ${copier.rows.toLocaleString("en")} rows`);
    }
  }
}

type Stands = { request: number; letter: number; batch: number; event: number; chain: ChainEnd; now: string };

/** What the next numbers are, and where the chain of the trail ends. */
async function whereItStands(tx: postgres.TransactionSql): Promise<Stands> {
  const last = async (table: string, column: string) => {
    const [sequence] = await tx<Array<{ name: string }>>`select pg_get_serial_sequence(${table}, ${column}) as name`;
    const [row] = await tx.unsafe(`select (case when is_called then last_value else last_value - 1 end)::text as last from ${sequence?.name ?? ""}`);
    return Number(row?.["last"]);
  };
  const [end] = await tx<Array<{ position: string; chain_hash: string }>>`select position::text, chain_hash from audit_seal order by audit_seal.position desc limit 1`;
  const [time] = await tx<Array<{ now: string }>>`select to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as now`;
  return {
    request: await last("request", "number"), letter: await last("letter", "number"), batch: await last("print_batch", "number"), event: await last("audit_event", "id"),
    chain: { position: Number(end?.position ?? 0), chainHash: end?.chain_hash ?? GENESIS }, now: time?.now ?? "",
  };
}

/** Numbers go on after the last one, and the heads of the chain are signed. */
async function closeBooks(tx: postgres.TransactionSql, past: Past, trail: Trail, { audit }: HistoryOrder): Promise<void> {
  const { letter, batch } = past.printRoom.last();
  const go = async (table: string, column: string, last: number) => {
    if (last > 0) await tx`select setval(pg_get_serial_sequence(${table}, ${column}), ${last}, true)`;
  };
  await go("request", "number", past.numbers.request);
  await go("letter", "number", Math.max(letter, 1));
  await go("print_batch", "number", batch);
  await go("audit_event", "id", trail.end().eventId);
  const [time] = await tx<Array<{ now: string }>>`select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as now`;
  for (const { position, chainHash } of trail.heads()) {
    const head = { position, chainHash, takenAt: time?.now ?? "" };
    await tx`insert into audit_checkpoint (position, chain_hash, taken_at, key_id, signature) values (${position}, ${chainHash}, ${head.takenAt}, ${audit.key.id}, ${signHead(head, audit.key.privateKey)})`;
  }
}

function missing(what: string): never {
  throw new Error(`There is no e-mail "${what}".`);
}

