import { beforeAll, describe, expect, it } from "vitest";

import { loader as overview } from "#app/routes/studio._index.tsx";
import { action as download } from "#app/routes/studio.bundle.file.tsx";
import { unpackFiles } from "#app/web/archive.server.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { routesOf } from "#test/support/routes.ts";
import { studioOf } from "#test/support/studio.ts";

type Line = { kind: string; key: string; usedBy: Array<{ key: string; title: string; path: string }>; isUnused: boolean; unusedParts: string[]; foundBy: { how: string; name: string } | null };

let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
});

async function ask(query: string) {
  const { data } = await routesOf(office).get(overview, `/studio?${query}`, { by: office.staff.tom });
  const { definitions, unused } = data as { definitions: Line[]; unused: number };
  return { definitions, unused, at: (key: string) => definitions.find((one) => one.key === key) };
}

describe("the overview of the studio", () => {
  it("says of each definition by what it is used, by name and with the way there", async () => {
    const { at } = await ask("kind=mail");
    expect(at("request-received")?.usedBy).toContainEqual({ kind: "request-type", key: "new-user", title: "Nieuwe gebruiker", path: "/studio/definitions/request-type/new-user" });
    expect(at("draft-saved")).toMatchObject({ usedBy: [], isUnused: false });
    expect(at("request-done")).toMatchObject({ usedBy: [], isUnused: true });
  });

  it("shows by themselves those that are used nowhere, or have something that is; as many as it says beforehand", async () => {
    const { definitions, unused } = await ask("unused=yes");
    expect(definitions.map(({ key }) => key).sort()).toEqual(["certificates", "links", "request-done", "review", "sent-letter-posted"]);
    expect(unused).toBe(definitions.length);
    expect(definitions.find(({ key }) => key === "review")?.unusedParts).toHaveLength(2);
  });

  it.each([
    ["a field, by what it is called on the form", "Wat past bij uw situatie", "new-user", { how: "part", name: "Wat past bij uw situatie?" }],
    ["a field, by what it is called on the form: the rules that read it", "Wat past bij uw situatie", "new-user.screening", { how: "uses", name: "Wat past bij uw situatie?" }],
    ["a value of a policy, by its name: the set itself", "dat de link om te identificeren werkt", "links", null],
    ["a value of a policy, by its name: what reads it", "dat de link om te identificeren werkt", "new-user.identification", { how: "uses", name: "Dagen dat de link om te identificeren werkt" }],
    ["the name of what it uses", "Aanvraag ontvangen", "new-user", { how: "uses", name: "Aanvraag ontvangen" }],
    ["the name of what uses it", "Nieuwe gebruiker", "install-reminder", { how: "usedBy", name: "Nieuwe gebruiker" }],
  ])("finds by %s", async (_by, text, key, foundBy) => {
    const { definitions, at } = await ask(`text=${encodeURIComponent(text)}`);
    expect(at(key)?.foundBy ?? null, definitions.map((one) => `${one.key} ${one.foundBy?.how ?? ""} ${one.foundBy?.name ?? ""}`).join("\n")).toEqual(foundBy === null ? null : expect.objectContaining(foundBy));
  });

  it("finds nothing for what nobody says", async () => {
    expect((await ask("text=onvindbaar-woord")).definitions).toEqual([]);
  });
});

describe("a bundle with what belongs to a request type", () => {
  const take = async (form: Record<string, string>) => {
    const { response } = await routesOf(office).post(download, "/studio/bundle/file", form, { by: office.staff.tom });
    if (!response) throw new Error("No file came.");
    return [...unpackFiles(new Uint8Array(await response.arrayBuffer())).keys()];
  };

  it("has its rules, mails and words along, and only it where that was not asked", async () => {
    await studioOf(office).publish({ kind: "texts", key: "eigen", content: { id: "eigen", namespace: "requests", nl: { "revocation.title": "Opheffen" }, en: { "revocation.title": "Close" } } });
    const along = await take({ definition: "request-type/revocation", along: "yes" });
    expect(along).toEqual(expect.arrayContaining(["rules/requests/revocation.json", "templates/mail/revocation-notice.json", "templates/texts/eigen.json"]));
    expect(along).not.toContain("rules/requests/new-user.json");
    expect(await take({ definition: "request-type/revocation" })).toEqual(["manifest.json", "rules/requests/revocation.json"]);
  });
});
