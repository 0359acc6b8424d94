
import { and, eq, isNull } from "drizzle-orm";

import { account, certificate, credential } from "#db/schema/accounts.ts";
import { identificationParty } from "#db/schema/identification.ts";
import { agbCode as agbCodes, enterprise, roleHolder } from "#db/schema/organisations.ts";
import { request, requestClock } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import { getDefinition } from "#app/domain/definitions/store.ts";
import type { Telling } from "#app/domain/jobs/list.ts";
import { fullName, PersonName, type Language } from "#app/domain/people.ts";
import { Problem } from "#app/domain/problem.ts";
import { textAt } from "#app/domain/requests/answers.ts";

type RequestRow = typeof request.$inferSelect;
type Holder = typeof roleHolder.$inferSelect;

/** Who is told, in which role, in which language. */
export type Person = { as: string; name: string; email: string; language: Language; holder?: Holder };

/** What every e-mail about a request is written from. */
export type Story = {
  telling: Telling;
  row: RequestRow;
  type: RequestType;
  practice: string;
  holders: Holder[];
  account: typeof account.$inferSelect | null;
  installUntil: Date | null;
  /** What the applicant was promised; the request's own due date is gone as soon as others are to act, and an e-mail may be late. */
  reviewBy: Date | null;
  certificate: typeof certificate.$inferSelect | null;
};

/** Gathers what an e-mail is written from: the request, its party, and what was made of it. Throws `request.unknown`. */
export async function readStory(tx: Db, telling: Telling): Promise<Story> {
  const [found] = telling.userNumber ? await tx.select().from(account).where(eq(account.userNumber, telling.userNumber)) : [];
  const requestId = telling.requestId ?? found?.requestId;
  if (!requestId) throw new Problem("request.unknown");
  const [row] = await tx.select().from(request).where(eq(request.id, requestId));
  if (!row) throw new Problem("request.unknown");
  const [made] = found ? [found] : await tx.select().from(account).where(eq(account.requestId, requestId));
  const [valid] = made
    ? await tx
        .select()
        .from(credential)
        .where(eq(credential.userNumber, made.userNumber))
        .orderBy(credential.madeAt)
        .then((all) => all.slice(-1))
    : [];
  const [installed] = telling.serial ? await tx.select().from(certificate).where(eq(certificate.serial, telling.serial)) : [];
  const [review] = await tx
    .select({ dueAt: requestClock.dueAt })
    .from(requestClock)
    .where(and(eq(requestClock.requestId, requestId), eq(requestClock.stage, "review")));
  const type = (await getDefinition(tx, row.releaseId, "request-type", row.type)).content;
  const [party] = row.enterpriseId ? await tx.select().from(enterprise).where(eq(enterprise.id, row.enterpriseId)) : [];
  const [code] = row.agbCode ? await tx.select().from(agbCodes).where(eq(agbCodes.code, row.agbCode)) : [];
  const holders = row.enterpriseId
    ? await tx
        .select()
        .from(roleHolder)
        .where(and(eq(roleHolder.enterpriseId, row.enterpriseId), isNull(roleHolder.endedAt)))
    : [];
  return {
    telling,
    row,
    type,
    practice: code?.name ?? party?.name ?? textAt(row.answers, type.about.agbCode),
    holders: holders.filter((holder) => holder.agbCode === null || holder.agbCode === row.agbCode),
    account: made ?? null,
    installUntil: valid?.installUntil ?? null,
    reviewBy: review?.dueAt ?? null,
    certificate: installed ?? null,
  };
}

/** Who "applicant", "contact", "main-contact", … are for this request; nobody is told twice in two roles. */
export async function listRecipients(tx: Db, story: Story, to: string): Promise<Person[]> {
  const { row, telling, holders } = story;
  if (telling.partyId) {
    const [party] = await tx.select().from(identificationParty).where(eq(identificationParty.id, telling.partyId));
    return party ? [{ as: party.role, name: fullName(party), email: party.email, language: party.language }] : [];
  }
  const held = (roles: string[]) =>
    unique(holders.filter(({ role }) => roles.includes(role)).map((holder) => ({ as: holder.role, name: fullName(holder), email: holder.email, language: holder.language, holder })));
  switch (to) {
    case "applicant":
      return [{ as: "applicant", name: row.applicantName, email: row.applicantEmail, language: row.language }];
    case "user": {
      const name = PersonName.safeParse(story.account);
      return story.account && name.success ? [{ as: "user", name: fullName(name.data), email: story.account.email, language: story.account.language }] : [];
    }
    case "contact":
      return held(["contact"]);
    case "main-contact":
      return held(["main-contact"]);
    case "signatory":
      return held(["signatory"]);
    default:
      return [];
  }
}

function unique(people: Person[]): Person[] {
  return people.filter((person, index) => people.findIndex((other) => other.email.toLowerCase() === person.email.toLowerCase()) === index);
}
