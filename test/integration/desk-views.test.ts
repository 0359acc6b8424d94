import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { MOST_VIEWS } from "#app/domain/requests/desk-views.ts";
import { request } from "#db/schema/requests.ts";
import { deskPreference, deskView } from "#db/schema/desk.ts";
import { mail } from "#db/schema/correspondence.ts";
import * as arrangement from "#app/routes/desk.arrangement.tsx";
import * as desk from "#app/routes/desk._index.tsx";
import * as next from "#app/routes/desk.next.tsx";
import * as views from "#app/routes/desk.views.tsx";
import * as removal from "#app/routes/desk.views.$viewId.removal.tsx";
import * as decision from "#app/routes/desk.requests.$requestId.decision.tsx";
import * as undo from "#app/routes/desk.requests.$requestId.undo.tsx";
import * as shown from "#app/routes/desk.requests.$requestId.tsx";
import * as find from "#app/routes/find.tsx";
import * as keys from "#app/routes/keys.tsx";
import { referenceOf } from "#app/domain/requests/reference.ts";
import { answersFor, received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { routesOf } from "#test/support/routes.ts";

let office: TestOffice;
let routes: ReturnType<typeof routesOf>;
const requests: string[] = [];
const db = () => office.database.db;

beforeAll(async () => {
  office = await openOffice();
  routes = routesOf(office);
  for (const practice of ["de-brug", "de-brug", "zonneveld"]) requests.push(await received(office, answersFor(practice)));
});

type Who = keyof TestOffice["staff"];
const open = async (search: string, who: Who = "sanne") => (await routes.get(desk.loader, `/desk${search}`, { by: office.staff[who] })).data;
const save = (form: Record<string, string>, who: Who = "sanne") => routes.post(views.action, "/desk/views", { list: "view=all&type=new-user", ...form }, { by: office.staff[who] });
type Saved = Array<{ id: string; name: string; to: string; count: number; isHere: boolean; mayRemove: boolean }>;
const saved = async (who: Who = "sanne") => (await open("?view=all", who))["saved"] as Saved;

describe("saved views (desk 4)", () => {
  it("stand beside the list with their numbers: one's own for oneself, the team's for everybody, and the address is the list", async () => {
    expect(await save({ name: "  Nieuw   bij ons " })).toMatchObject({ status: 303, location: "/desk?view=all&type=new-user" });
    await save({ name: "Zonneveld", list: "view=all&customer=01234567", ofTeam: "yes" });
    expect(await saved()).toMatchObject([{ name: "Nieuw bij ons", count: 3 }, { name: "Zonneveld", count: 1, mayRemove: true }]);
    const [ofTeam, ...others] = await saved("wim");
    expect(others).toEqual([]);
    expect(ofTeam).toMatchObject({ name: "Zonneveld", to: "/desk?view=all&customer=01234567", mayRemove: false });
    // Shared by its address: whoever has it sees the list, saved or not; and it says where one is.
    const list = await open("?view=all&customer=01234567", "els");
    expect(list).toMatchObject({ title: "Zonneveld", rows: [{ id: requests[2] }], total: { count: 1 } });
    // The team's are in the trail, one's own are nobody's business.
    expect((await office.trail()).filter((act) => act.startsWith("list."))).toEqual(["list.shared"]);
  });

  it("keeps what was typed when the name is taken, whatever its case, and has room for ten", async () => {
    const refused = await save({ name: "NIEUW BIJ ONS" });
    expect(refused).toMatchObject({ status: 422, data: { problem: { code: "desk.view-named", values: { name: "NIEUW BIJ ONS", list: "view=all&type=new-user" } } } });
    expect((await save({ name: " " })).data).toMatchObject({ problem: { fields: { name: "Geef de weergave een naam." } } });
    for (let count = 1; count < MOST_VIEWS; count += 1) expect((await save({ name: `Lijst ${count}` })).status).toBe(303);
    expect((await save({ name: "Een te veel" })).data).toMatchObject({ problem: { code: "desk.views-full" } });
  });

  it("takes no BSN for a name (D18), and lets nobody who does not work on requests share one", async () => {
    await save({ name: "Post 111222333" }, "wim");
    expect((await saved("wim")).map(({ name }) => name)).toEqual(["Post •••••", "Zonneveld"]);
    expect((await save({ name: "Van Els", ofTeam: "yes" }, "els")).status).toBe(403);
    expect((await save({ name: "Van Els" }, "els")).status).toBe(303);
  });

  it("is taken away by who made it alone", async () => {
    const { id = "" } = (await saved()).find(({ name }) => name === "Zonneveld") ?? {};
    const remove = (who: Who) => routes.post(removal.action, `/desk/views/${id}/removal`, {}, { params: { viewId: id }, by: office.staff[who] });
    expect((await remove("wim")).data).toMatchObject({ problem: { code: "desk.view-unknown" } });
    expect((await remove("sanne")).status).toBe(303);
    expect((await remove("sanne")).data).toMatchObject({ problem: { code: "desk.view-unknown" } });
    expect((await office.trail()).filter((act) => act.startsWith("list."))).toEqual(["list.shared", "list.unshared"]);
  });

  it("has a name and a list, in the database too", async () => {
    const view = { name: "x", staffId: office.staff.sanne.id, search: "view=all", madeAt: office.now() };
    await expect(db().insert(deskView).values({ ...view, name: "  " })).rejects.toMatchObject({ cause: { message: expect.stringContaining("desk_view_has_a_name") as string } });
    await expect(db().insert(deskView).values({ ...view, search: "" })).rejects.toMatchObject({ cause: { message: expect.stringContaining("desk_view_is_one_list") as string } });
    await expect(db().insert(deskView).values({ ...view, name: "lijst 1" })).rejects.toMatchObject({ cause: { message: expect.stringContaining("own_desk_view_has_its_own_name") as string } });
    const team = { ...view, ofTeam: true, name: "Samen" };
    await db().insert(deskView).values(team);
    await expect(db().insert(deskView).values({ ...team, staffId: office.staff.wim.id })).rejects.toMatchObject({ cause: { message: expect.stringContaining("team_desk_view_has_its_own_name") as string } });
    await expect(db().insert(deskPreference).values({ staffId: office.staff.wim.id, density: "tight" as "compact" })).rejects.toMatchObject({ cause: { message: expect.stringContaining("desk_density_is_known") as string } });
  });
});

describe("how somebody has the desk (desk 4, 9)", () => {
  it("is kept by the office, for this person alone: columns, density and the view that it opens on", async () => {
    const [first] = await saved();
    const arrange = (form: Record<string, string | string[]>, who: Who = "sanne") => routes.post(arrangement.action, "/desk/arrangement", { list: "view=all", ...form }, { by: office.staff[who] });
    expect((await arrange({ "columns[]": ["type", "claim"], density: "compact", opensOn: first?.id ?? "" })).location).toBe("/desk?view=all");
    expect(await open("")).toMatchObject({ arrangement: { hidden: ["practice"], density: "compact" }, title: first?.name, address: `http://office.example${first?.to}` });
    expect(await open("", "wim")).toMatchObject({ arrangement: { hidden: [], density: "comfortable" }, view: "unassigned" });
    // Nobody opens on what they cannot see; and once a view is gone, the desk opens as it comes.
    expect((await arrange({ opensOn: first?.id ?? "" }, "wim")).data).toMatchObject({ problem: { code: "desk.view-unknown" } });
    await db().delete(deskView).where(eq(deskView.id, first?.id ?? ""));
    expect(await open("")).toMatchObject({ view: "unassigned", arrangement: { density: "compact", opensOn: null } });
  });

  it("switches the single keys off and on for anybody who works here, and leads back (WCAG 2.1.4)", async () => {
    const turn = (singleKeys: string, back = "/print-room?x=1") => routes.post(keys.action, "/keys", { singleKeys, back }, { by: office.staff.noor });
    expect((await turn("off")).location).toBe("/print-room?x=1");
    expect((await routes.get(keys.loader, "/keys", { by: office.staff.noor })).data).toMatchObject({ singleKeys: false });
    expect((await turn("on", "https://elsewhere.example/")).location).toBe("/keys");
    expect((await routes.get(keys.loader, "/keys", { by: office.staff.noor })).data).toMatchObject({ singleKeys: true });
  });
});

describe("one after the other (desk 3, 5, 20)", () => {
  it("decides nothing that nobody chose, and says so where the choice stands", async () => {
    const place = `?list=${encodeURIComponent("view=unassigned")}`;
    const send = (form: Record<string, string>, language: "nl" | "en" = "nl") =>
      routes.post(decision.action, `/desk/requests/${requests[0]}/decision${place}`, { version: "1", note: "Eerst nog kijken.", ...form }, { params: { requestId: requests[0] ?? "" }, by: office.staff.sanne, language });
    expect(await send({})).toMatchObject({ status: 422, data: { problem: { fields: { outcome: "Kies eerst wat u beslist: goedkeuren, afwijzen of een vraag stellen." }, values: { note: "Eerst nog kijken." } } } });
    expect(await send({ outcome: "perhaps" }, "en")).toMatchObject({ status: 422, data: { problem: { fields: { outcome: "First choose what you decide: approve, reject or ask a question." } } } });
    // Enter sends a question here too: it goes on to where questions are asked, as it was sent.
    expect(await send({ outcome: "ask", question: "Wie?" })).toMatchObject({ status: 307, location: `/desk/requests/${requests[0]}/question${place}` });
  });

  it("takes the next of the list, opens the one after it with the decision, and takes that back before anything is sent", async () => {
    const list = "view=unassigned&customer=12345678";
    const by = office.staff.sanne;
    const first = await routes.post(next.action, "/desk/next", { list }, { by });
    const one = new URL(first.location ?? "", "http://office.example");
    expect(one.searchParams.get("list")).toBe(list);
    const id = one.pathname.split("/").at(-1) ?? "";
    expect(requests.slice(0, 2)).toContain(id);
    const { screen, back } = (await routes.get(shown.loader, first.location ?? "", { params: { requestId: id }, by })).data as { screen: { version: number; reasons: Array<{ code: string }> }; back: string };
    expect(back).toBe(`/desk?${list}#row-${id}`);

    const decide = { version: String(screen.version), outcome: "reject", reasonCode: screen.reasons[0]?.code ?? "", goOn: "yes" };
    const decided = await routes.post(decision.action, `/desk/requests/${id}/decision${one.search}`, decide, { params: { requestId: id }, by });
    const two = new URL(decided.location ?? "", "http://office.example");
    const nextId = two.pathname.split("/").at(-1) ?? "";
    expect(requests.slice(0, 2).filter((other) => other !== id)).toEqual([nextId]);
    expect(two.searchParams.get("decided")).toBe(id);
    const page = (await routes.get(shown.loader, decided.location ?? "", { params: { requestId: nextId }, by })).data;
    expect(page).toMatchObject({ undo: { decision: "reject", action: `/desk/requests/${id}/undo?list=${encodeURIComponent(list)}&flow=next` } });
    // Only who decided sees it.
    expect((await routes.get(shown.loader, decided.location ?? "", { params: { requestId: nextId }, by: office.staff.wim })).data).toMatchObject({ undo: null });

    const before = (await db().select().from(mail).where(eq(mail.requestId, id))).length;
    const undone = await routes.post(undo.action, `/desk/requests/${id}/undo?list=${encodeURIComponent(list)}`, {}, { params: { requestId: id }, by });
    expect(undone.location).toBe(`/desk/requests/${id}?list=${encodeURIComponent(list)}`);
    await office.letDecisionsLeave();
    expect((await db().select().from(mail).where(eq(mail.requestId, id))).length).toBe(before);
    expect((await db().select().from(request).where(eq(request.id, id)))[0]).toMatchObject({ status: "in-review", decision: null });
  });

  it("says of its own list that none is left, though another list has more", async () => {
    const none = await routes.post(next.action, "/desk/next", { list: "view=all&customer=12345678" }, { by: office.staff.sanne });
    expect(none.location).toBe("/desk?view=unassigned&customer=12345678&next=none");
    expect(await open(none.location?.replace("/desk", "") ?? "")).toMatchObject({ nobodyWaits: true, rows: [], total: { count: 0 } });
    expect(await open("?view=unassigned")).toMatchObject({ rows: [{ id: requests[2] }] });
  });
});

describe("everything by name (desk 9)", () => {
  const found = async (q: string, who: Who) => ((await routes.get(find.loader, `/find?q=${encodeURIComponent(q)}`, { by: office.staff[who] })).data["found"] as Array<{ kind: string; label: string; to: string }>);

  it("finds requests, customers and pages for who may see them, and nothing else for anybody", async () => {
    const [row] = await db().select().from(request).where(eq(request.id, requests[2] ?? ""));
    const reference = referenceOf(row?.number ?? 0);
    expect(await found(reference, "sanne")).toMatchObject([{ kind: "request", to: `/desk/requests/${requests[2]}` }]);
    expect((await found("zonneveld", "sanne")).map(({ kind }) => kind)).toEqual(["request", "customer"]);
    expect(await found("12345678901234", "daan")).toEqual([]);
    expect(await found("12345678901234", "ilse")).toMatchObject([{ kind: "account", to: "/customers/accounts/12345678901234" }]);
    for (const q of [reference, "zonneveld", "12345678901234"]) expect(await found(q, "noor")).toEqual([]);
    expect((await found("", "noor")).map(({ label }) => label)).toEqual(["Postkamer", "Retourpost", "Toetsen"]);
  });
});
