import { and, eq, isNull, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";

import { account, certificate, credential, installation } from "#db/schema/accounts.ts";
import { enterprise } from "#db/schema/organisations.ts";
import { preparedFor } from "#db/prepared.ts";
import type { Db } from "#db/types.ts";
import { outsider } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import type { CertificateProfile } from "#app/domain/definitions/schema/certificate-profile.ts";
import { tellJob, type Happening } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import { nameInCertificate } from "#app/domain/people.ts";
import { Problem } from "#app/domain/problem.ts";

import { lockUsableCredential } from "./install.ts";
import { allOrNothing, prepareIntended, sha256, storeIntended, type Certificate } from "./intend.ts";
import { certificatePolicies, isRenewable, stateOf } from "./life-cycle.ts";
import type { Authority, CheckedCsr } from "./ports.ts";
import { isToBeReplaced, replaceByNew } from "./reissue.ts";
import { standAside } from "./succession.ts";

export type { Certificate } from "./intend.ts";

/** A certificate as its owner gets it: PEM, the issuing CA first in `chain`. */
export type Issued = { serial: string; certificate: string; chain: string[]; notBefore: Date; notAfter: Date };

/**
 * Makes the one certificate that a leave to install is good for (P1–P4). The bytes to be signed are stored before the key is used; the same
 * bytes are linted and signed. Called again with the same key, also 200 times at once, it answers the same certificate; another key finds the
 * leave used. Throws the `csr.…` problems of `Authority.checkCsr`, `csr.key-used`, `csr.key-blocked` (P13), `install.leave-unknown`, `install.leave-expired`,
 * `install.leave-used`, `certificate.unsound` (our own lint refused the bytes) and what makes the PIN unusable.
 */
export async function installCertificate(
  office: Office,
  authority: Authority,
  input: { installationId: string; csrPem: string; profile: CertificateProfile; now: Date },
): Promise<Issued> {
  const { installationId, csrPem, profile, now } = input;
  const owner = await getOwner(office.db, installationId);
  const csr = authority.checkCsr(csrPem, { userNumber: owner.account.userNumber, profile });
  const intended = madeFor(csr, owner.made) ?? (await intendCertificate(office, authority, { owner, csr, profile, now }));
  return finishCertificate(office, authority, intended, now);
}

/** Signs what was intended and stores the signature. May be done again at any time: RSASSA-PKCS1-v1_5 gives the same bytes (RFC 8017, 8.2). */
export async function finishCertificate(office: Office, authority: Authority, intended: Certificate, now: Date): Promise<Issued> {
  if (intended.status !== "intended") return asIssued(authority, intended);
  // Bytes that changed since they were linted are not what was agreed to.
  if (sha256(intended.tbs) !== intended.tbsSha256) throw new Error(`The stored bytes of certificate ${intended.serial} were changed.`);
  const der = await authority.sign(intended.tbs);
  const { serial, userNumber } = intended;
  const isMine = await allOrNothing(office.db, async (tx) => {
    const actor = inTrail(outsider("user", userNumber));
    const isReplaced = await replaceByNew(tx, intended, now);
    const [issued] = await Promise.all([
      tx
        .update(certificate)
        .set({ status: "issued", der, issuedAt: now })
        .where(and(eq(certificate.serial, serial), eq(certificate.status, "intended")))
        .returning({ serial: certificate.serial }),
      markInstalled(tx, intended, now),
      record(tx, { now, actor, act: "certificate.issued", subject: { kind: "certificate", id: serial }, details: { userNumber } }),
      office.queue.enqueue(tx, tellJob, { happening: isReplaced ? "reissue.done" : happeningOf(intended), userNumber, serial }),
    ]);
    return issued.length > 0;
  });
  if (isMine) return asIssued(authority, { ...intended, status: "issued", der, issuedAt: now });
  const [finished] = await office.db.select().from(certificate).where(eq(certificate.serial, serial));
  return asIssued(authority, finished ?? intended);
}

/** What its owner and their contact are told of (D6). */
function happeningOf({ installationId, predecessor }: Certificate): Happening {
  if (installationId === null) return "certificate.renewed";
  return predecessor === null ? "certificate.installed" : "certificate.reinstalled";
}

type Owner = {
  installation: typeof installation.$inferSelect;
  credential: typeof credential.$inferSelect;
  account: typeof account.$inferSelect;
  organisation: string;
  /** What this leave has made already. */
  made: Certificate | null;
  /** The account's current certificate, if it has one. */
  current: Certificate | null;
};

async function getOwner(db: Db, installationId: string): Promise<Owner> {
  const [found] = await ownerOfLeave(db).execute({ installationId });
  if (!found) throw new Problem("install.leave-unknown");
  return found;
}

const current = alias(certificate, "current");

const ownerOfLeave = preparedFor((db) =>
  db
    .select({ installation, credential, account, organisation: enterprise.name, made: certificate, current })
    .from(installation)
    .innerJoin(credential, eq(credential.id, installation.credentialId))
    .innerJoin(account, eq(account.userNumber, credential.userNumber))
    .innerJoin(enterprise, eq(enterprise.id, account.enterpriseId))
    .leftJoin(certificate, eq(certificate.installationId, installation.id))
    // As `one_current_certificate_per_account` says it.
    .leftJoin(current, and(eq(current.userNumber, account.userNumber), sql`${current.status} in ('intended', 'issued')`, isNull(current.supersededAt)))
    .where(eq(installation.id, sql.placeholder("installationId")))
    .prepare("owner_of_leave"),
);

/** What this leave has made already is good for the same key only. */
function madeFor(csr: CheckedCsr, made: Certificate | null): Certificate | null {
  if (made && (made.publicKeySha256 !== csr.publicKeySha256 || made.status === "revoked")) throw new Problem("install.leave-used");
  return made;
}

type Asked = { owner: Owner; csr: CheckedCsr; profile: CertificateProfile; now: Date };

/** Stores what will be signed, while the leave's PIN still counts. Whoever was a moment earlier with the same leave and key has stored it already. */
async function intendCertificate(office: Office, authority: Authority, { owner, csr, profile, now }: Asked): Promise<Certificate> {
  // A leave is lengthened and never cut short: what was open when it was read is open.
  if (owner.installation.expiresAt <= now) throw new Problem("install.leave-expired");
  const installationId = owner.installation.id;
  // What has expired makes room for it (R38), what is no longer right as well (R107), and what may be renewed of an account that cannot log in to do so (R36).
  const state = owner.current && stateOf(owner.current, now);
  const predecessor = owner.current && (state === "expired" || state === "valid") ? owner.current.serial : null;
  const isRenewed = state === "valid" && (await mayRenewByPin(office.db, owner, now));
  const intended = prepareIntended(authority, { holder: owner.account, organisation: owner.organisation, installationId, predecessor, csr, profile, now });
  let isOutdated = false;
  const isMine = await allOrNothing(office.db, async (tx) => {
    // First, so that the rest waits for whoever has the PIN's row.
    const [{ holder }, , mayFollow, isStored] = await Promise.all([
      lockUsableCredential(tx, owner.credential, now),
      predecessor === null ? null : standAside(tx, predecessor, now),
      state === "valid" && predecessor !== null && !isRenewed ? isToBeReplaced(tx, predecessor) : true,
      storeIntended(tx, intended),
    ]);
    isOutdated = isNamedOtherwise(owner, holder);
    return isStored && mayFollow && !isOutdated;
  });
  if (isMine) return intended;
  // Corrected between reading and holding: what is so now is what is signed.
  if (isOutdated) return intendCertificate(office, authority, { owner: await getOwner(office.db, installationId), csr, profile, now });
  return getRival(office.db, installationId, csr, now);
}

/** Whether the certificate would not name its holder as the office knows them, held. */
function isNamedOtherwise({ account: was }: Owner, is: typeof account.$inferSelect): boolean {
  return nameInCertificate(was) !== nameInCertificate(is) || was.enterpriseId !== is.enterpriseId || was.agbCode !== is.agbCode;
}

/** Whether it is time to renew, and its holder cannot log in for that: software and tests follow up their certificate with number and PIN, and the former one stays valid until it ends (D27). */
async function mayRenewByPin(db: Db, { account: holder, current: present }: Owner, now: Date): Promise<boolean> {
  if (!present || holder.kind === "personal") return false;
  return isRenewable(present, await certificatePolicies(db, holder, now), now);
}

/** What was stored for this leave meanwhile. Throws `install.leave-used`, or `csr.key-used`: whoever has that certificate may not have this one. */
async function getRival(db: Db, installationId: string, csr: CheckedCsr, now: Date): Promise<Certificate> {
  const { made, current: other } = await getOwner(db, installationId);
  const rival = madeFor(csr, made);
  if (rival) return rival;
  const sameKey = await db.$count(certificate, eq(certificate.publicKeySha256, csr.publicKeySha256));
  if (sameKey > 0) throw new Problem("csr.key-used");
  // Its holder was first elsewhere, with the certificate that it would have replaced.
  if (other && stateOf(other, now) !== "expired") throw new Problem("install.leave-used");
  throw new Error(`For leave ${installationId} no certificate could be stored: does its owner have another one?`);
}

async function markInstalled(tx: Db, { installationId }: Certificate, now: Date): Promise<void> {
  if (installationId === null) return;
  const leave = tx.select({ id: installation.credentialId }).from(installation).where(eq(installation.id, installationId));
  await tx.update(credential).set({ installedAt: now }).where(and(eq(credential.id, leave), isNull(credential.installedAt)));
}

function asIssued(authority: Authority, { serial, der, notBefore, notAfter, status }: Certificate): Issued {
  if (der === null || status === "revoked") throw new Problem("install.leave-used");
  return { serial, certificate: asPem(der), chain: authority.chain(), notBefore, notAfter };
}

/** RFC 7468, 5.1. */
export function asPem(der: Uint8Array): string {
  const lines = Buffer.from(der).toString("base64").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}
