import { isComparable } from "#app/domain/decisions/comparable.ts";
import type { ValueShape } from "#app/domain/decisions/operators.ts";
import type { FactShown, RuleSetChoices } from "#app/domain/definitions/choices/rule-set.ts";

import { isGroup, type Group, type Leaf } from "./tree.ts";

/** What a condition can be about: the facts of the point and the policies, by name, and the operators. */
export type Known = { facts: Readonly<Record<string, FactShown>>; operators: RuleSetChoices["operators"] };

/** The operators that fit the sort of a fact. */
export function operatorsFor(fact: FactShown | undefined, { operators }: Known): string[] {
  return Object.entries(operators).flatMap(([name, shape]) => (fact !== undefined && shape.facts.includes(fact.type) ? [name] : []));
}

/** What an operator wants for a value. */
export function shapeOf(operator: string, { operators }: Known): ValueShape | null {
  return Object.entries(operators).find(([name]) => name === operator)?.[1].value ?? null;
}

/** The other facts and policies with which a fact can be compared by this operator. */
export function othersFor(name: string, operator: string, known: Known): string[] {
  const fact = known.facts[name];
  const shape = shapeOf(operator, known);
  return fact && shape ? Object.keys(known.facts).filter((other) => other !== name && isComparable(fact, shape, known.facts[other] as FactShown)) : [];
}

/** The tree in which whatever got another fact, operator or source of its value has an operator and a value that go with it; everything else stays as it is. */
export function fitted(before: Group, after: Group, known: Known): Group {
  const was = new Map(leavesOf(before).map((leaf) => [leaf.id, leaf]));
  const fit = (node: Leaf | Group): Leaf | Group => {
    if (isGroup(node)) return { ...node, rules: node.rules.map(fit) };
    const old = was.get(node.id);
    const isSame = old === undefined || (old.field === node.field && old.operator === node.operator && old.valueSource === node.valueSource);
    return isSame || node.kept ? node : fitLeaf(node, old.field === node.field, known);
  };
  return fit(after) as Group;
}

/** A condition to begin with: on the first fact there is. */
export function freshLeaf(known: Known): Pick<Leaf, "field" | "operator" | "value" | "valueSource"> {
  const field = Object.keys(known.facts)[0] ?? "";
  const operator = operatorsFor(known.facts[field], known)[0] ?? "equal";
  return { field, operator, valueSource: "value", value: firstValue(known.facts[field], shapeOf(operator, known)) };
}

function leavesOf(node: Leaf | Group): Leaf[] {
  return isGroup(node) ? node.rules.flatMap(leavesOf) : [node];
}

function fitLeaf(leaf: Leaf, isSameFact: boolean, known: Known): Leaf {
  const fact = known.facts[leaf.field];
  const able = operatorsFor(fact, known);
  const operator = able.includes(leaf.operator) ? leaf.operator : (able[0] ?? leaf.operator);
  const shape = shapeOf(operator, known);
  const others = othersFor(leaf.field, operator, known);
  if (leaf.valueSource === "field" && others.length > 0) return { ...leaf, operator, value: others.includes(String(leaf.value)) ? String(leaf.value) : others[0] };
  const value: unknown = leaf.value;
  return { ...leaf, operator, valueSource: "value", value: isSameFact && !isName(value, known) ? cast(fact, shape, value) : firstValue(fact, shape) };
}

/** The name of another fact is no value to go on with. */
function isName(value: unknown, { facts }: Known): boolean {
  return typeof value === "string" && Object.hasOwn(facts, value);
}

function cast(fact: FactShown | undefined, shape: ValueShape | null, value: unknown): unknown {
  const [one] = Array.isArray(value) ? (value as unknown[]) : [value];
  const isOne = fits(fact, one);
  switch (shape) {
    case "same":
    case "item":
      return isOne ? one : firstValue(fact, shape);
    case "list":
      return Array.isArray(value) && value.every((each) => fits(fact, each)) ? value : isOne ? [one] : firstValue(fact, shape);
    case "pair":
      return Array.isArray(value) && value.length === 2 ? value : isOne ? [one, one] : firstValue(fact, shape);
    case "days":
      return typeof one === "number" ? one : firstValue(fact, shape);
    case "pattern":
      return typeof one === "string" ? one : "";
    default:
      return firstValue(fact, shape);
  }
}

function fits(fact: FactShown | undefined, value: unknown): boolean {
  switch (fact?.type) {
    case "number":
      return typeof value === "number";
    case "boolean":
      return typeof value === "boolean";
    case "date":
      return typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value);
    default:
      return typeof value === "string" && (!fact?.choices || Object.hasOwn(fact.choices, value));
  }
}

/** Nothing yet, where somebody has to say what; null of a number or a day, so that the check asks for it. */
function firstValue(fact: FactShown | undefined, shape: ValueShape | null): unknown {
  switch (shape) {
    case "list":
      return [];
    case "pair":
      return [null, null];
    case "days":
      return null;
    case "pattern":
      return "";
    case "true":
      return true;
    default:
      if (fact?.type === "boolean") return true;
      if (fact?.type === "number" || fact?.type === "date") return null;
      return Object.keys(fact?.choices ?? fact?.offered ?? {})[0] ?? "";
  }
}
