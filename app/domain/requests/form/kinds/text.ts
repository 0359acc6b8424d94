import { maskSecrets } from "../mask.ts";
import { cleanLine, cleanLines, hasControl, lengthOf } from "./clean.ts";
import { read, refuse, type Reading } from "./result.ts";

/** Free text of at most `maxLength` letters as they came. What must never be held is taken out, with a warning (D18, D19). */
export function readText(field: string, typed: string, options: { maxLength: number; lines: boolean }): Reading<string> {
  const text = options.lines ? cleanLines(typed) : cleanLine(typed);
  if (text === "") return refuse(field, "text.empty");
  if (hasControl(text)) return refuse(field, "text.control");
  const typedLength = lengthOf(text);
  if (typedLength > options.maxLength) return refuse(field, "text.long", { most: options.maxLength, typed: typedLength, over: typedLength - options.maxLength });
  const { text: kept, masked } = maskSecrets(text);
  return read(field, kept, kept, masked.map((kind) => ({ field, code: `masked.${kind}`, details: {} })));
}
