import { and, desc, eq, isNull, sql } from "drizzle-orm";

import { account, certificate, type installation } from "#db/schema/accounts.ts";
import type { Db } from "#db/types.ts";
import type { Credential } from "#app/domain/accounts/check-pin.ts";
import { officeDate } from "#app/domain/deadlines/calendar.ts";
import { daysLater, isPast } from "#app/domain/deadlines/clock.ts";
import type { PolicyValues } from "#app/domain/decisions/policies.ts";
import { Problem } from "#app/domain/problem.ts";

import { cameOfReissue, findReissue } from "./reissue.ts";
import { certificatePolicies, commonFacts, isRenewable, renewalOpening, stateOf, type LifeCycleFacts } from "./life-cycle.ts";

type Certificate = typeof certificate.$inferSelect;

/** The last leave to install of a PIN, and what was made with it. */
export type LastLeave = { installation: typeof installation.$inferSelect; certificate: Certificate | null };

const MINUTE_MS = 60_000;

/** `isReissue`: another one may be had because of what the present one says. `isRenewedLately`: the newest came of such a renewal, so short ago that its file may be lost. */
type Known = { facts: LifeCycleFacts; policies: PolicyValues; newest: Certificate | null; isReissue: boolean; isRenewedLately: boolean };

/** What the rules read when somebody who has shown number and PIN wants to install, and the policies that they go by. */
export async function installationFacts(tx: Db, of: { owner: Credential; last: LastLeave | null; isReleased: boolean; now: Date }): Promise<Known> {
  const { owner, last, isReleased, now } = of;
  const [holder] = await tx.select().from(account).where(eq(account.userNumber, owner.userNumber));
  if (!holder) throw new Problem("account.unknown");
  const policies = await certificatePolicies(tx, holder, now);
  const newest = await findNewest(tx, owner.userNumber);
  const state = newest === null || wasMadeRoomFor(last, newest) ? "none" : stateOf(newest, now);
  const isNewer = newest !== null && owner.madeAt >= (newest.revokedAt ?? newest.notAfter);
  // From a PIN that came after the end, the sixty days count instead.
  const until = state === "expired" && !isNewer ? reinstallUntil(newest?.notAfter ?? now, policies) : null;
  const reissue = await findReissue(tx, owner.userNumber, now);
  const isReissue = reissue !== null && reissue.serial === newest?.serial && state !== "none" && (reissue.isOpen || !isTooLate(reissue.endedAt ?? reissue.until, policies, now));
  const renewed = newest !== null && newest.installationId === null && state === "valid" && (await cameOfReissue(tx, newest.serial)) ? minutesBetween(newest.issuedAt ?? newest.intendedAt, now) : null;
  return {
    policies,
    newest,
    isReissue,
    isRenewedLately: renewed !== null,
    facts: {
      ...(await commonFacts(tx, holder, now)),
      act: "install",
      "pin.isNewer": isNewer,
      "install.termEnded": owner.installedAt === null && last?.certificate == null && isPast(owner.installUntil, now),
      "install.until": officeDate(owner.installUntil),
      "install.minutesSinceLast": renewed ?? minutesSince(last, now),
      "install.repeats": renewed !== null ? 0 : (last?.installation.attempt ?? 1) - 1,
      "certificates.active": state === "valid" || state === "being-made" ? 1 : 0,
      "certificate.state": state,
      "certificate.until": newest && officeDate(newest.notAfter),
      "reinstall.released": isReleased,
      "reissue.open": isReissue,
      "reissue.until": isReissue ? officeDate(reissue.until) : null,
      "reinstall.termEnded": until !== null && isPast(until, now),
      "reinstall.until": until && officeDate(until),
      "renew.open": state === "valid" && newest !== null && isRenewable(newest, policies, now),
      "renew.opensOn": state === "valid" && newest !== null ? officeDate(renewalOpening(newest, policies)) : null,
    },
  };
}

/** The last second in which an expired certificate may be installed again (R39, D1; policy `reinstall.windowDays`); null where there is no limit. */
export function reinstallUntil(notAfter: Date, policies: PolicyValues): Date | null {
  const days = policies["reinstall.windowDays"];
  return typeof days === "number" ? daysLater(notAfter, days) : null;
}

/** The same for a certificate of an account by the policies that hold now, to be shown: the page promises what the rules will do. */
export async function reinstallTerm(db: Db, { userNumber, notAfter }: Pick<Certificate, "userNumber" | "notAfter">, now: Date): Promise<Date | null> {
  const [holder] = await db.select().from(account).where(eq(account.userNumber, userNumber));
  if (!holder) throw new Problem("account.unknown");
  return reinstallUntil(notAfter, await certificatePolicies(db, holder, now));
}

/** The certificate that counts; where none does, the one that did last. */
async function findNewest(tx: Db, userNumber: string): Promise<Certificate | null> {
  const [newest] = await tx
    .select()
    .from(certificate)
    .where(and(eq(certificate.userNumber, userNumber), isNull(certificate.supersededAt)))
    .orderBy(sql`${certificate.status} = 'revoked'`, desc(certificate.intendedAt))
    .limit(1);
  return newest ?? null;
}

/** Whether it was revoked so that this leave could be given, which has made nothing yet. */
function wasMadeRoomFor(last: LastLeave | null, { status, revokedAt }: Certificate): boolean {
  return status === "revoked" && last !== null && last.certificate === null && revokedAt !== null && last.installation.grantedAt >= revokedAt;
}

/** How long ago the last leave made a certificate whose file may still be lost: nobody said that it was saved, and it was not revoked (D5). */
function minutesSince(last: LastLeave | null, now: Date): number | null {
  if (!last?.certificate || last.installation.savedAt !== null || last.certificate.status === "revoked") return null;
  return minutesBetween(last.certificate.issuedAt ?? last.certificate.intendedAt, now);
}

function minutesBetween(from: Date, now: Date): number {
  return (now.getTime() - from.getTime()) / MINUTE_MS;
}

/** Whether the days are over in which what has ended may be installed again. */
function isTooLate(ended: Date, policies: PolicyValues, now: Date): boolean {
  const until = reinstallUntil(ended, policies);
  return until !== null && isPast(until, now);
}
