import { partOf } from "../request-types/json-parts.ts";
import { filledValues, isOurs, type FilledValue } from "../schema/filled.ts";
import { ASKED_TYPES, KNOWN_IN_LETTERS } from "../schema/sent-letter.ts";
import type { TemplateVariable, VariableType } from "../schema/template.ts";
import { NO_TEXTS, type Choices, type Edited } from "./edited.ts";

/** What is filled in when the message is sent, each with the words that it is declared with: the template may use these, and no others. */
export type TemplateChoices = {
  filled: ReadonlyArray<FilledValue & { description: string }>;
  /** The kinds of blank that it may declare besides, for answers of a form to fill: of a letter that a request type sends; none for what the software sends itself. */
  asked: readonly VariableType[];
};

export function templateChoices({ all, key, content }: Edited): Choices<TemplateChoices> {
  const isSent = partOf(content)["medium"] === "letter" && !isOurs(key);
  const described = new Map(all.flatMap(({ content }) => declaredIn(content).map(({ name, description }) => [name, description] as const)));
  return { choices: { asked: isSent ? ASKED_TYPES : [], filled: (isSent ? KNOWN_IN_LETTERS : filledValues(key)).map((one) => ({ ...one, description: described.get(one.name) ?? one.name })) }, texts: NO_TEXTS };
}

/** The blanks that a definition declares, whatever it is and however far it is. */
function declaredIn(content: unknown): TemplateVariable[] {
  if (typeof content !== "object" || content === null || !("variables" in content) || !Array.isArray(content.variables)) return [];
  const isDeclared = (one: unknown): one is TemplateVariable => typeof one === "object" && one !== null && "name" in one && "description" in one && typeof one.name === "string" && typeof one.description === "string";
  return content.variables.filter(isDeclared);
}
