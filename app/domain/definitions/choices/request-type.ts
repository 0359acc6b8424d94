import { HAPPENINGS } from "#app/domain/jobs/list.ts";
import { LANGUAGES, type Language } from "#app/domain/people.ts";
import { DESTINATIONS, POINTS, VOCABULARY, type Point } from "#rules/vocabulary.ts";

import { policiesIn } from "../kinds.ts";
import { listOf, partOf, textOf, wordsOf } from "../request-types/json-parts.ts";
import { ADDRESSEES, EFFECTS, RECIPIENTS, type EffectName } from "../schema/request-type.ts";
import { KNOWN_IN_LETTERS } from "../schema/sent-letter.ts";
import { ServiceCatalogue, type Service } from "../schema/services.ts";
import type { Choices, Edited } from "./edited.ts";

type Titled = { key: string; title: string };

/** What the editor of a request type chooses from. */
export type RequestTypeChoices = {
  /** Rule sets, by the decision point at which they speak. */
  ruleSets: Partial<Record<Point, readonly Titled[]>>;
  mails: readonly Titled[];
  /** Letters that may be sent: those without a PIN. What they say, for their picture, and which of their blanks answers fill. */
  letters: ReadonlyArray<Titled & { content: unknown; blanks: ReadonlyArray<{ name: string; description: string }> }>;
  addressees: readonly string[];
  /** Policies that are a number: how long a clock runs. */
  terms: readonly string[];
  facts: readonly Titled[];
  effects: ReadonlyArray<{ name: EffectName; inputs: readonly string[] }>;
  happenings: readonly string[];
  recipients: readonly string[];
  destinations: readonly string[];
  /** Reasons that other types have. */
  reasons: ReadonlyArray<{ code: string; textKey: string }>;
  /** Tasks that other types have. */
  tasks: readonly string[];
  services: readonly Service[];
};

/** What each effect is told, of the answers (`app/domain/effects/`). */
export const EFFECT_INPUTS: Readonly<Record<EffectName, readonly string[]>> = {
  "create-account": ["agbCode", "name", "givenName", "email", "phone", "endsOn", "services", "software"],
  "set-authorisations": ["agbCode", "userNumber", "name", "grant", "withdraw"],
  "revoke-account": ["agbCode", "userNumber", "name", "reason", "on"],
  "change-role-holder": ["agbCode", "role", "change", "formerName", "situation", "newName", "newEmail", "newPhone", "newBirthDate", "userNumber"],
  "send-number": ["agbCode", "name"],
  "new-pin": ["agbCode", "userNumber", "name"],
  "unblock-pin": ["agbCode", "userNumber", "name"],
  "unlink-authenticator": ["agbCode", "userNumber", "name"],
  "release-reinstall": ["agbCode", "userNumber", "name", "why"],
  "change-data": ["kind", "role", "userNumber", "name", "phone", "email", "newName", "newGivenName", "address"],
  "manual-task": ["userNumber"],
  "sign-addendum": [],
  "register-addresses": ["addresses"],
  "revoke-software": ["agbCode", "reason", "on"],
  "reissue-certificate": ["userNumber"],
  // Its blanks are those of its letter.
  "send-letter": [],
};

/** What a request type is told of: what happens to accounts and certificates outside a request has words of its own. */
const OF_A_REQUEST = /^(request|copy|number|tasks|addendum|identification|letters?|post|credential|install)\.|^account\.(un)?blocked$|^certificate\.installed$/;

export function requestTypeChoices({ all, key, content, language, said }: Edited): Choices<RequestTypeChoices> {
  const types = all.filter(({ kind }) => kind === "request-type");
  const others = types.filter((one) => one.key !== key).map((one) => partOf(one.content));
  const tasks = [...others, partOf(content)].flatMap(({ effects }) => listOf(effects).map((one) => textOf(partOf(one)["task"])));
  const reasons = new Map(others.flatMap(({ reasonCodes }) => listOf(reasonCodes).map(partOf)).map(({ code, textKey }) => [textOf(code), { code: textOf(code), textKey: textOf(textKey) }]));
  const used = types.flatMap((one) => Object.keys(partOf(partOf(one.content)["messages"])));
  return {
    choices: {
      ruleSets: Object.fromEntries(POINTS.map((point) => [point, titled(all.filter((one) => one.kind === "rule-set" && partOf(one.content)["point"] === point), language)])),
      mails: titled(all.filter(({ kind }) => kind === "mail"), language),
      letters: lettersIn(all, language),
      addressees: ADDRESSEES,
      terms: [...new Set(policiesIn(all).flatMap((policy) => (typeof policy.value === "number" ? [policy.key] : [])))].sort(),
      facts: Object.entries(VOCABULARY.screening).map(([name, { label }]) => ({ key: name, title: label[language] })),
      effects: EFFECTS.map((name) => ({ name, inputs: EFFECT_INPUTS[name] })),
      happenings: [...new Set([...HAPPENINGS.filter((one) => OF_A_REQUEST.test(one)), ...used])],
      recipients: RECIPIENTS,
      destinations: DESTINATIONS,
      reasons: [...reasons.values()],
      tasks: [...new Set(tasks)].filter((one) => one !== "").sort(),
      services: ServiceCatalogue.safeParse(all.find(({ kind }) => kind === "services")?.content).data?.services ?? [],
    },
    texts: Object.fromEntries(LANGUAGES.map((one) => [one, textsIn(said[one], key, content)])) as Edited["said"],
  };
}

/** A letter may be half done, as long as it says that it has no PIN. */
function lettersIn(all: Edited["all"], language: Language): RequestTypeChoices["letters"] {
  const plain = all.filter(({ kind, content }) => kind === "letter" && partOf(content)["kind"] === "plain");
  return titled(plain, language).map(({ key, title }) => {
    const content = plain.find((one) => one.key === key)?.content;
    const declared = listOf(partOf(content)["variables"]).map((one) => ({ name: textOf(partOf(one)["name"]), description: textOf(partOf(one)["description"]) }));
    return { key, title, content, blanks: declared.filter(({ name }) => name !== "" && !KNOWN_IN_LETTERS.some((known) => known.name === name)) };
  });
}

/** The texts of this form, and those that forms have in common; of another form only where this one says a text of it. */
function textsIn(texts: Edited["said"][Language], key: string, content: unknown): Edited["said"][Language] {
  const requests = texts["requests"] ?? {};
  const elsewhere = namedIn(content).flatMap((one) => /^requests:([a-z0-9-]+)\./.exec(one)?.[1] ?? []);
  const kept = new Set([key, "reasons", ...elsewhere]);
  return { requests: Object.fromEntries(Object.entries(requests).filter(([name]) => kept.has(name))), desk: { task: texts["desk"]?.["task"] ?? {} } };
}

/** The keys of texts that stand elsewhere. */
function namedIn(content: unknown): string[] {
  const pages = listOf(partOf(content)["pages"]).map(partOf);
  const parts = [...pages, ...pages.flatMap(({ fields }) => listOf(fields).map(partOf))];
  return wordsOf(parts.flatMap(({ titleKey, introKey, labelKey, helpKey }) => [titleKey, introKey, labelKey, helpKey]));
}

function titled(definitions: Edited["all"], language: Language): Titled[] {
  return definitions.map(({ key, content }) => ({ key, title: textOf(partOf(partOf(content)["title"])[language]) || key })).sort((one, other) => one.title.localeCompare(other.title));
}
