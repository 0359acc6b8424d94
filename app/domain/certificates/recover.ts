import { and, asc, eq, lt, ne } from "drizzle-orm";

import { certificate } from "#db/schema/accounts.ts";
import { eachAlone } from "#app/domain/jobs/each-alone.ts";
import type { Office } from "#app/domain/office.ts";

import { finishCertificate } from "./pipeline.ts";
import type { Authority } from "./ports.ts";

const MINUTE_MS = 60_000;
const AT_ONCE = 100;

/**
 * Finishes certificates that were intended more than a minute ago and have no signature: somebody's process died in between (P1). The bytes
 * are the stored ones and the signature is deterministic, so that this gives what the user would have had. `foreign` counts intents of an
 * authority whose key is not here; they can only be finished where it is.
 */
export async function recoverCertificates(office: Office, authority: Authority, input: { now: Date }): Promise<{ finished: number; foreign: number }> {
  const { now } = input;
  const left = and(eq(certificate.status, "intended"), lt(certificate.intendedAt, new Date(now.getTime() - MINUTE_MS)));
  const ours = await office.db
    .select()
    .from(certificate)
    .where(and(left, eq(certificate.issuerId, authority.issuerId)))
    .orderBy(asc(certificate.intendedAt))
    .limit(AT_ONCE);
  const finished = await eachAlone(ours, async (intended) => void (await finishCertificate(office, authority, intended, now)));
  const foreign = await office.db.$count(certificate, and(left, ne(certificate.issuerId, authority.issuerId)));
  return { finished, foreign };
}
