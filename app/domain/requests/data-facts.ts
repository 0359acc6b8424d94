import { and, eq, isNull } from "drizzle-orm";

import { credential } from "#db/schema/accounts.ts";
import type { enterprise } from "#db/schema/organisations.ts";
import type { Db } from "#db/types.ts";
import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import { PersonName, type PostalAddress } from "#app/domain/people.ts";
import type { Facts } from "#rules/vocabulary.ts";

import { listNamesakes } from "./account-facts.ts";
import { answerAt, chosen, textAt, type Answers } from "./answers.ts";
import { countLettersInTheHouse, findDataChange, isSameAddress, isUnchanged, newAddressOf } from "./data-change.ts";
import type { Looked } from "./facts.ts";
import { effectsOf, inputOf } from "./mapped.ts";

type CredentialFacts = Pick<Facts<"screening">, "credential.kind" | "account.pinBlocked" | "account.namesakes">;

/** What a request for a number or a PIN comes to by our registers (R93, R94); null where the form does not ask for it. */
export async function credentialFacts(db: Db, of: { type: RequestType; answers: Answers; agbCode: string | null }): Promise<CredentialFacts> {
  const { type, answers, agbCode } = of;
  const kind = chosen(type, answers, "credential.kind", ["number", "pin", "unblock", "authenticator", "release"] as const);
  const userNumber = textAt(answers, inputOf(type, "userNumber"));
  const [live] = kind && userNumber ? await db.select().from(credential).where(and(eq(credential.userNumber, userNumber), isNull(credential.voidedAt))) : [];
  const name = PersonName.safeParse(answerAt(answers, inputOf(type, "name")));
  const byName = agbCode !== null && name.success && effectsOf(type, answers).some(({ effect }) => effect === "send-number");
  return {
    "credential.kind": kind,
    "account.pinBlocked": live ? live.blockedAt !== null : null,
    "account.namesakes": byName ? (await listNamesakes(db, agbCode, name.data)).length : null,
  };
}

type ChangeFacts = Pick<Facts<"screening">, "change.kind" | "change.holderKnown" | "change.isSame" | "change.lettersUnderWay">;

const KINDS = ["holder-phone", "holder-email", "user-phone", "user-email", "user-name", "user-gender", "address"] as const;

/** What a change of data comes to by our registers (R101, R103, R107); null where the form asks for none. */
export async function changeFacts(db: Db, of: { type: RequestType; answers: Answers; party: typeof enterprise.$inferSelect | null; agbCode: string | null }): Promise<ChangeFacts> {
  const kind = chosen(of.type, of.answers, "change.kind", KINDS);
  const change = await findDataChange(db, of);
  return {
    "change.kind": kind,
    "change.holderKnown": kind?.startsWith("holder-") ? change !== null : null,
    "change.isSame": change && isUnchanged(change.values),
    "change.lettersUnderWay": kind === "address" && of.party ? await countLettersInTheHouse(db, of.party.id) : null,
  };
}

type AddressFacts = Pick<Facts<"intake">, "address.reason" | "kvk.addressMatches" | "agb.addressMatches">;

/** Whether the registers have the new address already (R103); null where they give none, or none was asked for. */
export function addressFacts({ type, answers, looked }: { type: RequestType; answers: Answers; looked: Looked }): AddressFacts {
  const address = newAddressOf(type, answers);
  const matches = (entry: Looked["agb"] | Looked["trade"]): boolean | null => {
    const known: readonly PostalAddress[] = entry === null || entry === "unavailable" ? [] : entry.addresses;
    return address === null || known.length === 0 ? null : known.some((one) => isSameAddress(one, address));
  };
  return {
    "address.reason": chosen(type, answers, "address.reason", ["moved", "post-only"] as const),
    "kvk.addressMatches": matches(looked.trade),
    "agb.addressMatches": matches(looked.agb),
  };
}
