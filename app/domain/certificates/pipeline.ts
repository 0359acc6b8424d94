import { createHash } from "node:crypto";

import { and, eq, isNull, sql, TransactionRollbackError } from "drizzle-orm";

import { account, certificate, credential, installation } from "#db/schema/accounts.ts";
import { blockedKey } from "#db/schema/authority.ts";
import { enterprise } from "#db/schema/organisations.ts";
import { blanks, builtOnce, preparedFor } from "#db/prepared.ts";
import type { Db } from "#db/types.ts";
import { outsider } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import type { CertificateProfile } from "#app/domain/definitions/schema/certificate-profile.ts";
import { tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import { nameInCertificate } from "#app/domain/people.ts";
import { Problem } from "#app/domain/problem.ts";

import { lockUsableCredential } from "./install.ts";
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
    const [issued] = await Promise.all([
      tx
        .update(certificate)
        .set({ status: "issued", der, issuedAt: now })
        .where(and(eq(certificate.serial, serial), eq(certificate.status, "intended")))
        .returning({ serial: certificate.serial }),
      markInstalled(tx, intended, now),
      record(tx, { now, actor, act: "certificate.issued", subject: { kind: "certificate", id: serial }, details: { userNumber } }),
      office.queue.enqueue(tx, tellJob, { happening: "certificate.installed", userNumber, serial }),
    ]);
    return issued.length > 0;
  });
  if (isMine) return asIssued(authority, { ...intended, status: "issued", der, issuedAt: now });
  const [finished] = await office.db.select().from(certificate).where(eq(certificate.serial, serial));
  return asIssued(authority, finished ?? intended);
}

/**
 * A change and all that follows from it go to the database in one breath: none waits for the answer to another, and a connection answers
 * in the order in which it is asked. Where somebody else was first with the change (false), what follows from it is undone.
 */
async function allOrNothing(db: Db, work: (tx: Db) => Promise<boolean>): Promise<boolean> {
  try {
    await db.transaction(async (tx) => {
      if (!(await work(tx))) tx.rollback();
    });
    return true;
  } catch (thrown) {
    if (thrown instanceof TransactionRollbackError) return false;
    throw thrown;
  }
}

type Owner = {
  installation: typeof installation.$inferSelect;
  credential: typeof credential.$inferSelect;
  account: typeof account.$inferSelect;
  organisation: string;
  /** What this leave has made already. */
  made: Certificate | null;
};

async function getOwner(db: Db, installationId: string): Promise<Owner> {
  const [found] = await ownerOfLeave(db).execute({ installationId });
  if (!found) throw new Problem("install.leave-unknown");
  return found;
}

const ownerOfLeave = preparedFor((db) =>
  db
    .select({ installation, credential, account, organisation: enterprise.name, made: certificate })
    .from(installation)
    .innerJoin(credential, eq(credential.id, installation.credentialId))
    .innerJoin(account, eq(account.userNumber, credential.userNumber))
    .innerJoin(enterprise, eq(enterprise.id, account.enterpriseId))
    .leftJoin(certificate, eq(certificate.installationId, installation.id))
    .where(eq(installation.id, sql.placeholder("installationId")))
    .prepare("owner_of_leave"),
);

/** What this leave has made already is good for the same key only. */
function madeFor(csr: CheckedCsr, made: Certificate | null): Certificate | null {
  if (made && (made.publicKeySha256 !== csr.publicKeySha256 || made.status === "revoked")) throw new Problem("install.leave-used");
  return made;
}

type Intent = { owner: Owner; csr: CheckedCsr; profile: CertificateProfile; now: Date };

/**
 * Fixes the bytes: serial, names, validity; lints them; and stores them before anything is signed (P1, P2). Whoever was a moment earlier
 * with the same leave and key has stored them already.
 */
async function intendCertificate(office: Office, authority: Authority, { owner, csr, profile, now }: Intent): Promise<Certificate> {
  const { userNumber, agbCode, kind } = owner.account;
  // Whoever asked for one kind does not get another; lint and database say of which authority each kind is.
  if (profile.kind !== kind) throw new Error(`Account ${userNumber} is of kind ${kind} and gets no certificate of kind ${profile.kind}.`);
  // A leave is lengthened and never cut short: what was open when it was read is open.
  if (owner.installation.expiresAt <= now) throw new Problem("install.leave-expired");
  const serial = authority.newSerial();
  const validity = installValidity(now, profile.validity.years);
  const subject = { commonName: nameInCertificate(owner.account), userNumber, organisation: owner.organisation, agbCode };
  const tbs = authority.prepare({ profile, serial, publicKey: csr.publicKey, subject, ...validity });
  const findings = authority.lint(tbs, profile);
  if (findings[0]) throw new Problem("certificate.unsound", { check: findings[0].check, clause: findings[0].clause });

  const installationId = owner.installation.id;
  const tbsSha256 = sha256(tbs);
  const unsigned = { status: "intended", der: null, issuedAt: null, revokedAt: null, revocationReason: null, crlNumber: null } as const;
  const made = { serial, userNumber, kind, installationId, profile: profile.id, issuerId: authority.issuerId, publicKeySha256: csr.publicKeySha256 };
  const intended: Certificate = { ...made, ...unsigned, tbs, tbsSha256, ...validity, intendedAt: now };
  const details = { userNumber, profile: profile.id, tbsSha256, notAfter: validity.notAfter.toISOString() };
  const isMine = await allOrNothing(office.db, async (tx) => {
    const [, [blocked], stored] = await Promise.all([
      // First, so that the rest waits for whoever has the PIN's row.
      lockUsableCredential(tx, owner.credential, now),
      tx.select({ key: blockedKey.publicKeySha256 }).from(blockedKey).where(eq(blockedKey.publicKeySha256, csr.publicKeySha256)),
      insertIntended(tx, intended),
      record(tx, { now, actor: inTrail(outsider("user", userNumber)), act: "certificate.intended", subject: { kind: "certificate", id: serial }, details }),
    ]);
    if (blocked) throw new Problem("csr.key-blocked");
    return stored.length > 0;
  });
  return isMine ? intended : getRival(office.db, installationId, csr);
}

/** Nothing where another certificate has this leave, key or owner: one of each is all there may be. */
const insertIntended = builtOnce<Certificate>((db) =>
  db
    .insert(certificate)
    .values(
      blanks(
        "serial", "userNumber", "kind", "installationId", "profile", "issuerId", "publicKeySha256", "status", "tbs", "tbsSha256", "notBefore", "notAfter",
        "intendedAt",
      ),
    )
    .onConflictDoNothing()
    .returning({ serial: certificate.serial }),
);

/** What was stored for this leave meanwhile. Throws `install.leave-used`, or `csr.key-used`: whoever has that certificate may not have this one. */
async function getRival(db: Db, installationId: string, csr: CheckedCsr): Promise<Certificate> {
  const { made } = await getOwner(db, installationId);
  const rival = madeFor(csr, made);
  if (rival) return rival;
  const sameKey = await db.$count(certificate, eq(certificate.publicKeySha256, csr.publicKeySha256));
  if (sameKey > 0) throw new Problem("csr.key-used");
  throw new Error(`For leave ${installationId} no certificate could be stored: does its owner have another one?`);
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
