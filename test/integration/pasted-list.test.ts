import { beforeAll, beforeEach, describe, expect, it } from "vitest";

import { openDraft } from "#app/domain/requests/draft.ts";
import { draftContent } from "#app/domain/requests/form/content.ts";
import type { Typed } from "#app/domain/requests/form/visible.ts";
import * as apply from "#app/routes/apply.$type.tsx";
import * as form from "#app/routes/draft.$token.$page.tsx";
import * as list from "#app/routes/draft.$token.$page_.list.tsx";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { routesOf } from "#test/support/routes.ts";

type Pasted = { added: number; heading: string; lines: Array<{ line: number; text: string; wrong: string[] }>; doubtful: Array<{ line: number; doubtful: string[] }> };
type Fields = Record<string, string | string[]>;

let office: TestOffice;
let routes: ReturnType<typeof routesOf>;
let token: string;

beforeAll(async () => {
  office = await openOffice();
  routes = routesOf(office);
});

beforeEach(async () => {
  token = (await routes.post(apply.action, "/apply/new-user", {}, { params: { type: "new-user" } })).location?.split("/")[2] ?? "";
  for (const [page, typed] of [["practice", { "practice.agbCode": "12345678", "practice.kvkNumber": "68750110" }], ["reason", { reason: "not-contact" }]] as const) {
    const at = { params: { token, page } };
    const { seen, drawn } = (await routes.get(form.loader, `/draft/${token}/${page}`, at)).data as { seen: string; drawn: string };
    await routes.post(form.action, `/draft/${token}/${page}`, { _seen: seen, _drawn: drawn, ...typed }, at);
  }
});

const at = () => ({ params: { token, page: "user" } });
const seen = async () => (await routes.get(list.loader, `/draft/${token}/user/list`, at())).data["seen"] as string;
const post = async (fields: Fields) => routes.post(list.action, `/draft/${token}/user/list`, { _seen: await seen(), "user.employed": "yes", ...fields }, at());
const pastedOf = (answer: { data: Record<string, unknown> }) => answer.data["pasted"] as Pasted;
const typedNow = async (): Promise<Typed> => draftContent((await openDraft(office.database.db, office.made.office.secrets.link, token, office.now())).answers).typed;
const surnames = async () => Object.entries(await typedNow()).filter(([name]) => name.endsWith("user.name.surname")).map(([, value]) => value);

const KIM = "K.\t\tSmit\tKim\tk.smit@debrug.example\t06 12345672";
const ANNA = "A.;van der;Linden;Anna;a.vanderlinden;06 12345673";
const PIET = "Bakker, P. de, p.debakker@debrug.example, 0612345674";

describe("a pasted list of users", () => {
  it("adds the lines that are right, each by its own separator, and leaves the others as lines", async () => {
    const answer = await post({ list: `${KIM}\n${ANNA}\n${PIET}` });
    expect(answer.status).toBe(422);
    expect(await surnames()).toEqual(["Smit", "Bakker"]);
    expect(await typedNow()).toMatchObject({ "others.2.user.name.initials": "P.", "others.2.user.name.prefix": "de", "others.2.user.email": "p.debakker@debrug.example" });
    expect(pastedOf(answer)).toMatchObject({ added: 2, lines: [{ line: 2, text: ANNA, wrong: [expect.stringContaining("apenstaartje")] }] });
    expect(answer.data["problem"]).toMatchObject({ fields: { "line-2": expect.stringMatching(/^E-mail: |apenstaartje/) as string } });
  });

  it("takes a line that was put right, under the heading and the number that it had", async () => {
    const first = pastedOf(await post({ list: `E-mail;Naam;Mobiel\nk.smit@debrug.example;K. Smit;0612345672\n\na@debrug;Linden, A. van der;0612345673\nx;Y;1` }));
    expect(first).toMatchObject({ added: 1, heading: "E-mail;Naam;Mobiel", lines: [{ line: 4 }, { line: 5 }] });
    const mended = { _heading: first.heading, "_numbers[]": ["4", "5"], "_lines[]": ["a@debrug.example;Linden, A. van der;0612345673", "x;Y;1"] };
    const second = await post(mended);
    expect(pastedOf(second)).toMatchObject({ added: 1, lines: [{ line: 5, text: "x;Y;1" }] });
    expect(await surnames()).toEqual(["Smit", "Linden"]);
    const third = await post({ _heading: first.heading, "_numbers[]": ["5"], "_lines[]": ["y.ypma@debrug.example;Y. Ypma;0612345675"] });
    expect(third).toMatchObject({ status: 303, location: `/draft/${token}/user` });
    expect(await surnames()).toEqual(["Smit", "Linden", "Ypma"]);
  });

  it("loses no line because one is long, and reads them under a long heading", async () => {
    const long = `K.;;Smit;Kim;k.smit;${"x".repeat(5_000)}`;
    const answer = await post({ _heading: "", "_numbers[]": ["3", "8"], "_lines[]": [long, PIET] });
    expect(answer.status).toBe(422);
    expect(pastedOf(answer)).toMatchObject({ added: 1, lines: [{ line: 3, text: long }] });
    const heading = `Voornaam;Achternaam;Voorletters;E-mail;Mobiel;${"y".repeat(5_000)}`;
    expect(await post({ _heading: heading, "_numbers[]": ["2"], "_lines[]": ["Anna;Linden;A.;a.linden@debrug.example;0612345673;"] })).toMatchObject({ status: 303 });
    expect(await surnames()).toEqual(["Bakker", "Linden"]);
  });

  it.each<[string, Fields, string]>([
    ["a line is longer than any field may be", { "_numbers[]": ["3", "8"], "_lines[]": ["x".repeat(20_001), PIET] }, "form.too-large"],
    ["a line has no number", { "_numbers[]": ["3", "eight"], "_lines[]": [ANNA, PIET], _remove: "2" }, "form.invalid"],
    ["no line was pointed out to take away", { "_numbers[]": ["3", "8"], "_lines[]": [ANNA, PIET], _remove: "all" }, "form.invalid"],
    ["there are more lines than a page can show", { "_numbers[]": [], "_lines[]": Array.from({ length: 201 }, () => PIET) }, "form.invalid"],
  ])("adds nobody and keeps every line when %s", async (_what, fields, code) => {
    const answer = await post({ _heading: "", ...fields });
    expect(answer.data["problem"]).toMatchObject({ code, values: { "_lines[]": fields["_lines[]"] } });
    expect(await surnames()).toEqual([]);
  });

  it("lets a line be taken away, and keeps what was typed in the others without adding them", async () => {
    await post({ list: `${KIM}\n${ANNA}\nlos` });
    const mended = ANNA.replace("vanderlinden;", "vanderlinden@debrug.example;");
    const answer = await post({ _heading: "", "_numbers[]": ["2", "3"], "_lines[]": [mended, "los"], _remove: "3" });
    expect(answer).toMatchObject({ status: 200, data: { pasted: { added: 0, removed: 3, lines: [{ line: 2, text: mended, wrong: [] }] } } });
    expect(await surnames()).toEqual(["Smit"]);
    expect(await post({ _heading: "", "_numbers[]": ["2"], "_lines[]": [mended], _remove: "2" })).toMatchObject({ status: 303, location: `/draft/${token}/user` });
  });

  it("adds nobody while what holds for everybody is not answered, and says so once", async () => {
    const answer = await post({ list: `${KIM}\n${PIET}`, "user.employed": [] });
    expect(answer).toMatchObject({ status: 422, data: { text: `${KIM}\n${PIET}`, pasted: null, problem: { fields: { "user.employed": expect.any(String) as string } } } });
    expect(Object.keys((answer.data["problem"] as { fields: object }).fields)).toEqual(["user.employed"]);
    expect(await surnames()).toEqual([]);
  });

  it("adds who is worth a second look, and says which line that was", async () => {
    const answer = await post({ list: `${KIM}\n${KIM.replace("k.smit@debrug.example", "kim@gmial.com")}` });
    expect(answer.status).toBe(200);
    expect(pastedOf(answer)).toMatchObject({ added: 2, lines: [], doubtful: [{ line: 2, doubtful: [expect.stringContaining("gmail.com"), expect.stringContaining("dezelfde naam")] }] });
  });

  it("adds nothing, and keeps all of it, when another window changed the page", async () => {
    await post({ list: KIM });
    expect(await post({ _seen: "stale", list: PIET })).toMatchObject({ status: 409, data: { text: PIET, problem: { code: "draft.moved" } } });
    const lines = { _heading: "", "_numbers[]": ["7"], "_lines[]": [PIET] };
    expect(await post({ _seen: "stale", ...lines })).toMatchObject({ status: 409, data: { pasted: { lines: [{ line: 7, text: PIET }] } } });
    expect(await surnames()).toEqual(["Smit"]);
  });

  it("keeps a line for which there is no room", async () => {
    const many = Array.from({ length: 27 }, (_, index) => KIM.replace("k.smit", `k.smit${index}`));
    const answer = await post({ list: many.join("\n") });
    expect(pastedOf(answer)).toMatchObject({ added: 25, lines: [{ line: 26 }, { line: 27 }] });
  });
});
