/** What is wrong with, or worth a second look at, one input; the sentence stands in `form.json` under `errors.<code>` or `warnings.<code>`. */
export type FieldNote = { field: string; code: string; details: Readonly<Record<string, string | number>> };

/** What reading a field gave. `typed` is how the value is shown from now on: "ab" has become "A.B.". */
export type Reading<Value> =
  | { ok: true; value: Value; typed: Readonly<Record<string, string | readonly string[]>>; warnings: FieldNote[] }
  | { ok: false; errors: FieldNote[] };

/** A value that was understood, with how its input shows it. */
export function read<Value>(field: string, value: Value, shown: string | readonly string[], warnings: FieldNote[] = []): Reading<Value> {
  return { ok: true, value, typed: { [field]: shown }, warnings };
}

/** An input that has to change. */
export function refuse(field: string, code: string, details: FieldNote["details"] = {}): { ok: false; errors: FieldNote[] } {
  return { ok: false, errors: [{ field, code, details }] };
}
