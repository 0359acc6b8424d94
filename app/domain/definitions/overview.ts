import { readShape, type CheckedDefinition, type DefinitionKind } from "./kinds.ts";
import { referencesOf } from "./references.ts";
import { isOurs } from "./schema/filled.ts";
import { partsUsed } from "./uses.ts";

export type DefinitionPlace = { kind: DefinitionKind; key: string };
/** A definition among all that hold: which use it or a part of it, which it uses, whether the office itself looks at it, and its parts. */
export type Overall = {
  users: DefinitionPlace[];
  uses: DefinitionPlace[];
  isOwn: boolean;
  parts: Array<{ part: string; users: DefinitionPlace[]; isUnused: boolean }>;
};

/** The e-mails that lie ready for a request type that somebody makes: as long as none says so, nothing sends them. A test holds that these are all. */
export const SPARE_TEMPLATES: readonly string[] = ["request-done", "sent-letter-posted"];
/** The rule sets that the office asks by their name, whichever request types there are. A test holds that these are all. */
export const OWN_RULE_SETS: readonly string[] = ["installation.life-cycle", "renewal.life-cycle"];

/** Where each definition of a release is used, by its "kind/key". A profile of certificates and the request types that lead to it use one another. */
export function overallOf(all: readonly CheckedDefinition[]): Map<string, Overall> {
  const overall = new Map<string, Overall>(all.map((one) => [placeOf(one), { users: [], uses: [], isOwn: isOwn(one), parts: [] }]));
  for (const one of all) {
    for (const { to } of referencesOf(one)) {
      if (to.what !== "definition") continue;
      link(one, to);
      if (one.kind === "certificate-profile") link(to, one);
    }
    for (const { part, uses, isIdle } of partsUsed(one, all)) {
      const users = uses.map(({ by }) => by).filter((by) => placeOf(by) !== placeOf(one));
      for (const user of users) link(user, one);
      overall.get(placeOf(one))?.parts.push({ part, users: once(users), isUnused: isIdle || (one.kind === "services" && uses.length === 0) });
    }
  }
  return overall;

  function link(user: DefinitionPlace, used: DefinitionPlace) {
    const [from, to] = [overall.get(placeOf(user)), overall.get(placeOf(used))];
    // What is named and is not there is told by the check.
    if (!from || !to) return;
    from.uses = once([...from.uses, used]);
    to.users = once([...to.users, user]);
  }
}

/** Whether nothing looks at a definition: neither another one nor the office. */
export const isUnused = ({ users, isOwn }: Pick<Overall, "users" | "isOwn">): boolean => users.length === 0 && !isOwn;

const ALONG: readonly DefinitionKind[] = ["rule-set", "letter", "mail"];

/**
 * The chosen definitions, by "kind/key", with what is of no use without them elsewhere: the rules, letters and e-mails that they use, and the texts that word them. Policies, services and the
 * calendar are every installation's own.
 */
export function withWhatGoesAlong(chosen: ReadonlySet<string>, all: readonly CheckedDefinition[]): Set<string> {
  const overall = overallOf(all);
  const used = [...chosen].flatMap((place) => (overall.get(place)?.uses ?? []).filter(({ kind }) => ALONG.includes(kind)).map(placeOf));
  const taken = new Set([...chosen, ...used]);
  const worded = all.filter((one) => one.kind !== "texts" && taken.has(placeOf(one)));
  for (const one of all) if (one.kind === "texts" && wordsAnyOf(one, worded)) taken.add(placeOf(one));
  return taken;
}

/** Whether a set of texts has one of a request type among these (its keys begin with its name), or one that a definition names. */
function wordsAnyOf({ content }: CheckedDefinition, definitions: readonly CheckedDefinition[]): boolean {
  const { data } = readShape("texts", content);
  if (!data) return false;
  const keys = [...Object.keys(data.nl), ...Object.keys(data.en)];
  return definitions.some(({ kind, key, content: by }) => {
    if (kind === "request-type" && data.namespace === "requests" && keys.some((one) => one.startsWith(`${key}.`))) return true;
    const spelled = JSON.stringify(by);
    return keys.some((one) => spelled.includes(`"${one}"`));
  });
}

/** Forms, catalogue, calendar and texts are the office's own; of the rest, what it asks or sends by name. */
function isOwn({ kind, key, content }: CheckedDefinition): boolean {
  if (kind === "rule-set") return OWN_RULE_SETS.includes(key);
  if (kind === "letter" || kind === "mail") return isOurs(key) && !SPARE_TEMPLATES.includes(key);
  if (kind === "policy") return partsUsed({ kind, key, content }, []).some(({ isIdle }) => !isIdle);
  return kind !== "certificate-profile" || key === "personal";
}

const placeOf = ({ kind, key }: DefinitionPlace) => `${kind}/${key}`;

function once(places: readonly DefinitionPlace[]): DefinitionPlace[] {
  return [...new Map(places.map(({ kind, key }) => [placeOf({ kind, key }), { kind, key }])).values()];
}
