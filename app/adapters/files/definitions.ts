import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

import { DEFINITION_FOLDERS, definitionPath } from "#app/domain/definitions/bundle.ts";
import { DEFINITION_KINDS, type ScreenTexts } from "#app/domain/definitions/kinds.ts";
import type { DefinitionFile } from "#app/domain/definitions/load.ts";
import type { Texts } from "#app/domain/decisions/texts.ts";
import { LANGUAGES, type Language } from "#app/domain/people.ts";
import { Problem } from "#app/domain/problem.ts";

/** The definitions that this installation brings, in a fixed order. Throws `start.definition-unreadable` for a file that is no JSON. */
export function readDefinitionFiles(root: string): DefinitionFile[] {
  return DEFINITION_KINDS.flatMap((kind) => {
    const { folder, only } = DEFINITION_FOLDERS[kind];
    return jsonFiles(join(root, folder))
      .filter((key) => only === undefined || key === only)
      .map((key) => ({ kind, key, path: definitionPath(kind, key), content: readJson(root, definitionPath(kind, key)) }));
  });
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

/** Of some kinds an installation brings none. */
function jsonFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => name.slice(0, -".json".length))
    .sort();
}

/** The files of a bundle in a folder, by path. */
export function readBundleFolder(folder: string): Map<string, string> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile() && one.name.endsWith(".json"));
  return new Map(paths.map((one) => join(one.parentPath, one.name)).map((path) => [relative(folder, path).replaceAll("\\", "/"), readFileSync(path, "utf8")]));
}

/** Writes a bundle into a folder; what lies there of an earlier one and is in it no longer goes. */
export function writeBundleFolder(folder: string, files: ReadonlyMap<string, string>): void {
  mkdirSync(folder, { recursive: true });
  for (const path of readBundleFolder(folder).keys()) if (!files.has(path) && isOfBundle(path)) rmSync(join(folder, path));
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Only what a bundle could have written is taken away: the folder may be one with other files. */
function isOfBundle(path: string): boolean {
  const folders = Object.values(DEFINITION_FOLDERS).map(({ folder }) => folder);
  return folders.includes(dirname(path));
}
