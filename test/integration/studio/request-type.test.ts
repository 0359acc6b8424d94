import { beforeAll, describe, expect, it } from "vitest";

import { beginChange } from "#app/domain/definitions/changes/begin.ts";
import { addEntry } from "#app/domain/definitions/changes/entries.ts";
import { getChange } from "#app/domain/definitions/changes/read.ts";
import type { TextSet } from "#app/domain/definitions/schema/texts.ts";
import { getAppliedOnline, listAppliedOnline, whatComesOf } from "#app/domain/requests/applied-online.ts";
import { beginningOf } from "#app/web/studio-entry.server.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { studioOf } from "#test/support/studio.ts";

describe("a new kind of request", () => {
  let office: TestOffice;
  let studio: ReturnType<typeof studioOf>;
  beforeAll(async () => {
    office = await openOffice();
    studio = studioOf(office);
  });

  const keys = async () => (await listAppliedOnline(office.database.db)).map(({ id }) => id);
  async function begun(key: string, like: string | null): Promise<string> {
    const { db } = office.database;
    const changeId = await beginChange(db, { ...studio.by(), title: key });
    const place = { changeId, kind: "request-type" as const, key };
    await addEntry(db, { ...studio.by(), ...place, ...(await beginningOf({ db, texts: studio.texts }, { ...place, like })) });
    return changeId;
  }

  it("like another begins with all its words under its own name, and can be asked for once it is published", async () => {
    const changeId = await begun("extra-gebruiker", "new-user");
    const { entries } = await getChange(office.database.db, changeId);
    const words = entries.find(({ kind }) => kind === "texts")?.content as TextSet;
    expect([words.namespace, words.nl["extra-gebruiker.title"], words.en["extra-gebruiker.title"]]).toEqual(["requests", "Nieuwe gebruiker", "New user"]);
    expect(await keys()).not.toContain("extra-gebruiker");
    await expect(getAppliedOnline(office.database.db, "extra-gebruiker")).rejects.toMatchObject({ code: "page.not-found" });
    await studio.propose(changeId);
    await studio.approve(changeId);
    expect(await keys()).toContain("extra-gebruiker");
    expect(whatComesOf(await getAppliedOnline(office.database.db, "extra-gebruiker"))).toEqual({ makesAccount: true, identifies: true, delivers: true });
  });

  it("from nothing is no request yet, and says what it lacks instead of being put forward", async () => {
    const changeId = await begun("vraag", null);
    await expect(studio.propose(changeId)).rejects.toMatchObject({ code: "change.not-sound" });
    expect(await keys()).not.toContain("vraag");
  });

  it("that is not for everybody cannot be asked for on the website", async () => {
    const type = await studio.published<Record<string, unknown>>("request-type", "data-change");
    await studio.publish({ kind: "request-type", key: "data-change", content: { ...type, channels: ["paper"] } });
    expect(await keys()).not.toContain("data-change");
    await expect(getAppliedOnline(office.database.db, "data-change")).rejects.toMatchObject({ code: "page.not-found" });
  });
});
