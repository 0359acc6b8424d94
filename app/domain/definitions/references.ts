import { valuesOf } from "#app/domain/decisions/trace.ts";

import { policiesIn, readShape, type CheckedDefinition, type DefinitionKind, type KindFinding } from "./kinds.ts";
import type { CertificateProfile } from "./schema/certificate-profile.ts";
import type { RequestType } from "./schema/request-type.ts";
import type { RuleSet } from "./schema/rule-set.ts";
import { checkSentLetters } from "./schema/sent-letter.ts";

/** What a definition names: another definition, a policy, or a fact of the vocabulary; and where in it. */
export type Reference = { path: string; to: { what: "definition"; kind: DefinitionKind; key: string } | { what: "policy" | "fact"; key: string } };

/** A reference to what is not there, as a finding in the definition that has it. */
export type Dangling = { kind: DefinitionKind; key: string; finding: KindFinding };

/** What a definition uses, in reading order. What is not of its shape uses nothing: its own check says so. */
export function referencesOf({ kind, content }: CheckedDefinition): Reference[] {
  const parsed = readShape(kind, content);
  if (!parsed.success) return [];
  if (kind === "request-type") return [...ofRequestType(parsed.data as RequestType)];
  if (kind === "rule-set") return [...ofRuleSet(parsed.data as RuleSet)];
  if (kind === "certificate-profile") return (parsed.data as CertificateProfile).askedBy.map((key, index): Reference => ({ path: `askedBy.${index}`, to: { what: "definition", kind: "request-type", key } }));
  return [];
}

/** Which definitions use each of them, by its "kind/key"; what nobody uses is not in it. */
export function usersByDefinition(all: readonly CheckedDefinition[]): Map<string, Array<{ kind: DefinitionKind; key: string }>> {
  const users = new Map<string, Array<{ kind: DefinitionKind; key: string }>>();
  for (const one of all) {
    const used = referencesOf(one).flatMap(({ to }) => (to.what === "definition" ? [`${to.kind}/${to.key}`] : []));
    for (const place of new Set(used)) users.set(place, [...(users.get(place) ?? []), { kind: one.kind, key: one.key }]);
  }
  return users;
}

/**
 * What a set of definitions names and does not have (all together, as a release would hold them): rule sets, templates and policies, and what the letters of a request type have to be filled
 * with. A removed one that others still use shows here, with each place that does.
 */
export function danglingReferences(all: readonly CheckedDefinition[]): Dangling[] {
  const there = new Set(all.map(({ kind, key }) => `${kind}/${key}`));
  const policies = new Set(policiesIn(all).map(({ key }) => key));
  return [...all.flatMap((one) =>
    referencesOf(one).flatMap(({ path, to }): Dangling[] => {
      if (to.what === "definition" && !there.has(`${to.kind}/${to.key}`)) return [{ kind: one.kind, key: one.key, finding: { code: "unknown-definition", path, details: { kind: to.kind, key: to.key } } }];
      if (to.what === "policy" && !policies.has(to.key)) return [{ kind: one.kind, key: one.key, finding: { code: "unknown-policy", path, details: { policy: to.key } } }];
      return [];
    }),
  ), ...lettersAmiss(all)];
}

/** Of each request type, the letters that it sends and could not write. */
function lettersAmiss(all: readonly CheckedDefinition[]): Dangling[] {
  const letters = new Map(all.flatMap(({ kind, key, content }) => (kind === "letter" ? [[key, readShape("letter", content).data ?? null] as const] : [])));
  return all.flatMap(({ kind, key, content }) => {
    const type = kind === "request-type" ? readShape("request-type", content).data : undefined;
    return type === undefined ? [] : checkSentLetters(type, (letter) => letters.get(letter) ?? null).map((finding) => ({ kind, key, finding }));
  });
}

function* ofRequestType(type: RequestType): Generator<Reference> {
  for (const [point, key] of Object.entries(type.points)) yield { path: `points.${point}`, to: { what: "definition", kind: "rule-set", key } };
  for (const [happening, messages] of Object.entries(type.messages)) {
    for (const [index, { template }] of messages.entries()) yield { path: `messages.${happening}.${index}.template`, to: { what: "definition", kind: "mail", key: template } };
  }
  for (const [index, { letter }] of type.effects.entries()) {
    if (letter !== undefined) yield { path: `effects.${index}.letter`, to: { what: "definition", kind: "letter", key: letter } };
  }
  const { review, delivery } = type.deadlines;
  yield { path: "deadlines.review", to: { what: "policy", key: typeof review === "string" ? review : review.hours } };
  if (delivery !== undefined) yield { path: "deadlines.delivery", to: { what: "policy", key: delivery } };
  for (const [index, { repeats }] of type.pages.entries()) if (repeats !== undefined) yield { path: `pages.${index}.repeats.most`, to: { what: "policy", key: repeats.most } };
  for (const fact of Object.keys(type.facts)) yield { path: `facts.${fact}`, to: { what: "fact", key: fact } };
}

function* ofRuleSet(ruleSet: RuleSet): Generator<Reference> {
  for (const [index, rule] of ruleSet.rules.entries()) {
    for (const name of valuesOf(rule)) yield { path: `rules.${index}`, to: name.startsWith("policy.") ? { what: "policy", key: name.slice("policy.".length) } : { what: "fact", key: name } };
  }
}
