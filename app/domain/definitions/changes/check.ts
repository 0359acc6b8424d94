import { setImmediate } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";

import { analyseRules } from "#app/domain/decisions/analysis/analysis.ts";
import { exampleRunner, type ExampleResult } from "#app/domain/decisions/examples.ts";
import { resolvePolicies, type PolicyValues } from "#app/domain/decisions/policies.ts";

import { checkDefinition, policiesIn, readShape, type CheckedDefinition, type DefinitionKind, type KindFinding, type ScreenTexts } from "../kinds.ts";
import { danglingReferences, referencesOf } from "../references.ts";
import { checkFilled, isOurs } from "../schema/filled.ts";
import type { Policy } from "../schema/policy.ts";
import { checkOwnLetter } from "../schema/sent-letter.ts";
import { asIf } from "./read.ts";

/** What keeps a change from being published, each at its place; and how the worked examples of each rule set went that it could touch. */
export type ChangeCheck = {
  findings: Array<{ kind: DefinitionKind; key: string; finding: KindFinding }>;
  /** What somebody may not have meant; it keeps nothing from being published. */
  doubts: Array<{ kind: DefinitionKind; key: string; finding: KindFinding }>;
  examples: Array<{ key: string; results: ExampleResult[] }>;
};

type Entry = { kind: DefinitionKind; key: string; content: unknown };

/** How much stands in the way of publishing; 0 when it is sound. */
export function countWrong(check: ChangeCheck): number {
  return check.findings.length + failedExamples(check).length;
}

/** The worked examples that come out otherwise than they say, each with its rule set. */
export function failedExamples({ examples }: ChangeCheck): Array<ExampleResult & { key: string }> {
  return examples.flatMap(({ key, results }) => results.filter(({ passed }) => !passed).map((result) => ({ ...result, key })));
}

/**
 * Checks a change as it would be published: the shape and meaning of each definition in it, what others use that it takes away, and the worked examples of every
 * rule set that it changes or whose policies it changes. `released` is what holds now; `on` the day, "YYYY-MM-DD". Any content may come in; nothing throws.
 */
export async function checkChange(released: readonly CheckedDefinition[], entries: readonly Entry[], { texts, on }: { texts: ScreenTexts; on: string }): Promise<ChangeCheck> {
  const all = asIf(released, entries);
  const own = entries.flatMap((entry) => (entry.content === null ? removal(entry) : checkDefinition(entry, { all, texts, on }).concat(nameOf(entry), notFilled(entry))).map((finding) => ({ ...place(entry), finding })));
  const before = new Set(danglingReferences(released).map(spelled));
  const dangling = danglingReferences(all).filter((one) => !before.has(spelled(one)));
  const others = [...dangling.filter((one) => !own.some((other) => spelled(other) === spelled(one))), ...wordless(released, all, entries, { texts, on })];
  const doubts = entries.flatMap((entry) => (own.some((finding) => finding.kind === entry.kind && finding.key === entry.key) ? [] : doubtsOf(entry)));
  return { findings: [...own, ...others, ...goneWithout(released, all, entries)], doubts, examples: await examplesOf(released, all, entries, on) };
}

/** Of rules that are sound, what they say together that nobody may have meant. */
function doubtsOf(entry: Entry): ChangeCheck["doubts"] {
  const parsed = entry.kind === "rule-set" ? readShape("rule-set", entry.content) : null;
  return parsed?.success ? analyseRules(parsed.data).map(({ code, path, details }) => ({ ...place(entry), finding: { code, path, details } })) : [];
}

const place = ({ kind, key }: { kind: DefinitionKind; key: string }) => ({ kind, key });
const spelled = ({ kind, key, finding }: ChangeCheck["findings"][number]) => JSON.stringify([kind, key, finding.code, finding.path]);

/** What code looks up by its name stays; what the office made itself may go. */
const REMOVABLE: readonly DefinitionKind[] = ["request-type", "rule-set", "mail", "texts"];

function removal({ kind, key }: Entry): KindFinding[] {
  return REMOVABLE.includes(kind) || (kind === "letter" && !isOurs(key)) ? [] : [{ code: "not-removable", path: "", details: { kind, key } }];
}

/** A definition that says of itself what it is called says the name under which it is kept. */
function nameOf({ kind, key, content }: Entry): KindFinding[] {
  const parsed = readShape(kind, content);
  const id = parsed.success && "id" in parsed.data ? parsed.data.id : undefined;
  return id === undefined || id === key ? [] : [{ code: "other-name", path: "id", details: { id, key } }];
}

/**
 * A letter or e-mail asks for nothing that is not known when it is sent; a letter under a name of its own for nothing that neither the office nor a form could know. What the software brings is
 * held to it by a test, and not when an office starts.
 */
function notFilled({ kind, key, content }: Entry): KindFinding[] {
  if (kind !== "mail" && kind !== "letter") return [];
  if (kind === "letter" && !isOurs(key)) {
    const letter = readShape("letter", content);
    return letter.success ? checkOwnLetter(letter.data) : [];
  }
  const parsed = readShape(kind, content);
  return parsed.success ? checkFilled(key, parsed.data.variables) : [];
}

/** What is not in the change, and lacks a text, or has one that says too much, because of other texts that are. */
function wordless(released: readonly CheckedDefinition[], all: readonly CheckedDefinition[], entries: readonly Entry[], { texts, on }: { texts: ScreenTexts; on: string }): ChangeCheck["findings"] {
  if (!entries.some(({ kind }) => kind === "texts")) return [];
  const read = all.filter((one) => (one.kind === "rule-set" || one.kind === "request-type") && !entries.some(({ kind, key }) => kind === one.kind && key === one.key));
  const findingsOf = (among: readonly CheckedDefinition[]) => read.flatMap((one) => checkDefinition(one, { all: among, texts, on }).map((finding) => ({ ...place(one), finding })));
  const before = new Set(findingsOf(released).map(spelled));
  return findingsOf(all).filter((one) => !before.has(spelled(one)));
}

/** A policy that nothing declares any more: code and rules read it by its key. */
function goneWithout(released: readonly CheckedDefinition[], all: readonly CheckedDefinition[], entries: readonly Entry[]): ChangeCheck["findings"] {
  const left = new Set(policiesIn(all).map(({ key }) => key));
  return entries
    .filter(({ kind }) => kind === "policy")
    .flatMap((entry) => {
      const was = policiesIn(released.filter(({ kind, key }) => kind === "policy" && key === entry.key));
      const gone = new Set(was.map(({ key }) => key).filter((key) => !left.has(key)));
      return [...gone].map((policy) => ({ ...place(entry), finding: { code: "policy-gone", path: "policies", details: { policy } } }));
    });
}

/** One after another, and others between them: a large set takes a second of the processor. */
async function examplesOf(released: readonly CheckedDefinition[], all: readonly CheckedDefinition[], entries: readonly Entry[], on: string): Promise<ChangeCheck["examples"]> {
  const calendar = readShape("calendar", all.find(({ kind }) => kind === "calendar")?.content).data;
  const policies = valuesOn(policiesIn(all), on);
  const before = valuesOn(policiesIn(released), on);
  const others = Object.keys({ ...before, ...policies }).filter((key) => !isDeepStrictEqual(before[key], policies[key]));
  const isTouched = ({ kind, key }: CheckedDefinition) => entries.some((entry) => entry.kind === kind && entry.key === key);
  const examples: ChangeCheck["examples"] = [];
  for (const one of all.filter(({ kind }) => kind === "rule-set")) {
    const parsed = readShape("rule-set", one.content);
    if (!parsed.success || !(isTouched(one) || referencesOf(one).some(({ to }) => to.what === "policy" && others.includes(to.key)))) continue;
    const run = exampleRunner(parsed.data, { policies, ...(calendar && { calendar }) });
    const results: ExampleResult[] = [];
    for (const [index, example] of parsed.data.examples.entries()) {
      results.push(await run(example, index));
      await setImmediate();
    }
    examples.push({ key: one.key, results });
  }
  return examples;
}

/** The policies of the most ordinary request; an example that is about another says so. A tie is a finding of its own. */
function valuesOn(policies: readonly Policy[], on: string): PolicyValues {
  try {
    return resolvePolicies(policies, { channel: "online", segment: "regular", certificateKind: "personal" }, on);
  } catch {
    return {};
  }
}
