import type { FetcherWithComponents } from "@remix-run/react";
import { createElement, type FormHTMLAttributes } from "react";
import { describe, expect, it } from "vitest";

import { OpenOnDevice } from "#app/ui/install/open-on-device.tsx";
import { SaveFile, type SavingAnswer } from "#app/ui/install/save-file.tsx";

import { draw, shellFor } from "../kit.fixture.tsx";

const url = "blob:http://office.example/1";
const saving = { state: "idle", Form: (form: FormHTMLAttributes<HTMLFormElement>) => createElement("form", form) } as unknown as FetcherWithComponents<SavingAnswer>;

const shown = (downloaded: boolean, language: "nl" | "en" = "nl") =>
  draw(<SaveFile file={{ url, downloaded }} savedAt="/install/saved" saving={saving} onSaid={() => undefined} onDownload={() => undefined} />, shellFor(language, { staff: null }));

describe("the file with the certificate", () => {
  it("is not said to be saved before it was downloaded, and the page says why", () => {
    expect(shown(false)).toMatch(/<button[^>]*disabled=""[^>]*aria-describedby="download-first"[^>]*>Ik heb het bestand bewaard</);
    expect(shown(false)).toMatch(/<p id="download-first"[^>]*>Bewaar eerst het bestand/);
    expect(shown(false, "en")).toMatch(/<p id="download-first"[^>]*>Save the file first/);
    expect(shown(true)).not.toMatch(/disabled=""|download-first/);
  });

  it.each(["nl", "en"] as const)("is opened on Windows, a Mac, in Firefox, on iOS and on Android, each told in steps: %s", (language) => {
    const devices = draw(<OpenOnDevice fileUrl={null} />, shellFor(language, { staff: null })).match(/<details[\s\S]*?<\/details>/g) ?? [];
    expect(devices.map((one) => (one.match(/<li/g) ?? []).length >= 2)).toEqual([true, true, true, true, true]);
    for (const [index, name] of ["Windows", "Mac", "Firefox", "iPhone", "Android"].entries()) expect(devices[index]).toContain(name);
    expect(new Set(devices.map((one) => one.replace(/<summary[\s\S]*?<\/summary>/, "").replace(/<[^>]+>/g, ""))).size).toBe(5);
  });

  it("can be saved again for as long as the page that made it is open", () => {
    const again = draw(<OpenOnDevice fileUrl={url} />, shellFor("nl", { staff: null }));
    expect(again).toMatch(/<a href="blob:[^"]*" download="vecozo-certificaat.p12"[^>]*>Nog een keer bewaren</);
    expect(draw(<OpenOnDevice fileUrl={null} />, shellFor("nl", { staff: null }))).not.toContain("download=");
  });
});
