import type { Expected } from "#app/domain/decisions/operators.ts";
import { referenceIn } from "#app/domain/decisions/reference.ts";
import { fill, findText } from "#app/domain/decisions/texts.ts";
import { emptinessSaid, labelSaid, meansNone, oneOf, propositionSaid, quoted, word, type Said, type Words } from "#app/domain/decisions/wording.ts";
import type { Fact } from "#rules/facts/words.ts";

/** The words for a sentence, and what each fact and policy ("policy.…") is called. */
export type Labels = Words & { facts: Readonly<Record<string, Pick<Fact, "type" | "label" | "nullable" | "choices" | "denied">>> };

type Context = { labels: Labels; isSo: boolean; isInside: boolean; known: ReadonlySet<string> };

/**
 * Conditions as they are written, as one sentence, for whoever makes a rule and whoever reads it: "Er is een contactpersoon, en (de AGB-code is niet bekend, of …)." Never "not true
 * that": what is denied is said as what is the case then. Any JSON may come in, for it is read while it is typed; what is not whole is said as such.
 */
export function conditionSentence(condition: unknown, labels: Labels): string {
  const said = sentence(condition, { labels, isSo: true, isInside: false, known: new Set() });
  return said === "" ? said : `${said[0]?.toUpperCase() ?? ""}${said.slice(1)}.`;
}

function sentence(json: unknown, context: Context): string {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return word(context.labels, "condition.incomplete");
  if ("not" in json) return sentence(json.not, { ...context, isSo: !context.isSo });
  const members = "all" in json ? json.all : "any" in json ? json.any : null;
  if (members === null) return leaf(json, context);
  if (!Array.isArray(members) || members.length === 0) return word(context.labels, "condition.incomplete");
  // That not all of them hold is that one of them does not; that not one holds is that none does.
  const isAnd = "all" in json === context.isSo;
  const isOne = members.length === 1;
  const known = isAnd ? new Set([...context.known, ...members.flatMap((one) => factKnownBy(one, context.isSo))]) : context.known;
  const said = members.map((one: unknown) => sentence(one, { ...context, known, isInside: context.isInside || !isOne }));
  const joined = [...new Set(said)].join(word(context.labels, isAnd ? "explain.and" : "condition.or"));
  return context.isInside && !isOne ? `(${joined})` : joined;
}

/** The fact of which a condition says that it is known, so that its neighbours need not say what holds when it is not. */
function factKnownBy(json: unknown, isSo: boolean): string[] {
  if (typeof json !== "object" || json === null || !("fact" in json) || !("operator" in json)) return [];
  return json.operator === (isSo ? "isNotEmpty" : "isEmpty") ? [String(json.fact)] : [];
}

function leaf(json: object, context: Context): string {
  const { labels, isSo } = context;
  const { fact: name, operator, value } = json as { fact?: unknown; operator?: unknown; value?: unknown };
  if (typeof name !== "string" || typeof operator !== "string" || name === "" || findText(labels.texts, `operators.${operator}`) === null) return word(labels, "condition.incomplete");
  const fact = labels.facts[name] ?? null;
  const label = called(name, labels);
  if (operator === "isEmpty" || operator === "isNotEmpty") return emptinessSaid(fact?.type, label, (operator === "isEmpty") === isSo, labels);
  if (value === undefined || value === null || value === "") return fill(word(labels, "condition.unfinished"), { fact: label });
  const said = comparison(name, fact, operator, value, context);
  // Nothing holds of what nobody knows: so what is denied holds of it.
  return !isSo && fact?.nullable && !context.known.has(name) ? fill(word(labels, "condition.orUnknown"), { said }) : said;
}

function comparison(name: string, fact: Said, operator: string, value: unknown, { labels, isSo }: Context): string {
  const reference = referenceIn(value);
  const label = called(name, labels);
  if (reference !== null) return fill(word(labels, fact?.type === "boolean" ? "condition.sameAs" : key(operator, isSo)), { fact: label, expected: called(reference, labels), anyOf: called(reference, labels) });
  if (fact?.type === "boolean" && typeof value === "boolean") return propositionSaid(fact, name, (operator === "equal") === isSo ? value : !value, labels);
  const expected = value as Expected;
  if (meansNone(operator, expected, isSo)) return fill(word(labels, "operators.equal"), { fact: label, expected: "0" });
  return fill(word(labels, key(operator, isSo)), { fact: label, expected: quoted(fact, name, expected, labels), anyOf: oneOf(fact, name, expected, labels) });
}

function key(operator: string, isSo: boolean): string {
  return `${isSo ? "operators" : "denied"}.${operator}`;
}

/** A policy by its title, and told from a fact. */
function called(name: string, labels: Labels): string {
  const label = labelSaid(labels.facts[name] ?? null, name, labels);
  return name.startsWith("policy.") ? fill(word(labels, "condition.policy"), { title: label }) : label;
}
