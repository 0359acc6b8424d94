import { fill, findText } from "#app/domain/decisions/texts.ts";
import type { Problem } from "#app/domain/problem.ts";

import problems from "#templates/locales/en/problems.json" with { type: "json" };

/** A problem of the domain as whoever gave a command reads it; its code where nothing is worded. */
export function problemSentence({ code, details }: Problem): string {
  return fill(findText(problems, code) ?? code, details);
}
