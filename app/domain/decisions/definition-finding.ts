import type { z } from "zod";

/**
 * Why a definition cannot be published: where, what, and the values for the sentence, which stands in findings.json under "lint.<code>".
 * The path is as in the JSON, such as "rules.3.conditions.all.0.operator"; empty for the whole.
 */
export type DefinitionFinding = { path: string; code: string; details: Record<string, string | number> };

export function at(path: ReadonlyArray<PropertyKey>, code: string, details: DefinitionFinding["details"] = {}): DefinitionFinding {
  return { path: path.map(String).join("."), code, details };
}

/** What zod refuses, as findings at the right place; a property that nobody reads is refused by its name. */
export function fromZod(error: z.ZodError, below: ReadonlyArray<PropertyKey> = []): DefinitionFinding[] {
  return error.issues.flatMap((issue) => {
    const path = [...below, ...issue.path];
    if (issue.code === "unrecognized_keys") return issue.keys.map((key) => at([...path, key], "unknown-property", { property: key }));
    return [at(path, "shape", { message: issue.message })];
  });
}
