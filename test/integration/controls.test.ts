import { beforeAll, expect, it } from "vitest";

import * as apply from "#app/routes/apply.$type.tsx";
import * as desk from "#app/routes/desk._index.tsx";
import * as notes from "#app/routes/desk.requests.$requestId.notes.tsx";
import * as page from "#app/routes/draft.$token.$page.tsx";
import * as later from "#app/routes/draft.$token.later.tsx";
import * as bank from "#app/routes/identify.return.tsx";
import * as install from "#app/routes/install.tsx";
import * as status from "#app/routes/status.$token.tsx";
import { listNotes } from "#app/domain/requests/notes.ts";
import { claimRequest } from "#app/domain/requests/claim.ts";
import { received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { routesOf } from "#test/support/routes.ts";

const NUL = "\0";

let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
});

it("a NUL in a search or an address is no failure of ours", async () => {
  const { get } = routesOf(office);
  const by = office.staff.sanne;
  expect((await get(desk.loader, "/desk?q=%00", { by })).data).toMatchObject({ values: { q: "" } });
  expect((await get(desk.loader, "/desk?q=jan%00sen&view=%00&cursor=%00", { by })).data).toMatchObject({ values: { q: "jansen" } });
  expect((await get(bank.loader, "/identify/return?trxid=%00&ec=%00")).data).toMatchObject({ kind: "unknown" });
  expect((await get(status.loader, "/status/%00", { params: { token: NUL } })).status).toBe(404);
  expect((await get(apply.loader, "/apply/new-user%00", { params: { type: `new-user${NUL}` } })).status).toBe(404);
});

it("a NUL in a form is left out, and the rest of the answer is kept", async () => {
  const { get, post } = routesOf(office);
  const { sanne: by } = office.staff;
  const requestId = await received(office);
  await claimRequest(office.made.office, { requestId, by, now: office.now() });
  await post(notes.action, `/desk/requests/${requestId}/notes`, { text: `Gebeld${NUL} met Sem.` }, { params: { requestId }, by });
  expect((await listNotes(office.database.db, requestId)).map(({ text }) => text)).toEqual(["Gebeld met Sem."]);

  const begun = await post(apply.action, "/apply/new-user", {}, { params: { type: "new-user" } });
  const token = begun.location?.split("/")[2] ?? "";
  const at = { params: { token, page: "practice" } };
  const { seen } = (await get(page.loader, `/draft/${token}/practice`, at)).data as { seen: string };
  const typed = await post(page.action, `/draft/${token}/practice`, { _seen: seen, "practice.agbCode": `1234${NUL}5678`, "practice.kvkNumber": "68750110" }, at);
  expect(typed.location).toBe(`/draft/${token}/reason`);
  const saved = await post(later.action, `/draft/${token}/later`, { email: `s.jansen${NUL}@debrug.example` }, { params: { token } });
  expect(saved.data).toEqual({ sentTo: "s.jansen@debrug.example", likely: null });

  const refused = await post(install.action, "/install", { userNumber: NUL, pin: NUL });
  expect(refused.status).toBe(422);
});
