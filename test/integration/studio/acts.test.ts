import { beforeAll, describe, expect, it } from "vitest";

import { getChange } from "#app/domain/definitions/changes/read.ts";
import { action as addEntry } from "#app/routes/studio.changes.$changeId.entries.tsx";
import { action as propose } from "#app/routes/studio.changes.$changeId.proposal.tsx";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { routesOf, type Answer } from "#test/support/routes.ts";
import { studioOf } from "#test/support/studio.ts";

let office: TestOffice;
let studio: ReturnType<typeof studioOf>;
beforeAll(async () => {
  office = await openOffice();
  studio = studioOf(office);
});

const send = (action: typeof addEntry, changeId: string, form: Record<string, string>) => routesOf(office).post(action, "/", form, { by: office.staff.tom, params: { changeId } });
const problemOf = ({ data }: Answer) => data["problem"] as { fields: Record<string, string>; values: Record<string, string> };

describe("a form of a change that is refused", () => {
  it.each([
    [{ what: "" }, { what: "Kies een onderdeel uit de lijst." }],
    [{}, { what: "Kies een onderdeel uit de lijst." }],
    [{ kind: "mail", key: " ", like: "" }, { key: "Geef het nieuwe onderdeel een naam van hoogstens 80 tekens." }],
    [{ kind: "mail", key: "x".repeat(81), like: "" }, { key: "Geef het nieuwe onderdeel een naam van hoogstens 80 tekens." }],
    [{ kind: "mail", key: "../weg", like: "mail/confirm-address" }, { key: "“../weg” kan geen naam zijn. Gebruik kleine letters, cijfers en streepjes, en begin met een letter; bijvoorbeeld wijziging-handelsnaam." }],
  ])("for %j says so at its field, and what was typed comes back", async (form, fields) => {
    const id = await studio.draft();
    const answer = await send(addEntry, id, form);
    expect(answer.status).toBe(422);
    expect(problemOf(answer)).toMatchObject({ fields, values: form });
    expect((await getChange(office.database.db, id)).entries).toEqual([]);
  });

  it("keeps the reason and the day of a proposal that names no day", async () => {
    const form = { revision: "0", reason: "Omdat het moet", "from.day": "31", "from.month": "2", "from.year": "2027" };
    const answer = await send(propose, await studio.draft(), form);
    expect(problemOf(answer)).toMatchObject({ fields: { from: "Kies een dag, of laat het leeg." }, values: form });
  });
});

describe("a definition that is added to a change", () => {
  it("is the one that is there, or a new one made like another of its kind but for the name", async () => {
    const id = await studio.draft();
    expect(await send(addEntry, id, { what: "mail/confirm-address" })).toMatchObject({ status: 303, location: `/studio/changes/${id}/mail/confirm-address` });
    expect(await send(addEntry, id, { kind: "mail", key: "zomer", like: "mail/confirm-address" })).toMatchObject({ status: 303, location: `/studio/changes/${id}/mail/zomer` });
    expect(await send(addEntry, id, { kind: "mail", key: "herfst", like: "letter/pin-letter" })).toMatchObject({ status: 303 });
    const model = await studio.published<object>("mail", "confirm-address");
    expect((await getChange(office.database.db, id)).entries.map(({ key, content }) => [key, content])).toEqual([
      ["confirm-address", model],
      ["herfst", { id: "herfst" }],
      ["zomer", { ...model, id: "zomer" }],
    ]);
  });
});
