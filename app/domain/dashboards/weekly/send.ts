import { and, eq, lt, lte } from "drizzle-orm";

import { weeklyFigures } from "#db/schema/weekly.ts";
import { system } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import type { FigurePaper } from "#app/domain/correspondence/figure-paper.ts";
import { postMail, type TellOffice } from "#app/domain/correspondence/post.ts";
import { currentRelease, getDefinition } from "#app/domain/definitions/store.ts";
import { mailFiguresJob, type MailFigures } from "#app/domain/jobs/list.ts";
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

/** So many in one turn: who waits for other work of the office does not wait for the figures of all. */
const AT_ONCE = 5;

/**
 * The e-mail of the week: on the morning of the first working day of a week (D10) each subscriber gets one, and where it could not be made then, at the first chance that week, which it says. Mark,
 * e-mail, event and job stand in one transaction, and the occasion is told once: whoever dies in between, or comes at the same time, changes nothing. Who may not see figures any more is sent none,
 * and their subscription ends with the reason. What cannot be made is left to a job, and keeps nobody from theirs.
 */
export async function sendWeekly(office: WeeklyOffice, now: Date): Promise<void> {
  const { over, subscribers } = await listSubscribers(office.db, now);
  for (const { staffId, why } of over) await office.db.transaction((tx) => endSubscription(tx, { staffId, by: BY, why, now }));
  if (!subscribers.some(({ lastWeek }) => lastWeek < mondayOf(now))) return;
  const week = await thisWeek(office, now);
  if (week === null) return;
  for (const subscriber of subscribers.filter(({ lastWeek }) => lastWeek < week.monday).slice(0, AT_ONCE)) {
    try {
      await mailOne(office, subscriber, week, now);
    } catch {
      await leaveToJob(office, subscriber, week);
    }
  }
}

/** The job for one subscriber. Of a week that is over nothing comes, and to who stopped or may not any more nothing either. */
export async function mailFigures(office: WeeklyOffice, { staffId, week: monday }: MailFigures, now: Date): Promise<void> {
  const { subscribers } = await listSubscribers(office.db, now);
  const subscriber = subscribers.find((one) => one.staffId === staffId);
  const week = await thisWeek(office, now);
  if (subscriber && week?.monday === monday) await mailOne(office, subscriber, week, now);
}

async function thisWeek({ db }: WeeklyOffice, now: Date): Promise<Week | null> {
  const { content: calendar } = await pinnedCalendar(db, await currentRelease(db));
  return weekThatBegan(calendar, now);
}

/** A job is tried later and later, says what went wrong, and stands among the stuck work at last. */
async function leaveToJob(office: WeeklyOffice, { staffId }: Subscriber, { monday }: Week): Promise<void> {
  await office.db.transaction(async (tx) => {
    const [mine] = await tx.update(weeklyFigures).set({ lastWeek: monday }).where(and(eq(weeklyFigures.staffId, staffId), lt(weeklyFigures.lastWeek, monday))).returning({ staffId: weeklyFigures.staffId });
    if (mine) await office.queue.enqueue(tx, mailFiguresJob, { staffId, week: monday }, { singletonKey: `${monday} ${staffId}` });
  });
}

async function mailOne(office: WeeklyOffice, subscriber: Subscriber, week: Week, now: Date): Promise<void> {
  const { staffId, name, email, language, askedAt, view } = subscriber;
  const { paper, fileName, says, pagePath, stopPath } = await office.composeWeekly(subscriber, { week, language, now });
  await office.db.transaction(async (tx) => {
    // Only while it is the same page that was counted: who asked for another meanwhile gets that one, in the next second. Whoever comes second finds the occasion told.
    const [mine] = await tx
      .update(weeklyFigures)
      .set({ lastWeek: week.monday })
      .where(and(eq(weeklyFigures.staffId, staffId), eq(weeklyFigures.askedAt, askedAt), lte(weeklyFigures.lastWeek, week.monday)))
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
