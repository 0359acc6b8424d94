import { fieldTexts } from "#app/domain/definitions/schema/form-texts.ts";
import type { Field } from "#app/domain/definitions/schema/form.ts";
import { addressLine, fullName, PersonName, PostalAddress } from "#app/domain/people.ts";

import { answerAt, listAt, textAt, type Answers } from "./answers.ts";
import { phoneShown } from "./form/kinds/contact.ts";

/** How answers are worded for a reader: a text of the screens, the name of a service, a day ("2026-11-16") in words. */
export type AnswerWords = { say: (key: string) => string; service: (id: string) => string; day: (date: string) => string };

/** An answer as it is read, each part on a line of its own; none where nothing was answered. */
export function answerLines(of: { type: string; field: Field; answers: Answers }, words: AnswerWords): string[] {
  const { type, field, answers } = of;
  const answer = answerAt(answers, field.id);
  const name = PersonName.safeParse(answer);
  if (name.success) return [fullName(name.data)];
  switch (field.kind) {
    case "services":
      return listAt(answers, field.id).map(words.service);
    case "choice":
    case "choices":
      return [answer].flat().filter((one) => typeof one === "string" && one !== "").map((one) => words.say(fieldTexts(type, field).option(String(one))));
    case "declaration":
      return answer === true || answer === "yes" ? [words.say("common:yes")] : [];
    case "date":
      return typeof answer === "string" && answer !== "" ? [words.day(answer)] : [];
    case "phone":
      return [phoneShown(textAt(answers, field.id))].filter(Boolean);
    case "address": {
      const address = PostalAddress.safeParse(answer);
      return address.success ? [addressLine(address.data)] : [];
    }
    default:
      return [textAt(answers, field.id)].filter(Boolean);
  }
}
