import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { DefinitionKind, ScreenTexts } from "#app/domain/definitions/kinds.ts";
import type { DefinitionFile } from "#app/domain/definitions/load.ts";
import type { Texts } from "#app/domain/decisions/texts.ts";
import { LANGUAGES, type Language } from "#app/domain/people.ts";
import { Problem } from "#app/domain/problem.ts";

/** Where the files of each kind lie. */
const FOLDERS: ReadonlyArray<{ kind: DefinitionKind; folder: string; only?: string }> = [
  { kind: "request-type", folder: "rules/requests" },
  { kind: "rule-set", folder: "rules/decisions" },
  { kind: "policy", folder: "rules/policies" },
  { kind: "services", folder: "rules", only: "services" },
  { kind: "calendar", folder: "rules", only: "calendar" },
  { kind: "certificate-profile", folder: "rules/certificates" },
  { kind: "letter", folder: "templates/letters" },
  { kind: "mail", folder: "templates/mail" },
];

/** The definitions that this installation brings, in a fixed order. Throws `start.definition-unreadable` for a file that is no JSON. */
export function readDefinitionFiles(root: string): DefinitionFile[] {
  return FOLDERS.flatMap(({ kind, folder, only }) =>
    jsonFiles(join(root, folder))
      .filter((key) => only === undefined || key === only)
      .map((key) => ({ kind, key, path: `${folder}/${key}.json`, content: readJson(root, `${folder}/${key}.json`) })),
  );
}

/** The texts of the screens, by language and namespace. */
export function readScreenTexts(root: string): ScreenTexts {
  const of = (language: Language) =>
    Object.fromEntries(jsonFiles(join(root, "templates/locales", language)).map((name) => [name, readJson(root, `templates/locales/${language}/${name}.json`) as Texts]));
  return Object.fromEntries(LANGUAGES.map((language) => [language, of(language)])) as ScreenTexts;
}

/** One JSON file of the installation, such as "templates/branding.json". */
export function readJson(root: string, path: string): unknown {
  try {
    return JSON.parse(readFileSync(join(root, path), "utf8"));
  } catch (cause) {
    throw new Problem("start.definition-unreadable", { file: path }, { cause });
  }
}

function jsonFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => name.slice(0, -".json".length))
    .sort();
}
