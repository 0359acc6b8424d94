import { createHash } from "node:crypto";

import { and, eq, isNull } from "drizzle-orm";

import { account, blockedKey, certificate, credential, installation } from "#db/schema/accounts.ts";
import { enterprise } from "#db/schema/organisations.ts";
import type { Db } from "#db/types.ts";
import { outsider } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import type { CertificateProfile } from "#app/domain/definitions/schema/certificate-profile.ts";
import { tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import { nameInCertificate } from "#app/domain/people.ts";
import { Problem } from "#app/domain/problem.ts";

import { leaveIsOpen, lockUsableCredential } from "./install.ts";
import type { Authority, CheckedCsr } from "./ports.ts";
import { installValidity } from "./validity.ts";

export type Certificate = typeof certificate.$inferSelect;

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
  const before = await findForLeave(office.db, installationId, csr);
  const intended = before ?? (await intendCertificate(office, authority, { owner, csr, profile, now }));
  return finishCertificate(office, authority, intended, now);
}

/** Signs what was intended and stores the signature. May be done again at any time: RSASSA-PKCS1-v1_5 gives the same bytes (RFC 8017, 8.2). */
export async function finishCertificate(office: Office, authority: Authority, intended: Certificate, now: Date): Promise<Issued> {
  if (intended.status !== "intended") return asIssued(authority, intended);
  // Bytes that changed since they were linted are not what was agreed to.
  if (sha256(intended.tbs) !== intended.tbsSha256) throw new Error(`The stored bytes of certificate ${intended.serial} were changed.`);
  const der = await authority.sign(intended.tbs);
  return office.db.transaction(async (tx) => {
    const { serial, userNumber } = intended;
    const [issued] = await tx
      .update(certificate)
      .set({ status: "issued", der, issuedAt: now })
      .where(and(eq(certificate.serial, serial), eq(certificate.status, "intended")))
      .returning();
    if (!issued) {
      const [finished] = await tx.select().from(certificate).where(eq(certificate.serial, serial));
      return asIssued(authority, finished ?? intended);
    }
    await markInstalled(tx, issued, now);
    const actor = inTrail(outsider("user", userNumber));
    await record(tx, { now, actor, act: "certificate.issued", subject: { kind: "certificate", id: serial }, details: { userNumber } });
    await office.queue.enqueue(tx, tellJob, { happening: "certificate.installed", userNumber, serial });
    return asIssued(authority, issued);
  });
}

type Owner = {
  installation: typeof installation.$inferSelect;
  credential: typeof credential.$inferSelect;
  account: typeof account.$inferSelect;
  organisation: string;
};

async function getOwner(db: Db, installationId: string): Promise<Owner> {
  const [found] = await db
    .select({ installation, credential, account, organisation: enterprise.name })
    .from(installation)
    .innerJoin(credential, eq(credential.id, installation.credentialId))
    .innerJoin(account, eq(account.userNumber, credential.userNumber))
    .innerJoin(enterprise, eq(enterprise.id, account.enterpriseId))
    .where(eq(installation.id, installationId));
  if (!found) throw new Problem("install.leave-unknown");
  return found;
}

/** What this leave has made already, if it was for the same key. */
async function findForLeave(db: Db, installationId: string, csr: CheckedCsr): Promise<Certificate | null> {
  const [made] = await db.select().from(certificate).where(eq(certificate.installationId, installationId));
  if (!made) return null;
  if (made.publicKeySha256 !== csr.publicKeySha256 || made.status === "revoked") throw new Problem("install.leave-used");
  return made;
}

type Intent = { owner: Owner; csr: CheckedCsr; profile: CertificateProfile; now: Date };

/** Fixes the bytes: serial, names, validity; lints them; and stores them before anything is signed (P1, P2). */
async function intendCertificate(office: Office, authority: Authority, { owner, csr, profile, now }: Intent): Promise<Certificate> {
  const { userNumber, agbCode } = owner.account;
  const serial = authority.newSerial();
  const validity = installValidity(now, profile.validity.years);
  const subject = { commonName: nameInCertificate(owner.account), userNumber, organisation: owner.organisation, agbCode };
  const tbs = authority.prepare({ profile, serial, publicKey: csr.publicKey, subject, ...validity });
  const findings = authority.lint(tbs, profile);
  if (findings[0]) throw new Problem("certificate.unsound", { check: findings[0].check, clause: findings[0].clause });

  return office.db.transaction(async (tx) => {
    await lockUsableCredential(tx, owner.credential.id);
    const installationId = owner.installation.id;
    const made = await findForLeave(tx, installationId, csr);
    if (made) return made;
    const [open] = await tx.select({ id: installation.id }).from(installation).where(leaveIsOpen(installationId, now));
    if (!open) throw new Problem("install.leave-expired");
    const [blocked] = await tx.select().from(blockedKey).where(eq(blockedKey.publicKeySha256, csr.publicKeySha256));
    if (blocked) throw new Problem("csr.key-blocked");
    const [intended] = await tx
      .insert(certificate)
      .values({
        serial,
        userNumber,
        installationId,
        profile: profile.id,
        issuerId: authority.issuerId,
        status: "intended",
        tbs,
        tbsSha256: sha256(tbs),
        publicKeySha256: csr.publicKeySha256,
        ...validity,
        intendedAt: now,
      })
      .onConflictDoNothing({ target: certificate.publicKeySha256 })
      .returning();
    // The key was certified before, for somebody else or for an earlier leave: whoever has that one may not have this one.
    if (!intended) throw new Problem("csr.key-used");
    const actor = inTrail(outsider("user", userNumber));
    const details = { userNumber, profile: profile.id, tbsSha256: intended.tbsSha256, notAfter: intended.notAfter.toISOString() };
    await record(tx, { now, actor, act: "certificate.intended", subject: { kind: "certificate", id: serial }, details });
    return intended;
  });
}

async function markInstalled(tx: Db, { installationId }: Certificate, now: Date): Promise<void> {
  if (installationId === null) return;
  const leave = tx.select({ id: installation.credentialId }).from(installation).where(eq(installation.id, installationId));
  await tx.update(credential).set({ installedAt: now }).where(and(eq(credential.id, leave), isNull(credential.installedAt)));
}

function asIssued(authority: Authority, { serial, der, notBefore, notAfter, status }: Certificate): Issued {
  if (der === null || status === "revoked") throw new Problem("install.leave-used");
  return { serial, certificate: pem(der), chain: authority.chain(), notBefore, notAfter };
}

/** RFC 7468, 5.1. */
function pem(der: Uint8Array): string {
  const lines = Buffer.from(der).toString("base64").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
