import type { ValueShape } from "#app/domain/decisions/operators.ts";
import type { PolicyValue } from "#app/domain/definitions/schema/policy.ts";
import type { Fact } from "#rules/facts/words.ts";

/** A fact of the point, or a policy as if it were one; `numbers` is a list of numbers, which only policies can be. */
export type Readable = Pick<Fact, "type" | "choices"> & { numbers?: boolean };

/** A policy, read as a fact; one without a value anywhere is a number without a limit. */
export function readablePolicy(value: PolicyValue | undefined): Readable {
  if (Array.isArray(value)) return { type: "list", numbers: true };
  if (typeof value === "boolean") return { type: "boolean" };
  return { type: typeof value === "string" ? "text" : "number" };
}

/** Whether the value of another fact or policy can stand where an operator wants a value of this shape for a fact. */
export function isComparable(fact: Readable, shape: ValueShape, other: Readable): boolean {
  const wanted = { same: fact.type, item: "text", list: "list", days: "number", pair: null, pattern: null, true: null }[shape];
  const numbers = shape === "list" && (fact.type === "number" || fact.numbers === true);
  return other.type === wanted && (wanted !== "list" || numbers === (other.numbers ?? false));
}
