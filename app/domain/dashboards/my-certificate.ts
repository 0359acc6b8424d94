import { and, asc, desc, eq, isNull, ne } from "drizzle-orm";

import { account, authorisation, certificate, credential } from "#db/schema/accounts.ts";
import { agbCode, enterprise } from "#db/schema/organisations.ts";
import type { Db } from "#db/types.ts";
import { serviceNames } from "#app/domain/customers/enterprise.ts";
import { listLogins } from "#app/domain/login/seen.ts";
import type { Holder } from "#app/domain/organisations/roles.ts";
import { Problem } from "#app/domain/problem.ts";
import { listPresentHolders } from "#app/domain/requests/holders.ts";

/** More than anybody has of what is alive at once. */
const MOST = 20;

type Mine = { userNumber: string; serial: string };

/** What a user's own page says: who they are here, the certificate in hand and others of theirs, what it opens, the PIN, and who logged in. Nothing that opens anything. */
export async function readMine(db: Db, { userNumber, serial }: Mine, logins: number) {
  const { holder, practice, organisation } = await getHolder(db, userNumber);
  const certificates = await db
    .select()
    .from(certificate)
    .where(and(eq(certificate.userNumber, userNumber), ne(certificate.status, "intended")))
    .orderBy(desc(certificate.notAfter), desc(certificate.intendedAt))
    .limit(MOST);
  const [pin] = await db.select().from(credential).where(eq(credential.userNumber, userNumber)).orderBy(desc(credential.madeAt)).limit(1);
  const inHand = certificates.find((one) => one.serial === serial);
  if (!inHand) throw new Problem("account.unknown");
  return {
    holder,
    practice,
    organisation,
    inHand,
    others: certificates.filter((one) => one !== inHand),
    services: await listServices(db, userNumber),
    pin: pin === undefined ? null : { blocked: pin.blockedAt !== null, works: pin.voidedAt === null },
    logins: await listLogins(db, userNumber, logins),
  };
}

/** Whom a user asks: the contacts of the AGB code, in their order, or the main contact where there is none (R50, Q10). */
export async function listMyContacts(db: Db, userNumber: string): Promise<Holder[]> {
  const { holder } = await getHolder(db, userNumber);
  const present = await listPresentHolders(db, holder.enterpriseId, holder.agbCode);
  const contacts = present.filter(({ role }) => role === "contact");
  return contacts.length > 0 ? contacts : present.filter(({ role }) => role === "main-contact");
}

async function getHolder(db: Db, userNumber: string) {
  const [found] = await db
    .select({ holder: account, practice: agbCode.name, organisation: enterprise.name })
    .from(account)
    .innerJoin(agbCode, eq(agbCode.code, account.agbCode))
    .innerJoin(enterprise, eq(enterprise.id, account.enterpriseId))
    .where(eq(account.userNumber, userNumber));
  if (!found) throw new Problem("account.unknown");
  return found;
}

/** What the account may use now, named as in the catalogue (R51, R90, Q41). */
async function listServices(db: Db, userNumber: string) {
  const names = await serviceNames(db);
  const granted = await db
    .select({ service: authorisation.service, grantedAt: authorisation.grantedAt })
    .from(authorisation)
    .where(and(eq(authorisation.userNumber, userNumber), isNull(authorisation.withdrawnAt)))
    .orderBy(asc(authorisation.service));
  const order = [...names.keys()];
  return granted
    .map(({ service, grantedAt }) => ({ service, name: names.get(service) ?? { nl: service, en: service }, grantedAt }))
    .sort((one, other) => order.indexOf(one.service) - order.indexOf(other.service));
}
