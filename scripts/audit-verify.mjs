// Verifies the audit trail (P8) with nothing but a database driver and node:crypto. It shares no code with the application on
// purpose: what the application gets wrong, or is made to get wrong, shows here. Exit code 0: sound; 1: damage; 2: could not look.
import { Buffer } from "node:buffer";
import { createHash, createPublicKey, verify } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * @typedef {(text: string, values?: unknown[]) => Promise<Record<string, string | null>[]>} Query columns as text or null
 * @typedef {{ position: number, chainHash: string, takenAt: string, keyId: string, signature: string, source: "database" | "file" }} Head
 * @typedef {{ kind: string, text: string }} Finding
 * @typedef {{ events: number, seals: number, heads: number, findings: Finding[], notes: string[] }} Report
 * @typedef {{ query: Query, heads: string | null, publicKeys: string[], graceSeconds?: number }} Subject `heads`: the heads file's text; keys as PEM
 */

const PAGE = 2000;
/** Heads are signed in the transaction of the seals, at most ten seconds apart; the rest is for a slow disk. */
const HEAD_SECONDS = 20;

/**
 * Recomputes every hash, link and signature and compares them with what is stored inside and outside the database.
 * @param {Subject} subject
 * @returns {Promise<Report>}
 */
export async function verifyTrail({ query, heads: headsText, publicKeys, graceSeconds = 60 }) {
  /** @type {Finding[]} */
  const findings = [];
  /** @type {string[]} */
  const notes = [];
  const found = (/** @type {string} */ kind, /** @type {string} */ text) => void findings.push({ kind, text });
  const heads = await collectHeads(query, headsText, publicKeys, found, notes);
  const chain = await walkChain(query, heads, found);
  judgeHeads(heads, chain, found, notes, headsText);
  await judgeUnsealed(query, chain.newestSeal, graceSeconds, found, notes);
  return { events: chain.events, seals: chain.last, heads: heads.length, findings, notes };
}

/** @param {Query} query @param {Head[]} heads @param {(kind: string, text: string) => void} found */
async function walkChain(query, heads, found) {
  const headsAt = groupByPosition(heads);
  let expected = 1;
  let events = 0;
  let oldestBare = /** @type {string | null} */ (null);
  let newestSeal = /** @type {string | null} */ (null);
  const lastHead = Math.max(0, ...heads.filter((head) => head.source === "database").map((head) => head.position));
  let previous = /** @type {string | null} */ ("0".repeat(64));
  for (;;) {
    const rows = await query(SEALS_SQL, [expected - 1, PAGE]);
    for (const row of rows) {
      const position = Number(row["position"]);
      if (position !== expected) {
        found("seal-missing", `Seals ${expected} to ${position - 1} are missing.`);
        previous = null;
      }
      const at = `at seal ${position} (event ${row["event_id"]})`;
      if (previous !== null && hash([previous, String(position), row["event_hash"]]) !== row["chain_hash"]) {
        found("chain-broken", `The chain does not hold ${at}: a seal was changed, moved or forged.`);
      }
      if (row["id"] === null) found("event-missing", `The event ${at} is gone.`);
      else {
        events += 1;
        judgeEvent(row, at, found);
      }
      for (const head of headsAt.get(position) ?? []) {
        if (head.chainHash !== row["chain_hash"]) {
          found("head-unmatched", `The signed head of ${head.takenAt} (${head.source}) knows another history up to seal ${position}.`);
        }
      }
      if (position > lastHead) oldestBare ??= row["sealed_at"] ?? null;
      newestSeal = [newestSeal ?? "", row["sealed_at"] ?? ""].sort().at(-1) ?? null;
      previous = row["chain_hash"] ?? null;
      expected = position + 1;
    }
    if (rows.length < PAGE) return { last: expected - 1, events, oldestBare, newestSeal };
  }
}

/** @param {Record<string, string | null>} row @param {string} at @param {(kind: string, text: string) => void} found */
function judgeEvent(row, at, found) {
  if (hash(SEALED_COLUMNS.map((column) => row[column] ?? null)) !== row["event_hash"]) {
    found("event-changed", `The event ${at} is not what was sealed.`);
  }
  const cleared = row["payload"] === null && row["payload_salt"] === null && row["actor_name"] === null;
  const payload = row["payload"] === null ? null : JSON.parse(row["payload"] ?? "null");
  if (!cleared && hash([row["payload_salt"] ?? null, row["actor_name"] ?? null, payload]) !== row["payload_hash"]) {
    found("details-changed", `The details of the event ${at} are not what was recorded.`);
  }
}

/**
 * Heads from both places, of which the signature holds. The others are findings.
 * @param {Query} query @param {string | null} headsText @param {string[]} publicKeys
 * @param {(kind: string, text: string) => void} found @param {string[]} notes
 */
async function collectHeads(query, headsText, publicKeys, found, notes) {
  const keys = new Map(publicKeys.map((pem) => createPublicKey(pem)).map((key) => [keyId(key), key]));
  const rows = await query(HEADS_SQL);
  const stored = rows.map((row) => /** @type {Head} */ ({ ...row, position: Number(row["position"]), source: "database" }));
  const heads = [...stored, ...readHeads(headsText ?? "", found, notes)];
  return heads.filter((head) => {
    const key = keys.get(head.keyId);
    const text = canonical(["zegel audit head 1", String(head.position), head.chainHash, head.takenAt]);
    const sound = key !== undefined && verify(null, Buffer.from(text), key, Buffer.from(head.signature, "base64url"));
    if (!sound) {
      const why = key ? "does not bear the signature of its key" : `is signed by key ${head.keyId}, which was not given`;
      found("head-forged", `The head of ${head.takenAt} at seal ${head.position} (${head.source}) ${why}.`);
    }
    return sound;
  });
}

/** @param {string} text @param {(kind: string, text: string) => void} found @param {string[]} notes @returns {Head[]} */
function readHeads(text, found, notes) {
  const lines = text.split("\n");
  if (lines.pop() !== "") notes.push("The last line of the heads file was cut short, as a crash does; the next run of the office repairs it.");
  return lines.flatMap((line, index) => {
    try {
      const { position, chainHash, takenAt, keyId, signature } = JSON.parse(line);
      return [{ position: Number(position), chainHash: String(chainHash), takenAt: String(takenAt), keyId: String(keyId), signature: String(signature), source: /** @type {const} */ ("file") }];
    } catch {
      found("heads-file-damaged", `Line ${index + 1} of the heads file cannot be read.`);
      return [];
    }
  });
}

/**
 * @param {Head[]} heads @param {{ last: number, oldestBare: string | null, newestSeal: string | null }} chain
 * @param {(kind: string, text: string) => void} found @param {string[]} notes @param {string | null} headsText
 */
function judgeHeads(heads, chain, found, notes, headsText) {
  const ahead = heads.filter((head) => head.position > chain.last).sort((a, b) => b.position - a.position)[0];
  if (ahead) {
    found(
      "tail-cut",
      `The head of ${ahead.takenAt} (${ahead.source}) was signed over ${ahead.position} events; the database has ${chain.last} seals. ` +
        "The end was cut off, or an older backup was put back. (With the embedded database also: the power failed.)",
    );
  }
  const inDatabase = new Set(heads.filter((head) => head.source === "database").map((head) => head.position));
  const inFile = heads.filter((head) => head.source === "file");
  for (const head of inFile) {
    if (head.position <= chain.last && !inDatabase.has(head.position)) {
      found("head-missing", `The head of ${head.takenAt} at seal ${head.position} is in the file, and no longer in the database.`);
    }
  }
  if (chain.oldestBare && seconds(chain.oldestBare, chain.newestSeal) > HEAD_SECONDS) {
    found("head-missing", `Seals since ${chain.oldestBare} have no signed head after them: heads were removed, or are no longer made.`);
  }
  const lastInFile = Math.max(0, ...inFile.map((head) => head.position));
  const lastInDatabase = Math.max(0, ...inDatabase);
  if (headsText === null && lastInDatabase > 0) found("heads-file-missing", "The heads file outside the database is missing.");
  else if (lastInFile < lastInDatabase) {
    notes.push(`The heads file reaches to seal ${lastInFile} of ${lastInDatabase}; beyond it only the database vouches for itself.`);
  }
}

/**
 * Events without a seal are the newest, and few. One that the sealer has passed over, or cannot find, is damage.
 * @param {Query} query @param {string | null} newestSeal @param {number} graceSeconds
 * @param {(kind: string, text: string) => void} found @param {string[]} notes
 */
async function judgeUnsealed(query, newestSeal, graceSeconds, found, notes) {
  const rows = await query(UNSEALED_SQL);
  const newestEvent = (await query(NEWEST_EVENT_SQL))[0]?.["recorded_at"] ?? null;
  let waiting = 0;
  for (const row of rows) {
    const [id, recordedAt] = [row["id"], row["recorded_at"] ?? null];
    if (row["waits"] === null) found("unsealed", `Event ${id} of ${recordedAt} has no seal and does not wait for one.`);
    else if (Math.max(seconds(recordedAt, newestSeal), seconds(recordedAt, newestEvent)) > graceSeconds) {
      found("unsealed", `Event ${id} of ${recordedAt} still waits for its seal, although the office went on.`);
    } else waiting += 1;
  }
  if (waiting > 0) notes.push(`${waiting} event(s) of the last moments wait for a seal; nothing vouches for them yet.`);
}

const SEALED_COLUMNS = ["id", "correlation_id", "occurred_at", "recorded_at", "actor_kind", "actor_id", "act", "subject_kind", "subject_id", "request_id", "payload_hash"];
const iso = (/** @type {string} */ column) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const SEALS_SQL = `
  select s.position::text as position, s.event_id::text as event_id, s.event_hash, s.chain_hash, ${iso("s.sealed_at")} as sealed_at,
    e.id::text as id, e.correlation_id, ${iso("e.occurred_at")} as occurred_at, ${iso("e.recorded_at")} as recorded_at, e.actor_kind, e.actor_id,
    e.act, e.subject_kind, e.subject_id, e.request_id, e.payload_hash, e.payload::text as payload, e.payload_salt, e.actor_name
  from audit_seal s left join audit_event e on e.id = s.event_id where s.position > $1 order by s.position limit $2`;
const HEADS_SQL = `select position::text as position, chain_hash as "chainHash", ${iso("taken_at")} as "takenAt", key_id as "keyId", signature
  from audit_checkpoint order by audit_checkpoint.position`;
const UNSEALED_SQL = `select e.id::text as id, ${iso("e.recorded_at")} as recorded_at, w.event_id::text as waits
  from audit_event e left join audit_waiting w on w.event_id = e.id
  where not exists (select 1 from audit_seal s where s.event_id = e.id) order by e.id`;
const NEWEST_EVENT_SQL = `select ${iso("max(recorded_at)")} as recorded_at from audit_event`;

/** @param {unknown} value */
function hash(value) {
  return createHash("sha256").update(canonical(value), "utf8").digest("hex");
}

/** RFC 8785 for what jsonb can hold: sorted keys, no white space. @param {unknown} value @returns {string} */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(",")}}`;
}

/** @param {import("node:crypto").KeyObject} key */
function keyId(key) {
  return createHash("sha256").update(key.export({ type: "spki", format: "der" })).digest("hex").slice(0, 16);
}

/** @param {string | null} from @param {string | null} to */
function seconds(from, to) {
  return from && to ? (Date.parse(to) - Date.parse(from)) / 1000 : 0;
}

/** @param {Head[]} heads @returns {Map<number, Head[]>} */
function groupByPosition(heads) {
  /** @type {Map<number, Head[]>} */
  const groups = new Map();
  for (const head of heads) groups.set(head.position, [...(groups.get(head.position) ?? []), head]);
  return groups;
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
  const report = await withDatabase(dataDir, (query) =>
    verifyTrail({
      query,
      heads: existsSync(headsFile) ? readFileSync(headsFile, "utf8") : null,
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
