import { eq } from "drizzle-orm";

import { staff } from "#db/schema/staff.ts";
import { weeklyFigures } from "#db/schema/weekly.ts";
import type { Db } from "#db/types.ts";
import type { Actor, StaffActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { whyNoLonger } from "#app/domain/access/still-here.ts";
import type { TrailWhy } from "#app/domain/audit/names.ts";
import { record } from "#app/domain/audit/record.ts";
import { plusDays } from "#app/domain/deadlines/calendar.ts";
import { currentRelease } from "#app/domain/definitions/store.ts";
import type { Language } from "#app/domain/people.ts";
import { Problem } from "#app/domain/problem.ts";
import { pinnedCalendar } from "#app/domain/requests/policy.ts";

import { firstWorkingDay, mondayOf, weekThatBegan } from "./week.ts";

/** The pages that leave the house: all but the one with the names of staff, which is for sharing work out and no table to carry about. */
export const PAPER_VIEWS = ["now", "flow", "rules"] as const;
export type PaperView = (typeof PAPER_VIEWS)[number];

/** A page of figures as it stands: which, and what it is narrowed by. */
export type PageAsked = { view: PaperView; span: string; type?: string | undefined; channel?: string | undefined; segment?: string | undefined };

export type Subscription = PageAsked & { language: Language };

type Row = typeof weeklyFigures.$inferSelect;
type By = { by: StaffActor; now: Date; correlationId: string };

/** Whether somebody can be sent figures, and to what they are subscribed; `false` of `canBeMailed` where we know no address. */
export async function findSubscription(db: Db, staffId: string): Promise<{ canBeMailed: boolean; subscription: Subscription | null }> {
  const [found] = await db.select({ email: staff.email, row: weeklyFigures }).from(staff).leftJoin(weeklyFigures, eq(weeklyFigures.staffId, staff.id)).where(eq(staff.id, staffId));
  return { canBeMailed: (found?.email ?? null) !== null, subscription: found?.row ? asked(found.row) : null };
}

/**
 * Sends somebody a page of figures every week from now on, in the place of any other: the first on the next Monday morning that comes. Asked again for the same page, it changes nothing. Throws
 * `figures.no-address`.
 */
export async function subscribe(db: Db, { page, language, by, now, correlationId }: By & { page: PageAsked; language: Language }): Promise<void> {
  const { view, span, type = null, channel = null, segment = null } = page;
  const wanted = { view, span, type, channel, segment, language };
  await db.transaction(async (tx) => {
    const [member] = await tx.select({ email: staff.email }).from(staff).where(eq(staff.id, by.id)).for("no key update");
    if (!member?.email) throw new Problem("figures.no-address");
    const [row] = await tx.select().from(weeklyFigures).where(eq(weeklyFigures.staffId, by.id));
    if (row && (Object.keys(wanted) as Array<keyof typeof wanted>).every((key) => row[key] === wanted[key])) return;
    // Another page in its place has had its week if the former one had: nobody gets two.
    const lastWeek = row?.lastWeek ?? (await weekThatNeedsNone(tx, now));
    await tx.insert(weeklyFigures).values({ staffId: by.id, ...wanted, askedAt: now, lastWeek }).onConflictDoUpdate({ target: weeklyFigures.staffId, set: { ...wanted, askedAt: now } });
    await record(tx, { now, actor: inTrail(by), act: "figures.subscribed", subject: { kind: "staff", id: by.id }, details: inWordsOfTrail(asked({ ...wanted })), correlationId });
  });
}

/** Sends them no figures any more. Who is not subscribed, is not any less afterwards. */
export async function unsubscribe(db: Db, { by, now, correlationId }: By): Promise<void> {
  await db.transaction((tx) => endSubscription(tx, { staffId: by.id, by, now, correlationId }));
}

/** Ends a subscription, with its line in the trail; of what the office itself ends it says why. */
export async function endSubscription(tx: Db, { staffId, by, why, now, correlationId = null }: { staffId: string; by: Actor; why?: TrailWhy; now: Date; correlationId?: string | null }): Promise<void> {
  const [row] = await tx.delete(weeklyFigures).where(eq(weeklyFigures.staffId, staffId)).returning();
  if (!row) return;
  await record(tx, { now, actor: inTrail(by), act: "figures.unsubscribed", subject: { kind: "staff", id: staffId }, details: { ...inWordsOfTrail(asked(row)), why }, correlationId });
}

export type Subscriber = Subscription & { staffId: string; name: string; email: string; askedAt: Date; lastWeek: string };

/** Who is subscribed and may be sent figures, and who may not any more and why. */
export async function listSubscribers(db: Db, now: Date): Promise<{ subscribers: Subscriber[]; over: Array<{ staffId: string; why: TrailWhy }> }> {
  const rows = await db.select({ row: weeklyFigures, member: staff }).from(weeklyFigures).innerJoin(staff, eq(staff.id, weeklyFigures.staffId)).orderBy(staff.name, staff.id);
  const found = rows.map(({ row, member }) => ({ row, member, why: whyNoLonger(member, { permission: "report:read", now }) ?? (member.email === null ? ("no-address" as const) : null) }));
  return {
    subscribers: found.flatMap(({ row, member, why }) => (why === null && member.email !== null ? [{ ...asked(row), staffId: row.staffId, name: member.name, email: member.email, askedAt: row.askedAt, lastWeek: row.lastWeek }] : [])),
    over: found.flatMap(({ row, why }) => (why === null ? [] : [{ staffId: row.staffId, why }])),
  };
}

/** Of a week whose morning has passed the next one is the first; of one in which the office does not work as well. */
async function weekThatNeedsNone(db: Db, now: Date): Promise<string> {
  const { content: calendar } = await pinnedCalendar(db, await currentRelease(db));
  const monday = mondayOf(now);
  return weekThatBegan(calendar, now) !== null || firstWorkingDay(calendar, monday) === null ? monday : plusDays(monday, -7);
}

function asked({ view, span, type, channel, segment, language }: Pick<Row, "view" | "span" | "type" | "channel" | "segment" | "language">): Subscription {
  return { view, span, type: type ?? undefined, channel: channel ?? undefined, segment: segment ?? undefined, language };
}

function inWordsOfTrail({ view, span, type, channel, segment, language }: Subscription) {
  return { view, filter: { span, type, channel, segment }, language };
}
