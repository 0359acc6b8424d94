import { sql } from "drizzle-orm";
import { bigint, check, date, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";

/** What happened with an invitation to identify: how far it came, and along which way. */
export const IDENTIFICATION_STEPS = ["asked", "opened", "started", "returned", "matched", "near", "mismatch", "amp", "by-hand", "denied", "done"] as const;
export type IdentificationStep = (typeof IDENTIFICATION_STEPS)[number];

export const LETTER_STEPS = ["made", "printed", "posted", "returned", "spoilt"] as const;
export type LetterStep = (typeof LETTER_STEPS)[number];

/** The life of a request as the figures of the past see it. Days are dates of Amsterdam ("2026-11-16"), amounts of days are working days. */
export type Life = {
  received: string;
  /**
   * `how`: nobody at the desk looked at it, it was right the first time, or the applicant was asked something; `asked`: about which fields, where the desk said so ("new-user user.email").
   * `late`: after its term.
   */
  decided?: { on: string; as: "approve" | "reject"; reason?: string; by?: string; second?: string; how: "office" | "at-once" | "asked"; asked?: string[]; days: number; late?: true; rules?: string[] };
  identification?: { on: string; steps: IdentificationStep[]; ended?: { on: string; days: number } };
  /** `deliveryDays`: since it could be carried out; `days`: since it was received. */
  closed?: { on: string; as: "done" | "rejected" | "cancelled" | "lapsed" | "joined"; deliveryDays?: number; days?: number; late?: true };
  letters?: Array<{ step: LetterStep; on: string }>;
};

/**
 * What one request adds to the figures of the past (`app/domain/dashboards/flow/`): read from its trail, and kept beside the sums so that a later event can take
 * out what it said before. Holds no name, and stays when retention takes the request itself.
 */
export const flowLife = pgTable(
  "flow_life",
  {
    requestId: uuid("request_id").primaryKey(),
    type: text("type").notNull(),
    channel: text("channel").notNull(),
    /** Of the practice, when the request was received; "none" where no practice is known. */
    segment: text("segment").notNull(),
    life: jsonb("life").$type<Life>().notNull(),
    // The days by which its figures are counted: along these a figure finds the requests behind it.
    receivedOn: date("received_on").notNull(),
    decidedOn: date("decided_on"),
    askedOn: date("asked_on"),
    identifiedOn: date("identified_on"),
    closedOn: date("closed_on"),
  },
  (t) => [
    index("flow_received").on(t.receivedOn, t.requestId),
    index("flow_decided").on(t.decidedOn, t.requestId).where(sql`${t.decidedOn} is not null`),
    index("flow_asked").on(t.askedOn, t.requestId).where(sql`${t.askedOn} is not null`),
    index("flow_identified").on(t.identifiedOn, t.requestId).where(sql`${t.identifiedOn} is not null`),
    index("flow_closed").on(t.closedOn, t.requestId).where(sql`${t.closedOn} is not null`),
  ],
);

/**
 * The sums: of a week (from its Monday) or a month (from its first), of everything ("") or of one type, channel and segment, how many of a measure had a value.
 * Whatever is asked, a page reads only rows that it shows; that is why every combination has rows of its own.
 */
export const flowSum = pgTable(
  "flow_sum",
  {
    grain: text("grain", { enum: ["week", "month"] }).notNull(),
    type: text("type").notNull(),
    channel: text("channel").notNull(),
    segment: text("segment").notNull(),
    begins: date("begins").notNull(),
    measure: text("measure").notNull(),
    value: text("value").notNull(),
    amount: integer("amount").notNull(),
  },
  (t) => [
    primaryKey({ name: "flow_sum_once", columns: [t.grain, t.type, t.channel, t.segment, t.begins, t.measure, t.value] }),
    // A sum that is taken out twice would go below nothing.
    check("flow_sum_is_no_less_than_nothing", sql`${t.amount} >= 0`),
  ],
);

/** Up to which place of the audit chain the sums are kept: one row. */
export const flowUntil = pgTable("flow_until", { one: integer("one").primaryKey().default(1), position: bigint("position", { mode: "number" }).notNull() }, (t) => [check("flow_until_is_one_row", sql`${t.one} = 1`)]);
