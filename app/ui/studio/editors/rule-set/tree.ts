import type { RuleGroupType, RuleType } from "react-querybuilder";

/** A condition in the tree of the editor: a comparison, or (`kept`) a part that it cannot show and gives back as it was. `at` is its place in the definition. */
export type Leaf = RuleType & { at: string; kept?: { json: unknown } };
/** A group; one that `isBare` has its one member without a list around it, as `{"not": …}` has. */
export type Group = Omit<RuleGroupType<Leaf>, "rules"> & { at: string; isBare?: boolean; rules: Array<Leaf | Group> };
export type Tree = Group;

export const isGroup = (node: Leaf | Group): node is Group => "rules" in node;

/** The conditions of a rule (json-rules-engine's all, any and not) as a tree of react-querybuilder. Whatever comes in goes out the same (`conditionOf`). */
export function treeOf(condition: unknown, at: string): Tree {
  const node = nodeOf(condition, "0", at);
  return isGroup(node) ? node : { id: "0", at, combinator: "and", isBare: true, rules: [{ ...node, id: "0.0" }] };
}

/** The tree as conditions again. A group that has become empty is left out, for it would always hold; undefined where nothing is left. */
export function conditionOf(node: Leaf | Group): unknown {
  if (!isGroup(node)) {
    if (node.kept) return node.kept.json;
    const value: unknown = node.value;
    return { fact: node.field, operator: node.operator, value: node.valueSource === "field" ? { fact: value } : value };
  }
  const members = node.rules.filter((one) => !isGroup(one) || !isEmpty(one)).map(conditionOf);
  if (members.length === 0) return undefined;
  const inner = node.isBare && members.length === 1 ? members[0] : { [node.combinator === "or" ? "any" : "all"]: members };
  return node.not ? { not: inner } : inner;
}

/** Whether nothing is in a group. */
export function isEmpty({ rules }: Group): boolean {
  return rules.every((one) => isGroup(one) && isEmpty(one));
}

/** How many comparisons there are in a part of the tree. */
export function countIn(node: Leaf | Group): number {
  return isGroup(node) ? node.rules.reduce((sum, one) => sum + countIn(one), 0) : 1;
}

/** The same places have the same ids each time, so that what is typed in stays where it is. */
function nodeOf(json: unknown, id: string, at: string): Leaf | Group {
  if (isPlain(json)) {
    const [name, ...others] = Object.keys(json);
    const inside = name === undefined ? undefined : json[name];
    if (others.length === 0 && (name === "all" || name === "any") && Array.isArray(inside) && inside.length > 0) {
      return { id, at, combinator: name === "all" ? "and" : "or", rules: inside.map((one: unknown, index) => nodeOf(one, `${id}.${index}`, `${at}.${name}.${index}`)) };
    }
    if (others.length === 0 && name === "not") {
      const node = nodeOf(inside, id, `${at}.not`);
      if (isGroup(node) && !node.not) return { ...node, not: true };
      return { id, at, combinator: "and", not: true, isBare: true, rules: [nodeOf(inside, `${id}.0`, `${at}.not`)] };
    }
    const leaf = leafOf(json, id, at);
    if (leaf) return leaf;
  }
  return { id, at, field: "", operator: "", value: null, kept: { json } };
}

function leafOf(json: Record<string, unknown>, id: string, at: string): Leaf | null {
  const { fact, operator, value } = json;
  if (Object.keys(json).length !== 3 || typeof fact !== "string" || typeof operator !== "string" || !Object.hasOwn(json, "value")) return null;
  const reference = isPlain(value) && Object.keys(value).length === 1 && typeof value["fact"] === "string" ? value["fact"] : null;
  return reference === null ? { id, at, field: fact, operator, valueSource: "value", value } : { id, at, field: fact, operator, valueSource: "field", value: reference };
}

function isPlain(json: unknown): json is Record<string, unknown> {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}
