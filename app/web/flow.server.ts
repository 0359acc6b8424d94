import { amountOf, leadTimeOf, readFlow, readLeadTimes, sumOf, type Flow, type LeadTime, type Span, type Tally } from "#app/domain/dashboards/flow/read.ts";
import { percentOf } from "#app/domain/dashboards/share.ts";
import type { Measure } from "#app/domain/dashboards/flow/sums.ts";
import type { FigureFilter } from "#app/domain/dashboards/now.ts";
import { BLOCK_CAUSES } from "#app/domain/dashboards/blocked.ts";
import { readStanding } from "#app/domain/dashboards/standing.ts";
import { INSTALL_BANDS } from "#app/domain/customers/certificates/states.ts";
import type { Language } from "#app/domain/people.ts";
import type { Db } from "#db/types.ts";

import { bucketName, choicesOf, fieldNames, figureAddress, typeKeys } from "./figures.server.ts";
import type { Translate } from "./i18n.server.ts";
import { paths } from "./paths.ts";

type Reader = { db: Db; now: Date; t: Translate; language: Language };
type To = (measure: Measure, value?: string) => string;

/** Stages with the measure of their lead time, in the order of a request's way. */
const STAGES = { review: "review-days", identification: "identification-days", delivery: "delivery-days", whole: "whole-days" } as const satisfies Record<string, Measure>;
const FUNNEL = ["asked", "opened", "started", "returned", "matched", "done"] as const;
const ASIDE = ["near", "mismatch", "amp", "by-hand", "denied"] as const;
/** Within how many days certificates expire. */
const EXPIRING = { within30: "30", within60: "60", within90: "90" } as const;
const LETTER_WAY = ["made", "printed", "posted", "returned", "spoilt"] as const;

/** The page "flow": what `readFlow` counted, each figure with its words, what it was before, and the requests behind it. */
export async function showFlow({ db, now, t, language }: Reader, { span, ...filter }: FigureFilter & { span: Span }) {
  const [flow, types, standing, choices] = await Promise.all([readFlow(db, { filter, span, now }), typeKeys(db), readStanding(db, now), choicesOf({ db, t })]);
  const leads = await readLeadTimes(db, { filter, stretch: flow.present, types });
  const to = figureAddress(filter, flow.present);
  const name = (begins: string) => bucketName({ grain: flow.present.grain, begins }, t, language);
  return {
    from: flow.present.from,
    until: flow.present.until,
    formerFrom: flow.former.from,
    formerUntil: flow.former.until,
    say: sentences(flow, to),
    buckets: flow.buckets.map(({ begins, until, received, decided, done }, place) => {
      const there = figureAddress(filter, { from: begins, until });
      return { key: begins, name: name(begins), begins, isRunning: place === flow.buckets.length - 1, received: { amount: received, to: there("received") }, decided: { amount: decided, to: there("decided") }, done: { amount: done, to: there("closed", "done") } };
    }),
    stages: stagesOf(flow, to),
    types: types
      .map((type) => ({ key: type, label: t(`requests:${type}.title`), leads: leadsOf(leads.get(type), figureAddress({ ...filter, type }, flow.present)) }))
      .filter((row) => row.leads.some(({ lead }) => lead !== null))
      .sort((one, other) => one.label.localeCompare(other.label)),
    outcomes: (["approve", "reject"] as const).map((as) => ({ key: as, ...pair(flow, "decided", as), to: to("decided", as) })),
    ends: (["cancelled", "lapsed", "joined"] as const).map((as) => ({ key: as, ...pair(flow, "closed", as), to: to("closed", as) })),
    hows: (["office", "at-once", "asked"] as const).map((how) => ({ key: how, ...pair(flow, "how", how), to: to("how", how) })),
    reasons: reasonsOf(flow, t, to),
    questions: await questionsOf({ db, t }, flow, to),
    funnel: FUNNEL.map((step, place) => stepOf(flow.now, step, FUNNEL[place - 1], to)),
    aside: ASIDE.map((step) => ({ key: step, amount: amountOf(flow.now, "identification", step), to: to("identification", step) })),
    letters: LETTER_WAY.map((step) => ({ key: step, ...pair(flow, "letter", step), to: to("letter", step) })),
    standing: {
      bands: INSTALL_BANDS.map((band) => ({ key: band, amount: standing.toInstall[band], to: paths.certificates({ state: "to-install", band }) })),
      expiring: (Object.keys(EXPIRING) as Array<keyof typeof EXPIRING>).map((key) => ({ key, amount: standing.expiring[key], to: paths.certificates({ state: "expires-soon", within: EXPIRING[key] }) })),
      expiringTo: paths.certificates({ state: "expires-soon" }),
      reinstallable: standing.reinstallable && { ...standing.reinstallable, to: paths.certificates({ state: "expired", since: String(standing.reinstallable.windowDays) }) },
      blocked: BLOCK_CAUSES.map((cause) => ({ key: cause, amount: standing.blocked[cause], to: paths.blockedAccounts({ cause }) })),
    },
    choices,
  };
}

function sentences({ now, before }: Flow, to: To) {
  const decided = sumOf(now, "decided");
  const [late, lateBefore] = [sumOf(now, "review-late"), sumOf(before, "review-late")];
  const inTime = (of: Tally) => percentOf(sumOf(of, "decided") - sumOf(of, "review-late"), sumOf(of, "decided"));
  const rightAtOnce = (of: Tally) => percentOf(amountOf(of, "how", "office") + amountOf(of, "how", "at-once"), sumOf(of, "how"));
  return {
    decided,
    late,
    lateBefore,
    inTime: inTime(now),
    inTimeBefore: inTime(before),
    lateTo: to("review-late"),
    lead: leadTimeOf(now, "whole-days"),
    leadBefore: leadTimeOf(before, "whole-days"),
    leadTo: to("whole-days"),
    right: rightAtOnce(now),
    rightBefore: rightAtOnce(before),
    rightTo: to("how", "asked"),
    asked: amountOf(now, "how", "asked"),
  };
}

function stagesOf({ now, before }: Flow, to: To) {
  return leadsOf(now, to).map((one) => ({ ...one, before: leadTimeOf(before, STAGES[one.stage]) }));
}

function leadsOf(tally: Tally | undefined, to: To) {
  return (Object.keys(STAGES) as Array<keyof typeof STAGES>).map((stage): { stage: keyof typeof STAGES; lead: LeadTime | null; to: string } => ({ stage, lead: tally ? leadTimeOf(tally, STAGES[stage]) : null, to: to(STAGES[stage]) }));
}

function pair({ now, before }: Flow, measure: Measure, value: string) {
  return { amount: amountOf(now, measure, value), before: amountOf(before, measure, value) };
}

/** The values of a measure that are there, the most frequent first. */
function valuesOf({ now }: Flow, measure: Measure): string[] {
  const found = [...(now.get(measure) ?? [])].filter(([, amount]) => amount > 0).sort(([one, amount], [other, than]) => than - amount || (one < other ? -1 : 1));
  return found.map(([value]) => value);
}

/** So many fields are shown: whoever mends a form begins with the first. */
const MOST_FIELDS = 12;

async function questionsOf(reader: Pick<Reader, "db" | "t">, flow: Flow, to: To) {
  const fields = valuesOf(flow, "question").slice(0, MOST_FIELDS);
  const nameOf = fields.length === 0 ? String : await fieldNames(reader);
  return fields.map((field) => ({ key: field, label: nameOf(field), ...pair(flow, "question", field), to: to("question", field) }));
}

function reasonsOf(flow: Flow, t: Translate, to: To) {
  return valuesOf(flow, "reason").map((code) => ({ key: code, label: t(`requests:reasons.${code}`, { defaultValue: code }), ...pair(flow, "reason", code), to: to("reason", code) }));
}

/** How many came so far, and of those who came to the step before how many did not. */
function stepOf(now: Tally, step: (typeof FUNNEL)[number], before: (typeof FUNNEL)[number] | undefined, to: To) {
  const amount = amountOf(now, "identification", step);
  const came = before === undefined ? amount : amountOf(now, "identification", before);
  return { key: step, amount, lost: Math.max(0, came - amount), share: percentOf(amount, amountOf(now, "identification", "asked")), to: to("identification", step) };
}
