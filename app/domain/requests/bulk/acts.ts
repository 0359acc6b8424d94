import type { Act } from "#app/domain/access/permissions.ts";

import type { ActName } from "../lifecycle.ts";

/**
 * What can be done to many requests at once. Each is an act of the life cycle (or a note) with the permission that the single act asks for;
 * `takesUp`: what nobody has in hand is taken in hand by the same stroke. Approving is not among those: one approves what one had before one's
 * eyes. What is not here is never done in bulk: a second check, taking over from a colleague, an undo, and every ruling on an identity.
 */
export const BULK = {
  claim: { can: "request:claim", does: "claim", takesUp: false, brings: null },
  release: { can: "request:claim", does: "release", takesUp: false, brings: null },
  approve: { can: "request:decide", does: "approve", takesUp: false, brings: null },
  reject: { can: "request:decide", does: "reject", takesUp: true, brings: "reasonCode" },
  ask: { can: "request:ask", does: "ask-information", takesUp: true, brings: "text" },
  note: { can: "request:note", does: null, takesUp: false, brings: "text" },
} as const satisfies Record<string, { can: Act; does: ActName | null; takesUp: boolean; brings: "reasonCode" | "text" | null }>;

export type BulkAct = keyof typeof BULK;
export const BULK_ACTS = Object.keys(BULK) as BulkAct[];
