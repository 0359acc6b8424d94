import { lineId } from "#app/domain/requests/form/rows.ts";

import type { Pasted } from "./paste-list.tsx";

type Refused = {
  fields: Readonly<Record<string, string>>;
  values: Readonly<Record<string, string | readonly string[]>>;
  details: Readonly<Record<string, string | number>>;
};

/**
 * The lines of a list that was refused before it was read, as they were typed, so that none of them is lost. What is wrong stands at the lines that are
 * longer than may be; where there is none, at the first. Null for what had no lines in it.
 */
export function linesSent({ fields, values, details }: Refused): { pasted: Pasted; fields: Record<string, string> } | null {
  const [texts, numbers, [heading = ""]] = ["_lines[]", "_numbers[]", "_heading"].map((name) => [values[name] ?? []].flat()) as [string[], string[], string[]];
  if (texts.length === 0) return null;
  const most = typeof details["most"] === "number" ? details["most"] : Infinity;
  const sentence = Object.entries(fields).find(([name]) => name.startsWith("_"))?.[1] ?? "";
  const first = Math.max(0, texts.findIndex((text) => text.length > most));
  const lines = texts.map((text, index) => ({ line: Number(numbers[index]) || index + 1, text, wrong: sentence !== "" && (index === first || text.length > most) ? [sentence] : [] }));
  const atLines = lines.flatMap(({ line, wrong }) => wrong.map((own) => [lineId(line), own] as const));
  const others = Object.entries(fields).filter(([name]) => !name.startsWith("_"));
  return { pasted: { added: 0, removed: null, doubtful: [], lines, heading, ignored: [], isMasked: false }, fields: Object.fromEntries([...others, ...atLines]) };
}
