import { createHash, sign, type KeyObject } from "node:crypto";

import { canonicalJson, sha256 } from "./canonical.ts";

/**
 * What is hashed and signed, byte for byte. `scripts/audit-chain.mjs` computes the same from its own code on purpose: a mistake here
 * shows there. Changing anything below needs a new name in `HEAD_DOMAIN` and a verifier that knows both.
 */
export const GENESIS = "0".repeat(64);
const HEAD_DOMAIN = "zegel audit head 1";

/** The columns that are hashed, as text, in this order; times as ISO 8601 with milliseconds in UTC. */
export type SealedColumns = {
  id: string;
  correlation_id: string | null;
  occurred_at: string;
  recorded_at: string;
  actor_kind: string;
  actor_id: string;
  act: string;
  subject_kind: string;
  subject_id: string;
  request_id: string | null;
  payload_hash: string;
};

const iso = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** SQL that reads an event `e` as `SealedColumns`. */
export const SEALED_COLUMNS_SQL = `e.id::text as id, e.correlation_id, ${iso("e.occurred_at")} as occurred_at,
  ${iso("e.recorded_at")} as recorded_at, e.actor_kind, e.actor_id, e.act, e.subject_kind, e.subject_id, e.request_id, e.payload_hash`;

/** SQL for the database's time, as it is signed. */
export const NOW_SQL = iso("clock_timestamp()");

export function eventHash(event: SealedColumns): string {
  const { id, correlation_id, occurred_at, recorded_at, actor_kind, actor_id, act, subject_kind, subject_id, request_id, payload_hash } = event;
  return sha256(
    canonicalJson([id, correlation_id, occurred_at, recorded_at, actor_kind, actor_id, act, subject_kind, subject_id, request_id, payload_hash]),
  );
}

/** One link: it covers the whole chain before it, its own place, and its event. */
export function chainHash(previous: string, position: number, event: string): string {
  return sha256(canonicalJson([previous, String(position), event]));
}

export type Head = { position: number; chainHash: string; takenAt: string; keyId: string; signature: string };

/** Ed25519 (RFC 8032) over the head, base64url. */
export function signHead(head: Pick<Head, "position" | "chainHash" | "takenAt">, privateKey: KeyObject): string {
  const text = canonicalJson([HEAD_DOMAIN, String(head.position), head.chainHash, head.takenAt]);
  return sign(null, Buffer.from(text, "utf8"), privateKey).toString("base64url");
}

/** The first sixteen hexadecimal digits of the SHA-256 of the public key's SubjectPublicKeyInfo. */
export function keyIdOf(publicKey: KeyObject): string {
  return createHash("sha256").update(publicKey.export({ type: "spki", format: "der" })).digest("hex").slice(0, 16);
}
