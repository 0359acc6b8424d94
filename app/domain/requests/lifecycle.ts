import type { REQUEST_STATUSES } from "#db/schema/requests.ts";

export type RequestStatus = (typeof REQUEST_STATUSES)[number];

/** Who may do an act: a role of staff, the applicant or another person with a link of their own, or the office's own clockwork. */
export type Doer = "reviewer" | "print-room" | "on-call" | "applicant" | "contact" | "identified-person" | "office";

/** What an act must bring before it counts. */
export type Brings = "reason" | "note" | "another-person";

export type Act = {
  by: readonly Doer[];
  from: readonly RequestStatus[];
  to: RequestStatus;
  brings?: readonly Brings[];
  /** Only who has claimed the request may do it. */
  claimed?: true;
};

/**
 * The life of a request, whole: pages draw their buttons from this table, commands take their allowed source states from it, and the
 * tests walk every cell. What an administrator may change (rules, forms, deadlines, texts) is data and stands elsewhere.
 */
export const LIFECYCLE = {
  "confirm-address": { by: ["applicant"], from: ["unconfirmed"], to: "submitted" },

  /** What came by post or as a scan has no address to confirm: a person registers it, and signature and sender are checked instead (R11, D8). */
  register: { by: ["reviewer"], from: ["unconfirmed"], to: "submitted" },

  /** An urgent report by phone that was called back (D23): the only thing that can be asked so. */
  "call-in": { by: ["reviewer", "on-call"], from: ["unconfirmed"], to: "submitted" },

  claim: { by: ["reviewer"], from: ["submitted"], to: "in-review" },
  /** Another reviewer's claim that has run out, or is taken over with a reason. */
  "take-over": { by: ["reviewer"], from: ["in-review"], to: "in-review", brings: ["reason"] },
  release: { by: ["reviewer"], from: ["in-review"], to: "submitted", claimed: true },
  /** A claim that ran out. */
  "release-late": { by: ["office"], from: ["in-review"], to: "submitted" },

  "ask-information": { by: ["reviewer"], from: ["in-review"], to: "waiting-applicant", brings: ["note"], claimed: true },
  "answer-information": { by: ["applicant"], from: ["waiting-applicant"], to: "submitted" },
  /** The answer came by post, or as a scan. */
  "answer-by-post": { by: ["reviewer"], from: ["waiting-applicant"], to: "submitted" },

  /** What the applicant said by phone, written down by staff; the applicant gets it by e-mail. */
  "answer-by-phone": { by: ["reviewer"], from: ["waiting-applicant"], to: "submitted", brings: ["note"] },

  approve: { by: ["reviewer"], from: ["in-review"], to: "decided", claimed: true },
  "propose-approval": { by: ["reviewer"], from: ["in-review"], to: "second-check", claimed: true },
  "second-approve": { by: ["reviewer"], from: ["second-check"], to: "decided", brings: ["another-person"] },
  "second-return": { by: ["reviewer"], from: ["second-check"], to: "submitted", brings: ["another-person", "note"] },
  /** All rules are green and the policy allows it: nobody at the desk needs to look (D2). */
  "approve-automatically": { by: ["office"], from: ["submitted"], to: "decided" },
  reject: { by: ["reviewer"], from: ["in-review"], to: "decided", brings: ["reason"], claimed: true },
  /** Within the seconds in which nothing has left the house. */
  undo: { by: ["reviewer"], from: ["decided"], to: "in-review" },
  "approval-takes-effect": { by: ["office"], from: ["decided"], to: "identifying" },
  /** Of a request type whose plan asks nobody to identify. */
  "approval-goes-on": { by: ["office"], from: ["decided"], to: "fulfilling" },
  /** Nobody is left who can identify: the approval cannot take effect, and the desk looks again. */
  "approval-returns": { by: ["office"], from: ["decided", "identifying"], to: "submitted" },
  /** Who was asked to identify has the role no more: others are asked (D24). */
  "holder-changes": { by: ["office"], from: ["identifying", "identification-desk"], to: "identifying" },
  /** What was approved cannot be carried out any more, for the register moved meanwhile: the desk looks again. */
  "effect-returns": { by: ["office"], from: ["fulfilling"], to: "submitted" },
  "rejection-takes-effect": { by: ["office"], from: ["decided"], to: "rejected" },

  identify: { by: ["identified-person", "reviewer"], from: ["identifying", "identification-desk"], to: "fulfilling" },
  "refer-to-desk": { by: ["identified-person"], from: ["identifying"], to: "identification-desk" },
  /** "I do not know this request": everything stops and the desk is told (D24). */
  deny: { by: ["identified-person"], from: ["identifying", "identification-desk"], to: "submitted" },
  "ask-again": { by: ["reviewer"], from: ["identification-desk"], to: "identifying", brings: ["note"] },
  "refuse-identity": { by: ["reviewer"], from: ["identification-desk"], to: "rejected", brings: ["reason"] },

  complete: { by: ["office"], from: ["fulfilling"], to: "done" },
  /** The account ended before its number and letter had left: there is nothing left to deliver, and nobody to deliver it to. */
  "delivery-lapses": { by: ["office"], from: ["fulfilling"], to: "lapsed" },

  /** The account ended before what was asked of it was carried out: there is nothing left to change, and nothing to judge again. */
  "effect-lapses": { by: ["office"], from: ["fulfilling"], to: "lapsed" },

  /** The same form once more: it is answered together with another request, under that one's reference. */
  join: { by: ["reviewer"], from: ["submitted", "in-review", "waiting-applicant"], to: "joined" },
  /** What was taken for the same form was not. */
  part: { by: ["reviewer"], from: ["joined"], to: "submitted", brings: ["note"] },
  /** The request that was to answer for it was cancelled or lapsed. */
  "part-unanswered": { by: ["office"], from: ["joined"], to: "submitted" },

  /** The registered contact or main contact does not agree (D24): back to the desk, urgently. */
  object: { by: ["contact"], from: ["submitted", "in-review", "waiting-applicant", "second-check", "decided", "identifying", "identification-desk"], to: "submitted" },
  cancel: {
    by: ["applicant"],
    from: ["unconfirmed", "submitted", "in-review", "waiting-applicant", "second-check", "decided", "identifying", "identification-desk"],
    to: "cancelled",
  },
  lapse: { by: ["office"], from: ["unconfirmed", "waiting-applicant", "identifying"], to: "lapsed" },
} as const satisfies Record<string, Act>;

export type ActName = keyof typeof LIFECYCLE;

export const CLOSED: readonly RequestStatus[] = ["done", "rejected", "cancelled", "lapsed", "joined"];

/** The acts that a doer may do to a request in this status, in the order of the table. */
export function actsFrom(status: RequestStatus, doer: Doer): ActName[] {
  return (Object.keys(LIFECYCLE) as ActName[]).filter((name) => {
    const act: Act = LIFECYCLE[name];
    return act.from.includes(status) && act.by.includes(doer);
  });
}

export function mayAct(name: ActName, status: RequestStatus, doer: Doer): boolean {
  return actsFrom(status, doer).includes(name);
}
