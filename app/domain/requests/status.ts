import { and, eq } from "drizzle-orm";

import { identification } from "#db/schema/identification.ts";
import type { request} from "#db/schema/requests.ts";
import { requestClock } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";

import { getRequest } from "./decide.ts";
import { mayAct, type RequestStatus } from "./lifecycle.ts";
import { referenceOf } from "./reference.ts";

export const STEPS = ["received", "review", "identification", "delivery", "done"] as const;
export type StepKey = (typeof STEPS)[number];

/** One step of the status page: what is done with when, what is under way with who is to act and by when, what comes. */
export type StatusStep = {
  key: StepKey;
  state: "done" | "current" | "next" | "stopped";
  at?: Date;
  who?: "office" | "applicant" | "role-holders";
  dueBy?: Date;
};

export type StatusView = {
  reference: string;
  type: string;
  status: RequestStatus;
  subjectName: string;
  steps: StatusStep[];
  canCancel: boolean;
  reasonCode: string | null;
  /** Why it does not go on at once: an objection, or the desk looks at an identification. */
  heldBy: "objection" | "identification" | null;
  closedAt: Date | null;
};

/** Where a request is, in the steps that the applicant knows (R91, R92). Says nothing that a link in a mailbox should not tell: no names of role holders. */
export async function getStatus(db: Db, input: { requestId: string }): Promise<StatusView> {
  const row = await getRequest(db, input.requestId);
  const clocks = await db.select().from(requestClock).where(eq(requestClock.requestId, row.id));
  const [asked] = await db
    .select({ expiresAt: identification.expiresAt })
    .from(identification)
    .where(and(eq(identification.requestId, row.id), eq(identification.status, "open")));
  const due = (stage: "review" | "delivery") => clocks.find((clock) => clock.stage === stage)?.dueAt;
  const status = row.status;
  const stopped = status === "rejected" || status === "cancelled" || status === "lapsed";
  const at = reached(row);
  const current = STEPS.findIndex((key) => at[key] === undefined);

  return {
    reference: referenceOf(row.number),
    type: row.type,
    status,
    // Until a decision leaves the house it is not there: it can still be taken back.
    subjectName: row.subjectName,
    steps: STEPS.map((key, index): StatusStep => {
      const when = at[key];
      if (when) return { key, state: "done", at: when };
      if (index > current) return { key, state: "next" };
      if (stopped) return { key, state: "stopped", ...(row.closedAt ? { at: row.closedAt } : {}) };
      return { key, state: "current", ...doer(key, due, asked?.expiresAt) };
    }),
    canCancel: mayAct("cancel", status, "applicant"),
    reasonCode: status === "rejected" ? row.reasonCode : null,
    heldBy: status === "identification-desk" ? "identification" : row.objectedAt && !stopped && status !== "done" ? "objection" : null,
    closedAt: row.closedAt,
  };
}

/** When each step was finished; undefined for what is under way or still to come. */
function reached(row: typeof request.$inferSelect): Partial<Record<StepKey, Date>> {
  const approved = ["identifying", "identification-desk", "fulfilling", "done"].includes(row.status);
  return {
    ...(row.confirmedAt ? { received: row.confirmedAt } : {}),
    ...(approved && row.decidedAt ? { review: row.secondAt ?? row.decidedAt } : {}),
    ...(row.identifiedAt ? { identification: row.identifiedAt } : {}),
    ...(row.status === "done" && row.closedAt ? { delivery: row.closedAt, done: row.closedAt } : {}),
  };
}

function doer(key: StepKey, due: (stage: "review" | "delivery") => Date | undefined, expiresAt: Date | undefined): Pick<StatusStep, "who" | "dueBy"> {
  const by = (dueBy: Date | undefined) => (dueBy ? { dueBy } : {});
  if (key === "received") return { who: "applicant" };
  if (key === "identification") return { who: "role-holders", ...by(expiresAt) };
  if (key === "review") return { who: "office", ...by(due("review")) };
  return { who: "office", ...by(due("delivery")) };
}
