import { and, eq, inArray, isNull, ne } from "drizzle-orm";

import { account, authorisation } from "#db/schema/accounts.ts";
import type { roleHolder } from "#db/schema/organisations.ts";
import type { Db } from "#db/types.ts";
import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import type { ServiceCatalogue } from "#app/domain/definitions/schema/services.ts";
import { listDefinitions } from "#app/domain/definitions/store.ts";
import { fullName, isSamePerson } from "#app/domain/people.ts";
import type { Facts } from "#rules/vocabulary.ts";

import { textAt, type Answers } from "./answers.ts";
import { askedServices, inputOf } from "./mapped.ts";
import type { RequestRow } from "./move.ts";

type AccessFacts = Pick<Facts<"screening">, "access.claimed" | "access.holders" | "addendum.needed" | "account.isSignatory">;

type Holder = Pick<typeof roleHolder.$inferSelect, "role" | "initials" | "prefix" | "surname" | "email">;

/** Who of the enterprise has access already to what is asked for, and what has to be signed first (R10): by our registers, whatever the form says. */
export async function accessFacts(
  db: Db,
  of: { type: RequestType; answers: Answers; enterpriseId: string | null; catalogue: ServiceCatalogue; holders: readonly Holder[] },
): Promise<AccessFacts> {
  const { type, answers, enterpriseId, catalogue, holders } = of;
  const { granted, withdrawn } = askedServices(type, answers);
  const claimed = textAt(answers, type.facts["access.claimed"] ?? "");
  const userNumber = textAt(answers, inputOf(type, "userNumber"));
  const [user] = userNumber ? await db.select().from(account).where(eq(account.userNumber, userNumber)) : [];
  return {
    "access.claimed": claimed === "yes" || claimed === "no" || claimed === "unknown" ? claimed : null,
    "access.holders": enterpriseId ? await namesWithAccess(db, enterpriseId, akin(catalogue, [...granted, ...withdrawn])) : [],
    "addendum.needed": enterpriseId !== null && (await lacksAddendum(db, { enterpriseId, granted, catalogue })),
    "account.isSignatory": user ? holders.some((one) => one.role === "signatory" && isSamePerson(user, one) && one.email.toLowerCase() === user.email.toLowerCase()) : null,
  };
}

/** Whether the signatory has to sign an addendum before a request can be carried out, by what is registered now: nobody signs for an account that has ended. */
export async function needsAddendum(db: Db, type: RequestType, row: Pick<RequestRow, "releaseId" | "enterpriseId" | "answers">): Promise<boolean> {
  const [found] = await listDefinitions(db, row.releaseId, "services");
  if (!found || !row.enterpriseId || !type.effects.some(({ effect }) => effect === "sign-addendum")) return false;
  const userNumber = textAt(row.answers, inputOf(type, "userNumber"));
  const [ended] = userNumber ? await db.select({ userNumber: account.userNumber }).from(account).where(and(eq(account.userNumber, userNumber), eq(account.status, "ended"))) : [];
  if (ended) return false;
  return lacksAddendum(db, { enterpriseId: row.enterpriseId, granted: askedServices(type, row.answers).granted, catalogue: found.content });
}

/**
 * Nobody of the enterprise ever had a service of the kind: then its addendum was not signed yet. Whoever has lost access since had signed, so that the answer
 * never goes from "signed" back to "not signed".
 */
async function lacksAddendum(db: Db, of: { enterpriseId: string; granted: readonly string[]; catalogue: ServiceCatalogue }): Promise<boolean> {
  const { enterpriseId, granted, catalogue } = of;
  for (const service of catalogue.services.filter(({ id, needsAddendum: isNeeded }) => isNeeded && granted.includes(id))) {
    const [ever] = await db
      .select({ userNumber: authorisation.userNumber })
      .from(authorisation)
      .innerJoin(account, eq(account.userNumber, authorisation.userNumber))
      .where(and(eq(account.enterpriseId, enterpriseId), inArray(authorisation.service, akin(catalogue, [service.id]))))
      .limit(1);
    if (!ever) return true;
  }
  return false;
}

async function namesWithAccess(db: Db, enterpriseId: string, services: string[]): Promise<string[]> {
  if (services.length === 0) return [];
  const rows = await db
    .selectDistinct({ userNumber: account.userNumber, initials: account.initials, prefix: account.prefix, surname: account.surname })
    .from(authorisation)
    .innerJoin(account, eq(account.userNumber, authorisation.userNumber))
    .where(and(eq(account.enterpriseId, enterpriseId), inArray(authorisation.service, services), isNull(authorisation.withdrawnAt), ne(account.status, "ended")))
    .orderBy(account.surname, account.userNumber);
  return rows.map(fullName);
}

/** The modules of what these services belong to: those that share a form of their own stand under one addendum. */
function akin(catalogue: ServiceCatalogue, services: readonly string[]): string[] {
  const named = catalogue.services.filter(({ id }) => services.includes(id));
  const forms = named.flatMap(({ ownForm }) => ownForm ?? []);
  return catalogue.services.filter((one) => named.includes(one) || (one.ownForm !== null && forms.includes(one.ownForm))).map(({ id }) => id);
}
