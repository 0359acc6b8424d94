import type { DeskProblem } from "./screen.ts";

/** What was typed in a field before the act was refused; empty when nothing was. */
export function typedText(problem: DeskProblem | null, name: string): string {
  const value = problem?.values[name];
  return typeof value === "string" ? value : "";
}
