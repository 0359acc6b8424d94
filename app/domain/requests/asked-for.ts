import { fieldTexts } from "#app/domain/definitions/schema/form-texts.ts";
import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import { addressLine, type Language } from "#app/domain/people.ts";

import { textAt, type Answers } from "./answers.ts";
import { newAddressOf } from "./data-change.ts";
import { phoneShown } from "./form/kinds/contact.ts";
import { inputOf } from "./mapped.ts";

/**
 * What a form asks for in the words of its own choice ("Een nieuwe pincode"), and what it wants something to become: for whoever has to confirm it, or
 * may object (D24). Empty for a type whose title says it all. Nothing that we have registered is in it.
 */
export function wordWhatIsAsked(type: RequestType, answers: Answers, language: Language, say: (language: Language, key: string) => string): string[] {
  const field = type.facts["credential.kind"] ?? type.facts["change.kind"] ?? type.facts["revocation.kind"] ?? type.facts["software.asked"];
  if (field === undefined) return [];
  const given = (input: string) => textAt(answers, inputOf(type, input));
  const address = newAddressOf(type, answers);
  const values = [given("phone") && phoneShown(given("phone")), given("email"), given("newName"), given("newGivenName"), address ? addressLine(address) : "", ...given("addresses").split("\n")];
  return [say(language, fieldTexts(type.id, { id: field }).option(textAt(answers, field))), ...values].filter(Boolean);
}
