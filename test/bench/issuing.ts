import { createPublicKey, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";

import { pino } from "pino";
import postgres from "postgres";

import { makeAuthority, openAuthority } from "#app/adapters/forge/index.ts";
import { newUserNumber } from "#app/domain/accounts/user-number.ts";
import { grantInstallation } from "#app/domain/certificates/install.ts";
import { installCertificate } from "#app/domain/certificates/pipeline.ts";
import type { Authority } from "#app/domain/certificates/ports.ts";
import { CertificateProfile } from "#app/domain/definitions/schema/certificate-profile.ts";
import { JOBS } from "#app/domain/jobs/list.ts";
import { openQueue } from "#app/domain/jobs/queue.ts";
import type { Office } from "#app/domain/office.ts";
import { openDatabase, type Database } from "#db/client.server.ts";
import { migrateDatabase } from "#db/migrate.server.ts";
import { account, credential } from "#db/schema/accounts.ts";
import { agbCode, enterprise } from "#db/schema/organisations.ts";

import { rivalBareSigning } from "./certificates.ts";
import { makeCsr, makeKeys } from "./keys.ts";

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const AT_ONCE = 16;
/** So many each round, after some that nobody counts. */
const ROUND = 200;
const WARM_UP = 100;
const ROUNDS = 3;

type User = { credential: typeof credential.$inferSelect; csrPem: string };
type Spent = Record<"check the request" | "prepare" | "lint", number>;

/** What was measured: certificates and bare signatures per second, and core-milliseconds per certificate by where they went. */
export type Issuing = { ours: number; rival: number; ratio: number; split: Array<{ part: string; coreMs: number }> };

/**
 * Issues certificates through everything that an installation goes through on PostgreSQL (leave, request check, serial, lint, stored intent,
 * signature, audit, job), 16 at once, in turn with the rival. Keys and signing requests are made outside the clock.
 */
export async function benchIssuing(server: string): Promise<Issuing> {
  return withThrowAwayDatabase(server, async (database) => {
    const spent: Spent = { "check the request": 0, prepare: 0, lint: 0 };
    const { office, authority, profile, users } = await openBench(database, spent);
    const issue = async ({ credential: of, csrPem }: User) => {
      const now = new Date();
      const { id: installationId } = await grantInstallation(office, { credential: of, notSaved: false, now });
      await installCertificate(office, authority, { installationId, csrPem, profile, now });
    };
    await atOnce(users.splice(0, WARM_UP), issue);
    await rivalBareSigning(500, AT_ONCE);
    for (const part of Object.keys(spent) as Array<keyof Spent>) spent[part] = 0;

    let [signatures, seconds] = [0, 0];
    for (let round = 0; round < ROUNDS; round += 1) {
      signatures += await rivalBareSigning(1_500, AT_ONCE);
      const start = performance.now();
      await atOnce(users.splice(0, ROUND), issue);
      seconds += (performance.now() - start) / 1000;
    }
    const [ours, rival] = [(ROUND * ROUNDS) / seconds, signatures / ROUNDS];
    return { ours, rival, ratio: ours / rival, split: splitOf({ ours, rival, spent }) };
  });
}

/** A core's milliseconds per certificate. What is not ours alone, the driver and the server's own processes included, is what is left over. */
function splitOf({ ours, rival, spent }: { ours: number; rival: number; spent: Spent }): Issuing["split"] {
  const cores = availableParallelism();
  const parts = [
    { part: "sign", coreMs: (cores * 1000) / rival },
    ...Object.entries(spent).map(([part, ms]) => ({ part, coreMs: ms / (ROUND * ROUNDS) })),
  ];
  const whole = (cores * 1000) / ours;
  const rest = whole - parts.reduce((sum, { coreMs }) => sum + coreMs, 0);
  return [...parts, { part: "database, driver and the rest", coreMs: rest }];
}

async function atOnce(users: User[], issue: (user: User) => Promise<void>): Promise<void> {
  const waiting = [...users];
  const worker = async () => {
    for (let user = waiting.pop(); user; user = waiting.pop()) await issue(user);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function openBench(database: Database, spent: Spent): Promise<{ office: Office; authority: Authority; profile: CertificateProfile; users: User[] }> {
  const queue = openQueue(database, { jobs: JOBS, log: pino({ level: "silent" }) });
  await queue.prepare();
  const profile = CertificateProfile.parse(JSON.parse(readFileSync(at("rules/certificates/personal.json"), "utf8")));
  const passphrase = "twaalf tellers en een klok";
  const made = await makeAuthority({ environment: "test", now: new Date(Date.now() - 86_400_000), passphrase, organisation: "Zegel" });
  const opened = openAuthority({ ...made, passphrase, publicBaseUrl: "http://pki.zegel.example/", clock: { now: () => new Date() } });
  const authority: Authority = {
    ...opened,
    checkCsr: timed(spent, "check the request", opened.checkCsr),
    prepare: timed(spent, "prepare", opened.prepare),
    lint: timed(spent, "lint", opened.lint),
  };
  return { office: { db: database.db, queue }, authority, profile, users: await makeUsers(database, WARM_UP + ROUND * ROUNDS) };
}

function timed<Words extends unknown[], Result>(spent: Spent, part: keyof Spent, work: (...words: Words) => Result): (...words: Words) => Result {
  return (...words) => {
    const start = performance.now();
    try {
      return work(...words);
    } finally {
      spent[part] += performance.now() - start;
    }
  };
}

async function makeUsers({ db }: Database, amount: number): Promise<User[]> {
  const now = new Date();
  const party = { kvkNumber: "68750110", name: "Tandartspraktijk De Brug", legalForm: "besloten vennootschap", segment: "regular" } as const;
  const address = { street: "Brugstraat", houseNumber: 5, postcode: "3511AB", town: "Utrecht", registeredAt: now };
  const [{ id: enterpriseId } = { id: "" }] = await db.insert(enterprise).values({ ...party, ...address }).returning({ id: enterprise.id });
  await db.insert(agbCode).values({ code: "12345678", enterpriseId, name: party.name, kind: "enterprise", careType: "12" });
  const users: User[] = [];
  for (const key of await makeKeys(amount)) {
    const userNumber = newUserNumber("test");
    const name = { initials: "Z.", prefix: "van der", surname: "Håkon", email: "z.vanderhakon@debrug.example", language: "nl" } as const;
    await db.insert(account).values({ userNumber, enterpriseId, agbCode: "12345678", ...name, status: "active", createdAt: now });
    const [made] = await db.insert(credential).values({ userNumber, pinHash: "-", madeAt: now, installUntil: new Date(now.getTime() + 86_400_000) }).returning();
    const publicKey = Uint8Array.from(createPublicKey(key).export({ type: "spki", format: "der" }));
    if (made) users.push({ credential: made, csrPem: makeCsr(key, publicKey, userNumber) });
  }
  return users;
}

async function withThrowAwayDatabase<T>(server: string, work: (database: Database) => Promise<T>): Promise<T> {
  const name = `zegel_bench_${randomBytes(6).toString("hex")}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  const maintain = async (statement: string) => {
    const client = postgres(server, { max: 1, onnotice: () => undefined, connect_timeout: 5 });
    await client.unsafe(statement).finally(() => client.end());
  };
  await maintain(`create database ${name}`);
  try {
    const database = await openDatabase({ url: url.href });
    await migrateDatabase(database, at("db/migrations"));
    return await work(database).finally(() => database.close());
  } finally {
    await maintain(`drop database if exists ${name} with (force)`);
  }
}
