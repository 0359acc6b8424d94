import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { claimRequest } from "#app/domain/requests/claim.ts";
import { getRequest } from "#app/domain/requests/decide.ts";
import * as decision from "#app/routes/desk.requests.$requestId.decision.tsx";
import * as notes from "#app/routes/desk.requests.$requestId.notes.tsx";
import * as question from "#app/routes/desk.requests.$requestId.question.tsx";
import * as objection from "#app/routes/objection.$token.tsx";
import { requestNote } from "#db/schema/requests.ts";
import { received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { routesOf } from "#test/support/routes.ts";

let office: TestOffice;
let routes: ReturnType<typeof routesOf>;
let requestId: string;
let version: string;
beforeAll(async () => {
  office = await openOffice();
  routes = routesOf(office);
  requestId = await received(office);
  version = String((await claimRequest(office.made.office, { requestId, by: office.staff.sanne, now: office.now() })).version);
});

describe("a text that is longer than may be", () => {
  it.each([
    ["a note", () => notes.action, "notes", "text", 2000, {}],
    ["the note of a decision", () => decision.action, "decision", "note", 1000, { outcome: "approve" }],
    ["a question to the applicant", () => question.action, "question", "question", 2000, {}],
  ] as const)("%s is refused with the limit, and comes back whole", async (_what, action, act, name, most, more) => {
    const typed = "x".repeat(most + 1);
    const ask = (language: "nl" | "en") => routes.post(action(), `/desk/requests/${requestId}/${act}`, { version, ...more, [name]: typed }, { params: { requestId }, by: office.staff.sanne, language });
    expect(await ask("nl")).toMatchObject({ status: 422, data: { problem: { fields: { [name]: `Dit is te lang. Gebruik hoogstens ${most} tekens.` }, values: { [name]: typed } } } });
    expect(await ask("en")).toMatchObject({ status: 422, data: { problem: { fields: { [name]: `This is too long. Use at most ${most} characters.` } } } });
    expect(await getRequest(office.database.db, requestId)).toMatchObject({ status: "in-review", decision: null });
    expect(await office.database.db.$count(requestNote, eq(requestNote.requestId, requestId))).toBe(0);
  });

  it("an objection is refused with the limit, and is not made without its words", async () => {
    const text = "x".repeat(2001);
    const answer = await routes.post(objection.action, "/objection/any", { text }, { params: { token: "any" } });
    expect(answer).toMatchObject({ status: 422, data: { problem: { fields: { text: "Dit is te lang. Gebruik hoogstens 2000 tekens." }, values: { text } } } });
  });
});
