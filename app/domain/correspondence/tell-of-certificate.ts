import { and, eq, isNotNull } from "drizzle-orm";

import { account, certificate } from "#db/schema/accounts.ts";
import { reinstallRelease, reissue } from "#db/schema/certificates.ts";
import { agbCode } from "#db/schema/organisations.ts";
import type { Db } from "#db/types.ts";
import { reinstallUntil } from "#app/domain/certificates/installation-facts.ts";
import { certificatePolicies } from "#app/domain/certificates/life-cycle.ts";
import { renewalWindow } from "#app/domain/certificates/validity.ts";
import { numberPolicy } from "#app/domain/decisions/policies.ts";
import { currentRelease, getDefinition } from "#app/domain/definitions/store.ts";
import type { Happening, Telling } from "#app/domain/jobs/list.ts";
import { fullName, type Language } from "#app/domain/people.ts";

import { postMail, type TellOffice } from "./post.ts";
import { tellHolders } from "./tell-holders.ts";

/** What the user is told of their certificate, and what those who speak for the AGB code are. */
const TEMPLATES: Partial<Record<Happening, { user: string; contact: string }>> = {
  "certificate.installed": { user: "account-certificate-installed", contact: "account-certificate-installed" },
  "certificate.revoked": { user: "certificate-revoked", contact: "certificate-revoked" },
  "certificate.renewed": { user: "certificate-renewed", contact: "certificate-renewed" },
  "certificate.reinstalled": { user: "certificate-reinstalled", contact: "certificate-reinstalled" },
  "reinstall.released": { user: "reinstall-released", contact: "reinstall-released" },
  "reissue.opened": { user: "reissue-opened-user", contact: "reissue-opened" },
  "reissue.closing": { user: "reissue-closing", contact: "reissue-closing" },
  "reissue.done": { user: "reissue-done", contact: "reissue-done" },
  "reissue.lapsed": { user: "reissue-lapsed", contact: "reissue-lapsed" },
  "certificate.expiring": { user: "certificate-expiring-user", contact: "certificate-expiring" },
  "certificate.revoked-by-user": { user: "certificate-revoked-by-user", contact: "certificate-revoked-by-user" },
};

/** Software cannot log in to renew, and neither can who tries something out: number and PIN make the successor, beside which the former one works until it ends. */
const BY_PIN: typeof TEMPLATES = {
  "certificate.expiring": { user: "certificate-expiring-software", contact: "certificate-expiring-software" },
  "certificate.reinstalled": { user: "certificate-followed", contact: "certificate-followed" },
};

type OfCertificate = Telling & { userNumber: string; serial: string };

/**
 * What is told of one certificate's life, if that is what it is; no request need be there, for accounts came in by import as well. Who is told of an installation, the type of
 * the request says that made the account; here it is told of accounts that none made.
 */
export async function readOfCertificate(db: Db, telling: Telling): Promise<OfCertificate | null> {
  const { userNumber, serial, happening } = telling;
  if (userNumber === undefined || serial === undefined || TEMPLATES[happening] === undefined) return null;
  const isToldByType = happening === "certificate.installed" && (await db.$count(account, and(eq(account.userNumber, userNumber), isNotNull(account.requestId)))) > 0;
  return isToldByType ? null : { ...telling, userNumber, serial };
}

/**
 * Tells the user, the contact persons of the AGB code and the main contact what happened to a certificate (D6), each address once. The user number is not in it
 * (D7): it opens nothing, and need not lie in mailboxes.
 */
export async function tellOfCertificate(office: TellOffice, telling: OfCertificate, now: Date): Promise<void> {
  await office.db.transaction(async (tx) => {
    const [found] = await tx
      .select({ user: account, practice: agbCode.name, it: certificate })
      .from(certificate)
      .innerJoin(account, eq(account.userNumber, certificate.userNumber))
      .innerJoin(agbCode, eq(agbCode.code, account.agbCode))
      .where(eq(certificate.serial, telling.serial));
    if (!found) return;
    const { user, practice, it } = found;
    // A reminder that is late says nothing any more of what was renewed or revoked meanwhile.
    if (telling.happening === "certificate.expiring" && (it.status !== "issued" || it.supersededAt !== null || user.status !== "active")) return;
    const replaced = await findReplaced(tx, telling.about);
    // Nor does it say that something is to be replaced which was, meanwhile.
    if ((telling.happening === "reissue.opened" || telling.happening === "reissue.closing") && replaced?.outcome !== null) return;
    const policies = await certificatePolicies(tx, user, now);
    const until = reinstallUntil(replaced?.endedAt ?? it.notAfter, policies);
    const [former, released] = [await formerEnd(tx, it.predecessor), await releaseEnd(tx, telling.about)];
    const isByPin = user.kind !== "personal" && (telling.happening !== "certificate.reinstalled" || (former !== null && former > it.intendedAt));
    const templates = (isByPin ? BY_PIN[telling.happening] : undefined) ?? TEMPLATES[telling.happening];
    if (!templates) return;
    const about = (language: Language) => ({
      forWhom: fullName(user),
      practice,
      agbCode: user.agbCode,
      madeOn: it.issuedAt ?? it.intendedAt,
      validUntil: it.notAfter,
      renewFrom: renewalWindow(it, numberPolicy(policies, "renew.windowDays")).opensAt,
      reinstallUntil: until ?? it.notAfter,
      releasedUntil: released ?? it.notAfter,
      installLink: `${office.baseUrl}/install`,
      formerUntil: former ?? it.notAfter,
      replaceUntil: replaced?.until ?? it.notAfter,
      what: (replaced?.differs ?? []).map((attribute) => office.say(language, `customers:reissue.attribute.${attribute}`)).join(", "),
      revokedOn: it.revokedAt ?? now,
      reason: office.say(language, `customers:certificate.reason.${it.revocationReason ?? "unspecified"}`),
    });
    // Whoever has both parts has one address, and the occasion is told once to each.
    const occasion = `${telling.happening} ${telling.about ?? it.serial} ${telling.time ?? 1}`;
    const person = { as: "user", name: fullName(user), email: user.email, language: user.language };
    const template = await getDefinition(tx, await currentRelease(tx), "mail", templates.user);
    await postMail(tx, office, { occasion: `${occasion} ${user.email.toLowerCase()}`, template, person, values: { recipientName: person.name, ...about(user.language) }, links: [], requestId: null, userNumber: null, now });
    await tellHolders(tx, office, { occasion, template: templates.contact, enterpriseId: user.enterpriseId, agbCode: user.agbCode, to: ["main-contact", "contact"], values: about, now });
  });
}

async function formerEnd(tx: Db, serial: string | null): Promise<Date | null> {
  if (serial === null) return null;
  const [former] = await tx.select({ notAfter: certificate.notAfter }).from(certificate).where(eq(certificate.serial, serial));
  return former?.notAfter ?? null;
}

async function releaseEnd(tx: Db, id: string | undefined): Promise<Date | null> {
  const [release] = id === undefined ? [] : await tx.select({ expiresAt: reinstallRelease.expiresAt }).from(reinstallRelease).where(eq(reinstallRelease.id, id));
  return release?.expiresAt ?? null;
}

async function findReplaced(tx: Db, id: string | undefined) {
  const [found] = id === undefined ? [] : await tx.select().from(reissue).where(eq(reissue.id, id));
  return found ?? null;
}
