// Verifies the audit trail (P8) step by step, with nothing but node:crypto. It shares no code with the application on purpose: what the application gets
// wrong, or is made to get wrong, shows here. Each step is bounded and leaves a state of plain data, so that the nightly run can stop and go on;
// `npm run audit:verify` takes all steps at once.
import { Buffer } from "node:buffer";
import { createHash, createPublicKey, verify } from "node:crypto";
import { open } from "node:fs/promises";

/**
 * @typedef {(text: string, values?: unknown[]) => Promise<Record<string, string | null>[]>} Query columns as text or null
 * @typedef {{ position: number, chainHash: string, takenAt: string, keyId: string, signature: string, source: "database" | "file" }} Head
 * @typedef {{ kind: string, text: string }} Finding
 * @typedef {(offset: number, most: number) => Promise<Buffer>} HeadsReader bytes of the heads file; fewer than `most` at its end
 * @typedef {{ query: Query, heads: HeadsReader | null, publicKeys: string[], graceSeconds?: number }} Trail `heads`: null when there is no file; keys as PEM
 * @typedef {{ phase: "chain" | "file" | "end" | "done", position: number, previous: string | null, events: number, heads: number, newestSeal: string | null,
 *   offset: number, line: number, lastInFile: number, ahead: { position: number, takenAt: string, source: string } | null }} State
 * @typedef {{ state: State, findings: Finding[], notes: string[] }} Step
 */

const PAGE = 2000;
const FILE_BYTES = 1 << 19;
/** Heads are signed in the transaction of the seals, at most ten seconds apart; the rest is for a slow disk. */
const HEAD_SECONDS = 20;

/** Where a verification begins: at the first seal. @returns {State} */
export function beginning() {
  return { phase: "chain", position: 0, previous: "0".repeat(64), events: 0, heads: 0, newestSeal: null, offset: 0, line: 0, lastInFile: 0, ahead: null };
}

/** One bounded step: up to 2,000 seals, half a megabyte of the heads file, or the end. @param {Trail} trail @param {State} state @returns {Promise<Step>} */
export async function verifyStep(trail, state) {
  /** @type {Step} */
  const step = { state: { ...state }, findings: [], notes: [] };
  const keys = new Map(trail.publicKeys.map((pem) => createPublicKey(pem)).map((key) => [keyId(key), key]));
  const found = (/** @type {string} */ kind, /** @type {string} */ text) => void step.findings.push({ kind, text });
  if (state.phase === "chain") await walkChain(trail, step.state, keys, found);
  else if (state.phase === "file") await walkFile(trail, step, keys, found);
  else if (state.phase === "end") await judgeEnd(trail, step, keys, found);
  return step;
}

/** @typedef {Map<string, import("node:crypto").KeyObject>} Keys @typedef {(kind: string, text: string) => void} Found */

/** @param {Trail} trail @param {State} state @param {Keys} keys @param {Found} found */
async function walkChain({ query }, state, keys, found) {
  const rows = await query(SEALS_SQL, [state.position, PAGE]);
  const until = rows.length < PAGE ? Number(rows.at(-1)?.["position"] ?? state.position) : Number(rows.at(-1)?.["position"]);
  const headsAt = groupByPosition((await query(HEADS_SQL, [state.position, until])).map(storedHead).filter((head) => isSound(head, keys, found)));
  for (const row of rows) {
    const position = Number(row["position"]);
    if (position !== state.position + 1) {
      found("seal-missing", `Seals ${state.position + 1} to ${position - 1} are missing.`);
      state.previous = null;
    }
    const at = `at seal ${position} (event ${row["event_id"]})`;
    if (state.previous !== null && hash([state.previous, String(position), row["event_hash"]]) !== row["chain_hash"]) {
      found("chain-broken", `The chain does not hold ${at}: a seal was changed, moved or forged.`);
    }
    if (row["id"] === null) found("event-missing", `The event ${at} is gone.`);
    else {
      state.events += 1;
      judgeEvent(row, at, found);
    }
    for (const head of headsAt.get(position) ?? []) {
      state.heads += 1;
      judgeHead(head, row["chain_hash"] ?? null, found);
    }
    state.newestSeal = [state.newestSeal ?? "", row["sealed_at"] ?? ""].sort().at(-1) ?? null;
    state.previous = row["chain_hash"] ?? null;
    state.position = position;
  }
  if (rows.length < PAGE) state.phase = "file";
}

/** @param {Record<string, string | null>} row @param {string} at @param {Found} found */
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

/** @param {Head} head @param {string | null} chainHash what the chain says at the head's position @param {Found} found */
function judgeHead(head, chainHash, found) {
  if (head.chainHash === chainHash) return;
  found("head-unmatched", `The signed head of ${head.takenAt} (${head.source}) knows another history up to seal ${head.position}.`);
}

/** Whether the head bears the signature of a key that was given. @param {Head} head @param {Keys} keys @param {Found} found */
function isSound(head, keys, found) {
  const key = keys.get(head.keyId);
  const text = canonical(["zegel audit head 1", String(head.position), head.chainHash, head.takenAt]);
  const sound = key !== undefined && verify(null, Buffer.from(text), key, Buffer.from(head.signature, "base64url"));
  if (!sound) {
    const why = key ? "does not bear the signature of its key" : `is signed by key ${head.keyId}, which was not given`;
    found("head-forged", `The head of ${head.takenAt} at seal ${head.position} (${head.source}) ${why}.`);
  }
  return sound;
}

/** @param {Trail} trail @param {Step} step @param {Keys} keys @param {Found} found */
async function walkFile({ query, heads: read }, { state, notes }, keys, found) {
  const bytes = read ? await read(state.offset, FILE_BYTES) : Buffer.alloc(0);
  const end = bytes.lastIndexOf("\n") + 1;
  const heads = bytes.subarray(0, end).toString("utf8").split("\n").slice(0, -1).flatMap((line) => readHead(line, (state.line += 1), found)).filter((head) => isSound(head, keys, found));
  const positions = heads.map(({ position }) => String(position)).join(",");
  const chain = new Map((heads.length > 0 ? await query(SEALS_AT_SQL, [positions]) : []).map((row) => [Number(row["position"]), row["chain_hash"] ?? null]));
  const stored = heads.length > 0 ? (await query(HEADS_AT_SQL, [positions])).map(storedHead) : [];
  const inDatabase = new Set(stored.filter((head) => isSound(head, keys, () => undefined)).map(({ position }) => position));
  const last = Number((await query(LAST_SEAL_SQL))[0]?.["position"] ?? 0);
  for (const head of heads) {
    state.heads += 1;
    state.lastInFile = Math.max(state.lastInFile, head.position);
    if (head.position > last) {
      if (head.position > (state.ahead?.position ?? 0)) state.ahead = { position: head.position, takenAt: head.takenAt, source: head.source };
      continue;
    }
    if (chain.has(head.position)) judgeHead(head, chain.get(head.position) ?? null, found);
    if (!inDatabase.has(head.position)) found("head-missing", `The head of ${head.takenAt} at seal ${head.position} is in the file, and no longer in the database.`);
  }
  state.offset += end;
  if (bytes.length === FILE_BYTES && end > 0) return;
  if (bytes.length > end) notes.push("The last line of the heads file was cut short, as a crash does; the next run of the office repairs it.");
  state.phase = "end";
}

/** @param {string} line @param {number} number @param {Found} found @returns {Head[]} */
function readHead(line, number, found) {
  try {
    const { position, chainHash, takenAt, keyId, signature } = JSON.parse(line);
    return [{ position: Number(position), chainHash: String(chainHash), takenAt: String(takenAt), keyId: String(keyId), signature: String(signature), source: "file" }];
  } catch {
    found("heads-file-damaged", `Line ${number} of the heads file cannot be read.`);
    return [];
  }
}

/** @param {Trail} trail @param {Step} step @param {Keys} keys @param {Found} found */
async function judgeEnd({ query, heads: read, graceSeconds = 60 }, { state, notes }, keys, found) {
  const last = Number((await query(LAST_SEAL_SQL))[0]?.["position"] ?? 0);
  // Heads of seals that are not there (any more), and those that were signed since the chain was walked.
  for (const head of (await query(HEADS_SQL, [state.position, Number.MAX_SAFE_INTEGER])).map(storedHead)) {
    if (head.position <= last || !isSound(head, keys, found)) continue;
    if (head.position > (state.ahead?.position ?? 0)) state.ahead = { position: head.position, takenAt: head.takenAt, source: head.source };
  }
  if (state.ahead) {
    found(
      "tail-cut",
      `The head of ${state.ahead.takenAt} (${state.ahead.source}) was signed over ${state.ahead.position} events; the database has ${last} seals. ` +
        "The end was cut off, or an older backup was put back. (With the embedded database also: the power failed.)",
    );
  }
  const bare = (await query(BARE_SQL))[0];
  if (bare?.["oldest"] && seconds(bare["oldest"], bare["newest"] ?? null) > HEAD_SECONDS) {
    found("head-missing", `Seals since ${bare["oldest"]} have no signed head after them: heads were removed, or are no longer made.`);
  }
  const lastInDatabase = Number((await query(LAST_HEAD_SQL))[0]?.["position"] ?? 0);
  if (read === null && lastInDatabase > 0) found("heads-file-missing", "The heads file outside the database is missing.");
  else if (read !== null && state.lastInFile < lastInDatabase && state.position >= lastInDatabase) {
    notes.push(`The heads file reaches to seal ${state.lastInFile} of ${lastInDatabase}; beyond it only the database vouches for itself.`);
  }
  await judgeUnsealed(query, state.newestSeal, graceSeconds, found, notes);
  state.phase = "done";
}

/**
 * Events without a seal are the newest, and few. One that the sealer has passed over, or cannot find, is damage.
 * @param {Query} query @param {string | null} newestSeal @param {number} graceSeconds @param {Found} found @param {string[]} notes
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
const HEAD = `select position::text as position, chain_hash as "chainHash", ${iso("taken_at")} as "takenAt", key_id as "keyId", signature from audit_checkpoint`;
const HEADS_SQL = `${HEAD} where audit_checkpoint.position > $1 and audit_checkpoint.position <= $2 order by audit_checkpoint.position`;
const HEADS_AT_SQL = `${HEAD} where audit_checkpoint.position = any(string_to_array($1::text, ',')::bigint[])`;
const SEALS_AT_SQL = `select position::text as position, chain_hash from audit_seal where position = any(string_to_array($1::text, ',')::bigint[])`;
const LAST_SEAL_SQL = "select max(position)::text as position from audit_seal";
const LAST_HEAD_SQL = "select max(position)::text as position from audit_checkpoint";
const BARE_SQL = `select ${iso("min(sealed_at)")} as oldest, ${iso("max(sealed_at)")} as newest from audit_seal
  where position > coalesce((select max(position) from audit_checkpoint), 0)`;
const UNSEALED_SQL = `select e.id::text as id, ${iso("e.recorded_at")} as recorded_at, w.event_id::text as waits
  from audit_event e left join audit_waiting w on w.event_id = e.id
  where not exists (select 1 from audit_seal s where s.event_id = e.id) order by e.id`;
const NEWEST_EVENT_SQL = `select ${iso("max(recorded_at)")} as recorded_at from audit_event`;

/** @param {Record<string, string | null>} row @returns {Head} */
function storedHead(row) {
  return /** @type {Head} */ ({ ...row, position: Number(row["position"]), source: "database" });
}

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

/** Reads a heads file piece by piece; null when there is none. @param {string} path @returns {Promise<HeadsReader | null>} */
export async function headsOfFile(path) {
  try {
    await (await open(path)).close();
  } catch {
    return null;
  }
  return async (offset, most) => {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(most), 0, most, offset);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  };
}
