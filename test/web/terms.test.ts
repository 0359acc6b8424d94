import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, it } from "vitest";

import { loader } from "#app/routes/terms.$version.tsx";
import { ROOT } from "#test/support/stage.ts";

import { makeOffice } from "./office.fixture.ts";

const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const texts = (language: string) => (JSON.parse(read(`templates/locales/${language}/common.json`)) as { terms: Record<string, Record<string, { text: string }>> }).terms;
const asked = readdirSync(join(ROOT, "rules/requests")).map((file) => (JSON.parse(read(`rules/requests/${file}`)) as { terms: { version: string } }).terms.version);

it("every form asks for the terms that the foot of each page shows, and they can be read (R15)", async () => {
  const [newest = ""] = [...new Set(asked)];
  expect(asked.every((version) => version === newest)).toBe(true);
  expect(read("app/ui/public-layout.tsx")).toContain(`to="/terms/${newest}"`);
  const { context } = makeOffice();
  expect(await loader({ request: new Request(`http://office.example/terms/${newest}`), params: { version: newest }, context })).toMatchObject({ version: newest });
});

it.each(["nl", "en"])("software's certificate and a test's are not said to be a person's, nor may a test's be given away (R87, R109, R115): %s", (language) => {
  const newest = texts(language)["2"];
  expect(newest?.["personal"]?.text).toMatch(/^(Een persoonlijk|A personal) certifica/);
  expect(newest?.["software"]?.text).toMatch(/niet van een persoon|not of a person/);
  expect(newest?.["test"]?.text).toMatch(/niet aan anderen|not give it to others/);
});

// Whoever agreed to them may read what they agreed to.
it("the first terms stand as they stood", () => {
  expect(texts("nl")["1"]?.["personal"]?.text).toBe("Een certificaat staat op naam van één persoon. Alleen die persoon gebruikt het. Het staat niet op naam van de praktijk en gaat niet over naar een collega.");
});
