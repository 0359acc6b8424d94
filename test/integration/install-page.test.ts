import { beforeAll, describe, expect, it } from "vitest";

import { makePin } from "#app/domain/accounts/pin.ts";
import { newUserNumber } from "#app/domain/accounts/user-number.ts";
import * as install from "#app/routes/install.tsx";
import { account, credential } from "#db/schema/accounts.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { fulfilled } from "#test/support/so-far.ts";
import { routesOf } from "#test/support/routes.ts";

let office: TestOffice;
let userNumber: string;

beforeAll(async () => {
  office = await openOffice();
  await fulfilled(office);
  userNumber = (await office.database.db.select().from(account))[0]?.userNumber ?? "";
});

type Shown = { problem: { code: string; message: string; fields: Record<string, string> } };

async function shown(form: { userNumber: string; pin: string }, language: "nl" | "en" = "nl"): Promise<Shown["problem"]> {
  return ((await routesOf(office).post(install.action, "/install", form, { language })).data as Shown).problem;
}

const wrongTries = async () => (await office.database.db.select().from(credential))[0]?.wrongTries;

describe("number and PIN", () => {
  it("in the wrong form are said to be so, whoever's they are, and are no try", async () => {
    for (const number of [userNumber, newUserNumber("test")]) {
      const { fields } = await shown({ userNumber: number, pin: "1234" });
      expect(fields).toEqual({ pin: "In een pincode staan alleen letters en cijfers, en nooit een I, O, 0 of 1. Kijk hem na in de brief." });
    }
    expect((await shown({ userNumber: "123", pin: "K7MQX-2HR9" })).fields).toEqual({
      userNumber: "Een gebruikersnummer heeft 14 cijfers; u typte er 3. Kijk het na in onze e-mail.",
      pin: "Een pincode heeft 10 letters en cijfers; u typte er 9. Kijk hem na in de brief.",
    });
    expect((await shown({ userNumber: "12A", pin: makePin() }, "en")).fields).toEqual({ userNumber: "A user number has digits only: 14. It is in our e-mail." });
    expect(await wrongTries()).toBe(0);
  });

  it("that do not go on get one sentence for every case, also once the number is blocked: where to look", async () => {
    const unknown = await shown({ userNumber: newUserNumber("test"), pin: makePin() });
    expect(unknown.message).toMatch(/kijk dan in uw mailbox: na 5 verkeerde pincodes blokkeren wij een nummer/);
    for (let time = 0; time < 6; time += 1) expect({ ...(await shown({ userNumber, pin: makePin() })), values: {} }).toEqual({ ...unknown, values: {} });
    expect(await wrongTries()).toBe(5);
  });
});
