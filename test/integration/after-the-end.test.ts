import { beforeAll, describe, expect, it } from "vitest";

import { tokenOf, type LinkKind } from "#app/domain/access/links.ts";
import { claimRequest } from "#app/domain/requests/claim.ts";
import { rejectRequest } from "#app/domain/requests/decide.ts";
import { cancelRequest } from "#app/domain/requests/end.ts";
import * as confirmation from "#app/routes/confirm.$token.tsx";
import * as objection from "#app/routes/objection.$token.tsx";
import * as status from "#app/routes/status.$token.tsx";
import * as cancellation from "#app/routes/status.$token_.cancel.tsx";
import { answersFor, approve, fillIn, identify, linkTo, printAndPost, received, submit } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { routesOf } from "#test/support/routes.ts";

let office: TestOffice;
let routes: ReturnType<typeof routesOf>;
beforeAll(async () => {
  office = await openOffice();
  routes = routesOf(office);
});

/** The address that somebody has in an e-mail. */
async function linked(requestId: string, kind: LinkKind, holder?: string) {
  await office.work();
  const token = tokenOf(office.made.office.secrets.link, await linkTo(office, requestId, kind, holder));
  return { token, at: { params: { token } } };
}

async function reject(requestId: string): Promise<void> {
  const { version } = await claimRequest(office.made.office, { requestId, by: office.staff.sanne, now: office.now() });
  await rejectRequest(office.made.office, { requestId, version, reasonCode: "NOT_EMPLOYED", by: office.staff.sanne, now: office.now() });
  await office.letDecisionsLeave();
}

async function finish(requestId: string): Promise<void> {
  await approve(office, requestId);
  await office.letDecisionsLeave();
  await identify(office, requestId, { holder: "fatima" });
  await office.work();
  await printAndPost(office);
  await office.work();
}

describe("a link in an old e-mail says what became of the request, and nothing more of it", () => {
  it.each([
    ["cancelled", "Deze aanvraag is geannuleerd", (requestId: string) => cancelRequest(office.made.office, { requestId, now: office.now() })],
    ["rejected", "Deze aanvraag is afgewezen", reject],
    ["done", "Deze aanvraag is al uitgevoerd", finish],
  ])("objecting once it is %s", async (over, title, end) => {
    const requestId = await received(office);
    const { token, at } = await linked(requestId, "objection", "pieter");
    expect((await routes.get(objection.loader, `/objection/${token}`, at)).data).toMatchObject({ over: null, asked: { subject: "Z. van der Håkon", practice: "Tandartspraktijk De Brug", agbCode: "12345678" } });
    await end(requestId);
    const { data } = await routes.get(objection.loader, `/objection/${token}`, at);
    expect(data).toEqual({ title, reference: expect.stringMatching(/^ZG-/) as string, over, asked: null });
    const pressed = await routes.post(objection.action, `/objection/${token}`, { text: "Klopt niet." }, at);
    expect(pressed).toMatchObject({ status: 303, location: `/objection/${token}` });
  });

  it("objecting twice", async () => {
    const { token, at } = await linked(await received(office), "objection", "pieter");
    expect((await routes.post(objection.action, `/objection/${token}`, { text: "" }, at)).data).toEqual({ done: true });
    expect(await routes.post(objection.action, `/objection/${token}`, { text: "" }, at)).toMatchObject({ status: 303 });
    expect((await routes.get(objection.loader, `/objection/${token}`, at)).data).toMatchObject({ title: "U hebt al gereageerd", over: "used" });
  });

  it("confirming once it is cancelled", async () => {
    const requestId = await submit(office, await fillIn(office));
    const { token, at } = await linked(requestId, "confirm");
    expect((await routes.get(confirmation.loader, `/confirm/${token}`, at)).data).toMatchObject({ asked: { practice: "Tandartspraktijk De Brug", agbCode: "12345678" } });
    const sent = await routes.post(confirmation.action, `/confirm/${token}`, {}, at);
    await cancelRequest(office.made.office, { requestId, now: office.now() });
    const { data } = await routes.get(confirmation.loader, `/confirm/${token}`, at);
    expect(data).toMatchObject({ over: "cancelled", status: sent.location?.replace("?confirmed=yes", ""), asked: null });
  });
});

describe("cancelling", () => {
  it("by a second tab says that the request was cancelled, and never that somebody else acted", async () => {
    const { token, at } = await linked(await received(office), "status");
    const press = () => routes.post(cancellation.action, `/status/${token}/cancel`, {}, at);
    expect((await press()).location).toBe(`/status/${token}`);
    expect((await press()).location).toBe(`/status/${token}?cancelled=before`);
    expect((await routes.get(status.loader, `/status/${token}?cancelled=before`, at)).data).toMatchObject({ cancelledBefore: true, view: { status: "cancelled" } });
    expect((await routes.get(cancellation.loader, `/status/${token}/cancel`, at)).data).toMatchObject({ over: "cancelled", title: "Deze aanvraag is al geannuleerd" });
  });

  it("what is rejected by now says so", async () => {
    const requestId = await received(office);
    const { token, at } = await linked(requestId, "status");
    await reject(requestId);
    expect((await routes.post(cancellation.action, `/status/${token}/cancel`, {}, at)).location).toBe(`/status/${token}/cancel`);
    expect((await routes.get(cancellation.loader, `/status/${token}/cancel`, at)).data).toMatchObject({ over: "rejected" });
  });
});

it("the status page names the practice, and has its code alone where we know no name", async () => {
  const known = await linked(await received(office, answersFor("zonneveld")), "status");
  expect((await routes.get(status.loader, `/status/${known.token}`, known.at)).data).toMatchObject({ view: { practice: expect.stringMatching(/Zonneveld/) as string, agbCode: expect.stringMatching(/^\d{8}$/) as string } });
  const unknown = await linked(await received(office, answersFor("de-brug", { "practice.agbCode": "99999999", "practice.kvkNumber": "99999999" })), "status");
  expect((await routes.get(status.loader, `/status/${unknown.token}`, unknown.at)).data).toMatchObject({ view: { practice: null, agbCode: "99999999" } });
});
