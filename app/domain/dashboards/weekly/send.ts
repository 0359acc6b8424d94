import { and, eq, lt } from "drizzle-orm";

import { weeklyFigures } from "#db/schema/weekly.ts";
import { system } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import type { FigurePaper } from "#app/domain/correspondence/figure-paper.ts";
import { postMail, type TellOffice } from "#app/domain/correspondence/post.ts";
import { currentRelease, getDefinition } from "#app/domain/definitions/store.ts";
import { eachAlone } from "#app/domain/jobs/each-alone.ts";
import type { Language } from "#app/domain/people.ts";
import { pinnedCalendar } from "#app/domain/requests/policy.ts";

import { endSubscription, listSubscribers, type PageAsked, type Subscriber } from "./subscription.ts";
import { weekThatBegan, mondayOf, type Week } from "./week.ts";

/** The page of a subscriber, counted and worded: the sentences that the e-mail says, and what its attachment is drawn from. */
export type WeeklyPage = {
  paper: FigurePaper;
  fileName: string;
  /** Are we on time? Where does it hurt? What is late by Friday? When was that counted, and why not on Monday. */
  says: Record<"week" | "onTime" | "hurts" | "comes" | "counted" | "page" | "narrowed", string>;
  /** Where the page stands, and where one stops the e-mail, from the office's own address on. */
  pagePath: string;
  stopPath: string;
};

export type WeeklyOffice = TellOffice & { composeWeekly: (page: PageAsked, of: { week: Week; language: Language; now: Date }) => Promise<WeeklyPage> };

const BY = system("weekly-figures");

/**
 * The e-mail of the week: on the morning of the first working day of a week (D10) each subscriber gets one, and where the office was off then, at the first chance that week, which it says. Mark,
 * e-mail, event and job stand in one transaction, and the occasion is told once: whoever dies in between, or comes at the same time, changes nothing. Who may not see figures any more is sent none,
 * and their subscription ends with the reason.
 */
export async function sendWeekly(office: WeeklyOffice, now: Date): Promise<void> {
  const { over, subscribers } = await listSubscribers(office.db);
  for (const { staffId, why } of over) await office.db.transaction((tx) => endSubscription(tx, { staffId, by: BY, why, now }));
  if (!subscribers.some(({ lastWeek }) => lastWeek < mondayOf(now))) return;
  const { content: calendar } = await pinnedCalendar(office.db, await currentRelease(office.db));
  const week = weekThatBegan(calendar, now);
  if (week === null) return;
  const due = subscribers.filter(({ lastWeek }) => lastWeek < week.monday);
  await eachAlone<Subscriber>({ page: async (had) => due.filter(({ staffId }) => !had.includes(staffId)), id: ({ staffId }) => staffId, act: (subscriber) => mailOne(office, subscriber, week, now) });
}

async function mailOne(office: WeeklyOffice, subscriber: Subscriber, week: Week, now: Date): Promise<void> {
  const { staffId, name, email, language, askedAt, view } = subscriber;
  const { paper, fileName, says, pagePath, stopPath } = await office.composeWeekly(subscriber, { week, language, now });
  await office.db.transaction(async (tx) => {
    // Only while it is the same page that was counted: who asked for another meanwhile gets that one, in the next second.
    const [mine] = await tx
      .update(weeklyFigures)
      .set({ lastWeek: week.monday })
      .where(and(eq(weeklyFigures.staffId, staffId), eq(weeklyFigures.askedAt, askedAt), lt(weeklyFigures.lastWeek, week.monday)))
      .returning({ staffId: weeklyFigures.staffId });
    if (!mine) return;
    const mailId = await postMail(tx, office, {
      occasion: `weekly-figures ${week.monday} ${staffId}`,
      template: await getDefinition(tx, await currentRelease(tx), "mail", "weekly-figures"),
      person: { as: "staff", name, email, language },
      values: { recipientName: name, ...says, pageLink: office.baseUrl + pagePath, stopLink: office.baseUrl + stopPath },
      links: [],
      enclosure: { name: fileName, paper, staffId },
      requestId: null,
      userNumber: null,
      now,
    });
    if (mailId === null) return;
    await record(tx, { now, actor: inTrail(BY), act: "figures.mailed", subject: { kind: "staff", id: staffId }, details: { view, week: week.monday, isLate: week.isLate, mailId } });
  });
}
