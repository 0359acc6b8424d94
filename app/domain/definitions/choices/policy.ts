import { NO_TEXTS, type Choices, type Edited } from "./edited.ts";

/** The day that it is, "YYYY-MM-DD": for which the editor says first what holds. */
export type PolicyChoices = { today: string };

export function policyChoices({ today }: Edited): Choices<PolicyChoices> {
  return { choices: { today }, texts: NO_TEXTS };
}
