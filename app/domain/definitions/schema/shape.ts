import type { z } from "zod";

/** Something of a definition that has not the shape of its kind: where, and a code whose sentence says what belongs there (findings.json, under "lint"). */
export type ShapeFinding = { code: string; path: string; details: Record<string, string | number> };

/** What zod refuses (with `reportInput`, for what is empty), as findings in the office's words: what is missing, of another kind, not one of a few, too little, too much, or written otherwise. */
export function shapeFindings(error: z.ZodError): ShapeFinding[] {
  return error.issues.flatMap((issue) => findingsOf(issue).map(({ code, details, below = [] }) => ({ code, details, path: [...issue.path, ...below].map(String).join(".") })));
}

type Said = Pick<ShapeFinding, "code" | "details"> & { below?: PropertyKey[] };

function findingsOf(issue: z.core.$ZodIssue): Said[] {
  switch (issue.code) {
    case "invalid_type":
      return [/received undefined$/.test(issue.message) ? { code: "shape-missing", details: {} } : { code: `shape-${KINDS[issue.expected] ?? "other"}`, details: {} }];
    case "invalid_value":
      return [{ code: "shape-choice", details: { choices: issue.values.map(String).join(", ") } }];
    case "unrecognized_keys":
      return issue.keys.map((key) => ({ code: "unknown-property", details: { property: key }, below: [key] }));
    case "too_small":
      return [{ code: issue.origin === "string" && Number(issue.minimum) === 1 ? "shape-empty" : `shape-few-${sizeOf(issue.origin)}`, details: { least: Number(issue.minimum) } }];
    case "too_big":
      return [{ code: `shape-many-${sizeOf(issue.origin)}`, details: { most: Number(issue.maximum) } }];
    case "invalid_format":
      return [{ code: issue.input === "" ? "shape-empty" : issue.format === "date" ? "shape-day" : "shape-written", details: {} }];
    case "invalid_union":
      return [{ code: "shape-other", details: {} }];
    case "invalid_key":
    case "invalid_element":
      return [{ code: "shape-written", details: {} }];
    // What our own schemas say: by a code, or in their own words.
    default:
      return [{ code: CODE.test(issue.message) ? issue.message : "malformed", details: { message: issue.message } }];
  }
}

/** What a schema says by a code has a sentence of its own. */
const CODE = /^[a-z]+(\.[a-z-]+)+$/;

const KINDS: Readonly<Record<string, string>> = { string: "text", number: "number", int: "number", boolean: "boolean", array: "list", object: "group", record: "group" };

function sizeOf(origin: string): "text" | "list" | "number" {
  return origin === "string" ? "text" : origin === "array" || origin === "set" ? "list" : "number";
}
