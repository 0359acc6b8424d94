import { eq } from "drizzle-orm";

import { account } from "#db/schema/accounts.ts";
import { agbCode } from "#db/schema/organisations.ts";
import { currentRelease, getDefinition } from "#app/domain/definitions/store.ts";
import type { Happening, Telling } from "#app/domain/jobs/list.ts";
import { fullName } from "#app/domain/people.ts";

import { postMail, type TellOffice } from "./post.ts";
import { tellHolders } from "./tell-holders.ts";

/** What the user is told, and what those who speak for the AGB code are: they can ask for something else, the user cannot. */
const TEMPLATES: Partial<Record<Happening, { user: string; contact: string }>> = {
  "account.ending": { user: "account-ending-user", contact: "account-ending" },
  "account.end-reached": { user: "account-end-reached-user", contact: "account-end-reached" },
};

type OfEndDate = Telling & { userNumber: string };

/** Whether it is told of an account's last working day; no request need be there, for accounts came in by import as well. */
export function isOfEndDate(telling: Telling): telling is OfEndDate {
  return telling.userNumber !== undefined && TEMPLATES[telling.happening] !== undefined;
}

/**
 * Tells the user, the contact persons of the AGB code and the main contact that an account will end or has ended with its last working day (R13), each address
 * once. A warning that is late says nothing any more once the account has ended. The user number is not in it (D7): it opens nothing, and need not lie in mailboxes.
 */
export async function tellOfEndDate(office: TellOffice, telling: OfEndDate, now: Date): Promise<void> {
  const templates = TEMPLATES[telling.happening];
  if (!templates) return;
  await office.db.transaction(async (tx) => {
    const [found] = await tx
      .select({ user: account, practice: agbCode.name })
      .from(account)
      .innerJoin(agbCode, eq(agbCode.code, account.agbCode))
      .where(eq(account.userNumber, telling.userNumber));
    if (!found?.user.endsOn) return;
    const { user, practice } = found;
    if (telling.happening === "account.ending" && user.status === "ended") return;
    const about = {
      forWhom: fullName(user),
      practice,
      agbCode: user.agbCode,
      endsOn: new Date(`${found.user.endsOn}T12:00:00Z`),
      newUserLink: `${office.baseUrl}/apply/new-user`,
      revocationLink: `${office.baseUrl}/apply/revocation`,
    };
    // Whoever has both parts has one address, and the occasion is told once to each.
    const occasion = `${telling.happening} ${user.userNumber} ${user.endsOn ?? ""}`;
    const person = { as: "user", name: about.forWhom, email: user.email, language: user.language };
    const template = await getDefinition(tx, await currentRelease(tx), "mail", templates.user);
    await postMail(tx, office, { occasion: `${occasion} ${user.email.toLowerCase()}`, template, person, values: { recipientName: person.name, ...about }, links: [], requestId: null, userNumber: null, now });
    await tellHolders(tx, office, { occasion, template: templates.contact, enterpriseId: user.enterpriseId, agbCode: user.agbCode, to: ["main-contact", "contact"], values: () => about, now });
  });
}
