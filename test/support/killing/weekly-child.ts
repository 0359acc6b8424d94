// A process of the office that sends the figures of the week, and is told at which statement to kill itself.
import { sendWeekly } from "#app/domain/dashboards/weekly/send.ts";
import { subscribe } from "#app/domain/dashboards/weekly/subscription.ts";
import { plusDays } from "#app/domain/deadlines/calendar.ts";
import { mondayOf } from "#app/domain/dashboards/weekly/week.ts";
import { weeklyFigures } from "#db/schema/weekly.ts";

import { lookThrough, openKilledOffice, rest, step } from "./killed-office.ts";

/** What may not be, once all is done: each query answers what is. */
const WRONG: Record<string, string> = {
  "a subscriber did not get one e-mail": "select w.staff_id::text as what from weekly_figures w where (select count(*) from mail m where m.template = 'weekly-figures' and m.occasion like '% ' || w.staff_id and m.status = 'sent') <> 1",
  "one was made that the trail does not know, or the other way round": "select s.staff_id::text as what from weekly_figures s where (select count(*) from audit_event e where e.act = 'figures.mailed' and e.subject_id = s.staff_id::text) <> 1",
  "a subscriber is not marked": "select staff_id::text as what from weekly_figures where last_week <> (select max(last_week) from weekly_figures)",
  "one was not sent": "select recipient as what from mail where template = 'weekly-figures' and status <> 'sent'",
};

const office = await openKilledOffice();
const { made, stage } = office;
const { db } = made.office;

/** The Wednesday of next week: the same for every life of the process. */
const wednesday = new Date(`${plusDays(mondayOf(stage.now()), 9)}T10:00:00Z`);

if ((await db.$count(weeklyFigures)) === 0) {
  await made.queue.start();
  for (const [by, view] of [[stage.staff.els, "now"], [stage.staff.ravi, "flow"]] as const) await subscribe(db, { page: { view, span: "weeks-4" }, language: "nl", by, now: stage.now(), correlationId: "c" });
} else await made.queue.start();
await step("make", () => sendWeekly(made.weekly, wednesday));
await step("send", () => rest(office));
await lookThrough(office, WRONG);
await office.close();
