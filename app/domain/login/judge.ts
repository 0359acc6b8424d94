import { timingSafeEqual, X509Certificate } from "node:crypto";

import { eq, sql } from "drizzle-orm";

import { account, certificate } from "#db/schema/accounts.ts";
import { preparedFor } from "#db/prepared.ts";
import type { Db } from "#db/types.ts";
import { isForProduction } from "#app/domain/certificates/authorities.ts";
import { isWithin } from "#app/domain/certificates/validity.ts";
import { hasPassed } from "#app/domain/deadlines/calendar.ts";
import { fullName } from "#app/domain/people.ts";

import type { Refusal } from "./refusals.ts";

/** Whoever may come in with the certificate in hand. */
export type Entrant = { userNumber: string; serial: string; notAfter: Date; name: string };

/** `of` names certificate and account where we know them: what was refused stands in that account's list. */
export type Judged = { entrant: Entrant } | { refused: Refusal; of: Pick<Entrant, "userNumber" | "serial" | "notAfter"> | null };

/**
 * Who may enter with a certificate, and the one place that says so. That its holder has the key was proven on the way here; everything else is judged
 * now, by our own clock and our own rows, at each request: so a revocation, a block and an end count from their commit on. The certificate has to be, octet for
 * octet, one that this issuing CA made and that we keep, of an account of a person. A blocked PIN does not shut out: it guards the
 * installation, not what was installed.
 */
export async function judgeCertificate(db: Db, { der, issuerId, now }: { der: Uint8Array; issuerId: string; now: Date }): Promise<Judged> {
  const serial = serialOf(der);
  const [found] = serial === null ? [] : await bySerial(db).execute({ serial });
  if (!found?.certificate.der || !isSame(found.certificate.der, der)) return { refused: "unknown", of: null };
  const { certificate: shown, account: holder } = found;
  const of = { userNumber: holder.userNumber, serial: shown.serial, notAfter: shown.notAfter };
  const refused = refusalOfKind(shown, issuerId) ?? refusalNow(shown, holder, now);
  return refused === null ? { entrant: { ...of, name: fullName(holder) } } : { refused, of };
}

const bySerial = preparedFor((db) =>
  db
    .select({ certificate, account })
    .from(certificate)
    .innerJoin(account, eq(account.userNumber, certificate.userNumber))
    .where(eq(certificate.serial, sql.placeholder("serial")))
    .prepare("certificate_shown"),
);

type Shown = typeof certificate.$inferSelect;
type Holder = typeof account.$inferSelect;

/** What never changes of a certificate: a test certificate is refused by its kind (R114), and would be by its authority. */
function refusalOfKind({ kind, issuerId: madeBy }: Shown, issuerId: string): Refusal | null {
  if (!isForProduction(kind)) return "test";
  if (madeBy !== issuerId) return "other-authority";
  return kind === "personal" ? null : "not-personal";
}

/** What stands in the way now, the most final first. */
function refusalNow(shown: Shown, { status, endsOn }: Holder, now: Date): Refusal | null {
  // The day after the last one also before the sweep has come by.
  if (status === "ended" || (endsOn !== null && hasPassed(endsOn, now))) return "ended";
  if (shown.status === "revoked") return shown.revocationReason === "superseded" ? "replaced" : "revoked";
  if (!isWithin(shown, now)) return now < shown.notBefore ? "not-yet" : "expired";
  return status === "blocked" ? "blocked" : null;
}

/** Its serial as we keep them, in lower-case hex; null for octets that are no certificate at all. */
export function serialOf(der: Uint8Array): string | null {
  try {
    return new X509Certificate(der).serialNumber.toLowerCase();
  } catch {
    return null;
  }
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
