import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { canonicalJson, sha256, type Json } from "#app/domain/audit/canonical.ts";
import { packFiles, unpackFiles } from "#app/web/archive.server.ts";

import { signIn } from "./desk.ts";
import { bothHands, keyboardAlone } from "./hands.ts";
import { onlooker } from "./looking.ts";
import { oneOffice } from "./one-office.ts";

const here = oneOffice();

/** The bundle with another calendar, as another office would have written it. */
function withOtherCalendar(archive: Uint8Array): Uint8Array {
  const files = unpackFiles(archive);
  const path = "rules/calendar.json";
  const text = (files.get(path) ?? "").replace('"Bevrijdingsdag"', '"Dag van de bevrijding"');
  const manifest = JSON.parse(files.get("manifest.json") ?? "{}") as { definitions: Array<{ path: string; hash: string; sha256: string }> };
  const line = manifest.definitions.find((one) => one.path === path);
  if (line) Object.assign(line, { hash: sha256(canonicalJson(JSON.parse(text) as Json)), sha256: sha256(text) });
  return packFiles(new Map([...files, [path, text], ["manifest.json", JSON.stringify(manifest)]]));
}

describe("the studio: from one installation to another", () => {
  test("what holds is taken along as a file, and what comes in is a draft with the difference", async () => {
    const folder = mkdtempSync(join(tmpdir(), "zegel-bundle-"));
    const tom = await onlooker(here.browser, "studio-bundle", { language: "nl", width: 1280 });
    const { page } = tom;
    await signIn(page, here.office.baseUrl, bothHands(page), "Tom Smit");
    await page.goto(`${here.office.baseUrl}/studio`);
    await page.locator("main a", { hasText: "Naar een andere installatie" }).click();
    await page.locator("h1", { hasText: "Naar een andere installatie" }).waitFor();
    await page.locator("summary", { hasText: "Beleid" }).click();
    await tom.look("what can be taken along");
    // One request type, with what belongs to it.
    await page.locator("main a", { hasText: "Niets aanvinken" }).click();
    await page.locator("main a", { hasText: "Alles aanvinken" }).waitFor();
    await page.locator("summary", { hasText: "Soorten aanvragen" }).click();
    await page.locator('input[value="request-type/revocation"]').check();
    await tom.look("one request type is taken along");
    const [part] = await Promise.all([page.waitForEvent("download"), page.locator("main button", { hasText: "Downloaden" }).click()]);
    await part.saveAs(join(folder, "deel.zip"));
    const parts = [...unpackFiles(readFileSync(join(folder, "deel.zip"))).keys()];
    expect(parts).toEqual(expect.arrayContaining(["rules/requests/revocation.json", "templates/mail/revocation-notice.json"]));
    expect(parts.filter((path) => path.startsWith("rules/requests/"))).toHaveLength(1);
    await page.locator("main a", { hasText: "Alles aanvinken" }).click();
    await page.locator("main a", { hasText: "Niets aanvinken" }).waitFor();
    const [download] = await Promise.all([page.waitForEvent("download"), page.locator("main button", { hasText: "Downloaden" }).click()]);
    const file = join(folder, "inrichting.zip");
    await download.saveAs(file);

    await page.locator('input[name="bundle"]').setInputFiles(file);
    await page.locator("main button", { hasText: "Binnenbrengen" }).click();
    await page.getByText("gelden hier al precies zo").first().waitFor();
    await tom.look("nothing that is not here already");
    const other = join(folder, "anders.zip");
    writeFileSync(other, withOtherCalendar(readFileSync(file)));
    await page.locator('input[name="bundle"]').setInputFiles(other);
    await page.locator('input[name="title"]').fill("Van de acceptatieomgeving");
    await page.locator("main button", { hasText: "Binnenbrengen" }).click();
    await page.locator("h1", { hasText: "Van de acceptatieomgeving" }).waitFor();
    await page.locator("ins", { hasText: "Dag van de bevrijding" }).waitFor();
    await tom.look("the difference, before anything holds");

    const mei = await onlooker(here.browser, "studio-bundle", { language: "en", width: 360 });
    await signIn(mei.page, here.office.baseUrl, keyboardAlone(mei.page), "Mei Chen");
    await mei.page.goto(`${here.office.baseUrl}/studio/bundle`);
    writeFileSync(join(folder, "broken.zip"), readFileSync(file).subarray(0, 900));
    await mei.page.locator('input[name="bundle"]').setInputFiles(join(folder, "broken.zip"));
    await mei.page.locator("main button", { hasText: "Bring in" }).focus();
    await mei.page.keyboard.press("Enter");
    await mei.page.getByText("not a ZIP, or it is damaged").first().waitFor();
    await mei.look("a damaged file, on a phone");
    expect([...tom.complaints, ...mei.complaints]).toEqual([]);
  });
});
