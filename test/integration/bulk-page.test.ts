import { beforeAll, beforeEach, describe, expect, it } from "vitest";

import { claimRequest } from "#app/domain/requests/claim.ts";
import { getRequest } from "#app/domain/requests/decide.ts";
import { referenceOf } from "#app/domain/requests/reference.ts";
import * as page from "#app/routes/desk.bulk.$runId.tsx";
import * as cancellation from "#app/routes/desk.bulk.$runId.cancellation.tsx";
import * as exports from "#app/routes/desk.bulk.$runId.exports.tsx";
import * as plan from "#app/routes/desk.bulk.$runId.plan.tsx";
import * as start from "#app/routes/desk.bulk.$runId.start.tsx";
import * as undo from "#app/routes/desk.bulk.$runId.undo.tsx";
import * as runs from "#app/routes/desk.bulk._index.tsx";
import * as selection from "#app/routes/desk.bulk.new.tsx";
import type { BulkScreen } from "#app/web/bulk.server.ts";
import { refusedSentence } from "#app/web/refused.server.ts";
import { answersFor, received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { routesOf, type Answer } from "#test/support/routes.ts";

let office: TestOffice;
let ids: string[];
beforeAll(async () => {
  office = await openOffice();
});
beforeEach(async () => {
  ids = [];
  for (const practice of ["de-brug", "de-brug", "zonneveld"]) ids.push(await received(office, answersFor(practice)));
});

const sanne = () => office.staff.sanne;
const wim = () => office.staff.wim;
const problem = ({ data }: Answer) => data["problem"] as { code: string; fields: Record<string, string>; values: Record<string, string> };

async function selected(form: Record<string, string | string[]>, by = sanne()): Promise<string> {
  const answer = await routesOf(office).post(selection.action, "/desk/bulk/new", form, { by });
  expect(answer.status, JSON.stringify(answer.data)).toBe(303);
  return (answer.location ?? "").replace("/desk/bulk/", "");
}

type Action = Parameters<ReturnType<typeof routesOf>["post"]>[0];
const send = (action: Action, runId: string, form: Record<string, string> = {}, by = sanne()) => routesOf(office).post(action, "/desk/bulk", form, { by, params: { runId } });

async function screen(runId: string, by = sanne(), language: "nl" | "en" = "nl"): Promise<BulkScreen> {
  const { data } = await routesOf(office).get(page.loader, `/desk/bulk/${runId}`, { by, params: { runId }, language });
  return data["screen"] as BulkScreen;
}

const partOf = (shown: BulkScreen, part: string) => shown.lists.find((list) => list.part === part)?.lines ?? [];

describe("the pages of many requests at once", () => {
  it("take what is ticked, or everything that the list stands for: a view, or what was searched for", async () => {
    expect((await screen(await selected({ request: ids.slice(0, 2), view: "unassigned" }))).total).toBe(2);
    expect((await screen(await selected({ request: ids[0] ?? "" }))).total).toBe(1);
    const all = await screen(await selected({ view: "unassigned", all: "yes", request: ids[0] ?? "" }));
    expect(all.total).toBeGreaterThanOrEqual(3);
    const found = await screen(await selected({ q: "zonneveld", all: "yes" }));
    expect(found.total).toBeGreaterThanOrEqual(1);
    expect(found.total).toBeLessThan(all.total);
    expect(found.stage).toBe("choosing");
  });

  it("come back to the very list that was open when nothing is ticked, which says on top what to do", async () => {
    const nothing = await routesOf(office).post(selection.action, "/desk/bulk/new", { view: "unassigned", channel: "online", q: "brug", cursor: "c1" }, { by: sanne() });
    expect(nothing).toMatchObject({ status: 303, location: "/desk?view=unassigned&channel=online&q=brug&cursor=c1&refused=bulk.none-selected" });
    const asRead = (language: "nl" | "en") => refusedSentence(new Request(`http://office.example${nothing.location}`), language);
    expect([asRead("nl"), asRead("en")]).toEqual(["Vink eerst een of meer aanvragen aan.", "First tick one or more requests."]);
  });

  it("say what lacks at the field and keep what was typed", async () => {
    const runId = await selected({ request: ids });
    const noQuestion = await send(plan.action, runId, { act: "ask", question: "  ", note: "n" });
    expect(noQuestion.status).toBe(422);
    expect(problem(noQuestion)).toMatchObject({ code: "request.question-missing", values: { act: "ask", note: "n" } });
    expect(Object.keys(problem(noQuestion).fields)).toEqual(["question"]);
    expect(Object.keys(problem(await send(plan.action, runId, { act: "reject" })).fields)).toEqual(["reasonCode"]);
    expect(Object.keys(problem(await send(plan.action, runId, { act: "note" })).fields)).toEqual(["note"]);
    expect(Object.keys(problem(await send(plan.action, runId, { act: "fulfil" })).fields)).toEqual(["act"]);
  });

  it("show who takes part and who does not and why, with one e-mail for the group, before anything happens", async () => {
    const [mine = "", free = "", colleagues = ""] = ids;
    await claimRequest(office.made.office, { requestId: mine, by: sanne(), now: office.now() });
    await claimRequest(office.made.office, { requestId: colleagues, by: wim(), now: office.now() });
    const runId = await selected({ request: ids });
    expect((await send(plan.action, runId, { act: "reject", reasonCode: "DUPLICATE" })).location).toBe(`/desk/bulk/${runId}`);
    const shown = await screen(runId);
    expect(shown).toMatchObject({ stage: "planned", act: "reject", reasonCode: "DUPLICATE", counts: { pending: 2, excluded: 1 }, exclusions: [{ why: "colleague", count: 1 }] });
    expect(partOf(shown, "taking-part").map(({ id }) => id)).toEqual([mine, free]);
    expect(partOf(shown, "excluded").map(({ id, why }) => [id, why])).toEqual([[colleagues, "Wim Bos heeft deze aanvraag in behandeling sinds maandag 16 november 2026 om 10:00 uur."]]);
    expect(partOf(await screen(runId, sanne(), "en"), "excluded")[0]?.why).toContain("Wim Bos has had this request in hand since");
    expect(shown.mail).toMatchObject({ count: 2, languages: "2 in het Nederlands", mail: { language: "nl" } });
    expect(shown.mail?.mail.text).toContain("al");
    expect(shown.mail?.mail.text).not.toContain("…");
    expect((await getRequest(office.database.db, free)).status).toBe("submitted");
    // A note sends nothing.
    await send(plan.action, runId, { act: "note", note: "Gebeld." });
    expect((await screen(runId)).mail).toBeNull();
  });

  it("are followed, stopped and taken back by who selected them, and read by colleagues", async () => {
    const runId = await selected({ request: ids });
    await send(plan.action, runId, { act: "reject", reasonCode: "DUPLICATE" });
    const { plan: number } = await screen(runId);
    expect(problem(await send(start.action, runId, { plan: String(number) }, wim())).code).toBe("bulk.not-yours");
    expect(problem(await send(start.action, runId, { plan: String(number - 1) })).code).toBe("bulk.moved");
    expect((await send(start.action, runId, { plan: String(number) })).status).toBe(303);
    await office.work();
    const over = await screen(runId);
    expect(over).toMatchObject({ stage: "ended", isMine: true, counts: { done: 3 }, undo: { count: 3, seconds: 10 } });
    expect(await screen(runId, wim())).toMatchObject({ isMine: false, undo: null, by: "Sanne Mulder" });
    expect(problem(await send(cancellation.action, runId)).code).toBe("bulk.moved");
    expect(problem(await send(undo.action, runId, {}, wim())).code).toBe("bulk.not-yours");
    expect((await send(undo.action, runId)).location).toBe(`/desk/bulk/${runId}?taken=3`);
    expect((await getRequest(office.database.db, ids[0] ?? "")).status).toBe("in-review");
    const { data } = await routesOf(office).get(runs.loader, "/desk/bulk", { by: sanne() });
    expect(data["runs"]).toMatchObject([{ id: runId, act: "reject", stage: "ended", counts: { done: 3 } }]);
    expect((await routesOf(office).get(runs.loader, "/desk/bulk", { by: wim() })).data["runs"]).toEqual([]);
  });

  it("go out as a file: every request with its result, or why it did not take part", async () => {
    await claimRequest(office.made.office, { requestId: ids[2] ?? "", by: wim(), now: office.now() });
    const runId = await selected({ request: ids });
    await send(plan.action, runId, { act: "claim" });
    await send(start.action, runId, { plan: String((await screen(runId)).plan) });
    await office.work();
    const answer = await routesOf(office).post(exports.action, "/desk/bulk", { as: "csv" }, { by: sanne(), params: { runId }, language: "en" });
    const text = new TextDecoder().decode(await answer.response?.arrayBuffer());
    const lines = text.replace("\uFEFF", "").split("\r\n").slice(0, -1);
    expect(lines[0]).toBe('"Reference";"Type of request";"For whom";"Result";"Why not";"When";"State now"');
    const numbers = await Promise.all(ids.map(async (id) => referenceOf((await getRequest(office.database.db, id)).number)));
    expect(lines.slice(1).map((line) => line.split(";").filter((_, column) => column === 0 || column === 3).join())).toEqual([`"${numbers[0]}","Done"`, `"${numbers[1]}","Done"`, `"${numbers[2]}","Do not take part"`]);
    expect(lines[3]).toContain("Wim Bos has had this request in hand since");
    expect((await office.trail()).filter((act) => act.startsWith("list.")).slice(-2)).toEqual(["list.exported", "list.export-finished"]);
    expect(problem(await routesOf(office).post(exports.action, "/desk/bulk", { as: "csv" }, { by: sanne(), params: { runId: "0b1e8e8e-5c0b-4b7e-9c39-3a3b0a1d2c4f" } })).code).toBe("bulk.unknown");
  });
});
