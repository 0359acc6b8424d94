import { and, eq, gte, isNull, or } from "drizzle-orm";

import { certificate } from "#db/schema/accounts.ts";
import { reinstallRelease } from "#db/schema/certificates.ts";
import type { Db } from "#db/types.ts";
import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import type { Facts } from "#rules/vocabulary.ts";

import { chosen, textAt, type Answers } from "./answers.ts";
import { chosenInputOf, effectsOf } from "./mapped.ts";

type ReleaseFacts = Pick<Facts<"screening">, "release.why" | "release.hasValid" | "release.isOpen">;

/** What a request to install again although the certificate is valid comes to by our registers (R40, D13); null where the form does not ask for it, or names no account. */
export async function releaseFacts(db: Db, of: { type: RequestType; answers: Answers; now: Date }): Promise<ReleaseFacts> {
  const { type, answers, now } = of;
  const isAsked = effectsOf(type, answers).some(({ effect }) => effect === "release-reinstall");
  const userNumber = isAsked ? textAt(answers, chosenInputOf(type, answers, "userNumber")) : "";
  return {
    "release.why": isAsked ? chosen(type, answers, "release.why", ["lost", "stolen"] as const) : null,
    "release.hasValid": userNumber ? await hasValid(db, userNumber, now) : null,
    "release.isOpen": userNumber ? await isOpen(db, userNumber, now) : null,
  };
}

async function hasValid(db: Db, userNumber: string, now: Date): Promise<boolean> {
  return (await db.$count(certificate, and(eq(certificate.userNumber, userNumber), eq(certificate.status, "issued"), gte(certificate.notAfter, now)))) > 0;
}

/** As `one_open_release_per_account` says it, but for what was not used in time: that makes room. */
async function isOpen(db: Db, userNumber: string, now: Date): Promise<boolean> {
  const isUsable = and(eq(reinstallRelease.outcome, "granted"), isNull(reinstallRelease.usedAt), gte(reinstallRelease.expiresAt, now));
  return (await db.$count(reinstallRelease, and(eq(reinstallRelease.userNumber, userNumber), or(isNull(reinstallRelease.outcome), isUsable)))) > 0;
}
