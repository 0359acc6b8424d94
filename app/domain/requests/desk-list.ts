import { z } from "zod";

import { CHANNELS, SEGMENTS } from "#app/domain/definitions/schema/scope.ts";

import { CLOSED, LIFECYCLE, type RequestStatus } from "./lifecycle.ts";

/** The views that the office itself has; the address says which is open. */
export const QUEUE_VIEWS = ["mine", "unassigned", "second-check", "identification", "tasks", "waiting", "all"] as const;
export type QueueView = (typeof QUEUE_VIEWS)[number];

/** The words under which the list is divided. */
export const URGENCIES = ["first", "late", "today", "soon", "later", "no-date", "closed"] as const;
export type Urgency = (typeof URGENCIES)[number];

/** How a term of the office stands: passed, in its last two working days, with more left than that; or not passed, and over by the end of this week. */
export const TERM_STATES = ["over", "ending", "ample", "this-week"] as const;
export type TermState = (typeof TERM_STATES)[number];

/** Every status that a request at the office can have; what nobody confirmed is not here yet. */
export const DESK_STATUSES: readonly RequestStatus[] = ["submitted", "in-review", "waiting-applicant", "second-check", "decided", "identifying", "identification-desk", "fulfilling", ...CLOSED];
export const RUNNING: readonly RequestStatus[] = DESK_STATUSES.filter((status) => !CLOSED.includes(status));
/** Who waits is not us: no clock of the office runs (D9). */
export const WAITING: readonly RequestStatus[] = ["waiting-applicant", "identifying"];

const VIEW_STATUSES: Record<QueueView, readonly RequestStatus[]> = {
  mine: ["in-review"],
  unassigned: ["submitted"],
  "second-check": ["second-check"],
  identification: ["identification-desk"],
  tasks: ["fulfilling"],
  waiting: WAITING,
  all: RUNNING,
};

/** What a list can be narrowed by. */
export type DeskFilter = {
  /** Of which type, by the id of its definition. */
  type?: string;
  channel?: (typeof CHANNELS)[number];
  status?: RequestStatus;
  urgency?: Exclude<Urgency, "closed">;
  /** Whatever the priority: as management counts. */
  term?: TermState;
  segment?: (typeof SEGMENTS)[number];
  /** An AGB code or a KvK number, eight digits; what was typed instead fits nothing: `isCustomerNumber`. */
  customer?: string;
  /** Who has it in hand. */
  reviewer?: string;
};
export const FILTER_FIELDS = ["type", "channel", "status", "urgency", "term", "segment", "customer", "reviewer"] as const satisfies ReadonlyArray<keyof DeskFilter>;

/** Orders in which a list can be shown: least time left, or by receipt, which is the order of the references. */
export const DESK_SORTS = ["time", "newest", "oldest"] as const;
export type DeskSort = (typeof DESK_SORTS)[number];

/** A list of the desk, whole: what its address says, and what a saved view keeps. Null for a view that the address leaves to the desk. */
export type DeskList = { view: QueueView | null; filter: DeskFilter; sort: DeskSort; text: string };

const optional = <Schema extends z.ZodType>(schema: Schema) => schema.optional().catch(undefined);

/** The search of an address that shows a list: what makes no sense is left out, as if it had not been asked. What somebody types is not: see `readCustomer`. */
export const DeskSearch = z.object({
  view: optional(z.enum(QUEUE_VIEWS)),
  q: z.string().trim().max(100).catch(""),
  sort: z.enum(DESK_SORTS).catch("time"),
  type: optional(z.string().regex(/^[a-z][a-z0-9-]{0,59}$/)),
  channel: optional(z.enum(CHANNELS)),
  status: optional(z.enum(DESK_STATUSES)),
  urgency: optional(z.enum(URGENCIES).exclude(["closed"])),
  term: optional(z.enum(TERM_STATES)),
  segment: optional(z.enum(SEGMENTS)),
  customer: optional(z.string().transform(readCustomer)),
  reviewer: optional(z.uuid()),
});

/** Without its spaces and dots where that is a number. Anything else stays as it was typed: left out, it would stand for the whole list, and all of that would be taken. */
function readCustomer(typed: string): string | undefined {
  const number = typed.replaceAll(/[\s.]/g, "");
  const text = isCustomerNumber(number) ? number : typed.trim().slice(0, 40);
  return text === "" ? undefined : text;
}

/** Whether it can be an AGB code or a KvK number. */
export function isCustomerNumber(text: string): boolean {
  return /^[0-9]{8}$/.test(text);
}

/** Reads what `writeDeskList` wrote, or what a form of the list sent. */
export function readDeskList(search: unknown): DeskList {
  const { view, q, sort, ...filter } = DeskSearch.parse(typeof search === "string" ? Object.fromEntries(new URLSearchParams(search)) : search);
  const asked = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as DeskFilter;
  const list = { view: view ?? null, filter: asked, text: q };
  return { ...list, sort: sortsOf(list).includes(sort) ? sort : "time" };
}

/** A list as the search of its address, always the same for the same list: what is not asked is left out. */
export function writeDeskList({ view, filter, sort, text }: DeskList): Record<string, string> {
  const fields = FILTER_FIELDS.flatMap((field) => (filter[field] === undefined ? [] : [[field, filter[field]] as const]));
  return Object.fromEntries([...(view === null ? [] : [["view", view] as const]), ...fields, ...(sort === "time" ? [] : [["sort", sort] as const]), ...(text === "" ? [] : [["q", text] as const])]);
}

/** How many things a list is narrowed by, the text not counted. */
export function narrowedBy(filter: DeskFilter): number {
  return FILTER_FIELDS.filter((field) => filter[field] !== undefined).length;
}

/** The orders that an index stands ready for; no other is offered. What was searched for by text comes newest first. */
export function sortsOf({ filter, text }: Pick<DeskList, "filter" | "text">): readonly DeskSort[] {
  const { status: _status, ...others } = filter;
  return text !== "" || narrowedBy(others) > 0 ? ["time"] : DESK_SORTS;
}

/** The statuses that a list can hold: those of its view that the filter leaves; of everything also what is closed, when that is asked for. */
export function statusesOf(view: QueueView, { status, urgency, term }: DeskFilter): readonly RequestStatus[] {
  const ofView = view === "all" && status !== undefined ? DESK_STATUSES : VIEW_STATUSES[view];
  const asked = ofView.filter((one) => status === undefined || one === status);
  // Where no clock of ours runs, nothing is late.
  if (term !== undefined) return asked.filter((one) => !CLOSED.includes(one) && !WAITING.includes(one));
  if (urgency === undefined) return asked;
  return asked.filter((one) => !CLOSED.includes(one) && (urgency === "first" || urgency === "no-date" || !WAITING.includes(one)));
}

/** Whether "start next" can take something from a list: of what nobody has in hand. */
export const CLAIMABLE: readonly RequestStatus[] = LIFECYCLE.claim.from;
