import { and, eq, isNull } from "drizzle-orm";

import { toPem } from "#app/adapters/forge/pem.ts";
import { grantInstallation, markSaved } from "#app/domain/certificates/install.ts";
import { installCertificate } from "#app/domain/certificates/pipeline.ts";
import { currentRelease, getDefinition } from "#app/domain/definitions/store.ts";
import { beginLinking } from "#app/domain/login/authenticator.ts";
import { enterWithCode } from "#app/domain/login/enter.ts";
import { judgeCertificate } from "#app/domain/login/judge.ts";
import { codeAt, stepAt } from "#app/domain/login/totp.ts";
import { makeCsr, makeKey } from "#app/ui/install/csr.ts";
import { certificatesIn } from "#app/ui/install/pem.ts";
import { userCookie } from "#app/web/user-session.server.ts";
import { account, credential } from "#db/schema/accounts.ts";

import type { TestOffice } from "./office.ts";
import { fulfilled } from "./so-far.ts";

/** Somebody with a certificate of ours, and its key. */
export type CertificateHolder = { userNumber: string; serial: string; der: Uint8Array; certPem: string; keyPem: string; notAfter: Date };

/** Zoë, with her account carried out and her certificate installed. `requestId` is a request that was carried out already. */
export async function certificateHolder(office: TestOffice, requestId?: string): Promise<CertificateHolder> {
  const { db } = office.database;
  const request = requestId ?? (await fulfilled(office));
  const [mine] = await db
    .select({ credential, account })
    .from(account)
    .innerJoin(credential, and(eq(credential.userNumber, account.userNumber), isNull(credential.voidedAt)))
    .where(eq(account.requestId, request));
  const profile = await getDefinition(db, await currentRelease(db), "certificate-profile", "personal");
  if (!mine) throw new Error("There is no account with a PIN.");
  const key = await makeKey();
  const leave = await grantInstallation(office.made.office, { credential: mine.credential, notSaved: false, now: office.now() });
  const csrPem = await makeCsr(key, mine.account.userNumber);
  const issued = await installCertificate(office.made.office, office.made.office.authority, { installationId: leave.id, csrPem, profile: profile.content, now: office.now() });
  await markSaved(office.made.office, { installationId: leave.id, now: office.now() });
  const der = certificatesIn(issued.certificate)[0] ?? new Uint8Array();
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey("pkcs8", key.privateKey));
  return { userNumber: mine.account.userNumber, serial: issued.serial, der, certPem: issued.certificate, keyPem: toPem("PRIVATE KEY", pkcs8), notAfter: issued.notAfter };
}

/** Links an app and logs in, as on the login page; answers the cookie. */
export async function logIn(office: TestOffice, { userNumber, der }: CertificateHolder): Promise<string> {
  const { db } = office.database;
  const { sealer, phones } = office.made.office.authenticators;
  const judged = await judgeCertificate(db, { der, issuerId: office.made.office.authority.issuerId, now: office.now() });
  if ("refused" in judged) throw new Error(`The certificate is refused: ${judged.refused}.`);
  const secret = await beginLinking(db, { userNumber, sealer, now: office.now() });
  const code = codeAt(secret, stepAt(phones.now()));
  const from = { address: "192.0.2.17", agent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0" };
  const token = await enterWithCode(db, { entrant: judged.entrant, code, sealer, from, phoneNow: phones.now(), now: office.now(), correlationId: null });
  return (await userCookie(token)).split(";")[0] ?? "";
}
