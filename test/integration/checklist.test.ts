import { beforeAll, describe, expect, it } from "vitest";

import * as page from "#app/routes/checklist.tsx";
import { showCase } from "#app/web/desk.server.ts";
import { translator } from "#app/web/i18n.server.ts";
import { agbService } from "#db/schema/organisations.ts";
import { answersFor, received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { routesOf } from "#test/support/routes.ts";

let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
});

type Item = { key: string; state: string; why: string; to: string | null };
async function shown(search: Record<string, string>): Promise<{ items: Item[] | null; fields: Record<string, string> }> {
  const { data } = await routesOf(office).get(page.loader, `/checklist?${new URLSearchParams(search).toString()}`);
  return data as { items: Item[] | null; fields: Record<string, string> };
}
const said = (items: Item[] | null) => items?.map(({ key, state, to }) => `${key} ${state} ${to ?? "-"}`);

const BRUG = { agb: "12345678", kvk: "68750110", person: "12000017" };

describe("R83, R84: what is still missing for the Machtigingenportaal", () => {
  it("asks before it judges, and says at the field what is wrong", async () => {
    expect(await shown({})).toMatchObject({ items: null, fields: {} });
    const wrong = await shown({ agb: "1234", kvk: "" });
    expect(wrong.items).toBeNull();
    expect(Object.keys(wrong.fields)).toEqual(["agb", "kvk"]);
  });

  it("gives go or no-go for each point, with where to go next", async () => {
    expect(said((await shown({ ...BRUG, account: "yes", rights: "both", installed: "yes" })).items)).toEqual(["codes go -", "agreement go -", "certificate go -", "authorisation go -", "installed go -"]);
    expect(said((await shown({ ...BRUG, account: "no", rights: "none" })).items)).toEqual(["codes go -", "agreement go -", "certificate no-go /apply/new-user", "authorisation no-go /apply/new-user", "installed no-go -"]);
    expect(said((await shown({ ...BRUG, account: "yes", rights: "authorisations", installed: "no" })).items)).toEqual(["codes go -", "agreement go -", "certificate go -", "authorisation no-go /apply/authorisation-change", "installed no-go /install"]);
    expect(said((await shown({ agb: "99999999", kvk: "99000279" })).items)?.slice(0, 2)).toEqual(["codes no-go /refer/vektis", "agreement no-go /refer/enrolment"]);
    expect((await shown({ agb: "12000017", kvk: "68750110" })).items?.[0]?.why).toBe("practice-person");
  });

  it("stands on the desk's screen of a request that gives the portal", async () => {
    await office.database.db.insert(agbService).values({ agbCode: "12345678", service: "authorisations" });
    const screen = async (services: string[]) => {
      const requestId = await received(office, answersFor("de-brug", { services }));
      return showCase({ db: office.database.db, actor: office.staff.sanne, now: office.now(), t: translator("nl"), language: "nl" }, requestId);
    };
    expect((await screen(["authorisations"])).checklist?.map(({ key, state }) => `${key} ${state}`)).toEqual(["codes unknown", "agreement go", "certificate go", "authorisation no-go", "installed no-go"]);
    expect((await screen(["cov"])).checklist).toBeNull();
  });
});
