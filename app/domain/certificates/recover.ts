import { and, asc, eq, lt, ne, notInArray } from "drizzle-orm";

import { certificate } from "#db/schema/accounts.ts";
import { eachAlone } from "#app/domain/jobs/each-alone.ts";
import type { Office } from "#app/domain/office.ts";

import { finishCertificate } from "./pipeline.ts";
import type { Authority } from "./ports.ts";

const MINUTE_MS = 60_000;
const PAGE = 100;

/**
 * Finishes certificates that were intended more than a minute ago and have no signature: somebody's process died in between (P1). The bytes
 * are the stored ones and the signature is deterministic, so that this gives what the user would have had. `foreign` counts intents of an
 * authority whose key is not here; they can only be finished where it is.
 */
export async function recoverCertificates(office: Office, authority: Authority, input: { now: Date }): Promise<{ finished: number; foreign: number }> {
  const { now } = input;
  const left = and(eq(certificate.status, "intended"), lt(certificate.intendedAt, new Date(now.getTime() - MINUTE_MS)));
  const finished = await eachAlone({
    page: (but) =>
      office.db
        .select()
        .from(certificate)
        .where(and(left, eq(certificate.issuerId, authority.issuerId), notInArray(certificate.serial, but)))
        .orderBy(asc(certificate.intendedAt))
        .limit(PAGE),
    id: ({ serial }) => serial,
    act: async (intended) => void (await finishCertificate(office, authority, intended, now)),
  });
  const foreign = await office.db.$count(certificate, and(left, ne(certificate.issuerId, authority.issuerId)));
  return { finished, foreign };
}
