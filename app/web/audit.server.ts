import { DateTime } from "luxon";
import { z } from "zod";

import type { StaffActor } from "#app/domain/access/actor.ts";
import { may } from "#app/domain/access/permissions.ts";
import { LOOKS, TRAIL_ACTS, type TrailAct } from "#app/domain/audit/acts.ts";
import type { TrailEvent, TrailFilter } from "#app/domain/audit/list.ts";
import { ACTOR_KINDS } from "#app/domain/audit/record.ts";
import { findRequestId, findSubject, type SubjectShown } from "#app/domain/dashboards/trail.ts";
import { dayBegins, ZONE } from "#app/domain/deadlines/calendar.ts";
import type { Db } from "#db/types.ts";

import type { Translate } from "./i18n.server.ts";
import { paths } from "./paths.ts";
import { whatHappened } from "./trail.server.ts";
import { typedDay } from "./typed-day.ts";

const typed = z.string().trim().max(100).catch("");

/** What the auditor asks for, as it stands in the address and in the form; empty is not asked. */
export const AuditSearch = z.object({ from: typedDay(typed), until: typedDay(typed), actor: typed, act: typed, request: typed, about: typed });
export type AuditSearch = z.infer<typeof AuditSearch>;

/** All looks at personal data, as one choice among the acts. */
export const ALL_LOOKS = "looks";

/** The filter that a search means, and which fields mean nothing: with one of those nothing is shown, so that nobody takes a longer list for the answer. */
export async function readFilter(db: Db, search: AuditSearch): Promise<{ filter: TrailFilter; wrong: Array<keyof AuditSearch> }> {
  const filter: TrailFilter = {};
  const wrong: Array<keyof AuditSearch> = [];
  const [from, until] = [dayBegins(search.from), dayBegins(search.until)];
  if (from) filter.from = from;
  else if (search.from !== "") wrong.push("from");
  if (until) filter.until = DateTime.fromJSDate(until, { zone: ZONE }).plus({ days: 1 }).toJSDate();
  else if (search.until !== "") wrong.push("until");
  const [kind, ...id] = search.actor.split(":");
  const known = ACTOR_KINDS.find((one) => one === kind);
  if (known) filter.actor = { kind: known, ...(id.length > 0 && { id: id.join(":") }) };
  else if (search.actor !== "") wrong.push("actor");
  if (search.act === ALL_LOOKS) filter.acts = LOOKS;
  else if (TRAIL_ACTS.some((one) => one === search.act)) filter.acts = [search.act as TrailAct];
  else if (search.act !== "") wrong.push("act");
  const requestId = search.request === "" ? null : await findRequestId(db, search.request);
  if (requestId !== null) filter.requestId = requestId;
  else if (search.request !== "") wrong.push("request");
  const subject = search.about === "" ? null : await findSubject(db, search.about);
  if (subject) filter.subject = subject;
  else if (search.about !== "") wrong.push("about");
  return { filter, wrong };
}

/** The filter for the trail itself: what was asked for, but never what somebody typed. */
export function filterRecorded({ from, until, actor, acts, requestId, subject }: TrailFilter): Record<string, string> {
  const day = (moment: Date) => DateTime.fromJSDate(moment, { zone: ZONE }).toFormat("yyyy-MM-dd HH:mm");
  return {
    ...(from && { from: day(from) }),
    ...(until && { until: day(until) }),
    ...(actor && { actor: `${actor.kind}:${actor.id ?? "all"}` }),
    ...(acts && { acts: acts.join(" ") }),
    ...(requestId !== undefined && { request: requestId }),
    ...(subject && { subject: `${subject.kind}:${subject.ids.join(" ")}` }),
  };
}

type Reader = { actor: StaffActor; t: Translate };

/** An event for its reader: a sentence in parts, so that its subject can be a link where the reader may follow it. */
export function showEvent(event: TrailEvent, names: ReadonlyMap<string, SubjectShown>, { actor, t }: Reader) {
  const { id, at, act, actor: by, subject, requestId, details, correlationId } = event;
  const local = DateTime.fromJSDate(at, { zone: ZONE });
  const about = names.get(`${subject.kind} ${subject.id}`);
  const of = requestId !== null && subject.kind !== "request" ? (names.get(`request ${requestId}`) ?? null) : null;
  return {
    id,
    act,
    at: at.toISOString(),
    time: local.toFormat("HH:mm:ss"),
    /** In an order that sorts, with the difference to UTC: in the night when the clock goes back an hour comes twice. */
    exactly: local.toFormat("yyyy-MM-dd HH:mm:ss.SSS ZZ"),
    what: whatHappened({ act, subjectId: subject.id, details: details ?? {} }, { t }),
    who: nameOf(event, t),
    actor: `${by.kind}:${by.id}`,
    isAnybody: isAnybody(event),
    isAutomatic: by.kind === "system",
    subject: { kind: wordOr(t, `audit:subject.${subject.kind}`, subject.kind), label: about?.label ?? labelOf(event, t), link: linkOf(about, actor), filter: `${subject.kind}:${subject.id}` },
    request: of && { label: of.label, link: linkOf(of, actor) },
    details: details === null ? null : Object.entries(details).map(([key, value]) => ({ key, value: wordsOf(t, key, value) })),
    correlationId,
  };
}
export type EventShown = ReturnType<typeof showEvent>;

const UNKNOWN: readonly string[] = ["visitor", "unknown"];

/** Whether nothing tells who did it from all others of their kind: somebody without a link of their own. */
function isAnybody({ actor: { id, name } }: TrailEvent): boolean {
  return name === null && UNKNOWN.includes(id);
}

/** Who did it; where retention cleared the name, or nobody had one, the kind of person and the number that stands for them. */
function nameOf(event: TrailEvent, t: Translate): string {
  const { kind, id, name } = event.actor;
  const what = t(`desk:actor.${kind}`);
  if (kind === "system") return t("audit:by.system", { id: systemName(t, id) });
  if (isAnybody(event)) return what;
  return name === null ? t("audit:by.unnamed", { what, id: id.slice(0, 8) }) : t("audit:by.named", { name, what });
}

function labelOf({ subject: { kind, id }, details }: TrailEvent, t: Translate): string {
  if (kind === "list") return wordOr(t, `audit:list.${id}`, id);
  if (kind === "act") return actName(t, id);
  if (kind === "request-type") return wordOr(t, `requests:${id}.title`, id);
  if (kind === "job" && typeof details?.["job"] === "string") return jobName(t, details["job"]);
  if (kind === "trail") return "";
  // A number that only a machine reads is said as far as people compare it.
  return /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(id) ? id.slice(0, 8) : id;
}

/** The job or sweep that acted, in words. */
export function systemName(t: Translate, id: string): string {
  return wordOr(t, `audit:system.${id}`, id);
}

/** What somebody was refused: what a permission allows, or what they did too often. */
export function actName(t: Translate, id: string): string {
  return id.includes(":") ? wordOr(t, `audit:permission.${id.replace(":", ".")}`, id) : wordOr(t, `audit:refusedAct.${id.replaceAll(".", "-")}`, id);
}

/** A kind of work, in words. */
export function jobName(t: Translate, name: string): string {
  return wordOr(t, `jobs:name.${name}`, name);
}

/** What stands for a reason among the details, as a sentence; what somebody typed is left as it is. */
export function reasonName(t: Translate, key: string, value: string): string {
  if (key === "why") return wordOr(t, `desk:why.${value}`, value);
  return /^[\w.-]{1,40}$/.test(value) ? wordOr(t, `audit:reason.${value.replaceAll(".", "-")}`, value) : value;
}

/** With the word of the machine behind it, by which it is found again. */
function wordsOf(t: Translate, key: string, value: unknown): string {
  if (typeof value !== "string") return JSON.stringify(value);
  const worded = key === "why" || key === "reason" ? reasonName(t, key, value) : key === "job" ? jobName(t, value) : value;
  return worded === value ? value : `${worded} (${value})`;
}

function linkOf(shown: SubjectShown | undefined, actor: StaffActor): string | null {
  const page = shown?.page;
  if (!page) return null;
  if (page.kind === "request") return may(actor, "request:read") ? paths.request(page.id) : null;
  if (page.kind === "enterprise") return may(actor, "organisation:read") ? paths.customer(page.id) : null;
  return may(actor, "account:read") ? paths.account(page.userNumber) : null;
}

function wordOr(t: Translate, key: string, otherwise: string): string {
  const worded = t(key);
  return worded === key || worded === key.slice(key.indexOf(":") + 1) ? otherwise : worded;
}

/** The choices of the form, in the reader's language: acts by what they are about. */
export function actChoices(t: Translate): Array<{ group: string; acts: Array<{ value: string; label: string }> }> {
  const groups = new Map<string, Array<{ value: string; label: string }>>();
  for (const act of TRAIL_ACTS) {
    const [about = ""] = act.split(".");
    groups.set(about, [...(groups.get(about) ?? []), { value: act, label: t(`desk:acts.${act}`) }]);
  }
  return [...groups].map(([about, acts]) => ({ group: t(`audit:group.${about}`), acts }));
}

/** Kinds of actors that have no name of their own to choose. */
export const OTHER_ACTORS = ACTOR_KINDS.filter((kind) => kind !== "staff");
