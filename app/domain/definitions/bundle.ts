import { z } from "zod";

import { canonicalJson, sha256, type Json } from "#app/domain/audit/canonical.ts";
import { Problem } from "#app/domain/problem.ts";

import { DEFINITION_KINDS, SCHEMAS, type CheckedDefinition, type DefinitionKind } from "./kinds.ts";
import { DefinitionKey, parseContent } from "./schema/content.ts";

/** Where the files of each kind lie; `only` where there is one of them. */
export const DEFINITION_FOLDERS: Readonly<Record<DefinitionKind, { folder: string; only?: string }>> = {
  "request-type": { folder: "rules/requests" },
  "rule-set": { folder: "rules/decisions" },
  policy: { folder: "rules/policies" },
  services: { folder: "rules", only: "services" },
  calendar: { folder: "rules", only: "calendar" },
  "certificate-profile": { folder: "rules/certificates" },
  letter: { folder: "templates/letters" },
  mail: { folder: "templates/mail" },
  texts: { folder: "templates/texts" },
};

/** What a bundle says of itself; a newer `format` is refused. `hash` is that of the definition, `sha256` that of the file's bytes. */
const Manifest = z.strictObject({
  format: z.literal(1),
  definitions: z.array(z.strictObject({ kind: z.enum(DEFINITION_KINDS), key: DefinitionKey, path: z.string(), hash: z.string().regex(/^[0-9a-f]{64}$/), sha256: z.string().regex(/^[0-9a-f]{64}$/) })).max(10_000),
});
const Format = z.looseObject({ format: z.number().int() });

export const MANIFEST = "manifest.json";

/** "rules/requests/new-user.json": where a definition lies in an installation and in a bundle. */
export function definitionPath(kind: DefinitionKind, key: string): string {
  return `${DEFINITION_FOLDERS[kind].folder}/${key}.json`;
}

/**
 * Definitions as the files of a bundle, by path: each as it would lie in `rules/` or `templates/`, and a manifest with their hashes. The same definitions give the same bytes,
 * in whatever order the database has them.
 */
export function writeBundle(definitions: readonly CheckedDefinition[]): Map<string, string> {
  const sorted = definitions.map(({ kind, key, content }) => ({ kind, key, content: content as Json, path: definitionPath(kind, key) })).sort((one, other) => (one.path < other.path ? -1 : 1));
  const files = new Map(sorted.map(({ kind, content, path }) => [path, fileText(kind, content)]));
  const manifest = { format: 1, definitions: sorted.map(({ kind, key, content, path }) => ({ kind, key, path, hash: sha256(canonicalJson(content)), sha256: sha256(files.get(path) ?? "") })) };
  return new Map([[MANIFEST, `${JSON.stringify(manifest, null, 2)}\n`], ...files]);
}

/**
 * What is in a bundle, its files by path. Throws `bundle.no-manifest`, `bundle.newer` for that of a later version of the software, `bundle.malformed`, `bundle.misplaced` for a file that does not lie
 * where its kind belongs, `bundle.missing`, `bundle.changed` for one that is not what the manifest says, and what `parseContent` throws.
 */
export function readBundle(files: ReadonlyMap<string, string>): Array<CheckedDefinition & { path: string; hash: string }> {
  const text = files.get(MANIFEST);
  if (text === undefined) throw new Problem("bundle.no-manifest");
  const json = parseContent(text);
  const format = Format.safeParse(json).data?.format;
  if (format !== undefined && format > 1) throw new Problem("bundle.newer", { format });
  const manifest = Manifest.safeParse(json);
  if (!manifest.success) throw new Problem("bundle.malformed", { place: manifest.error.issues[0]?.path.join(".") ?? "" });
  return manifest.data.definitions.map(({ kind, key, path, hash, sha256: sum }) => {
    if (path !== definitionPath(kind, key) || (DEFINITION_FOLDERS[kind].only ?? key) !== key) throw new Problem("bundle.misplaced", { file: path });
    const file = files.get(path);
    if (file === undefined) throw new Problem("bundle.missing", { file: path });
    if (sha256(file) !== sum) throw new Problem("bundle.changed", { file: path });
    const content = parseContent(file);
    if (sha256(canonicalJson(content)) !== hash) throw new Problem("bundle.changed", { file: path });
    return { kind, key, path, hash, content };
  });
}

/** What somebody reads in a file: the properties in the order of their schema, which a database does not keep; those of which it has no order by their name. */
function fileText(kind: DefinitionKind, content: Json): string {
  const plain = sorted(content);
  const parsed = SCHEMAS[kind].safeParse(plain);
  return `${JSON.stringify(parsed.success ? inOrderOf(plain, parsed.data) : plain, null, 2)}\n`;
}

/** The value with its properties in the order of a model. What only the model has (defaults) is left out; what it lacks comes last. */
function inOrderOf(value: Json, model: unknown): Json {
  if (Array.isArray(value)) return value.map((item, index) => inOrderOf(item, Array.isArray(model) ? model[index] : undefined));
  if (typeof value !== "object" || value === null) return value;
  const shape = typeof model === "object" && model !== null ? (model as Record<string, unknown>) : {};
  const known = Object.keys(shape).filter((key) => Object.hasOwn(value, key));
  const rest = Object.keys(value).filter((key) => !known.includes(key));
  return Object.fromEntries([...known, ...rest].map((key) => [key, inOrderOf(value[key] ?? null, shape[key])]));
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => [key, sorted(one ?? null)]));
}
