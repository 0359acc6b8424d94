import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

import { afterAll, expect, it } from "vitest";

import { readDefinitionFiles, writeBundleFolder } from "#app/adapters/files/definitions.ts";
import { writeBundle } from "#app/domain/definitions/bundle.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const base = mkdtempSync(join(tmpdir(), "zegel-definitions-"));
afterAll(() => rmSync(base, { recursive: true, force: true }));

const at = (name: string) => join(base, name);

/** The command, in an installation with a database of its own. */
function definitions(office: string, ...words: string[]): { status: number | null; said: string } {
  const env = { ...process.env, DATABASE_URL: "", ZEGEL_DATA: at(office) };
  const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/definitions.mjs", ...words], { cwd: root, env, encoding: "utf8" });
  return { status, said: stdout + stderr };
}

/** Every file of a folder with its bytes. */
function bytesOf(folder: string): Array<[string, string]> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return files.map((one) => join(one.parentPath, one.name)).map((path): [string, string] => [relative(folder, path), readFileSync(path, "base64")]).sort();
}

it("checks, imports into an empty database, exports the same bytes again, and in an office that has them shows a change before it waits for a colleague", { timeout: 240_000 }, () => {
  expect(definitions("none")).toMatchObject({ status: 2, said: expect.stringContaining("export FOLDER") });
  expect(definitions("none", "check")).toMatchObject({ status: 0, said: expect.stringMatching(/All sound; \d{3} examples hold/) });

  writeBundleFolder(at("first"), writeBundle(readDefinitionFiles(root)));
  expect(definitions("one", "import", at("first"))).toMatchObject({ status: 0, said: expect.stringMatching(/^\d{3} published, 0 wait/) });
  expect(definitions("one", "export", at("second")).status).toBe(0);
  expect(bytesOf(at("second"))).toEqual(bytesOf(at("first")));
  expect(definitions("one", "diff", at("second"))).toMatchObject({ status: 0, said: "Nothing would change.\n" });

  const file = join(at("second"), "rules/policies/certificates.json");
  writeFileSync(file, readFileSync(file, "utf8").replace('"value": 60', '"value": 45'));
  expect(definitions("one", "diff", at("second"))).toMatchObject({ status: 2, said: expect.stringContaining("rules/policies/certificates.json is not what the manifest says") });

  const changed = readDefinitionFiles(root).map((one) => (one.kind === "policy" && one.key === "certificates" ? { ...one, content: JSON.parse(JSON.stringify(one.content).replace('"value":60', '"value":45')) as unknown } : one));
  writeBundleFolder(at("third"), writeBundle(changed));
  expect(definitions("one", "diff", at("third"))).toMatchObject({ status: 1, said: expect.stringContaining("policies › install.days › value: 60 → 45") });
  expect(definitions("one", "import", at("third"))).toMatchObject({ status: 0, said: expect.stringContaining("0 published, 1 wait in the studio") });
  expect(definitions("one", "export", at("fourth")).status).toBe(0);
  expect(bytesOf(at("fourth"))).toEqual(bytesOf(at("first")));

  // What refers to something that is nowhere is told, and nothing of the bundle is written.
  writeBundleFolder(at("fifth"), writeBundle(changed.filter(({ key }) => key !== "data-change.screening")));
  expect(definitions("two", "import", at("fifth"))).toMatchObject({ status: 1, said: expect.stringContaining("request-type data-change at points.screening: There is no data-change.screening") });
  expect(definitions("two", "export", at("sixth"))).toMatchObject({ status: 0, said: expect.stringMatching(/^0 definitions/) });
});
