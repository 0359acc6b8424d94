import { findFact } from "#app/domain/decisions/facts.ts";
import { referenceIn } from "#app/domain/decisions/reference.ts";
import type { Condition } from "#app/domain/definitions/schema/rule-set.ts";
import type { Fact } from "#rules/facts/words.ts";
import type { Point } from "#rules/vocabulary.ts";

import { allBut, both, complement, EVERYWHERE, exactly, excludes, few, from, isImpossible, isKnown, ranges, upTo, wholly, type Possible } from "./possible.ts";

type Leaf = Extract<Condition, { operator: unknown }>;

/**
 * A case: what each thing must be for it, by the thing's name; what is not named may be anything. A thing is a fact, or what is asked of one that has no value of its own: whether it has an item
 * ("services ∋ cov"), how it compares with another ("agb.endsOn ~ today"), whether it matches. Every case allows at least what the conditions allow, so that a case
 * that is impossible never happens; the other way round is not promised.
 */
export type Case = ReadonlyMap<string, Possible>;

/** So many cases of one condition are looked at; beyond them nothing is said about it. */
const MOST_CASES = 400;

/** The cases in which a condition holds, or does not (`isSo`); the impossible ones are left out. Null when they are too many to tell. */
export function casesOf(condition: Condition, point: Point, isSo = true): Case[] | null {
  if ("not" in condition) return casesOf(condition.not, point, !isSo);
  if (!("all" in condition) && !("any" in condition)) return ofLeaf(condition, point, isSo).filter(isPossible);
  const members = "all" in condition ? condition.all : condition.any;
  const together = "all" in condition === isSo;
  let cases: Case[] = together ? [new Map<string, Possible>()] : [];
  for (const member of members) {
    const own = casesOf(member, point, isSo);
    const next = own && (together ? meeting(cases, own) : [...cases, ...own]);
    if (!next || next.length > MOST_CASES) return null;
    cases = next;
  }
  return cases;
}

/** The cases in which both hold. Null when they are too many. */
export function meeting(some: readonly Case[], others: readonly Case[]): Case[] | null {
  if (some.length * others.length > MOST_CASES * 4) return null;
  return some.flatMap((one) => others.map((other) => merged(one, other)).filter((made) => made !== null));
}

/** Whether there is no case in which both hold; asked of each two rules of a set, and so without making anything. */
export function excludeEachOther(some: readonly Case[], others: readonly Case[]): boolean {
  for (const one of some) for (const other of others) if (canMeet(one, other)) return false;
  return true;
}

function canMeet(one: Case, other: Case): boolean {
  const small = one.size < other.size ? one : other;
  const large = small === one ? other : one;
  for (const [thing, possible] of small) {
    const known = large.get(thing);
    if (known && excludes(known, possible)) return false;
  }
  return true;
}

function merged(one: Case, other: Case): Case | null {
  const [small, large] = one.size < other.size ? [one, other] : [other, one];
  let made: Map<string, Possible> | null = null;
  for (const [thing, possible] of small) {
    const known = large.get(thing);
    const left = known ? both(known, possible) : possible;
    if (isImpossible(left)) return null;
    made ??= new Map(large);
    made.set(thing, left);
  }
  return made ?? large;
}

function isPossible(one: Case): boolean {
  return [...one.values()].every((possible) => !isImpossible(possible));
}

type Thing = { name: string; is: "text" | "number" | "day"; all: Possible };

function ofLeaf(leaf: Leaf, point: Point, isSo: boolean): Case[] {
  const { fact: name, operator, value } = leaf;
  const fact = findFact(point, name);
  const reference = referenceIn(value);
  if (reference !== null) return besideOther(leaf, reference, fact, point, isSo);
  if (fact?.type === "list") return ofList(leaf, fact, isSo);
  const thing = thingOf(name, fact, value);
  if (!fact && (operator === "isEmpty" || operator === "isNotEmpty")) return [new Map([[`${name} isEmpty`, few([(operator === "isEmpty") === isSo ? "yes" : "no"])]])];
  const can = holdsFor(operator, value, thing);
  if (can === null) return opaque(leaf, thing, isSo);
  if (operator === "withinDays" || operator === "withinWorkingDays") return within(leaf, thing, isSo);
  const so = both(thing.all, can);
  return [new Map([[thing.name, narrowed(thing, isSo ? so : both(thing.all, complement(so)))]])];
}

const narrowed = ({ is }: Thing, possible: Possible) => (is === "day" ? wholly(possible) : possible);

/** Everything that a fact can be; of a policy nothing is known but what it is compared with. */
function thingOf(name: string, fact: Fact | null, value: unknown): Thing {
  const orNull = fact?.nullable ?? true;
  const nothing = orNull ? [null] : [];
  if (fact?.type === "boolean") return { name, is: "text", all: few([true, false, ...nothing]) };
  if (fact?.type === "text" && fact.choices) return { name, is: "text", all: few([...Object.keys(fact.choices), ...nothing]) };
  if (fact?.type === "date") return { name, is: "day", all: ranges([EVERYWHERE], orNull) };
  if (fact?.type === "number" || (!fact && typeof [value].flat()[0] === "number")) return { name, is: "number", all: ranges([EVERYWHERE], orNull) };
  return { name: fact ? name : `${name} as text`, is: "text", all: orNull ? allBut([]) : allBut([null]) };
}

/** The values for which a comparison holds; null where they cannot be named. */
function holdsFor(operator: Leaf["operator"], value: unknown, { is, all }: Thing): Possible | null {
  if (operator === "isEmpty") return is === "text" ? few([null, ""]) : ranges([], true);
  if (operator === "isNotEmpty") return complement(holdsFor("isEmpty", true, { name: "", is, all }) ?? all);
  if (operator === "withinDays" || operator === "withinWorkingDays") return all;
  if (operator === "matches") return null;
  const values = Array.isArray(value) ? (value as unknown[]) : [value];
  if (is === "text") {
    if (operator === "equal" || operator === "in") return few(values);
    return operator === "notEqual" || operator === "notIn" ? allBut([null, ...values]) : null;
  }
  const numbers = values.map((one) => (is === "day" ? Date.parse(String(one)) / 86_400_000 : Number(one)));
  const [first = NaN, second = NaN] = numbers;
  if (numbers.some(Number.isNaN)) return null;
  switch (operator) {
    case "equal":
    case "in":
      return ranges(numbers.map(exactly));
    case "notEqual":
    case "notIn":
      return isKnown(complement(ranges(numbers.map(exactly))));
    case "lessThan":
      return ranges([upTo(first, true)]);
    case "lessThanInclusive":
    case "onOrBefore":
      return ranges([upTo(first, false)]);
    case "greaterThan":
      return ranges([from(first, true)]);
    case "greaterThanInclusive":
    case "onOrAfter":
      return ranges([from(first, false)]);
    case "between":
      return ranges([{ low: first, high: second, lowOpen: false, highOpen: false }]);
    default:
      return null;
  }
}

/** A comparison that says yes or no for reasons of its own; when it holds, something is known. */
function opaque({ fact, operator, value }: Leaf, thing: Thing, isSo: boolean): Case[] {
  const answer: Case = new Map([[`${fact} ${operator} ${JSON.stringify(value)}`, few([isSo ? "yes" : "no"])]]);
  return [isSo ? new Map([...answer, [thing.name, isKnown(thing.all)]]) : answer];
}

/** How far a day lies from the one on which it is judged. */
function within({ fact, operator, value }: Leaf, thing: Thing, isSo: boolean): Case[] {
  const distance = `${fact} ${operator}`;
  if (isSo) return [new Map([[distance, ranges([{ low: 0, high: Number(value), lowOpen: false, highOpen: true }])], [thing.name, isKnown(thing.all)]])];
  return [new Map([[distance, ranges([from(Number(value), false)], true)]])];
}

/** What a list has and has not; an unknown one has nothing. */
function ofList({ fact: name, operator, value }: Leaf, fact: Fact, isSo: boolean): Case[] {
  const amount = `${name} #`;
  const has = (item: unknown): Case => new Map([[`${name} ∋ ${JSON.stringify(item)}`, few(["yes"])], [amount, few(["some"])]]);
  const lacks = (list: readonly unknown[]): Case => new Map(list.map((item) => [`${name} ∋ ${JSON.stringify(item)}`, few(["no"])]));
  const values: unknown[] = Array.isArray(value) ? value : [value];
  const unknown: Case[] = fact.nullable ? [new Map([[amount, few(["unknown"])]])] : [];
  switch (operator) {
    case "contains":
      return isSo ? values.map(has) : [lacks(values)];
    case "doesNotContain":
      return isSo ? [new Map([...lacks(values), [amount, few(["some", "none"])]])] : [...values.map(has), ...unknown];
    case "overlaps":
      return isSo ? values.map(has) : [lacks(values)];
    case "containsAll":
      return isSo ? [new Map(values.flatMap((item) => [...has(item)]))] : values.map((item) => lacks([item]));
    case "isEmpty":
    case "isNotEmpty":
      return [new Map([[amount, few((operator === "isEmpty") === isSo ? ["none", ...(fact.nullable ? ["unknown"] : [])] : ["some"])]])];
    default:
      return opaque({ fact: name, operator, value: value as Leaf["value"] }, { name, is: "text", all: allBut([]) }, isSo);
  }
}

/** For which orders of a fact and another value a comparison holds; "?" where either is not known. */
const ORDERS: Partial<Record<Leaf["operator"], readonly string[]>> = {
  equal: ["="],
  notEqual: ["<", ">"],
  lessThan: ["<"],
  lessThanInclusive: ["<", "="],
  greaterThan: [">"],
  greaterThanInclusive: [">", "="],
  onOrBefore: ["<", "="],
  onOrAfter: [">", "="],
};
const FLIPPED: Readonly<Record<string, string>> = { "<": ">", ">": "<", "=": "=", "?": "?" };

/** A comparison with another fact or a policy: how the two lie to each other, whatever they are. */
function besideOther(leaf: Leaf, reference: string, fact: Fact | null, point: Point, isSo: boolean): Case[] {
  const other = findFact(point, reference);
  const orders = ORDERS[leaf.operator];
  const known = (name: string, of: Fact | null): Array<[string, Possible]> => (of && of.type !== "list" ? [[name, isKnown(thingOf(name, of, null).all)]] : []);
  const nonNull = isSo ? [...known(leaf.fact, fact), ...known(reference, other)] : [];
  if (!orders) {
    // Being in it and not being in it are two sides of one thing, of what is known.
    const [positive, side] = leaf.operator === "notIn" ? ["in", "no"] : leaf.operator === "doesNotContain" ? ["contains", "no"] : [leaf.operator, "yes"];
    const answers = few(isSo ? [side] : ["yes", "no", "?"].filter((one) => one !== side));
    return [new Map([[`${leaf.fact} ${positive} ${reference}`, answers], ...nonNull])];
  }
  const never = sharesNothing(fact, other) ? ["="] : [];
  const holding = orders.filter((one) => !never.includes(one));
  const left = isSo ? holding : ["<", "=", ">", "?"].filter((one) => !orders.includes(one));
  // Of a fact with itself there is one order.
  if (leaf.fact === reference) return [new Map([[`${reference} ~ itself`, both(few(left), few(["=", "?"]))], ...nonNull])];
  const isTurned = leaf.fact > reference;
  const name = isTurned ? `${reference} ~ ${leaf.fact}` : `${leaf.fact} ~ ${reference}`;
  return [new Map([[name, few(isTurned ? left.map((one) => FLIPPED[one] ?? one) : left)], ...nonNull])];
}

function sharesNothing(one: Fact | null, other: Fact | null): boolean {
  const [these, those] = [one?.choices, other?.choices];
  return these !== undefined && those !== undefined && !Object.keys(these).some((choice) => Object.hasOwn(those, choice));
}
