import { fullName } from "#app/domain/people.ts";

import type { Story } from "./story.ts";

/** What an e-mail says of a role that changes: which role, who goes, and who had it and who has it, a name on each line. Nothing for any other request. */
export function roleWords({ roleChange }: Pick<Story, "roleChange">, say: (key: string) => string): Record<string, string> {
  if (roleChange === null) return {};
  const { seat, before, after, former } = roleChange;
  const lines = (names: readonly string[]) => names.join("\n") || say("common:nobody");
  return {
    role: say(`common:seats.${seat}`),
    holderBefore: lines(before),
    holderAfter: lines(after),
    ...(former && { formerName: fullName(former) }),
  };
}
