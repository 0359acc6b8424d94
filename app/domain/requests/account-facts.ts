import { and, count, eq, inArray, isNull, ne } from "drizzle-orm";

import { account, authorisation, certificate } from "#db/schema/accounts.ts";
import type { Db } from "#db/types.ts";
import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import type { ServiceCatalogue } from "#app/domain/definitions/schema/services.ts";
import { fullName, isSamePerson, PersonName } from "#app/domain/people.ts";
import { areTestsOffered } from "#app/domain/tests-offered.ts";
import type { Facts } from "#rules/vocabulary.ts";

import { answerAt, chosen, textAt, type Answers } from "./answers.ts";
import { changeOf, listHeld } from "./authorisation-change.ts";
import { askedServices, inputOf } from "./mapped.ts";

/** `before`: the answers of those who stand before this one on the same form, and so come first where there is room for some only (D14, R108). */
type About = { type: RequestType; answers: Answers; before: readonly Answers[]; agbCode: string | null; catalogue: ServiceCatalogue };

type AccountFacts = Pick<
  Facts<"screening">,
  | "account.number"
  | "account.known"
  | "account.ofAgbCode"
  | "account.status"
  | "account.name"
  | "account.nameMatches"
  | "account.certificates"
  | "services.granted"
  | "services.withdrawn"
  | "services.after"
  | "services.heldAlready"
  | "services.notHeld"
  | "services.both"
  | "services.overMaximum"
  | "wmo.usersAfter"
  | "jeugdwet.usersAfter"
>;

/** The account that a form names beside what the register has of it, and what the asked services come to for it and for the maxima (R47, D14). */
export async function accountFacts(db: Db, { type, answers, before, agbCode, catalogue }: About): Promise<AccountFacts> {
  const userNumber = textAt(answers, inputOf(type, "userNumber")) || null;
  const [holder] = userNumber ? await db.select().from(account).where(eq(account.userNumber, userNumber)) : [];
  const name = PersonName.safeParse(answerAt(answers, inputOf(type, "name")));
  const change = changeOf(userNumber ? await listHeld(db, userNumber) : [], askedServices(type, answers));
  const users = await countOthers(db, { agbCode, userNumber, catalogue });
  const uses = (services: readonly string[], basis: string) => (services.some((service) => basisOf(catalogue, service) === basis) ? 1 : 0);
  // Software and tests are no users: neither those that there are, nor the one that is asked for (D14, R112, R114).
  const isOfPerson = holder ? holder.kind === "personal" : type.effects.every(({ kind }) => kind === undefined || kind === "personal");
  const asked = isOfPerson ? before.map((other) => askedServices(type, other).granted) : [];
  const usersAfter = (basis: "wmo" | "jeugdwet") => users.perBasis[basis].size + asked.reduce((sum, services) => sum + uses(services, basis), 0) + (isOfPerson ? uses(change.after, basis) : 0);
  return {
    "account.number": userNumber,
    "account.known": userNumber ? holder !== undefined : null,
    "account.ofAgbCode": holder ? holder.agbCode === agbCode : null,
    "account.status": holder?.status ?? null,
    "account.name": holder ? fullName(holder) : null,
    "account.nameMatches": holder && name.success ? isSamePerson(holder, name.data) : null,
    "account.certificates": holder ? await countCertificates(db, holder.userNumber) : null,
    "services.granted": change.granted,
    "services.withdrawn": change.withdrawn,
    "services.after": change.after,
    "services.heldAlready": change.heldAlready,
    "services.notHeld": change.notHeld,
    "services.both": change.both,
    "services.overMaximum": change.granted.filter((service) => {
      if (!isOfPerson) return false;
      const maximum = catalogue.services.find(({ id }) => id === service)?.maxUsers;
      return typeof maximum === "number" && (users.perService.get(service) ?? 0) + asked.filter((services) => services.includes(service)).length + 1 > maximum;
    }),
    "wmo.usersAfter": usersAfter("wmo"),
    "jeugdwet.usersAfter": usersAfter("jeugdwet"),
  };
}

/** What is asked for software and for tests, and what there is of it already (D14, R112, R114). */
export async function kindFacts(db: Db, { type, answers, agbCode }: Pick<About, "type" | "answers" | "agbCode">): Promise<Pick<Facts<"intake">, "software.asked" | "software.accounts" | "tests.offered">> {
  return {
    "software.asked": chosen(type, answers, "software.asked", ["new", "addresses"] as const),
    "software.accounts": agbCode === null ? null : await db.$count(account, and(eq(account.agbCode, agbCode), eq(account.kind, "system"), ne(account.status, "ended"))),
    "tests.offered": await areTestsOffered(db),
  };
}

/** The accounts of an AGB code that bear a name and have not ended. */
export async function listNamesakes(db: Db, agbCode: string, name: PersonName): Promise<Array<typeof account.$inferSelect>> {
  const all = await db.select().from(account).where(and(eq(account.agbCode, agbCode), ne(account.status, "ended"))).orderBy(account.userNumber);
  return all.filter((one) => isSamePerson(one, name));
}

async function countCertificates(db: Db, userNumber: string): Promise<number> {
  const [valid] = await db
    .select({ amount: count() })
    .from(certificate)
    .where(and(eq(certificate.userNumber, userNumber), eq(certificate.status, "issued")));
  return valid?.amount ?? 0;
}

/** Which other people of the AGB code use what: the one whom the form is about is counted by what they are to have. */
async function countOthers(db: Db, { agbCode, userNumber, catalogue }: { agbCode: string | null; userNumber: string | null; catalogue: ServiceCatalogue }) {
  const rows = agbCode
    ? await db
        .select({ service: authorisation.service, userNumber: authorisation.userNumber })
        .from(authorisation)
        .innerJoin(account, eq(account.userNumber, authorisation.userNumber))
        .where(and(eq(account.agbCode, agbCode), eq(account.kind, "personal"), isNull(authorisation.withdrawnAt), inArray(account.status, ["active", "blocked"])))
    : [];
  const perService = new Map<string, number>();
  const perBasis = { wmo: new Set<string>(), jeugdwet: new Set<string>() };
  for (const row of rows) {
    if (row.userNumber === userNumber) continue;
    perService.set(row.service, (perService.get(row.service) ?? 0) + 1);
    const basis = basisOf(catalogue, row.service);
    if (basis === "wmo" || basis === "jeugdwet") perBasis[basis].add(row.userNumber);
  }
  return { perService, perBasis };
}

function basisOf(catalogue: ServiceCatalogue, service: string): string | null {
  return catalogue.services.find(({ id }) => id === service)?.legalBasis ?? null;
}
