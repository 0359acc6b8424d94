import { eq } from "drizzle-orm";

import { deadlineDigest } from "#db/schema/deadlines.ts";
import { request } from "#db/schema/requests.ts";
import { staff } from "#db/schema/staff.ts";
import type { Db } from "#db/types.ts";
import { rolesHeld } from "#app/domain/access/staff-roles.ts";
import type { StaffRole } from "#app/domain/access/roles.ts";
import { isWorkingDay, lastHour, officeDate } from "#app/domain/deadlines/calendar.ts";
import { currentRelease, getDefinition } from "#app/domain/definitions/store.ts";
import type { AlertToStaff } from "#app/domain/jobs/list.ts";
import { pinnedCalendar } from "#app/domain/requests/policy.ts";
import { referenceOf } from "#app/domain/requests/reference.ts";
import { listWatched } from "#app/domain/requests/watch-deadlines.ts";

import { postMail, type TellOffice } from "./post.ts";
import { dateAndTime, longDate, type TemplateValues } from "./values.ts";

/** When the message of the morning goes out, by the clock of Amsterdam. */
const MORNING = 8;
const MOST_LISTED = 20;
/** The language of record: of staff we know no other (D22). */
const LANGUAGE = "nl";

/**
 * Tells the desk and management at once of a term of hours that is nearly due or has passed (D23): an emergency does not wait for the morning.
 * The same term is told once.
 */
export async function alertStaff(office: TellOffice, { requestId, what, dueAt }: AlertToStaff, now: Date): Promise<void> {
  await office.db.transaction(async (tx) => {
    const [row] = await tx.select().from(request).where(eq(request.id, requestId));
    if (!row) return;
    const values = {
      reference: referenceOf(row.number),
      requestTitle: office.say(LANGUAGE, `requests:${row.type}.title`),
      dueTime: dateAndTime(new Date(dueAt), LANGUAGE),
      deskLink: `${office.baseUrl}/desk/requests/${row.id}`,
    };
    // Not to who is on call: they block, and can do nothing about a term (D23).
    for (const member of await staffWith(tx, ["reviewer", "manager"])) {
      await mailStaff(tx, office, { member, template: what === "near" ? "deadline-near" : "deadline-passed", values, occasion: `deadline.${what} ${requestId} ${dueAt}`, requestId, now });
    }
  });
}

/**
 * The message of the morning, on working days and once a day: to each reviewer what they have in hand that is late or nearly so, to management
 * all of it. Nobody is told that there is nothing. In one transaction with the mark of the day.
 */
export async function sendDigests(office: TellOffice, now: Date): Promise<void> {
  const today = officeDate(now);
  const isEarly = officeDate(lastHour(now, MORNING)) !== today;
  if (isEarly || (await isSent(office.db, today))) return;
  const { content: calendar } = await pinnedCalendar(office.db, await currentRelease(office.db));
  if (!isWorkingDay(calendar, today)) return;
  await office.db.transaction(async (tx) => {
    const [mine] = await tx.insert(deadlineDigest).values({ day: today, madeAt: now }).onConflictDoNothing().returning({ day: deadlineDigest.day });
    if (!mine) return;
    for (const member of await staffWith(tx, ["reviewer", "manager"])) {
      const watched = await listWatched(tx, { now, limit: MOST_LISTED, ...(member.roles.includes("manager") ? {} : { claimedBy: member.id }) });
      if (watched.terms.length === 0) continue;
      const values = {
        late: String(watched.late),
        near: String(watched.near),
        terms: watched.terms.map(({ reference, type, dueAt }) => `${reference} · ${office.say(LANGUAGE, `requests:${type}.title`)} · ${longDate(dueAt, LANGUAGE)}`).join("\n"),
        deskLink: `${office.baseUrl}/desk`,
      };
      await mailStaff(tx, office, { member, template: "deadlines-today", values, occasion: `deadlines ${today}`, requestId: null, now });
    }
  });
}

type Member = { id: string; name: string; email: string; roles: StaffRole[] };

/** Who works here now with one of these roles, and has an address. */
async function staffWith(tx: Db, roles: readonly StaffRole[]): Promise<Member[]> {
  const rows = await tx.select().from(staff).where(eq(staff.active, true)).orderBy(staff.name);
  return rows.flatMap((row) => (row.email !== null && rolesHeld(row).some((role) => roles.includes(role)) ? [{ id: row.id, name: row.name, email: row.email, roles: rolesHeld(row) }] : []));
}

type StaffMail = { member: Member; template: string; values: TemplateValues; occasion: string; requestId: string | null; now: Date };

async function mailStaff(tx: Db, office: TellOffice, { member, template, values, occasion, requestId, now }: StaffMail): Promise<void> {
  await postMail(tx, office, {
    occasion: `${occasion} ${member.id}`,
    template: await getDefinition(tx, await currentRelease(tx), "mail", template),
    person: { as: "staff", name: member.name, email: member.email, language: LANGUAGE },
    values: { recipientName: member.name, ...values },
    links: [],
    requestId,
    userNumber: null,
    now,
  });
}

async function isSent(db: Db, day: string): Promise<boolean> {
  const [found] = await db.select({ day: deadlineDigest.day }).from(deadlineDigest).where(eq(deadlineDigest.day, day));
  return found !== undefined;
}
