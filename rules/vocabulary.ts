import { z } from "zod";

import { deadline, delivery, identification, lifeCycle } from "./facts/fulfilment.ts";
import { party } from "./facts/party.ts";
import { screening } from "./facts/screening.ts";

/**
 * What rules may speak about: per decision point the facts that they may read (`facts/`) and the outcomes that they may give. A fact that is not
 * there does not exist; a fact that is nullable is given as an explicit `null` when nobody knows it. Dates are "YYYY-MM-DD" in Amsterdam.
 * The dotted names are names, not paths: "agb.kind" is one fact.
 */
export const VOCABULARY = { intake: party, screening, identification, delivery, "life-cycle": lifeCycle, deadline } as const;
export const POINTS = ["intake", "screening", "identification", "delivery", "life-cycle", "deadline"] as const;
export type Point = (typeof POINTS)[number];

/** Where a request can be sent instead; the form's pages know how to reach each. */
export const DESTINATIONS = ["enrolment", "contact-change", "main-contact-first", "who-may-ask", "contact-asks", "zorginkoop-form", "online-form", "portal", "vektis", "kvk", "registers-address", "support"] as const;
export const Destination = z.enum(DESTINATIONS);
export type Destination = z.infer<typeof Destination>;

/** From the lightest to the heaviest; the heaviest that a rule asks for counts. */
export const ROUTES = ["automatic", "review", "review-four-eyes"] as const;
export const Route = z.enum(ROUTES);
export type Route = z.infer<typeof Route>;
export const PRIORITIES = ["normal", "high", "urgent"] as const;
export const Priority = z.enum(PRIORITIES);
export type Priority = z.infer<typeof Priority>;

export const IdentifiedRole = z.enum(["signatory", "main-contact"]);
export const IdentificationMethod = z.enum(["idin", "amp", "by-hand"]);

const NumberDelivery = z.strictObject({ to: z.enum(["main-contact", "contact", "user"]), by: z.enum(["email"]) });
const PinDelivery = z.strictObject({ to: z.enum(["main-contact", "contact", "user"]), by: z.enum(["letter", "message-box"]), address: z.enum(["correspondence", "home"]).nullable() });

/** What whoever may not do something to a certificate can do instead. */
export const INSTEAD = ["new-request", "new-pin", "wait", "reinstall", "renew", "support", "enrolment"] as const;
const Instead = z.enum(INSTEAD);

/** What each decision point answers when all its rules have spoken. */
export const OUTCOMES = {
  intake: z.discriminatedUnion("kind", [
    /** May go on; `proposal` is what the form offers first or instead (R6). */
    z.strictObject({ kind: z.literal("allow"), proposal: z.strictObject({ to: Destination, ruleId: z.string() }).nullable() }),
    z.strictObject({ kind: z.literal("refer"), to: Destination, ruleId: z.string() }),
  ]),
  screening: z.strictObject({ route: Route, priority: Priority }),
  identification: z.strictObject({
    /** Whose links are made; with `any-one` the first success ends the others (D24). With `all` every holder of these roles must confirm. */
    roles: z.array(IdentifiedRole).min(1),
    needed: z.enum(["any-one", "all"]),
    methods: z.array(IdentificationMethod).min(1),
    linkDays: z.number().int().positive(),
    /** Days after the link was sent. */
    reminderDays: z.array(z.number().int().positive()),
  }),
  delivery: z.strictObject({ number: NumberDelivery, pin: PinDelivery, language: z.enum(["nl", "en"]) }),
  "life-cycle": z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("allow") }),
    z.strictObject({ kind: z.literal("refuse"), instead: Instead, ruleId: z.string() }),
  ]),
  deadline: z.strictObject({
    amount: z.number().int().positive(),
    unit: z.enum(["working-days", "days", "hours"]),
    /** Whether the clock stands still while we wait for the customer (D9). */
    pauses: z.boolean(),
  }),
} as const;

/** The events that a rule of each point may give: what it adds to the outcome. `finding` only says something. */
export const EVENTS = {
  intake: { finding: z.strictObject({}), refer: z.strictObject({ to: Destination }), propose: z.strictObject({ to: Destination }) },
  screening: { finding: z.strictObject({ route: Route.optional(), priority: Priority.optional() }) },
  identification: { finding: z.strictObject({}), plan: OUTCOMES.identification.partial() },
  delivery: { finding: z.strictObject({}), plan: OUTCOMES.delivery.partial() },
  "life-cycle": { finding: z.strictObject({}), refuse: z.strictObject({ instead: Instead }) },
  deadline: { finding: z.strictObject({}), plan: OUTCOMES.deadline.partial() },
} as const;

type Plain<D> = D extends { type: "text"; choices: infer C } ? keyof C & string
  : D extends { type: "list"; choices: infer C } ? Array<keyof C & string>
  : D extends { type: "number" } ? number
  : D extends { type: "boolean" } ? boolean
  : D extends { type: "list" } ? string[]
  : string;

/** The facts of a point, all of them: a missing one is a type error, an unknown one is null where that is allowed. */
export type Facts<P extends Point> = {
  [K in keyof (typeof VOCABULARY)[P]]: Plain<(typeof VOCABULARY)[P][K]> | ((typeof VOCABULARY)[P][K] extends { nullable: true } ? null : never);
};

/** The typed answer of a point. */
export type Outcome<P extends Point> = z.infer<(typeof OUTCOMES)[P]>;

/** Any value that a fact, or a condition on it, can have. */
export type FactValue = string | number | boolean | string[] | null;

/**
 * What a condition may ask of a fact. A condition on a fact that nobody knows (null), or against a policy without a limit, does not hold;
 * only `isEmpty` holds then. Dates compare with dates. `withinDays` and `withinWorkingDays` hold for a day that is less than so many days away
 * from `today`, before or after it ("changed less than 30 days ago", D15).
 */
export const OPERATORS = [
  "equal",
  "notEqual",
  "in",
  "notIn",
  "lessThan",
  "lessThanInclusive",
  "greaterThan",
  "greaterThanInclusive",
  "between",
  "contains",
  "doesNotContain",
  "containsAll",
  "overlaps",
  "onOrBefore",
  "onOrAfter",
  "withinDays",
  "withinWorkingDays",
  "matches",
  "isEmpty",
  "isNotEmpty",
] as const;
export type OperatorName = (typeof OPERATORS)[number];
