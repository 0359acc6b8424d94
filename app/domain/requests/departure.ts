import { and, eq, isNull, ne } from "drizzle-orm";

import { account } from "#db/schema/accounts.ts";
import { roleDeparture } from "#db/schema/blocks.ts";
import { roleHolder } from "#db/schema/organisations.ts";
import type { Db } from "#db/types.ts";
import { system } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import { namedIn, type Holder } from "#app/domain/organisations/roles.ts";
import { isSamePerson } from "#app/domain/people.ts";

import { askedRole } from "./asked-role.ts";
import { listHolders } from "./holders.ts";
import type { RequestRow } from "./move.ts";

type About = { type: RequestType; row: Pick<RequestRow, "id" | "answers" | "enterpriseId" | "agbCode" | "applicantEmail"> };

/** Who, by the form, has left or died; `isCredible` when somebody else of the enterprise says so whom we know (D16). Null for any other form. */
export async function readDeparture(db: Db, { type, row }: About): Promise<{ holder: Holder; isCredible: boolean } | null> {
  const asked = askedRole(type, row.answers);
  if (!asked?.isGone || !row.enterpriseId) return null;
  const holders = await listHolders(db, row.enterpriseId, row.agbCode);
  const holder = namedIn(holders, asked.seat, asked.former);
  if (!holder) return null;
  return { holder, isCredible: isCredible(holder, holders, row.applicantEmail) };
}

/** Whether a report comes from somebody else who has a role at the enterprise: anybody can fill in a form, and a block is quickly made. */
export function isCredible(about: Holder, holders: readonly Holder[], applicantEmail: string): boolean {
  const reporter = applicantEmail.toLowerCase();
  return reporter !== about.email.toLowerCase() && holders.some(({ email }) => email.toLowerCase() === reporter);
}

/**
 * Keeps, at receipt, that somebody was credibly reported to have left or died: from now on nothing is sent to them or asked of them (D16). What it
 * does to their accounts is the job's that follows (`holdAccount`). In the caller's transaction; an unlikely report changes nothing.
 */
export async function reportDeparture(tx: Db, about: About, now: Date): Promise<void> {
  const departure = await readDeparture(tx, about);
  if (!departure?.isCredible) return;
  const { holder } = departure;
  const requestId = about.row.id;
  await tx.insert(roleDeparture).values({ requestId, roleHolderId: holder.id, reportedAt: now }).onConflictDoNothing();
  await record(tx, { now, actor: BY, act: "role.departure-reported", subject: { kind: "role-holder", id: holder.id }, requestId });
}

/** The report of a request came to nothing: whom it was about is told and asked as before. Answers whether there was one. */
export async function liftDeparture(tx: Db, requestId: string, now: Date): Promise<boolean> {
  const [lifted] = await tx
    .update(roleDeparture)
    .set({ liftedAt: now })
    .where(and(eq(roleDeparture.requestId, requestId), isNull(roleDeparture.liftedAt)))
    .returning();
  if (!lifted) return false;
  await record(tx, { now, actor: BY, act: "role.departure-lifted", subject: { kind: "role-holder", id: lifted.roleHolderId }, requestId });
  return true;
}

/** Whom a request holds to be gone, as long as it does. */
export async function findDeparted(db: Db, requestId: string): Promise<Holder | null> {
  const [found] = await db
    .select({ holder: roleHolder })
    .from(roleDeparture)
    .innerJoin(roleHolder, eq(roleHolder.id, roleDeparture.roleHolderId))
    .where(and(eq(roleDeparture.requestId, requestId), isNull(roleDeparture.liftedAt)));
  return found?.holder ?? null;
}

/** Accounts of an enterprise that have not ended: `theirs` by name and e-mail address together, `likely` by the name alone, which two people may share. */
export async function accountsOfHolder(db: Db, holder: Holder): Promise<{ theirs: string[]; likely: string[] }> {
  const rows = await db
    .select()
    .from(account)
    .where(and(eq(account.enterpriseId, holder.enterpriseId), ne(account.status, "ended")))
    .orderBy(account.userNumber);
  const named = rows.filter((one) => isSamePerson(one, holder));
  const isTheirs = ({ email }: { email: string }) => email.toLowerCase() === holder.email.toLowerCase();
  const numbers = (some: typeof named) => some.map(({ userNumber }) => userNumber);
  return { theirs: numbers(named.filter(isTheirs)), likely: numbers(named.filter((one) => !isTheirs(one))) };
}

const BY = inTrail(system("emergency"));
