import { z } from "zod";

import type { FigureFilter } from "#app/domain/dashboards/now.ts";
import { SPANS, type Span, type Stretch } from "#app/domain/dashboards/flow/read.ts";
import { MEASURES, type Measure } from "#app/domain/dashboards/flow/sums.ts";
import { dayBegins } from "#app/domain/deadlines/calendar.ts";
import { weekNumber } from "#app/domain/deadlines/week.ts";
import type { Language } from "#app/domain/people.ts";
import { CHANNELS, SEGMENTS } from "#app/domain/definitions/schema/scope.ts";
import { officeTexts } from "#app/domain/definitions/schema/form-texts.ts";
import { currentRelease, listDefinitions } from "#app/domain/definitions/store.ts";
import type { Db } from "#db/types.ts";

import type { Translate } from "./i18n.server.ts";
import { paths, type ReportView } from "./paths.ts";

/** What figures are narrowed by, as their address says it; what makes no sense is left out. */
export const ReportSearch = z.object({
  type: z.string().regex(/^[a-z][a-z0-9-]{0,59}$/).optional().catch(undefined),
  channel: z.enum(CHANNELS).optional().catch(undefined),
  segment: z.enum(SEGMENTS).optional().catch(undefined),
});

/** And for those of the past: how far back. A quarter of a year where nothing is asked. */
export const FlowSearch = ReportSearch.extend({ span: z.enum(SPANS).catch("weeks-13") });

const Day = z.string().refine(isDate);

/** The address of what is behind one figure. Whatever makes no sense in it is left out: nothing that somebody types reaches the trail of exports. */
export const FigureSearch = ReportSearch.extend({
  measure: z.enum(MEASURES).catch("received"),
  value: z.string().regex(/^[A-Za-z0-9_. -]{0,200}$/).catch(""),
  from: Day.catch("2000-01-01"),
  until: Day.catch("2999-12-31"),
  place: z.string().regex(/^\d{4}-\d{2}-\d{2}_/).refine((place) => isDate(place.slice(0, 10)) && z.uuid().safeParse(place.slice(11)).success).optional().catch(undefined),
}).transform((figure) => ({ ...figure, value: figure.measure.endsWith("-days") && !/^\d{1,2}$/.test(figure.value) ? "" : figure.value }));

function isDate(value: string): boolean {
  return /^[12]\d{3}-/.test(value) && dayBegins(value) !== null;
}

/** Where a figure of a stretch leads: the very requests that it counts. */
export function figureAddress(filter: FigureFilter, stretch: Pick<Stretch, "from" | "until">) {
  return (measure: Measure, value = "") => paths.behindFigure({ measure, value, from: stretch.from, until: stretch.until, ...asSearch(filter) });
}

/** The pages of figures, each narrowed by what this one is narrowed by where it can be. */
export function viewsOf({ type, channel, segment, span }: FigureFilter & { span?: string }): Record<ReportView, string> {
  const filter = asSearch({ type, channel, segment });
  const past = asSearch({ ...filter, span });
  return { now: paths.reportOf("now", filter), flow: paths.reportOf("flow", past), people: paths.reportOf("people", past), rules: paths.reportOf("rules", past) };
}

/** What stands on top of each page of the past: how old it is, and what it is narrowed by. */
export function headOf(input: FigureFilter & { span: Span }, now: Date) {
  return { asOf: now.toISOString(), values: { type: "", channel: "", segment: "", ...input }, views: viewsOf(input), isNarrowed: [input.type, input.channel, input.segment].some((value) => value !== undefined) };
}

/** As it stands in an address: what is not asked is left out. */
export function asSearch(of: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(of).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

export type Choice = { value: string; label: string };

export async function choicesOf({ db, t }: { db: Db; t: Translate }): Promise<Record<"type" | "channel" | "segment" | "span", Choice[]>> {
  const types = await typeKeys(db);
  return {
    type: types.map((key) => ({ value: key, label: t(`requests:${key}.title`) })).sort((one, other) => one.label.localeCompare(other.label)),
    channel: CHANNELS.map((value) => ({ value, label: t(`desk-list:channel.${value}`) })),
    segment: SEGMENTS.map((value) => ({ value, label: t(`desk-list:segment.${value}`) })),
    span: SPANS.map((value) => ({ value, label: t(`reports:span.${value}`) })),
  };
}

export async function typeKeys(db: Db): Promise<string[]> {
  return (await listDefinitions(db, await currentRelease(db), "request-type")).map(({ key }) => key);
}

/** Names fields that the desk asked about, each with its type of request ("new-user user.email"), in words; as the figures name it where it is no longer on that form. */
export async function fieldNames({ db, t }: { db: Db; t: Translate }): Promise<(value: string) => string> {
  const types = new Map((await listDefinitions(db, await currentRelease(db), "request-type")).map(({ key, content }) => [key, content.pages.flatMap(({ fields }) => fields)]));
  return (value) => {
    const [type = "", id = ""] = value.split(" ");
    const field = types.get(type)?.find((one) => one.id === id);
    return `${t(`requests:${type}.title`, { defaultValue: type })}: ${field ? t(officeTexts(type, field).label) : id}`;
  };
}

/** A week or month in words: "week 48", "nov 2026". */
export function bucketName({ grain, begins }: { grain: Stretch["grain"]; begins: string }, t: Translate, language: Language): string {
  return grain === "week" ? t("reports:week", { week: weekNumber(begins) }) : new Intl.DateTimeFormat(language === "en" ? "en-GB" : "nl-NL", { month: "short", year: "numeric", timeZone: "UTC" }).format(new Date(begins));
}
