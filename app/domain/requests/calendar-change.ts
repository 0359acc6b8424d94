import { z } from "zod";

import type { Db } from "#db/types.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import type { Calendar } from "#app/domain/deadlines/calendar.ts";
import { findProposal, proposeDefinition, publishProposal, withdrawProposal, type Proposal } from "#app/domain/definitions/publish.ts";
import { currentRelease } from "#app/domain/definitions/store.ts";
import { recountTermsJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import { Problem } from "#app/domain/problem.ts";

import { pinnedCalendar } from "./policy.ts";
import { CALENDAR } from "./review-clock.ts";
import { previewRecount, type RecountPreview } from "./recount.ts";

type By = { by: StaffActor; now: Date; correlationId: string };

/** What an administrator changes of the calendar (D10): the flavour, and single days on which the office is closed. Dates are "YYYY-MM-DD". */
export type CalendarChange = { flavour: Calendar["flavour"]; add: Calendar["closed"]; remove: readonly string[] };

/** The calendar that holds now, and the change that waits for a colleague, if there is one. */
export async function readCalendar(db: Db): Promise<{ calendar: Calendar; version: number; proposal: Proposal<"calendar"> | null }> {
  const { content, version } = await pinnedCalendar(db, await currentRelease(db));
  return { calendar: content, version, proposal: await findProposal(db, "calendar", CALENDAR) };
}

/** The calendar with a change in it. Throws `calendar.closed-already` for a day that is closed as it is. */
export function changedCalendar(calendar: Calendar, { flavour, add, remove }: CalendarChange): Calendar {
  const kept = calendar.closed.filter(({ on }) => !remove.includes(on));
  const days = [...kept, ...add];
  const twice = days.find(({ on }, index) => days.findIndex((other) => other.on === on) !== index);
  if (twice) throw new Problem("calendar.closed-already", { date: twice.on });
  return { ...calendar, flavour, closed: days.sort((one, other) => one.on.localeCompare(other.on)) };
}

/** What a change would do to the terms that run, before anybody proposes it. Throws as `changedCalendar` does. */
export async function previewCalendar(db: Db, change: CalendarChange, now: Date): Promise<{ before: Calendar; after: Calendar; moves: RecountPreview }> {
  const { calendar, version } = await readCalendar(db);
  const after = changedCalendar(calendar, change);
  return { before: calendar, after, moves: await previewRecount(db, { calendar: after, version: version + 1, now }) };
}

/** Puts a change of the calendar before a colleague (D15). Throws as `changedCalendar` and `proposeDefinition` do. */
export async function proposeCalendar(db: Db, input: By & { change: CalendarChange; reason: string }): Promise<void> {
  const { change, reason, by, now, correlationId } = input;
  const { calendar } = await readCalendar(db);
  await proposeDefinition(db, { kind: "calendar", key: CALENDAR, content: changedCalendar(calendar, change), reason, by, now, correlationId });
}

export const ProposalOutcome = z.enum(["published", "withdrawn"]);

/** A colleague publishes the change, and every term that runs is counted anew; or it is taken back. Throws as `publishProposal` and `withdrawProposal` do. */
export async function decideCalendar(office: Office, input: By & { id: number; outcome: z.infer<typeof ProposalOutcome> }): Promise<void> {
  const { outcome, ...rest } = input;
  if (outcome === "withdrawn") return withdrawProposal(office.db, rest);
  await publishProposal(office.db, rest, async (tx, { version }) => {
    await office.queue.enqueue(tx, recountTermsJob, { calendarVersion: version });
  });
}
