import { and, eq, inArray, isNull, sql } from "drizzle-orm";

import { identification, identificationAttempt, identificationParty } from "#db/schema/identification.ts";
import type { roleHolder } from "#db/schema/organisations.ts";
import { link } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import type { Actor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { makeLink } from "#app/domain/access/links.ts";
import { record } from "#app/domain/audit/record.ts";
import { tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import { Problem } from "#app/domain/problem.ts";

import { endOtherWays } from "./ways.ts";

export type RoleHolder = typeof roleHolder.$inferSelect;
export type Identification = typeof identification.$inferSelect;
export type Party = typeof identificationParty.$inferSelect;

/**
 * Asks named people to identify and to confirm one request (R22, D24): a round with a link for each of them, in the caller's transaction.
 * `everybody` when all must succeed (signatories who act together, D14), else the first success is enough. Somebody who holds two roles
 * is asked once. Throws `identification.nobody` when there is no signatory or main contact to ask.
 */
export async function openIdentification(
  tx: Db,
  office: Pick<Office, "queue">,
  input: { requestId: string; parties: readonly RoleHolder[]; everybody: boolean; by: Actor; now: Date; expiresAt: Date },
): Promise<Identification> {
  const { requestId, everybody, now, expiresAt } = input;
  const parties = onePerPerson(input.parties);
  if (parties.length === 0) throw new Problem("identification.nobody");
  const [last] = await tx
    .select({ round: sql<number>`coalesce(max(${identification.round}), 0)`.mapWith(Number) })
    .from(identification)
    .where(eq(identification.requestId, requestId));
  const [opened] = await tx
    .insert(identification)
    .values({ requestId, round: (last?.round ?? 0) + 1, everybody, status: "open", openedAt: now, expiresAt })
    .returning();
  if (!opened) throw new Error("The round of identification was not stored.");

  for (const { holder, role } of parties) {
    const sent = await makeLink(tx, { kind: "identification", requestId, roleHolderId: holder.id, now, expiresAt });
    const { initials, prefix, surname, partnerSurname, birthDate, email, language } = holder;
    const person = { initials, prefix, surname, partnerSurname, birthDate, email, language };
    const [party] = await tx
      .insert(identificationParty)
      .values({ identificationId: opened.id, roleHolderId: holder.id, linkId: sent.id, role, ...person, sentAt: now })
      .returning({ id: identificationParty.id });
    await office.queue.enqueue(tx, tellJob, { happening: "identification.invited", requestId, partyId: party?.id });
  }
  await record(tx, {
    now,
    actor: inTrail(input.by),
    act: "identification.asked",
    subject: { kind: "identification", id: opened.id },
    requestId,
    details: { round: opened.round, everybody, roles: parties.map(({ role }) => role) },
  });
  return opened;
}

/**
 * Ends the round that is open or at the desk, with its links, appointments and what the bank said: when the request is cancelled or objected to, or
 * for a new round. Answers false when there is none. The caller moves the request and writes the trail.
 */
export async function endIdentification(
  tx: Db,
  input: { requestId: string; status: Exclude<Identification["status"], "open" | "at-desk">; now: Date; keepLink?: string },
): Promise<boolean> {
  const { requestId, status, now, keepLink } = input;
  const [ended] = await tx
    .update(identification)
    .set({ status, closedAt: now })
    .where(and(eq(identification.requestId, requestId), inArray(identification.status, ["open", "at-desk"])))
    .returning();
  if (!ended) return false;
  const links = tx
    .select({ id: identificationParty.linkId })
    .from(identificationParty)
    .where(and(eq(identificationParty.identificationId, ended.id), keepLink ? sql`${identificationParty.linkId} <> ${keepLink}` : undefined));
  await tx.update(link).set({ endedAt: now }).where(and(inArray(link.id, links), isNull(link.endedAt)));
  await forgetAnswers(tx, ended.id);
  await endOtherWays(tx, { identificationId: ended.id, now });
  return true;
}

/** What the bank said goes as soon as nobody has to rule on it any more (D25). */
export async function forgetAnswers(tx: Db, identificationId: string): Promise<void> {
  const parties = tx.select({ id: identificationParty.id }).from(identificationParty).where(eq(identificationParty.identificationId, identificationId));
  await tx.update(identificationAttempt).set({ sealedAnswer: null }).where(inArray(identificationAttempt.partyId, parties));
}

type Asked = { holder: RoleHolder; role: Party["role"] };

/** Current signatories and main contacts; whoever is both, under the same name and address, counts as signatory. */
function onePerPerson(holders: readonly RoleHolder[]): Asked[] {
  const asked = holders
    .filter((holder) => holder.endedAt === null)
    .flatMap((holder): Asked[] => (holder.role === "signatory" || holder.role === "main-contact" ? [{ holder, role: holder.role }] : []))
    .sort((one, other) => Number(other.role === "signatory") - Number(one.role === "signatory"));
  const seen = new Set<string>();
  return asked.filter(({ holder }) => {
    const person = [holder.email.toLowerCase(), holder.initials, holder.prefix, holder.surname].join("\n");
    return !seen.has(person) && seen.add(person);
  });
}
