import { isDeepStrictEqual } from "node:util";

import { and, count, eq, gt } from "drizzle-orm";

import { account, certificate } from "#db/schema/accounts.ts";
import { enterprise } from "#db/schema/organisations.ts";
import type { Db } from "#db/types.ts";
import { outsider } from "#app/domain/access/actor.ts";
import { officeDate } from "#app/domain/deadlines/calendar.ts";
import type { Judgement } from "#app/domain/decisions/judgement.ts";
import { numberPolicy, type PolicyValues } from "#app/domain/decisions/policies.ts";
import type { CertificateProfile } from "#app/domain/definitions/schema/certificate-profile.ts";
import type { Office } from "#app/domain/office.ts";
import { Problem } from "#app/domain/problem.ts";

import { allOrNothing, prepareIntended, storeIntended, type Certificate } from "./intend.ts";
import { certificatePolicies, commonFacts, decideLifeCycle, refuseWhatRulesRefuse, renewalOpening, stateOf, type LifeCycleFacts } from "./life-cycle.ts";
import { subjectOf } from "./outdated.ts";
import { finishCertificate, type Issued } from "./pipeline.ts";
import type { Authority, CheckedCsr } from "./ports.ts";
import { findReissue } from "./reissue.ts";
import { revokeCertificate } from "./revoke.ts";
import { findSuccessor, standAside } from "./succession.ts";

const MINUTE_MS = 60_000;

/**
 * Renews a certificate for its user alone, who has proven to the caller that they hold its key (R36, R37): a new key, the same names as the office knows them now,
 * two years from now, by the same pipeline as every certificate (P1–P4). The present one stays valid until it ends (D27). Called again with the same key, also 200 times at
 * once, it answers the same certificate; another key finds it renewed. `notSaved`: the new file was lost with its tab; within the time that an installation may be repeated,
 * and as often, that one is revoked and another made (D5).
 *
 * Throws what the rules refuse as `renewal.<rule>` ("renewal.too-early", "renewal.expired", …), the `csr.…` problems of `Authority.checkCsr`, `csr.key-used`,
 * `csr.key-blocked`, `certificate.unknown`, `certificate.unsound`.
 */
export async function renewCertificate(
  office: Office,
  authority: Authority,
  input: { serial: string; csrPem: string; profile: CertificateProfile; notSaved?: boolean; now: Date },
): Promise<Issued> {
  const { serial, csrPem, profile, notSaved = false, now } = input;
  const present = await getPresent(office.db, serial);
  const csr = authority.checkCsr(csrPem, { userNumber: present.holder.userNumber, profile });
  const intended = (await findSameKey(office.db, serial, csr)) ?? (await intendSuccessor(office, authority, { present, csr, profile, notSaved, now }));
  return finishCertificate(office, authority, intended, now);
}

/** How the renewal of a certificate stands: whether it may be renewed now, why not, and from when. */
export type Renewal = { mayRenew: boolean; opensAt: Date; judgement: Judgement<"life-cycle"> };

/** What the rules make of a renewal at `now`, for whoever asks before they do it. Throws `certificate.unknown`. */
export async function decideRenewal(db: Db, input: { serial: string; now: Date }): Promise<Renewal> {
  const { serial, now } = input;
  const present = await getPresent(db, serial);
  const policies = await certificatePolicies(db, present.holder, now);
  const facts = await renewalFacts(db, { present, isRenewed: (await findSuccessor(db, serial)) !== null, policies, now });
  const judgement = await decideLifeCycle(db, "renewal", facts, policies);
  return { mayRenew: judgement.outcome.kind === "allow", opensAt: renewalOpening(present.certificate, policies), judgement };
}

type Present = { certificate: Certificate; holder: typeof account.$inferSelect; organisation: string };

async function getPresent(db: Db, serial: string): Promise<Present> {
  const [found] = await db
    .select({ certificate, holder: account, organisation: enterprise.name })
    .from(certificate)
    .innerJoin(account, eq(account.userNumber, certificate.userNumber))
    .innerJoin(enterprise, eq(enterprise.id, account.enterpriseId))
    .where(eq(certificate.serial, serial));
  if (!found) throw new Problem("certificate.unknown");
  return found;
}

async function findSameKey(db: Db, serial: string, csr: CheckedCsr): Promise<Certificate | null> {
  const successor = await findSuccessor(db, serial);
  return successor?.publicKeySha256 === csr.publicKeySha256 ? successor : null;
}

type Asked = { present: Present; csr: CheckedCsr; profile: CertificateProfile; notSaved: boolean; now: Date };

/** Stores what will be signed, and lets the present certificate stand aside for it; whoever was a moment earlier with the same key has done so already. */
async function intendSuccessor(office: Office, authority: Authority, { present, csr, profile, notSaved, now }: Asked): Promise<Certificate> {
  const { serial } = present.certificate;
  const policies = await certificatePolicies(office.db, present.holder, now);
  const intended = prepareIntended(authority, { ...present, installationId: null, predecessor: serial, csr, profile, now });
  let rival: Certificate | null = null;
  let isOutdated = false;
  const isMine = await allOrNothing(office.db, async (tx) => {
    await hold(tx, present);
    const former = await findSuccessor(tx, serial);
    if (former?.publicKeySha256 === csr.publicKeySha256) rival = former;
    if (rival) return false;
    const isRepeat = notSaved && former !== null && (await mayRepeat(tx, former, policies, now));
    // As it is now, held: it may have been revoked, blocked or moved since it was read.
    const held = await getPresent(tx, serial);
    const facts = await renewalFacts(tx, { present: held, isRenewed: former !== null && !isRepeat, policies, now });
    refuseWhatRulesRefuse("renewal", await decideLifeCycle(tx, "renewal", facts, policies));
    // Corrected between reading and holding: what is so now is what is signed.
    isOutdated = !isDeepStrictEqual(subjectOf(held.holder, held.organisation), subjectOf(present.holder, present.organisation));
    if (isOutdated) return false;
    if (isRepeat) await revokeCertificate(tx, { serial: former.serial, reason: "superseded", by: outsider("user", former.userNumber), now });
    await standAside(tx, serial, now);
    return storeIntended(tx, intended);
  });
  if (isMine) return intended;
  if (rival) return rival;
  if (isOutdated) return intendSuccessor(office, authority, { present: await getPresent(office.db, serial), csr, profile, notSaved, now });
  throw new Problem("csr.key-used");
}

/** Account and certificate, still until the transaction ends: a block, an end, a revocation and a second tab wait here. The account first, as whoever ends it holds it. */
async function hold(tx: Db, { certificate: { serial, userNumber } }: Present): Promise<void> {
  await Promise.all([
    tx.select({ userNumber: account.userNumber }).from(account).where(eq(account.userNumber, userNumber)).for("share").execute(),
    tx.select({ serial: certificate.serial }).from(certificate).where(eq(certificate.serial, serial)).for("update").execute(),
  ]);
}

/** Whether the new one is so young that its file may have been lost with the tab, and was not made anew before (D5). */
async function mayRepeat(tx: Db, former: Certificate, policies: PolicyValues, now: Date): Promise<boolean> {
  if (former.predecessor === null || former.status !== "issued") return false;
  const [thrown] = await tx
    .select({ amount: count() })
    .from(certificate)
    .where(and(eq(certificate.predecessor, former.predecessor), eq(certificate.status, "revoked"), gt(certificate.intendedAt, minutesBefore(now, 24 * 60))));
  const isYoung = (former.issuedAt ?? former.intendedAt) >= minutesBefore(now, numberPolicy(policies, "install.againMinutes"));
  return isYoung && (thrown?.amount ?? 0) < numberPolicy(policies, "install.againTimes");
}

function minutesBefore(now: Date, minutes: number): Date {
  return new Date(now.getTime() - minutes * MINUTE_MS);
}

async function renewalFacts(db: Db, of: { present: Present; isRenewed: boolean; policies: PolicyValues; now: Date }): Promise<LifeCycleFacts> {
  const { present, isRenewed, policies, now } = of;
  const opensAt = renewalOpening(present.certificate, policies);
  const state = stateOf(present.certificate, now);
  const reissue = await findReissue(db, present.holder.userNumber, now);
  const isReissue = reissue !== null && reissue.isOpen && reissue.serial === present.certificate.serial;
  return {
    ...(await commonFacts(db, present.holder, now)),
    act: "renew",
    "certificates.active": state === "valid" ? (isRenewed ? 2 : 1) : 0,
    "certificate.state": state,
    "certificate.until": officeDate(present.certificate.notAfter),
    "certificate.renewed": isRenewed,
    "renew.open": opensAt <= now,
    "reissue.open": isReissue,
    "reissue.until": isReissue ? officeDate(reissue.until) : null,
    "renew.opensOn": officeDate(opensAt),
  };
}
