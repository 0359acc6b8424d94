import { beforeAll, beforeEach, describe, expect, it } from "vitest";

import { draftContent } from "#app/domain/requests/form/content.ts";
import { openDraft } from "#app/domain/requests/draft.ts";
import * as apply from "#app/routes/apply.$type.tsx";
import * as form from "#app/routes/draft.$token.$page.tsx";
import * as review from "#app/routes/draft.$token.review.tsx";
import { agbService } from "#db/schema/organisations.ts";
import { practice } from "#db/worlds/cast.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { routesOf } from "#test/support/routes.ts";

const BRUG = { "practice.agbCode": "12345678", "practice.kvkNumber": "68750110" };
const USER = { "user.name.initials": "Z.", "user.name.surname": "Håkon", "user.givenName": "Zoë", "user.email": "z.vanderhakon@debrug.example", "user.phone": "06 12345678", "user.employed": "yes" };
const APPLICANT = { "applicant.name.initials": "S.", "applicant.name.surname": "Jansen", "applicant.email": "s.jansen@debrug.example", "applicant.phone": "06 12345670", "applicant.position": "Praktijkmanager" };

type Drawn = { seen: string; drawn: string; version: number };
type Fields = Record<string, string | string[]>;

let office: TestOffice;
let routes: ReturnType<typeof routesOf>;
let token: string;

beforeAll(async () => {
  office = await openOffice();
  routes = routesOf(office);
  // De Brug may have one service that others may not.
  await office.database.db.insert(agbService).values({ agbCode: BRUG["practice.agbCode"], service: "authorisations" });
});

const at = (page: string) => ({ params: { token, page } });
const open = async (page: string) => (await routes.get(form.loader, `/draft/${token}/${page}`, at(page))).data as Drawn & Record<string, unknown>;
const send = ({ seen, drawn }: Drawn, page: string, typed: Fields) => routes.post(form.action, `/draft/${token}/${page}`, { _seen: seen, _drawn: drawn, ...typed }, at(page));
const fill = async (page: string, typed: Fields) => send(await open(page), page, typed);
const openReview = async () => (await routes.get(review.loader, `/draft/${token}/review`, at("review"))).data as Drawn & Record<string, unknown>;
const sendReview = ({ version, drawn }: Drawn) => routes.post(review.action, `/draft/${token}/review`, { version: String(version), drawn, terms: "2", accepted: "yes" }, at("review"));
const typedNow = async () => draftContent((await openDraft(office.database.db, office.made.office.secrets.link, token, office.now())).answers).typed;

function numbersOf(id: string): Fields {
  const { agbCodes, kvkNumber } = practice(id);
  return { "practice.agbCode": agbCodes[0] ?? "", "practice.kvkNumber": kvkNumber };
}

beforeEach(async () => {
  token = (await routes.post(apply.action, "/apply/new-user", {}, { params: { type: "new-user" } })).location?.split("/")[2] ?? "";
  await fill("practice", BRUG);
  await fill("reason", { reason: "not-contact" });
  await fill("user", USER);
  await fill("services", { services: ["cov", "authorisations"] });
  await fill("applicant", APPLICANT);
});

describe("two tabs with one form", () => {
  it("an older tab that sends the form is told what changed, nothing is sent, and a service that cannot be any more is named", async () => {
    const older = await openReview();
    await fill("practice", numbersOf("zonneveld"));
    const answer = await sendReview(older);
    expect(answer).toMatchObject({ status: 409, data: { moved: ["practice"] } });
    expect(await openReview()).toMatchObject({
      unfinished: [{ id: "services" }],
      dropped: [{ id: "authorisations", name: "Machtigingenportaal" }],
    });
    expect((await typedNow())["services"]).toEqual(["cov", "authorisations"]);
  });

  it("an older tab that chooses services for the code of before hears which step changed; its choice stays on the page", async () => {
    const older = await open("services");
    await fill("practice", numbersOf("zonneveld"));
    const answer = await send(older, "services", { services: ["claims", "authorisations"] });
    expect(answer).toMatchObject({
      status: 422,
      data: { typed: { services: ["claims", "authorisations"] }, elsewhere: { changed: [{ id: "practice", short: "Praktijk" }] } },
    });
    expect((await open("services"))["services"]).toMatchObject({ excluded: expect.arrayContaining([expect.objectContaining({ id: "authorisations", why: "careType" })]) as unknown });
  });

  it("an older tab whose page waits for an earlier one is led there with the reason, and keeps what was typed", async () => {
    const older = await open("user");
    await fill("practice", { ...BRUG, "practice.kvkNumber": "1" });
    const { location } = await send(older, "user", { ...USER, "user.phone": "06 87654321" });
    expect(location).toBe(`/draft/${token}/practice?elsewhere=practice&kept=user`);
    expect((await typedNow())["user.phone"]).toMatch(/87654321/);
    const shown = (await routes.get(form.loader, location ?? "", at("practice"))).data;
    expect(shown).toMatchObject({ elsewhere: { changed: [{ short: "Praktijk" }], kept: "Gebruiker" } });
  });

  it("an older tab that can go on, goes on and hears which other step changed", async () => {
    const older = await open("user");
    await fill("reason", { reason: "no-certificate" });
    expect((await send(older, "user", USER)).location).toBe(`/draft/${token}/services?elsewhere=reason`);
  });

  it("two tabs that change one page: nothing is overwritten, and the other's answer is shown as it was given", async () => {
    const older = await open("services");
    await fill("services", { services: ["claims"] });
    const answer = await send(older, "services", { services: ["cov"] });
    expect(answer).toMatchObject({ status: 409, data: { conflict: { fields: ["services"], saved: { services: ["claims"] } }, typed: { services: ["cov"] } } });
    const again = answer.data as Drawn;
    expect((await send({ ...again, drawn: "" }, "services", { services: ["cov"] })).status).toBe(303);
    expect((await typedNow())["services"]).toEqual(["cov"]);
  });

  it("two tabs that save different pages in the same instant both go through", async () => {
    const pages = await Promise.all([open("reason"), open("user"), open("services")]);
    const answers = await Promise.all([send(pages[0], "reason", { reason: "no-certificate" }), send(pages[1], "user", { ...USER, "user.phone": "06 87654321" }), send(pages[2], "services", { services: ["claims"] })]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
    expect(await typedNow()).toMatchObject({ reason: "no-certificate", services: ["claims"] });
  });

  it("saving for later without a change in one tab lets the other one send", async () => {
    const ready = await openReview();
    expect((await fill("user", { ...USER, _intent: "later" })).location).toBe(`/draft/${token}/later`);
    expect((await sendReview(ready)).location).toBe(`/draft/${token}/sent`);
  });

  it("a page sent after the whole form was sent says that it did not go along, unless it says the same", async () => {
    const older = await open("user");
    await sendReview(await openReview());
    expect((await send(older, "user", { ...USER, "user.phone": "06 87654321" })).location).toBe(`/draft/${token}/sent?late=yes`);
    expect((await send(older, "user", USER)).location).toBe(`/draft/${token}/sent`);
  });
});

it("a practice without an agreement comes out where it is told what to arrange first", async () => {
  expect((await fill("practice", numbersOf("veenstra"))).location).toMatch(/^\/refer\/enrolment\?/);
});
