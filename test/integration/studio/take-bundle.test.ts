import { beforeAll, describe, expect, it } from "vitest";

import { giveBundle, takeBundle } from "#app/domain/definitions/changes/take-bundle.ts";
import { getChange } from "#app/domain/definitions/changes/read.ts";
import type { PolicySet } from "#app/domain/definitions/schema/policy.ts";
import { translator } from "#app/web/i18n.server.ts";
import { showChange } from "#app/web/studio.server.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { studioOf } from "#test/support/studio.ts";

let here: TestOffice;
let elsewhere: TestOffice;
beforeAll(async () => {
  [here, elsewhere] = [await openOffice(), await openOffice()];
});

const give = (office: TestOffice, keys: string[] | null = null) => giveBundle(office.database.db, { ...studioOf(office).by(), chosen: ({ key }) => keys === null || keys.includes(key) });
const take = (office: TestOffice, files: ReadonlyMap<string, string>) => takeBundle(office.database.db, { ...studioOf(office).by(), files, title: "Van elders" });

describe("a bundle from one office to another", () => {
  it("is a draft of what is otherwise there, with the difference; it holds when a colleague publishes it, and then both give the same bytes", async () => {
    const set = await studioOf(here).published<PolicySet>("policy", "certificates");
    await studioOf(here).publish({ kind: "policy", key: "certificates", content: { ...set, policies: set.policies.map((one) => (one.key === "install.days" ? { ...one, value: 45 } : one)) } }, { kind: "texts", key: "eigen", content: { id: "eigen", namespace: "studio", nl: { title: "Werkplaats" }, en: { title: "Workshop" } } });
    const files = await give(here);
    const id = await take(elsewhere, files);
    const { entries, status } = await getChange(elsewhere.database.db, id);
    expect([status, entries.map(({ kind, key, base }) => [kind, key, base?.version ?? null])]).toEqual(["draft", [["policy", "certificates", 1], ["texts", "eigen", null]]]);
    expect((await studioOf(elsewhere).published<PolicySet>("policy", "certificates")).policies.find(({ key }) => key === "install.days")?.value).toBe(60);
    expect((await elsewhere.trail()).filter((act) => act === "change.imported")).toHaveLength(1);

    await studioOf(elsewhere).propose(id);
    await studioOf(elsewhere).approve(id);
    expect([...(await give(elsewhere))]).toEqual([...files]);
    await expect(take(elsewhere, files)).rejects.toMatchObject({ code: "bundle.nothing-new" });
  });

  it("may be a part; what it refers to in vain is said on its page, and nothing of it holds", async () => {
    const fresh = await openOffice();
    await studioOf(here).publish({ kind: "mail", key: "eigen-bericht", content: { ...(await studioOf(here).published<object>("mail", "confirm-address")), id: "eigen-bericht" } });
    const type = await studioOf(here).published<{ messages: Record<string, object[]> }>("request-type", "revocation");
    const [happening = "", messages = []] = Object.entries(type.messages)[0] ?? [];
    await studioOf(here).publish({ kind: "request-type", key: "revocation", content: { ...type, messages: { ...type.messages, [happening]: [...messages, { template: "eigen-bericht", to: "applicant" }] } } });
    const part = await give(here, ["revocation"]);
    expect([...part.keys()]).toEqual(["manifest.json", "rules/requests/revocation.json"]);
    const id = await take(fresh, part);
    const shown = await showChange({ db: fresh.database.db, actor: fresh.staff.mei, now: fresh.clock.now(), t: translator("nl"), language: "nl", texts: studioOf(fresh).texts }, id);
    expect(shown.isSound).toBe(false);
    expect(shown.entries[0]?.findings.map(({ message }) => message).join()).toContain("eigen-bericht");
  });

  it("is not taken where nothing was chosen, or a word of it was changed by hand; and then no draft is left", async () => {
    const { db } = here.database;
    await expect(give(here, [])).rejects.toMatchObject({ code: "bundle.nothing-chosen" });
    const files = new Map(await give(here));
    files.set("rules/calendar.json", (files.get("rules/calendar.json") ?? "").replace("{", "{ "));
    const before = await db.query.definitionChange.findMany();
    await expect(take(here, files)).rejects.toMatchObject({ code: "bundle.changed" });
    expect(await db.query.definitionChange.findMany()).toHaveLength(before.length);
  });
});
