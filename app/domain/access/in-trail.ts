import type { Actor as TrailActor } from "#app/domain/audit/record.ts";

import type { Actor } from "./actor.ts";

/** How the audit trail names who acts: an id that is no name or address, and the name apart, so that retention can clear it. */
export function inTrail(actor: Actor): TrailActor {
  if (actor.kind === "staff") return { kind: "staff", id: actor.id, name: actor.name, ...(actor.bulkRun !== undefined && { within: actor.bulkRun }) };
  if (actor.kind === "system") return { kind: "system", id: actor.id };
  if (actor.role === "visitor") return { kind: "public", id: actor.id ?? "visitor" };
  const kind = actor.role === "main-contact" ? "contact" : actor.role;
  return { kind, id: actor.id ?? "unknown" };
}
