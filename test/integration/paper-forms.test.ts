import { PDFDocument } from "@cantoo/pdf-lib";
import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import * as formsPage from "#app/routes/forms._index.tsx";
import * as onPaper from "#app/routes/apply.$type_.paper.tsx";
import * as printedForms from "#app/routes/apply.$type_.printed-forms.tsx";
import * as formRoute from "#app/routes/forms.$type.tsx";
import * as requestPrint from "#app/routes/desk.requests.$requestId.print.tsx";
import { currentRelease } from "#app/domain/definitions/store.ts";
import { findPrintedForm } from "#app/domain/requests/paper/print.ts";
import { auditEvent } from "#db/schema/audit.ts";
import { printedForm } from "#db/schema/forms.ts";
import { received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { routesOf } from "#test/support/routes.ts";

let office: TestOffice;
let routes: ReturnType<typeof routesOf>;
beforeAll(async () => {
  office = await openOffice();
  routes = routesOf(office);
});

const rows = () => office.database.db.select().from(printedForm);

async function codeIn(response: Response | undefined): Promise<string> {
  expect(response?.headers.get("content-type")).toBe("application/pdf");
  expect(response?.headers.get("x-content-type-options")).toBe("nosniff");
  expect(response?.headers.get("cache-control")).toBe("no-store");
  const name = /^attachment; filename="(.+)\.pdf"$/.exec(response?.headers.get("content-disposition") ?? "")?.[1] ?? "";
  await PDFDocument.load(new Uint8Array((await response?.arrayBuffer()) ?? new ArrayBuffer(0)));
  return name;
}

describe("a blank form (R11)", () => {
  it("is printed by anybody, with a code of its own, and nothing is kept of who did", async () => {
    const before = await rows();
    const asked = { params: { type: "new-user" } };
    const names = [];
    for (let time = 0; time < 2; time += 1) names.push(await codeIn((await routes.post(printedForms.action, "/apply/new-user/printed-forms", {}, asked)).response));
    const made = (await rows()).filter(({ code }) => !before.some((one) => one.code === code));
    expect(made).toHaveLength(2);
    expect(made.map(({ code, ...rest }) => ({ ...rest, name: `new-user-${code.match(/.{4}/g)?.join("-") ?? ""}` })).map(({ name }) => name).sort()).toEqual(names.sort());
    for (const row of made) expect(row).toMatchObject({ type: "new-user", releaseId: await currentRelease(office.database.db), printedBy: null });
    const told = await office.database.db.select().from(auditEvent).where(eq(auditEvent.act, "form.printed"));
    expect(told.map(({ actorKind, actorName }) => ({ actorKind, actorName }))).toEqual([{ actorKind: "public", actorName: null }, { actorKind: "public", actorName: null }]);
  });

  it("is printed at the office by who may, whose name stands in the trail", async () => {
    const { response } = await routes.post(formRoute.action, "/forms/revocation", {}, { params: { type: "revocation" }, by: office.staff.tom });
    expect(await codeIn(response)).toMatch(/^revocation-/);
    expect((await rows()).at(-1)).toMatchObject({ type: "revocation", printedBy: office.staff.tom.id });
  });

  it.each(["no-such-type", "../new-user"])("that there is not (%s) is a page that there is not, and leaves nothing behind", async (type) => {
    const before = (await rows()).length;
    expect((await routes.post(printedForms.action, "/apply/x/printed-forms", {}, { params: { type } })).status).toBe(404);
    expect((await routes.get(onPaper.loader, "/apply/x/paper", { params: { type } })).status).toBe(404);
    expect(await rows()).toHaveLength(before);
  });

  it("is made only by its button: who comes there by hand is sent to it", async () => {
    expect((await routes.get(printedForms.loader, "/apply/new-user/printed-forms", { params: { type: "new-user" } })).location).toBe("/apply/new-user/paper");
    expect((await routes.get(formRoute.loader, "/forms/new-user", { params: { type: "new-user" }, by: office.staff.tom })).location).toBe("/forms");
  });

  it("that is asked for too often is refused in a sentence on the page with the button, and none is made", async () => {
    const before = (await rows()).length;
    const never = routesOf(office, { limits: { consume: async () => ({ allowed: false, isFirstRefusal: false, retryAfterSeconds: 200 }) } });
    const refused = await never.post(printedForms.action, "/apply/new-user/printed-forms", {}, { params: { type: "new-user" }, headers: { accept: "text/html" } });
    expect(refused).toMatchObject({ status: 303, location: "/apply/new-user/paper?refused=access.too-often&count=4" });
    expect((await routes.get(onPaper.loader, refused.location ?? "", { params: { type: "new-user" } })).data["refused"]).toContain("4 minuten");
    expect(await rows()).toHaveLength(before);
  });

  it("is told by its code however somebody types it over, with the version that was printed", async () => {
    const { code } = (await rows())[0] ?? { code: "" };
    const typed = code.toLowerCase().match(/.{4}/g)?.join(" ") ?? "";
    const { data } = await routes.get(formsPage.loader, `/forms?code=${encodeURIComponent(typed)}`, { by: office.staff.sanne });
    expect(data["found"]).toMatchObject({ code, type: "new-user", version: 1, current: 1 });
    expect(await findPrintedForm(office.database.db, "222222222222")).toBeNull();
    expect((await routes.get(formsPage.loader, "/forms?code=222222222222", { by: office.staff.sanne })).data).toMatchObject({ isCode: true, found: null });
    expect((await routes.get(formsPage.loader, "/forms?code=ZG-2481", { by: office.staff.sanne })).data).toMatchObject({ isCode: false, found: null });
  });

  it("lists every kind of request that can come on paper", async () => {
    const { data } = await routes.get(formsPage.loader, "/forms", { by: office.staff.tom });
    expect((data["types"] as Array<{ id: string }>).map(({ id }) => id)).toEqual(expect.arrayContaining(["new-user", "authorisation-change", "revocation", "contact-change", "credential-request", "data-change"]));
  });

  it("has a code that can be typed over: the database takes no other", async () => {
    const { db } = office.database;
    const row = { type: "new-user", releaseId: await currentRelease(db), printedAt: office.now() };
    for (const code of ["K7MQ3XWD92H0", "k7mq3xwd92ht", "K7MQ3XWD92H"]) await expect(db.insert(printedForm).values({ ...row, code })).rejects.toMatchObject({ cause: { message: expect.stringMatching("form_code_can_be_typed_over") as string } });
  });
});

describe("a request as a form to sign", () => {
  it("is printed by a reviewer, and that stands in its history", async () => {
    const requestId = await received(office);
    const { response } = await routes.post(requestPrint.action, `/desk/requests/${requestId}/print`, {}, { params: { requestId }, by: office.staff.sanne });
    expect(await codeIn(response)).toMatch(/^new-user-ZG-[0-9]+$/);
    expect(await office.trail(requestId)).toContain("request.printed");
    expect((await routes.post(requestPrint.action, `/desk/requests/${requestId}/print`, {}, { params: { requestId }, by: office.staff.els })).status).toBe(403);
  });
});
