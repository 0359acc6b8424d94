import { z } from "zod";

import { LANGUAGES } from "#app/domain/people.ts";

import type { CheckedDefinition } from "../kinds.ts";
import { TextKey, TextSet } from "../schema/texts.ts";

const Said = z.string().max(5_000);

/** A text of the screens as somebody words it while they edit what says it, such as the sentence of a rule; empty in both languages: no own words any more. */
export const Wording = z.strictObject({ namespace: z.string().regex(/^[a-z][a-z0-9-]*$/).max(80), key: TextKey, nl: Said, en: Said });
export type Wording = z.infer<typeof Wording>;

/**
 * The text sets that other words change, as they are then. `all` are the definitions as the release would have them: each text stays in the set that has it already, and
 * what is new comes into the set that is called like its namespace, and what a kind of request says into one of its own.
 */
export function withWordings(all: readonly CheckedDefinition[], wordings: readonly Wording[]): Array<{ key: string; content: TextSet }> {
  const sets = new Map(all.flatMap(({ kind, key, content }): Array<[string, TextSet]> => (kind === "texts" ? TextSet.safeParse(content).data : undefined) ? [[key, TextSet.parse(content)]] : []));
  const touched = new Set<string>();
  for (const wording of wordings) {
    const { namespace, key } = wording;
    const home = [...sets].find(([, set]) => set.namespace === namespace && LANGUAGES.some((language) => Object.hasOwn(set[language], key)))?.[0] ?? homeOf(wording);
    const before = sets.get(home) ?? { id: home, namespace, nl: {}, en: {} };
    const after = LANGUAGES.reduce((set, language) => ({ ...set, [language]: said(set[language], key, wording[language]) }), before);
    sets.set(home, after);
    touched.add(home);
  }
  return [...touched].flatMap((key) => {
    const content = sets.get(key);
    return content === undefined ? [] : [{ key, content }];
  });
}

/** The words of one kind of request stand by themselves, so that they can be taken to another installation with it, and with nothing else. */
function homeOf({ namespace, key }: Wording): string {
  return namespace === "requests" ? `requests-${key.split(".")[0]?.toLowerCase() ?? ""}` : namespace;
}

function said(wordings: Readonly<Record<string, string>>, key: string, text: string): Record<string, string> {
  const { [key]: _former, ...others } = wordings;
  return text.trim() === "" ? others : { ...others, [key]: text };
}
