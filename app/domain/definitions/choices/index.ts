import type { DefinitionKind } from "../kinds.ts";
import { calendarChoices } from "./calendar.ts";
import { certificateProfileChoices } from "./certificate-profile.ts";
import { NO_TEXTS, type Choices, type Edited } from "./edited.ts";
import { policyChoices } from "./policy.ts";
import { requestTypeChoices } from "./request-type.ts";
import { servicesChoices } from "./services.ts";
import { templateChoices } from "./template.ts";
import { ruleSetChoices } from "./rule-set.ts";
import { textsChoices } from "./texts.ts";

const OF_KIND: Partial<Record<DefinitionKind, (edited: Edited) => Choices<unknown>>> = {
  "request-type": requestTypeChoices,
  "rule-set": ruleSetChoices,
  texts: textsChoices,
  calendar: calendarChoices,
  services: servicesChoices,
  mail: templateChoices,
  letter: templateChoices,
  policy: policyChoices,
  "certificate-profile": certificateProfileChoices,
};

/** What the editor of this kind of definition chooses from. */
export function choicesFor(kind: DefinitionKind, edited: Edited): Choices<unknown> {
  return OF_KIND[kind]?.(edited) ?? { choices: null, texts: NO_TEXTS };
}
