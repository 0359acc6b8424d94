import { and, eq, gte, isNull, lt, or } from "drizzle-orm";

import { authorisation } from "#db/schema/accounts.ts";
import type { Db } from "#db/types.ts";
import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";

import { textAt } from "./answers.ts";
import { askedServices, inputOf, type AskedServices } from "./mapped.ts";
import type { RequestRow } from "./move.ts";

/** What a change of authorisations comes to, service by service; `after` is what the user may do then. */
export type AuthorisationChange = {
  before: string[];
  after: string[];
  granted: string[];
  withdrawn: string[];
  /** Asked for to no effect: there already, never there, or both to be added and taken away. */
  heldAlready: string[];
  notHeld: string[];
  both: string[];
};

/**
 * Old and new side by side (R47): against the register as it is now and, once the change was carried out, as it was just before. Null for a type
 * that changes none.
 */
export async function readAuthorisationChange(db: Db, type: RequestType, row: Pick<RequestRow, "answers" | "fulfilledAt">): Promise<AuthorisationChange | null> {
  if (!type.effects.some(({ effect }) => effect === "set-authorisations")) return null;
  const userNumber = textAt(row.answers, inputOf(type, "userNumber"));
  return changeOf(await listHeld(db, userNumber, row.fulfilledAt), askedServices(type, row.answers));
}

/** What would become of `before` if it were done as asked. What is both added and taken away stays as it is. */
export function changeOf(before: readonly string[], asked: AskedServices): AuthorisationChange {
  const both = asked.granted.filter((service) => asked.withdrawn.includes(service));
  const granted = asked.granted.filter((service) => !before.includes(service) && !both.includes(service));
  const withdrawn = asked.withdrawn.filter((service) => before.includes(service) && !both.includes(service));
  return {
    before: [...before],
    after: [...before.filter((service) => !withdrawn.includes(service)), ...granted],
    granted,
    withdrawn,
    heldAlready: asked.granted.filter((service) => before.includes(service)),
    notHeld: asked.withdrawn.filter((service) => !before.includes(service)),
    both,
  };
}

/** The services of an account: now, or just before the instant at which they were changed. */
export async function listHeld(db: Db, userNumber: string, before: Date | null = null): Promise<string[]> {
  const stood = before === null ? isNull(authorisation.withdrawnAt) : and(lt(authorisation.grantedAt, before), or(isNull(authorisation.withdrawnAt), gte(authorisation.withdrawnAt, before)));
  const rows = await db
    .select({ service: authorisation.service })
    .from(authorisation)
    .where(and(eq(authorisation.userNumber, userNumber), stood))
    .orderBy(authorisation.service);
  return rows.map(({ service }) => service);
}
