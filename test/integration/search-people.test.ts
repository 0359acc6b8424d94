import { asc, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { searchRequests } from "#app/domain/requests/search.ts";
import { account } from "#db/schema/accounts.ts";
import { answersFor, identify, received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { asked } from "#test/support/so-far.ts";

let office: TestOffice;
let several: string;
beforeAll(async () => {
  office = await openOffice();
  const other = (initials: string, surname: string) => ({ "user.name": { initials, prefix: "", surname }, "user.email": `${initials}@debrug.example`.toLowerCase(), "user.phone": "+31612345671", "user.employed": true });
  several = await asked(office, answersFor("de-brug", { sharing: "same", others: [other("K.", "Smitsema"), other("A.", "Vredenburg")] }));
  await received(office);
});

const db = () => office.database.db;
const found = async (text: string) => (await searchRequests(db(), { text })).lines.map(({ id }) => id);

describe("the search for a request for several users (R108)", () => {
  it.each(["Smitsema", "k. smitsema", "vredenb", "A. Vredenburg"])("finds it by the name of each of them: %s", async (text) => {
    expect(await found(text)).toEqual([several]);
  });

  it("finds it once, among others of the first one's name", async () => {
    const ids = await found("van der Håkon");
    expect(ids).toHaveLength(2);
    expect(ids.filter((id) => id === several)).toHaveLength(1);
  });

  it("finds it by a name with a typing mistake", async () => {
    expect(await found("a. vredenberg")).toEqual([several]);
    expect(await found("vredennburg")).toEqual([several]);
  });

  it("finds it by the number of each of them", async () => {
    await identify(office, several, { holder: "fatima" });
    await office.work();
    const made = await db().select().from(account).where(eq(account.requestId, several)).orderBy(asc(account.position));
    expect(made).toHaveLength(3);
    for (const { userNumber } of made) expect(await found(userNumber)).toEqual([several]);
    const [first] = made;
    expect(await found((first?.userNumber ?? "").replace(/(.{4})(?=.)/g, "$1 "))).toEqual([several]);
    expect(await found("12345678901234")).toEqual([]);
  });
});
