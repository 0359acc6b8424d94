import type { StaffActor } from "#app/domain/access/actor.ts";
import { listStaff } from "#app/domain/access/directory.ts";
import { may } from "#app/domain/access/permissions.ts";
import { CHANNELS, SEGMENTS } from "#app/domain/definitions/schema/scope.ts";
import { listDefinitions, currentRelease } from "#app/domain/definitions/store.ts";
import { DESK_STATUSES, FILTER_FIELDS, isCustomerNumber, narrowedBy, QUEUE_VIEWS, sortsOf, statusesOf, TERM_STATES, URGENCIES, writeDeskList, type DeskList, type QueueView } from "#app/domain/requests/desk-list.ts";
import { listViews, type SavedView } from "#app/domain/requests/desk-views.ts";
import { narrowingOf, type Narrowing } from "#app/domain/requests/narrow.ts";
import { countNarrowed, countQueue, listQueue, MOST_COUNTED, urgencyOf, type QueueLine, type QueuePage } from "#app/domain/requests/queue.ts";
import { officeDay } from "#app/domain/requests/policy.ts";
import { searchRequests } from "#app/domain/requests/search.ts";
import type { Db } from "#db/types.ts";

import type { Translate } from "./i18n.server.ts";
import { deskAddress } from "./paths.ts";

type Reader = { db: Db; actor: StaffActor; now: Date; t: Translate };
type OpenList = DeskList & { view: QueueView };

/** The list that an address means; one that names no view leaves it to the desk: what this person chose, else their own work, else what waits for anybody. */
export async function openList(db: Db, actor: StaffActor, asked: DeskList, opensOn: string | null): Promise<OpenList> {
  if (asked.view !== null) return { ...asked, view: asked.view };
  if (Object.keys(writeDeskList(asked)).length > 0) return { ...asked, view: "all" };
  const chosen = opensOn ? (await listViews(db, actor)).find(({ id }) => id === opensOn)?.list : undefined;
  if (chosen) return { ...chosen, view: chosen.view ?? "all" };
  return { ...asked, view: (await countQueue(db, actor)).mine > 0 ? "mine" : "unassigned" };
}

/** What stands beside the list: every view with its number, what can be filtered by, and what is. */
export async function showBeside(reader: Reader, list: OpenList) {
  const { db, actor, now, t } = reader;
  const [saved, counts, choices, chips] = await Promise.all([listViews(db, actor), countQueue(db, actor), choicesOf(reader, list), chipsOf(reader, list)]);
  const narrowings = await Promise.all(saved.map(({ list: { view, filter } }) => ({ view: view ?? ("all" as const), filter })).map(async ({ view, filter }) => ({ view, narrowing: await narrowingOf(db, filter, now) })));
  const numbers = await countNarrowed(db, narrowings, actor);
  const here = addressOf(list);
  const isSaved = saved.some((one) => addressOf(one.list) === here);
  return {
    office: QUEUE_VIEWS.map((view) => ({
      key: view,
      label: t(`desk:queue.title.${view}`),
      to: deskAddress({ view }),
      count: counts[view],
      isHere: !isSaved && list.view === view && list.text === "" && narrowedBy(list.filter) === 0,
    })),
    saved: saved.map((one, place) => ({ ...savedShown(one), to: addressOf(one.list), count: one.list.text === "" ? (numbers[place] ?? 0) : null, isHere: addressOf(one.list) === here })),
    total: narrowedBy(list.filter) === 0 ? counts[list.view] : ((await countNarrowed(db, [{ view: list.view, narrowing: await narrowingOf(db, list.filter, now) }], actor))[0] ?? 0),
    choices,
    chips,
  };
}

function savedShown({ id, name, ofTeam, madeBy, mayRemove }: SavedView) {
  return { id, name, ofTeam, madeBy, mayRemove };
}

function addressOf(list: DeskList): string {
  return deskAddress(writeDeskList({ ...list, view: list.view ?? "all" }));
}

async function choicesOf({ db, actor, t }: Reader, { view }: OpenList) {
  const types = await listDefinitions(db, await currentRelease(db), "request-type");
  const people = (await listStaff(db)).filter(({ roles }) => may({ ...actor, roles }, "request:claim"));
  const statuses = view === "all" ? DESK_STATUSES : statusesOf(view, {});
  const named = <Value extends string>(values: readonly Value[], label: (value: Value) => string) => values.map((value) => ({ value, label: label(value) }));
  return {
    type: named(types.map(({ key }) => key), (key) => t(`requests:${key}.title`)).sort((one, other) => one.label.localeCompare(other.label)),
    channel: named(CHANNELS, (channel) => t(`desk-list:channel.${channel}`)),
    status: named(statuses, (status) => t(`desk:status.${status}`)),
    urgency: named(URGENCIES.filter((one) => one !== "closed"), (urgency) => t(`desk:queue.urgency.${urgency}`)),
    term: named(TERM_STATES, (term) => t(`desk-list:term.${term}`)),
    segment: named(SEGMENTS, (segment) => t(`desk-list:segment.${segment}`)),
    // Only what somebody has in hand has a reviewer.
    reviewer: statuses.includes("in-review") && view !== "mine" ? people.map(({ id, name }) => ({ value: id, label: name })) : [],
  };
}

async function chipsOf(reader: Reader, list: OpenList) {
  const { t } = reader;
  if (narrowedBy(list.filter) === 0) return [];
  const choices = await choicesOf(reader, { ...list, view: "all" });
  return FILTER_FIELDS.flatMap((field) => {
    const value = list.filter[field];
    if (value === undefined) return [];
    const label = field === "customer" ? value : (choices[field].find((one) => one.value === value)?.label ?? value);
    return [{ key: field, text: t("desk-list:filter.chip", { name: t(`desk-list:filter.${field}`), value: label }), without: deskAddress(writeDeskList({ ...list, filter: { ...list.filter, [field]: undefined } })) }];
  });
}

/** What is wrong with what was typed, in a sentence at its field. */
export function showErrors({ t }: Pick<Reader, "t">, { filter: { customer } }: OpenList): { customer?: string } {
  return customer === undefined || isCustomerNumber(customer) ? {} : { customer: t("desk-list:filter.customerUnread") };
}

/** One page of the list, each line with its words of urgency and who has it in hand. */
export async function showRows({ db, actor, now }: Reader, list: OpenList, cursor: string | undefined) {
  const narrowing = await narrowingOf(db, list.filter, now);
  const [page, office] = await Promise.all([pageOf(db, list, narrowing, { by: actor, cursor }), currentRelease(db).then((release) => officeDay(db, release, now))]);
  return { rows: page.lines.map((line) => showRow(line, { actor, now, office })), next: page.next };
}

async function pageOf(db: Db, { view, text, sort }: OpenList, narrowing: Narrowing, { by, cursor }: { by: StaffActor; cursor: string | undefined }): Promise<QueuePage> {
  return text === "" ? listQueue(db, { view, narrowing, sort, by, cursor }) : searchRequests(db, { text, narrowing, cursor });
}

function showRow({ claim, dueAt, isUrgent, pausedSince, ...line }: QueueLine, { actor, now, office }: { actor: StaffActor; now: Date; office: Awaited<ReturnType<typeof officeDay>> }) {
  return {
    ...line,
    ...urgencyOf({ dueAt, isUrgent, status: line.status }, now, office),
    pausedSince: pausedSince?.toISOString() ?? null,
    claim: claim && { name: claim.name.split(" ")[0] ?? claim.name, minutes: Math.max(0, Math.floor((now.getTime() - claim.since.getTime()) / 60_000)), isMine: claim.staffId === actor.id },
  };
}

/** The heads by which a list can be sorted, each with where a click goes; a head that no index stands behind is none. */
export function showSorts(list: OpenList) {
  const offered = sortsOf(list);
  if (offered.length < 2) return {};
  const to = (sort: DeskList["sort"]) => deskAddress(writeDeskList({ ...list, sort }));
  return {
    reference: { to: to(list.sort === "newest" ? "oldest" : "newest"), now: list.sort === "newest" ? ("descending" as const) : list.sort === "oldest" ? ("ascending" as const) : null },
    time: { to: to("time"), now: list.sort === "time" ? ("ascending" as const) : null },
  };
}

/** A number as it stands beside a view: exact up to the most that is counted. */
export function capped(count: number): { count: number; isMore: boolean } {
  return { count: Math.min(count, MOST_COUNTED), isMore: count > MOST_COUNTED };
}
