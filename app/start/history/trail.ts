import type { SealedColumns } from "#app/domain/audit/chain.ts";
import { chainHash, eventHash } from "#app/domain/audit/chain.ts";
import { canonicalJson, type Json } from "#app/domain/audit/canonical.ts";
import type { TrailAct } from "#app/domain/audit/acts.ts";
import { payloadHash, type ActorKind } from "#app/domain/audit/record.ts";

import type { Copier } from "./copy.ts";
import type { Ids } from "./ids.ts";

/** Who acts, as the trail names them. */
export type Doer = { kind: ActorKind; id: string; name?: string };

/** What happened, as the verbs of the office record it (`record`). A letter has no number before its day is over. */
export type Happening = {
  at: number;
  by: Doer;
  act: TrailAct;
  subject: { kind: string; id: string | { number: number } };
  requestId: string | null;
  details: { [key: string]: Json | undefined };
};

/** Where a chain stands. */
export type ChainEnd = { position: number; chainHash: string };

export type Trail = {
  /** Writes what happened on one day, which is in the order of time, and chains it (P8). */
  write(day: readonly Happening[]): void;
  end(): ChainEnd & { eventId: number };
  /** The heads that are to be signed: one for every so many events, and the last. */
  heads(): ChainEnd[];
};

/** An event in a hundred thousand has a signed head of its own, as the newest one has. */
const HEAD_EVERY = 100_000;

/**
 * Writes events with the seals that the sealer would have given them: `recordedAt` is the database's clock at the loading, which nobody in the office can move. Equal in every byte
 * to what `record` and `sealEvents` leave, which `npm run audit:verify` judges by code of its own.
 */
export function openTrail(copier: Copier, ids: Ids, { from, lastEventId, recordedAt }: { from: ChainEnd; lastEventId: number; recordedAt: string }): Trail {
  let { position, chainHash: previous } = from;
  let id = lastEventId;
  const heads: ChainEnd[] = [];
  return {
    write: (day) => {
      for (const { at, by, act, subject, requestId, details } of day) {
        id += 1;
        position += 1;
        const subjectId = typeof subject.id === "string" ? subject.id : String(subject.id.number);
        const payloadSalt = ids.salt();
        const payload = canonicalJson(details);
        const actorName = by.name ?? null;
        const occurredAt = new Date(at).toISOString();
        const columns: SealedColumns = {
          id: String(id),
          correlation_id: null,
          occurred_at: occurredAt,
          recorded_at: recordedAt,
          actor_kind: by.kind,
          actor_id: by.id,
          act,
          subject_kind: subject.kind,
          subject_id: subjectId,
          request_id: requestId,
          payload_hash: payloadHash({ actorName, payload: details as Json, payloadSalt }),
        };
        const hash = eventHash(columns);
        previous = chainHash(previous, position, hash);
        copier.add("audit_event", [id, occurredAt, recordedAt, by.kind, by.id, actorName, act, subject.kind, subjectId, requestId, payload, payloadSalt, columns.payload_hash]);
        copier.add("audit_seal", [position, id, hash, previous, recordedAt]);
        if (position % HEAD_EVERY === 0) heads.push({ position, chainHash: previous });
      }
    },
    end: () => ({ position, chainHash: previous, eventId: id }),
    heads: () => (heads.at(-1)?.position === position || position === from.position ? heads : [...heads, { position, chainHash: previous }]),
  };
}

export const TRAIL_COLUMNS = {
  audit_event: ["id", "occurred_at", "recorded_at", "actor_kind", "actor_id", "actor_name", "act", "subject_kind", "subject_id", "request_id", "payload", "payload_salt", "payload_hash"],
  audit_seal: ["position", "event_id", "event_hash", "chain_hash", "sealed_at"],
} as const;
