import { asc, desc, eq, inArray } from "drizzle-orm";

import { agbCode, agbService, agreement, enterprise, roleHolder } from "#db/schema/organisations.ts";
import type { Db } from "#db/types.ts";
import { officeDate } from "#app/domain/deadlines/calendar.ts";
import { currentRelease, listDefinitions } from "#app/domain/definitions/store.ts";
import type { Wording } from "#app/domain/people.ts";
import { Problem } from "#app/domain/problem.ts";
import { agreementStatus } from "#app/domain/requests/facts.ts";

import { countSections, listAccounts, listCertificates, listLetters, listRequests } from "./sections.ts";

/** So many of a long list stand on the page; the rest is one link away. */
const SHOWN = 10;
/** Exact counts of long lists cost more than they tell. */
export const MOST_COUNTED = 1000;

/** One enterprise. Throws `customer.unknown`. */
export async function getEnterprise(db: Db, enterpriseId: string): Promise<typeof enterprise.$inferSelect> {
  const [row] = await db.select().from(enterprise).where(eq(enterprise.id, enterpriseId));
  if (!row) throw new Problem("customer.unknown");
  return row;
}

/** Everything that the office knows of one enterprise, in facts; the page words them. */
export async function readEnterprise(db: Db, input: { enterpriseId: string; now: Date }) {
  const { enterpriseId, now } = input;
  const row = await getEnterprise(db, enterpriseId);
  const agreements = await db.select().from(agreement).where(eq(agreement.enterpriseId, enterpriseId)).orderBy(desc(agreement.startsOn));
  const asked = { of: { enterpriseId }, limit: SHOWN };
  return {
    row,
    agreements,
    agreement: agreementStatus(agreements, officeDate(now)),
    holders: await db.select().from(roleHolder).where(eq(roleHolder.enterpriseId, enterpriseId)).orderBy(asc(roleHolder.agbCode), asc(roleHolder.rank), desc(roleHolder.appointedAt)),
    codes: await codesOf(db, enterpriseId),
    services: await serviceNames(db),
    counts: await countSections(db, asked.of, MOST_COUNTED),
    accounts: await listAccounts(db, asked),
    certificates: await listCertificates(db, asked),
    requests: await listRequests(db, asked),
    letters: await listLetters(db, asked),
  };
}
export type EnterpriseRecord = Awaited<ReturnType<typeof readEnterprise>>;

async function codesOf(db: Db, enterpriseId: string) {
  const codes = await db.select().from(agbCode).where(eq(agbCode.enterpriseId, enterpriseId)).orderBy(asc(agbCode.code));
  const given = codes.length > 0 ? await db.select().from(agbService).where(inArray(agbService.agbCode, codes.map(({ code }) => code))) : [];
  return codes.map((one) => ({ ...one, services: given.filter((row) => row.agbCode === one.code).map(({ service }) => service) }));
}

/** What services are called, in the order of the catalogue. */
export async function serviceNames(db: Db): Promise<Map<string, Wording>> {
  const catalogues = await listDefinitions(db, await currentRelease(db), "services");
  return new Map(catalogues.flatMap(({ content }) => content.services.map(({ id, name }) => [id, name])));
}
