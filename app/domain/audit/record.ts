import { randomBytes } from "node:crypto";

import { blanks, builtOnce } from "#db/prepared.ts";
import { auditEvent } from "#db/schema/audit.ts";
import type { Db } from "#db/types.ts";

import type { TrailAct } from "./acts.ts";
import { canonicalJson, sha256, type Json } from "./canonical.ts";
import type { SystemName, TrailWhy } from "./names.ts";
import { refuseSecrets } from "./secrets.ts";

/** Who acts. `public` is somebody we do not know (yet); `system` a job or a sweep, with its name as id. */
export const ACTOR_KINDS = ["staff", "applicant", "contact", "signatory", "user", "public", "system"] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

/** The name is personal: retention clears it together with the details. The id must not be a name or an address. */
export type Actor = ({ kind: Exclude<ActorKind, "system">; id: string } | { kind: "system"; id: SystemName }) & {
  name?: string;
  /** What they do it as a part of, such as a bulk run: ties its events together where nothing else does. */
  within?: string;
};

export type AuditRecord = {
  /** The office's clock. */
  now: Date;
  actor: Actor;
  /** Subject, dot, past tense: "request.submitted". A new one gets its words too. */
  act: TrailAct;
  subject: { kind: string; id: string | number };
  /** The request in whose history this appears. */
  requestId?: string | number | null;
  /** What a reader needs beyond the columns. May hold personal data, never a PIN, password, BSN or key. */
  details?: Record<string, Json | undefined> & { why?: TrailWhy | undefined };
  /** Ties what one page view or one job did together, and is what a caller reads out over the phone. */
  correlationId?: string | null;
};

/**
 * Writes one event in the caller's transaction, so that the act and its trace stand or fall together (P7). Answers the event's id.
 * Throws when the details hold what may never be kept (P9), and whatever the database throws: let it roll the act back.
 */
export async function record(tx: Db, event: AuditRecord): Promise<number> {
  const [row] = await insertEvent(tx, valuesOf(event));
  if (!row) throw new Error("The audit trail took no event.");
  return Number(row["id"]);
}

/** Writes many events at once, in their order; for what is done to many at a time, such as an import. Throws as `record` does. */
export async function recordAll(tx: Db, events: readonly AuditRecord[]): Promise<void> {
  if (events.length > 0) await tx.insert(auditEvent).values(events.map(valuesOf));
}

function valuesOf(event: AuditRecord): typeof auditEvent.$inferInsert {
  const details = event.details ?? {};
  refuseSecrets(details);
  const payloadSalt = randomBytes(16).toString("hex");
  const actorName = event.actor.name ?? null;
  // As the database will give it back: without what is undefined.
  const payload = JSON.parse(canonicalJson(details)) as Record<string, Json>;
  return {
    correlationId: event.correlationId ?? event.actor.within ?? null,
    occurredAt: event.now,
    actorKind: event.actor.kind,
    actorId: event.actor.id,
    actorName,
    act: event.act,
    subjectKind: event.subject.kind,
    subjectId: String(event.subject.id),
    requestId: event.requestId === undefined || event.requestId === null ? null : String(event.requestId),
    payload,
    payloadSalt,
    payloadHash: payloadHash({ actorName, payload, payloadSalt }),
  };
}

/** Every act of the office comes by here. */
const insertEvent = builtOnce<typeof auditEvent.$inferInsert>((db) =>
  db
    .insert(auditEvent)
    .values(
      blanks(
        "correlationId", "occurredAt", "actorKind", "actorId", "actorName", "act", "subjectKind", "subjectId", "requestId",
        "payload", "payloadSalt", "payloadHash",
      ),
    )
    .returning({ id: auditEvent.id }),
);

/** The commitment to the part of an event that retention may clear; the salt keeps it from being guessed afterwards. */
export function payloadHash(part: { actorName: string | null; payload: Json; payloadSalt: string }): string {
  return sha256(canonicalJson([part.payloadSalt, part.actorName, part.payload]));
}
