import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { and, eq, isNull } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { readDefinitionFiles, readScreenTexts } from "#app/adapters/files/definitions.ts";
import { tokenOf, type LinkKind } from "#app/domain/access/links.ts";
import { loadDefinitions } from "#app/domain/definitions/load.ts";
import { LANGUAGES } from "#app/domain/people.ts";
import { getRequest } from "#app/domain/requests/decide.ts";
import * as apply from "#app/routes/apply.$type.tsx";
import * as confirm from "#app/routes/confirm.$token.tsx";
import * as claim from "#app/routes/desk.requests.$requestId.claim.tsx";
import * as decision from "#app/routes/desk.requests.$requestId.decision.tsx";
import * as page from "#app/routes/draft.$token.$page.tsx";
import * as review from "#app/routes/draft.$token.review.tsx";
import * as identifyPage from "#app/routes/identify.$token._index.tsx";
import * as status from "#app/routes/status.$token.tsx";
import { showCase } from "#app/web/desk.server.ts";
import { i18nFor, translator } from "#app/web/i18n.server.ts";
import { account, authorisation } from "#db/schema/accounts.ts";
import { mail } from "#db/schema/correspondence.ts";
import { enterprise } from "#db/schema/organisations.ts";
import { request } from "#db/schema/requests.ts";
import { person, practice } from "#db/worlds/cast.ts";
import { identify, linkTo } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { routesOf } from "#test/support/routes.ts";
import { ROOT } from "#test/support/stage.ts";

/** A short form for one thing: an existing user gets a service. Nothing in it is new but the file itself. */
const TYPE = "one-more-service";
const FILE = {
  id: TYPE,
  audience: "public",
  channels: ["online"],
  pages: [
    { id: "practice", fields: [{ id: "practice.agbCode", kind: "agb-code" }, { id: "practice.kvkNumber", kind: "kvk-number" }], checks: ["registers", "intake"] },
    { id: "what", fields: [{ id: "user.number", kind: "user-number" }, { id: "user.name", kind: "dutch-name" }, { id: "services", kind: "services" }] },
    { id: "applicant", fields: [{ id: "applicant.name", kind: "dutch-name", help: false }, { id: "applicant.email", kind: "email" }] },
  ],
  about: { agbCode: "practice.agbCode", kvkNumber: "practice.kvkNumber", subjectName: "user.name", applicantName: "applicant.name", applicantEmail: "applicant.email" },
  facts: { "agb.code": "practice.agbCode", "kvk.number": "practice.kvkNumber", "services.requested": "services", "account.number": "user.number", "applicant.name": "applicant.name", "applicant.email": "applicant.email", "user.name": "user.name" },
  plan: { identification: true },
  points: { intake: "new-user.intake", screening: "authorisation-change.screening", identification: "new-user.identification" },
  effects: [{ effect: "set-authorisations", inputs: { agbCode: "practice.agbCode", userNumber: "user.number", name: "user.name", grant: "services" } }],
  messages: {
    "request.submitted": [{ template: "confirm-address", to: "applicant" }],
    "request.confirmed": [{ template: "request-received", to: "applicant" }, { template: "request-notice", to: "main-contact" }],
    "request.approved": [{ template: "change-approved", to: "applicant" }],
    "identification.invited": [{ template: "identification-invitation", to: "party" }],
    "request.fulfilled": [{ template: "authorisations-changed", to: "applicant" }, { template: "authorisations-changed", to: "user" }],
  },
  reasonCodes: [{ code: "ACCOUNT_UNKNOWN", textKey: "requests:reasons.ACCOUNT_UNKNOWN" }],
  deadlines: { review: "review.workingDays" },
  terms: { version: "1" },
};
const text = (words: string) => ({ label: words, help: words });
const TEXTS = {
  title: "Een dienst erbij",
  intro: "Geef een gebruiker er een dienst bij.",
  pages: Object.fromEntries(["practice", "what", "applicant"].map((id) => [id, { title: `Titel ${id}`, intro: "Vul in.", short: id }])),
  fields: {
    practice: { agbCode: text("AGB-code"), kvkNumber: text("KvK-nummer") },
    user: { number: text("Gebruikersnummer"), name: text("Naam") },
    services: text("Diensten"),
    applicant: { name: text("Uw naam"), email: text("Uw e-mailadres") },
  },
};

const ELIF = "91000000000017";
const root = mkdtempSync(join(tmpdir(), "zegel-dropped-in-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let office: TestOffice;
/** An installation with one file more, and its texts, that is started anew over the same database. */
beforeAll(async () => {
  office = await openOffice();
  for (const folder of ["rules", "templates"]) cpSync(join(ROOT, folder), join(root, folder), { recursive: true });
  writeFileSync(join(root, "rules/requests", `${TYPE}.json`), JSON.stringify(FILE));
  for (const language of LANGUAGES) {
    const place = join(root, "templates/locales", language, "requests.json");
    const texts = { ...(JSON.parse(readFileSync(place, "utf8")) as Record<string, unknown>), [TYPE]: TEXTS };
    writeFileSync(place, JSON.stringify(texts));
    // What the build does with the files of the folder.
    i18nFor(language).addResourceBundle(language, "requests", texts, true, true);
  }
  expect(await loadDefinitions(office.database.db, readDefinitionFiles(root), readScreenTexts(root), office.now())).toMatchObject({ published: 1, drafts: 0 });

  const [brug] = await office.database.db.select().from(enterprise).where(eq(enterprise.kvkNumber, practice("de-brug").kvkNumber));
  const { initials, firstName: givenName, prefix, surname, email, phone } = person("elif");
  await office.database.db.insert(account).values({ userNumber: ELIF, enterpriseId: brug?.id ?? "", agbCode: "12345678", initials, givenName, prefix, surname, email, phone, language: "nl", status: "active", createdAt: office.now() });
});

const tokenTo = async (requestId: string, kind: LinkKind, holder?: string) => tokenOf(office.made.office.secrets.link, await linkTo(office, requestId, kind, holder));

/** Fills the form in, page after page, as a browser does: with the marks that each page carries. */
async function sendForm(changed: Record<string, Record<string, string | string[]>> = {}): Promise<string> {
  const { get, post } = routesOf(office);
  const shown = await get(apply.loader, `/apply/${TYPE}`, { params: { type: TYPE } });
  expect(shown.data["title"]).toBe("Een dienst erbij aanvragen");
  const begun = await post(apply.action, `/apply/${TYPE}`, {}, { params: { type: TYPE } });
  const token = begun.location?.split("/")[2] ?? "";
  const pages: Array<[string, Record<string, string | string[]>]> = [
    ["practice", { "practice.agbCode": "12345678", "practice.kvkNumber": "68750110" }],
    ["what", { "user.number": ELIF, "user.name.initials": "E.", "user.name.surname": person("elif").surname, services: ["cov"] }],
    ["applicant", { "applicant.name.initials": "S.", "applicant.name.surname": "Jansen", "applicant.email": person("sem").email }],
  ];
  for (const [name, typed] of pages) {
    const at = { params: { token, page: name } };
    const { seen, drawn, title } = (await get(page.loader, `/draft/${token}/${name}`, at)).data as { seen: string; drawn: string; title: string };
    expect(title).toBe(`Titel ${name}`);
    const answer = await post(page.action, `/draft/${token}/${name}`, { _seen: seen, _drawn: drawn, ...typed, ...changed[name] }, at);
    if (changed[name]) {
      expect(answer.status).toBe(422);
      return "";
    }
    expect(answer.status).toBe(303);
  }
  const at = { params: { token } };
  const { version, drawn, terms } = (await get(review.loader, `/draft/${token}/review`, at)).data as { version: number; drawn: string; terms: string };
  const send = (more: Record<string, string>) => post(review.action, `/draft/${token}/review`, { version: String(version), drawn, terms, ...more }, at);
  // R15: nothing is sent before it was read and the terms were accepted.
  expect((await send({})).status).toBe(422);
  expect((await send({ accepted: "yes" })).location).toBe(`/draft/${token}/sent`);
  await office.work();
  const [made] = await office.database.db.select({ id: request.id }).from(request).where(and(eq(request.type, TYPE), eq(request.status, "unconfirmed")));
  return made?.id ?? "";
}

describe("a kind of request that is dropped in as one file with its texts", () => {
  it("goes from the form to done, by the pages that every kind goes by, and not without the terms (R15)", async () => {
    const { get, post } = routesOf(office);
    const requestId = await sendForm();
    const token = await tokenTo(requestId, "confirm");
    const confirmed = await post(confirm.action, `/confirm/${token}`, {}, { params: { token } });
    const statusPage = confirmed.location?.split("?")[0] ?? "";
    expect(statusPage).toMatch(/^\/status\//);

    const by = office.staff.sanne;
    const at = { params: { requestId }, by };
    const screen = () => showCase({ db: office.database.db, actor: by, now: office.now(), t: translator("nl"), language: "nl" }, requestId);
    expect(await screen()).toMatchObject({ type: TYPE, isBlocked: false, change: { rows: [{ id: "cov", before: false, after: true }] } });
    expect((await screen()).answers.map(({ title }) => title)).toEqual(["practice", "what", "applicant"]);
    expect((await post(claim.action, `/desk/requests/${requestId}/claim`, {}, at)).status).toBe(303);
    const { version } = await getRequest(office.database.db, requestId);
    expect((await post(decision.action, `/desk/requests/${requestId}/decision`, { outcome: "approve", version: String(version) }, at)).status).toBe(303);
    await office.letDecisionsLeave();

    const asked = await tokenTo(requestId, "identification", "fatima");
    expect((await get(identifyPage.loader, `/identify/${asked}`, { params: { token: asked } })).status).toBe(200);
    expect(await office.database.db.select().from(authorisation).where(eq(authorisation.userNumber, ELIF))).toEqual([]);
    await identify(office, requestId, { holder: "fatima" });
    await office.work();

    const granted = await office.database.db.select().from(authorisation).where(and(eq(authorisation.userNumber, ELIF), isNull(authorisation.withdrawnAt)));
    expect(granted.map(({ service }) => service)).toEqual(["cov"]);
    expect(await getRequest(office.database.db, requestId)).toMatchObject({ status: "done", termsVersion: "1", identificationRequired: true, deliveryRequired: false });
    const { view, steps } = (await get(status.loader, statusPage, { params: { token: statusPage.split("/")[2] ?? "" } })).data as { view: { status: string }; steps: Array<{ state: string }> };
    expect([view.status, steps.every(({ state }) => state === "done")]).toEqual(["done", true]);
    const told = (await office.database.db.select().from(mail).where(eq(mail.requestId, requestId))).map(({ template }) => template);
    expect(new Set(told)).toEqual(new Set(["confirm-address", "request-received", "request-notice", "change-approved", "identification-invitation", "authorisations-changed"]));
    expect((await office.trail(requestId)).at(-1)).toMatch(/^(request\.completed|mail\.)/);
  });

  it("is held to what every kind is: a service that the AGB code may not have is refused", async () => {
    expect(await sendForm({ what: { services: ["ion"] } })).toBe("");
  });

  it("is refused at the start, and with it all of it, when a text is missing in one language (D22)", async () => {
    const texts = readScreenTexts(root);
    const { [TYPE]: _gone, ...others } = texts.en["requests"] ?? {};
    const files = readDefinitionFiles(root).map((file) => (file.key === TYPE ? { ...file, key: "another", content: { ...FILE, id: "another" } } : file));
    await expect(loadDefinitions(office.database.db, files, { ...texts, en: { ...texts.en, requests: others } }, office.now())).rejects.toMatchObject({ code: "start.definition-refused" });
  });
});
