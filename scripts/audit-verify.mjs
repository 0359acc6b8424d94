// Verifies the audit trail (P8) from outside the application: exit code 0: sound; 1: damage; 2: could not look. What is verified, and how: audit-chain.mjs.
import { Buffer } from "node:buffer";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { beginning, headsOfFile, verifyStep } from "./audit-chain.mjs";

/**
 * @typedef {import("./audit-chain.mjs").Query} Query
 * @typedef {import("./audit-chain.mjs").Finding} Finding
 * @typedef {{ events: number, seals: number, heads: number, findings: Finding[], notes: string[] }} Report
 * @typedef {{ query: Query, heads: string | import("./audit-chain.mjs").HeadsReader | null, publicKeys: string[], graceSeconds?: number }} Subject `heads`: the heads file, or its text; keys as PEM
 */

/**
 * Recomputes every hash, link and signature and compares them with what is stored inside and outside the database.
 * @param {Subject} subject
 * @returns {Promise<Report>}
 */
export async function verifyTrail({ heads, ...subject }) {
  const trail = { ...subject, heads: typeof heads === "string" ? readerOf(Buffer.from(heads, "utf8")) : heads };
  /** @type {Finding[]} */
  const findings = [];
  /** @type {string[]} */
  const notes = [];
  let state = beginning();
  while (state.phase !== "done") {
    const step = await verifyStep(trail, state);
    findings.push(...step.findings);
    notes.push(...step.notes);
    state = step.state;
  }
  return { events: state.events, seals: state.position, heads: state.heads, findings, notes };
}

/** @param {Buffer} bytes @returns {import("./audit-chain.mjs").HeadsReader} */
function readerOf(bytes) {
  return async (offset, most) => bytes.subarray(offset, offset + most);
}

/** Why the trail could not be looked at. */
class CannotLook extends Error {}

/**
 * @param {string} dataDir
 * @template T @param {(query: Query) => Promise<T>} look
 * @returns {Promise<T>}
 */
async function withDatabase(dataDir, look) {
  const url = process.env["DATABASE_URL"];
  if (url) {
    const { default: postgres } = await import("postgres");
    const client = postgres(url, { max: 1, onnotice: () => undefined, connect_timeout: 10 });
    try {
      await client`select 1`;
      // One moment in time for the whole of it, while the office goes on.
      const result = await client.begin("isolation level repeatable read read only", (tx) =>
        look(async (text, values = []) => [...(await tx.unsafe(text, /** @type {never[]} */ (values)))].map((row) => ({ ...row }))),
      );
      return /** @type {T} */ (result);
    } catch (error) {
      throw isConnectionError(error) ? new CannotLook("The database does not answer: check DATABASE_URL.") : error;
    } finally {
      await client.end({ timeout: 5 });
    }
  }
  const folder = join(dataDir, "database");
  if (!existsSync(folder)) throw new CannotLook(`There is no database in ${dataDir} yet: start the office once, or set ZEGEL_DATA or DATABASE_URL.`);
  const { takeFolder } = await import("../db/data-lock.js");
  const release = await takeFolder(dataDir);
  if (!release) throw new CannotLook(`The office is using ${dataDir}: stop it first. (On a PostgreSQL server the trail can be verified while the office works.)`);
  const [{ PGlite }, { pg_trgm }] = await Promise.all([import("@electric-sql/pglite"), import("@electric-sql/pglite/contrib/pg_trgm")]);
  const client = await PGlite.create({ dataDir: folder, extensions: { pg_trgm } });
  try {
    return await look(async (text, values = []) => (await client.query(text, values)).rows.map((row) => /** @type {Record<string, string | null>} */ (row)));
  } finally {
    await client.close();
    await release();
  }
}

/** @param {unknown} error */
function isConnectionError(error) {
  return error instanceof Error && "code" in error && /^(E[A-Z]+|CONNECT_TIMEOUT|CONNECTION_\w+|3D000|28\w{3})$/.test(String(error.code));
}

async function main() {
  const dataDir = resolve(process.env["ZEGEL_DATA"] ?? ".data");
  const folder = join(dataDir, "audit");
  const option = (/** @type {string} */ name) => process.argv.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
  const keyFiles = option("key") ? [option("key") ?? ""] : existsSync(folder) ? readdirSync(folder).filter((name) => /^public-.*\.pem$/.test(name)).map((name) => join(folder, name)) : [];
  const headsFile = option("heads") ?? join(folder, "heads.jsonl");
  const heads = await headsOfFile(headsFile);
  const report = await withDatabase(dataDir, (query) =>
    verifyTrail({
      query,
      heads,
      publicKeys: keyFiles.map((file) => readFileSync(file, "utf8")),
    }),
  );
  console.log(`Audit trail: ${report.events} events verified, ${report.seals} seals, ${report.heads} signed heads.`);
  for (const note of report.notes) console.log(`  note: ${note}`);
  for (const finding of report.findings.slice(0, 100)) console.log(`  DAMAGE (${finding.kind}): ${finding.text}`);
  if (report.findings.length > 100) console.log(`  … and ${report.findings.length - 100} more.`);
  console.log(report.findings.length === 0 ? "The trail is sound." : `${report.findings.length} finding(s): the trail was damaged.`);
  process.exitCode = report.findings.length === 0 ? 0 : 1;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((error) => {
    console.error(error instanceof CannotLook ? error.message : `The trail could not be verified: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 2;
  });
}
