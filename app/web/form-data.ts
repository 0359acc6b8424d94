import { Problem } from "#app/domain/problem.ts";

/** A form as it was sent: names as in the markup, repeated names as lists. */
export type SentValues = Record<string, string | string[]>;

/** Everything a body may weigh, and the longest text in one field. A field beyond that is refused at the field, with the rest kept. */
export const LARGEST_BODY = 2_000_000;
export const LONGEST_FIELD = 20_000;
const MOST_FIELDS = 1_000;

const CONTROL = /[^\P{Cc}\n\r\t]/gu;

/** Thrown when single fields are too long: carries what was sent, so that the form can come back. */
export class OversizedFields extends Problem {
  constructor(
    readonly fieldNames: readonly string[],
    readonly values: SentValues,
    most: number,
  ) {
    super("form.too-large", { most });
  }
}

/**
 * Reads a posted body, form or JSON, within bounds: `largest` in octets for all of it, and then also for one field, which may otherwise have as many characters as somebody writes. A form
 * comes back as its flat names and values, JSON as it is. Throws `form.too-large`, `form.too-heavy` where `largest` says how much, and `form.unreadable`.
 */
export async function readBody(request: Request, largest?: number): Promise<{ json: unknown } | { form: SentValues }> {
  const longest = largest ?? LONGEST_FIELD;
  const bytes = await readBytes(request, largest ?? LARGEST_BODY);
  const type = request.headers.get("content-type") ?? "";
  if (type.startsWith("application/json")) return { json: parseJson(bytes) };
  const form = await parseForm(bytes, type);
  const tooLong = Object.keys(form).filter((name) => texts(form[name]).some((text) => text.length > longest));
  if (tooLong.length > 0) throw new OversizedFields(tooLong, form, longest);
  return { form };
}

/**
 * "user.surname" becomes { user: { surname } }, "services" sent twice a list, "services[]" a list also when sent once.
 * Names that would reach into an object's prototype are dropped.
 */
export function nest(values: SentValues): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    const isList = name.endsWith("[]");
    const path = (isList ? name.slice(0, -2) : name).split(".");
    if (path.some((part) => part === "" || part === "__proto__" || part === "constructor" || part === "prototype")) continue;
    let place = root;
    for (const part of path.slice(0, -1)) {
      const next = place[part];
      place = isRecord(next) ? next : (place[part] = {} as Record<string, unknown>);
    }
    place[path.at(-1) ?? ""] = isList ? texts(value) : value;
  }
  return root;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function texts(value: string | string[] | undefined): string[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

/** A text without what nobody types on purpose and the database refuses: control characters, but for the line end and the tab. */
export function withoutControls(text: string): string {
  return text.replaceAll(CONTROL, "");
}

/** Reads to the end even when it is too much, for a connection closed half-way shows the sender an error of their browser instead of ours. */
async function readBytes(request: Request, largest: number): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  if (request.body !== null) {
    const reader = request.body.getReader();
    for (let step = await reader.read(); !step.done; step = await reader.read()) {
      size += step.value.byteLength;
      if (size <= largest) parts.push(step.value);
      if (size > largest * 10) {
        await reader.cancel();
        break;
      }
    }
  }
  if (size > largest) throw largest === LARGEST_BODY ? new Problem("form.too-large", { most: LONGEST_FIELD }) : new Problem("form.too-heavy", { most: Math.floor(largest / 1_000_000) });
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.byteLength;
  }
  return bytes;
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes), (_name, value: unknown) => (typeof value === "string" ? withoutControls(value) : value));
  } catch (cause) {
    throw new Problem("form.unreadable", {}, { cause });
  }
}

async function parseForm(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<SentValues> {
  const entries = await readEntries(bytes, type);
  const form: SentValues = Object.create(null) as SentValues;
  let count = 0;
  for (const [sent, value] of entries) {
    const name = withoutControls(sent);
    // Files are no part of these forms; a scan has a route of its own.
    if (typeof value !== "string") continue;
    if (++count > MOST_FIELDS) throw new Problem("form.too-large", { most: LONGEST_FIELD });
    const text = withoutControls(value.replaceAll("\r\n", "\n"));
    const before = form[name];
    form[name] = before === undefined ? text : [...texts(before), text];
  }
  return { ...form };
}

async function readEntries(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<Iterable<[string, FormDataEntryValue]>> {
  if (!type.startsWith("multipart/form-data")) return new URLSearchParams(new TextDecoder().decode(bytes)).entries();
  try {
    return (await new Response(bytes, { headers: { "content-type": type } }).formData()).entries();
  } catch (cause) {
    throw new Problem("form.unreadable", {}, { cause });
  }
}
