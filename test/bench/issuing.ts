import { createPublicKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";

import { pino } from "pino";

import { makeAuthority, openAuthority } from "#app/adapters/forge/index.ts";
import { newUserNumber } from "#app/domain/accounts/user-number.ts";
import { installCertificate } from "#app/domain/certificates/pipeline.ts";
import type { Authority } from "#app/domain/certificates/ports.ts";
import { CertificateProfile } from "#app/domain/definitions/schema/certificate-profile.ts";
import { JOBS } from "#app/domain/jobs/list.ts";
import { openQueue } from "#app/domain/jobs/queue.ts";
import type { Office } from "#app/domain/office.ts";
import type { Database } from "#db/client.server.ts";
import { account, credential, installation } from "#db/schema/accounts.ts";
import { agbCode, enterprise } from "#db/schema/organisations.ts";

import { rivalBareSigning } from "./certificates.ts";
import { serverCoreMs, withThrowAwayDatabase } from "./databases.ts";
import { makeCsr, makeKeys } from "./keys.ts";
import { watchLoop } from "./loop.ts";

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const AT_ONCE = 16;
/** Clients that install while the event loop is watched, and so many certificates meanwhile. */
const CLIENTS = 8;
const WATCHED = 200;
/** So many each round, after some that nobody counts. */
const ROUND = 200;
const WARM_UP = 100;
const ROUNDS = 3;
const RIVAL_MS = 1_500;

type User = { installationId: string; csrPem: string };
type Spent = Record<"check the request" | "prepare" | "lint", number>;

/** What was measured: certificates and bare signatures per second, and core-milliseconds per certificate by where they went. */
export type Issuing = { ours: number; rival: number; ratio: number; split: Array<{ part: string; coreMs: number }>; worstWaitMs: number };

/**
 * Issues certificates through the whole pipeline on PostgreSQL (request check, serial, lint, stored intent, signature, audit, job), 16 at once, in
 * turn with the rival. Keys, signing requests and leaves to install are made outside the clock.
 */
export async function benchIssuing(server: string): Promise<Issuing> {
  return withThrowAwayDatabase(server, async (database) => {
    const spent: Spent = { "check the request": 0, prepare: 0, lint: 0 };
    const { office, authority, profile, users } = await openBench(database, spent);
    const issue = async ({ installationId, csrPem }: User) => {
      await installCertificate(office, authority, { installationId, csrPem, profile, now: new Date() });
    };
    await atOnce(users.splice(0, WARM_UP), issue);
    await rivalBareSigning(500, AT_ONCE);
    for (const part of Object.keys(spent) as Array<keyof Spent>) spent[part] = 0;

    let [rival, signMs, seconds, ownMs, theirMs] = [0, 0, 0, 0, 0];
    for (let round = 0; round < ROUNDS; round += 1) {
      const signing = await busy(() => rivalBareSigning(RIVAL_MS, AT_ONCE));
      rival += signing.answer / ROUNDS;
      signMs += signing.coreMs / ((signing.answer * RIVAL_MS) / 1000) / ROUNDS;
      const serverBefore = await serverCoreMs(database);
      const issuing = await busy(() => atOnce(users.splice(0, ROUND), issue));
      seconds += issuing.seconds;
      ownMs += issuing.coreMs / (ROUND * ROUNDS);
      theirMs += ((await serverCoreMs(database)) - serverBefore) / (ROUND * ROUNDS);
    }
    const ours = (ROUND * ROUNDS) / seconds;
    const split = splitOf({ ours, signMs, spent, ownMs, theirMs });
    const wait = watchLoop();
    await atOnce(users.splice(0, WATCHED), issue, CLIENTS);
    return { ours, rival, ratio: ours / rival, split, worstWaitMs: wait() };
  });
}

/** How long it took, and how long this process's threads, the signing ones included, had a core meanwhile. */
async function busy<T>(work: () => Promise<T>): Promise<{ answer: T; seconds: number; coreMs: number }> {
  const [start, before] = [performance.now(), process.cpuUsage()];
  const answer = await work();
  const { user, system } = process.cpuUsage(before);
  return { answer, seconds: (performance.now() - start) / 1000, coreMs: (user + system) / 1000 };
}

/**
 * A core's milliseconds per certificate. The rest of this process is drizzle, the driver, and what the language itself costs; the server's are those of its connections. What is left
 * over is its writer's, the kernel's between the two, waiting for each other, and whatever else the machine was doing.
 */
function splitOf({ ours, signMs, spent, ownMs, theirMs }: { ours: number; signMs: number; spent: Spent; ownMs: number; theirMs: number }): Issuing["split"] {
  const judged = Object.entries(spent).map(([part, ms]) => ({ part, coreMs: ms / (ROUND * ROUNDS) }));
  const known = [{ part: "sign", coreMs: signMs }, ...judged];
  const rest = ownMs - known.reduce((sum, { coreMs }) => sum + coreMs, 0);
  const others = (availableParallelism() * 1000) / ours - ownMs - theirMs;
  return [...known, { part: "the rest of this process", coreMs: rest }, { part: "PostgreSQL", coreMs: theirMs }, { part: "waiting and others", coreMs: others }];
}

async function atOnce(users: User[], issue: (user: User) => Promise<void>, clients = AT_ONCE): Promise<void> {
  const waiting = [...users];
  const worker = async () => {
    for (let user = waiting.pop(); user; user = waiting.pop()) await issue(user);
  };
  await Promise.all(Array.from({ length: clients }, worker));
}

async function openBench(database: Database, spent: Spent): Promise<{ office: Office; authority: Authority; profile: CertificateProfile; users: User[] }> {
  const queue = openQueue(database, { jobs: JOBS, log: pino({ level: "silent" }) });
  await queue.prepare();
  const profile = CertificateProfile.parse(JSON.parse(readFileSync(at("rules/certificates/personal.json"), "utf8")));
  const passphrase = "twaalf tellers en een klok";
  const made = await makeAuthority({ environment: "demonstration", now: new Date(Date.now() - 86_400_000), passphrase, organisation: "Zegel" });
  const opened = openAuthority({ ...made, passphrase, publicBaseUrl: "http://pki.zegel.example/", clock: { now: () => new Date() } });
  const authority: Authority = {
    ...opened,
    checkCsr: timed(spent, "check the request", opened.checkCsr),
    prepare: timed(spent, "prepare", opened.prepare),
    lint: timed(spent, "lint", opened.lint),
  };
  const office = { db: database.db, queue };
  return { office, authority, profile, users: await makeUsers(office, WARM_UP + ROUND * ROUNDS + WATCHED) };
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

async function makeUsers(office: Office, amount: number): Promise<User[]> {
  const { db } = office;
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
    if (!made) throw new Error("The PIN was not stored.");
    // The leave itself is not what is measured, and asks the rules.
    const [leave] = await db.insert(installation).values({ credentialId: made.id, attempt: 1, grantedAt: now, expiresAt: new Date(now.getTime() + 3_600_000) }).returning({ id: installation.id });
    const installationId = leave?.id ?? "";
    users.push({ installationId, csrPem: makeCsr(key, publicKey, userNumber) });
  }
  return users;
}
