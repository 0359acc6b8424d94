import { DESTINATIONS } from "#rules/vocabulary.ts";

import { NO_TEXTS, type Choices } from "./edited.ts";

/** Where somebody can be sent who asks for a service with a form of its own. */
export type ServicesChoices = { destinations: readonly string[] };

export function servicesChoices(): Choices<ServicesChoices> {
  return { choices: { destinations: DESTINATIONS }, texts: NO_TEXTS };
}
