import { asc, eq } from "drizzle-orm";

import type { TrailAct } from "#app/domain/audit/acts.ts";
import type { RequestRow } from "#app/domain/requests/move.ts";
import { auditEvent } from "#db/schema/audit.ts";
import type { Db } from "#db/types.ts";

/** Where a request stands and by whom: what the trail must be able to tell without looking at the request. */
export type Stands = Pick<RequestRow, "status" | "claimedBy" | "decision" | "decidedBy" | "secondBy" | "reasonCode">;

const NOBODY = { claimedBy: null } as const;
const UNDECIDED = { decision: null, decidedBy: null, secondBy: null, reasonCode: null } as const;
const BACK = { status: "submitted", ...NOBODY, ...UNDECIDED } as const;

type Event = { actorId: string; details: Record<string, unknown>; before: Stands };
type Telling = (event: Event) => Partial<Stands>;

/** What each act makes of a request; an act that is not here changes nothing of it. Written by hand, apart from the verbs. */
const TELLS: Partial<Record<TrailAct, Telling>> = {
  "request.submitted": () => ({ status: "unconfirmed" }),
  "request.confirmed": () => ({ status: "submitted" }),
  "request.called-in": () => ({ status: "submitted" }),
  "request.claimed": ({ actorId }) => ({ status: "in-review", claimedBy: actorId }),
  "request.taken-over": ({ actorId }) => ({ claimedBy: actorId }),
  "request.released": () => ({ status: "submitted", ...NOBODY }),
  "request.information-asked": () => ({ status: "waiting-applicant", ...NOBODY }),
  "request.information-given": () => ({ status: "submitted" }),
  "request.approved": ({ actorId }) => ({ status: "decided", ...NOBODY, ...UNDECIDED, decision: "approve", decidedBy: actorId }),
  "request.approval-proposed": ({ actorId }) => ({ status: "second-check", ...NOBODY, ...UNDECIDED, decision: "approve", decidedBy: actorId }),
  "request.second-approved": ({ actorId }) => ({ status: "decided", secondBy: actorId }),
  "request.second-returned": () => ({ status: "submitted", ...UNDECIDED }),
  "request.rejected": ({ actorId, details }) => ({ status: "decided", ...NOBODY, ...UNDECIDED, decision: "reject", decidedBy: actorId, reasonCode: String(details["reasonCode"]) }),
  "request.undone": ({ actorId }) => ({ status: "in-review", ...UNDECIDED, claimedBy: actorId }),
  "request.approval-effective": () => ({ status: "identifying" }),
  "request.approval-returned": () => BACK,
  "request.rejection-effective": () => ({ status: "rejected" }),
  "request.objected": () => BACK,
  "request.cancelled": () => ({ status: "cancelled", ...NOBODY }),
  "request.lapsed": () => ({ status: "lapsed" }),
  "request.identified": () => ({ status: "fulfilling" }),
  "request.effect-returned": () => BACK,
  "request.completed": () => ({ status: "done" }),
  "identification.denied": () => BACK,
  "identification.begun-anew": () => ({ status: "identifying" }),
  // What the bank says otherwise than we know goes to the desk; an answer that no longer counts moves nothing.
  "identification.answered": ({ details, before }) => (before.status === "identifying" && ["near", "mismatch"].includes(String(details["result"])) ? { status: "identification-desk" } : {}),
  "identification.ruled": ({ actorId, details }) => (details["ruling"] === "refuse" ? { status: "rejected", ...UNDECIDED, decision: "reject", decidedBy: actorId, reasonCode: "NAME_MISMATCH" } : { status: "identifying" }),
};

/** The state that the trail of a request tells, from its first event to its last. */
export async function replay(db: Db, requestId: string): Promise<Stands> {
  const events = await db.select().from(auditEvent).where(eq(auditEvent.requestId, requestId)).orderBy(asc(auditEvent.id));
  return events.reduce<Stands>((before, { act, actorId, payload }) => {
    const details = (payload ?? {}) as Record<string, unknown>;
    return { ...before, ...TELLS[act as TrailAct]?.({ actorId, details, before }) };
  }, { status: "unconfirmed", ...NOBODY, ...UNDECIDED });
}

/** The same of the request itself. */
export function standsAs({ status, claimedBy, decision, decidedBy, secondBy, reasonCode }: RequestRow): Stands {
  return { status, claimedBy, decision, decidedBy, secondBy, reasonCode };
}
