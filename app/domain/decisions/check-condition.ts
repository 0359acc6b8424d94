import { isComparable, readablePolicy, type Readable } from "#app/domain/decisions/comparable.ts";
import { at, type DefinitionFinding } from "#app/domain/decisions/definition-finding.ts";
import { factTest, findFact, type FactValue } from "#app/domain/decisions/facts.ts";
import { OPERATOR_SHAPES, type ValueShape } from "#app/domain/decisions/operators.ts";
import { compilePattern } from "#app/domain/decisions/pattern.ts";
import type { PolicyValues } from "#app/domain/decisions/policies.ts";
import { referenceIn } from "#app/domain/decisions/reference.ts";
import type { Fact } from "#rules/facts/words.ts";
import { OPERATORS, type OperatorName, type Point } from "#rules/vocabulary.ts";

type Path = ReadonlyArray<PropertyKey>;
type Scope = { point: Point; policies: PolicyValues; top?: boolean };

const GROUPS = ["all", "any", "not"] as const;

/** What is wrong with a condition and all below it. The traps of json-rules-engine 7.3.1 are each a code of their own. */
export function checkCondition(json: unknown, path: Path, scope: Scope): DefinitionFinding[] {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return [at(path, "condition-malformed")];
  const groups = GROUPS.filter((group) => Object.hasOwn(json, group));
  if (groups.length > 1) return [at(path, "group-mixed", { groups: groups.join(", ") })];
  if (groups.length === 1) return checkGroup(json as Record<string, unknown>, groups[0] ?? "all", path, { ...scope, top: false });
  return scope.top ? [at(path, "condition-not-group")] : checkLeaf(json as Record<string, unknown>, path, scope);
}

function checkGroup(json: Record<string, unknown>, group: (typeof GROUPS)[number], path: Path, scope: Scope): DefinitionFinding[] {
  const members = json[group];
  const others = unknownProperties(json, [group], path);
  if (group === "not") return [...others, ...checkCondition(members, [...path, group], scope)];
  if (!Array.isArray(members)) return [...others, at([...path, group], "group-not-list", { group })];
  // The library lets an empty group hold, so the rule would always fire.
  if (members.length === 0) return [...others, at([...path, group], "group-empty", { group })];
  return [...others, ...members.flatMap((member: unknown, index) => checkCondition(member, [...path, group, index], scope))];
}

function checkLeaf(json: Record<string, unknown>, path: Path, scope: Scope): DefinitionFinding[] {
  const others = unknownProperties(json, ["fact", "operator", "value"], path);
  if (typeof json.fact !== "string" || typeof json.operator !== "string" || !("value" in json)) return [...others, at(path, "condition-malformed")];
  const fact = findReadable(json.fact, scope);
  const operator = OPERATORS.find((name) => name === json.operator);
  return [
    ...others,
    ...(fact ? [] : [unknownName(json.fact, [...path, "fact"], scope)]),
    ...(operator ? [] : [at([...path, "operator"], "unknown-operator", { operator: json.operator })]),
    ...(fact && operator ? checkComparison(fact, operator, json.value, path, scope) : []),
  ];
}

function checkComparison(fact: Readable, operator: OperatorName, value: unknown, path: Path, scope: Scope): DefinitionFinding[] {
  const shape = OPERATOR_SHAPES[operator];
  if (!shape.facts.includes(fact.type)) {
    const code = fact.type === "list" && shape.value === "same" ? "equal-on-list" : "operator-not-for-type";
    return [at([...path, "operator"], code, { operator, type: fact.type })];
  }
  const wrong = complaint(fact, shape.value, value, scope);
  return wrong ? [{ ...at([...path, "value"], wrong.code, { operator, type: fact.type, ...wrong.details }) }] : [];
}

type Complaint = { code: string; details?: DefinitionFinding["details"] };
const WRONG_TYPE: Complaint = { code: "value-wrong-type" };

/** What is wrong with a value; undefined when nothing is. */
function complaint(fact: Readable, shape: ValueShape, value: unknown, scope: Scope): Complaint | undefined {
  if (value === null) return { code: "value-null" };
  const reference = referenceIn(value);
  if (reference !== null) return referenceComplaint(fact, shape, reference, scope);
  switch (shape) {
    case "same":
    case "item":
      return itemComplaint(fact, value);
    case "list":
      if (!Array.isArray(value)) return { code: "value-not-list" };
      if (value.length === 0) return { code: "value-empty-list" };
      return value.map((item) => itemComplaint(fact, item)).find(Boolean);
    case "pair":
      if (!Array.isArray(value) || value.length !== 2) return { code: "value-not-pair" };
      return value.map((item) => itemComplaint(fact, item)).find(Boolean) ?? (value[0] > value[1] ? { code: "value-not-pair" } : undefined);
    case "days":
      return Number.isInteger(value) && Number(value) > 0 ? undefined : { code: "value-not-days" };
    case "pattern":
      return typeof value === "string" && compilePattern(value) ? undefined : { code: "pattern-unsafe" };
    case "true":
      return value === true ? undefined : { code: "value-not-true" };
  }
}

function itemComplaint(fact: Readable, value: unknown): Complaint | undefined {
  if (fact.type === "list" && fact.numbers) return typeof value === "number" ? undefined : WRONG_TYPE;
  const one: Fact = { ...fact, nullable: false, label: { nl: "", en: "" }, type: fact.type === "list" ? "text" : fact.type };
  if (factTest(one)(value as FactValue)) return undefined;
  return one.choices && typeof value === "string" ? { code: "value-not-choice", details: { value } } : WRONG_TYPE;
}

function referenceComplaint(fact: Readable, shape: ValueShape, reference: string, scope: Scope): Complaint | undefined {
  const other = findReadable(reference, scope);
  if (!other) return reference.startsWith("policy.") ? { code: "unknown-policy", details: { policy: policyKey(reference) } } : { code: "unknown-fact", details: { fact: reference, point: scope.point } };
  return isComparable(fact, shape, other) ? undefined : WRONG_TYPE;
}

function findReadable(name: string, { point, policies }: Scope): Readable | null {
  if (!name.startsWith("policy.")) return findFact(point, name);
  const key = policyKey(name);
  if (!Object.hasOwn(policies, key)) return null;
  return readablePolicy(policies[key]);
}

function unknownName(name: string, path: Path, { point }: Scope): DefinitionFinding {
  return name.startsWith("policy.") ? at(path, "unknown-policy", { policy: policyKey(name) }) : at(path, "unknown-fact", { fact: name, point });
}

function policyKey(name: string): string {
  return name.slice("policy.".length);
}

/** A path would be JSONPath, a language of its own; everything else that the library ignores is a mistake too. */
function unknownProperties(json: Record<string, unknown>, known: readonly string[], path: Path): DefinitionFinding[] {
  return Object.keys(json)
    .filter((key) => !known.includes(key))
    .map((key) => (key === "path" ? at([...path, key], "path-refused") : at([...path, key], "unknown-property", { property: key })));
}
