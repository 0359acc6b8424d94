import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { isProblem } from "#app/domain/problem.ts";
import { actsFrom, CLOSED, LIFECYCLE, mayAct, type ActName, type Doer, type RequestStatus } from "#app/domain/requests/lifecycle.ts";
import { moveRequest, type RequestRow } from "#app/domain/requests/move.ts";
import { link, REQUEST_STATUSES, request, requestClock } from "#db/schema/requests.ts";
import type { Database } from "#db/client.server.ts";
import { freshDatabase } from "#test/support/database.ts";

import { NOW, openPractice, type Practice } from "../identification/practice.ts";

const ACTS = Object.keys(LIFECYCLE) as ActName[];
const DOERS: Doer[] = ["reviewer", "print-room", "on-call", "applicant", "contact", "identified-person", "office"];

/** Written down a second time, the other way round: who may do what to a request that stands where. Empty is nothing. */
const WHO_MAY: Record<RequestStatus, Partial<Record<Doer, string>>> = {
  unconfirmed: { reviewer: "register call-in", "on-call": "call-in", applicant: "confirm-address cancel", office: "lapse" },
  submitted: { reviewer: "claim join", office: "approve-automatically", contact: "object", applicant: "cancel" },
  "in-review": {
    reviewer: "take-over release ask-information approve propose-approval reject join",
    office: "release-late",
    contact: "object",
    applicant: "cancel",
  },
  "waiting-applicant": { reviewer: "answer-by-post answer-by-phone join", applicant: "answer-information cancel", contact: "object", office: "lapse" },
  "second-check": { reviewer: "second-approve second-return", contact: "object", applicant: "cancel" },
  decided: { reviewer: "undo", office: "approval-takes-effect approval-goes-on approval-returns rejection-takes-effect", contact: "object", applicant: "cancel" },
  identifying: { "identified-person": "identify refer-to-desk deny", reviewer: "identify", office: "approval-returns holder-changes lapse", contact: "object", applicant: "cancel" },
  "identification-desk": { "identified-person": "identify deny", reviewer: "identify ask-again refuse-identity", office: "holder-changes", contact: "object", applicant: "cancel" },
  fulfilling: { office: "effect-returns complete delivery-lapses effect-lapses" },
  done: {},
  rejected: {},
  cancelled: {},
  lapsed: {},
  joined: { reviewer: "part", office: "part-unanswered" },
};

let database: Database;
let bridge: Practice;
beforeAll(async () => {
  database = await freshDatabase();
  bridge = await openPractice(database);
}, 60_000);

/** A request that stands there, with what the database asks of one that does. */
async function standing(status: RequestStatus): Promise<RequestRow> {
  const id = await bridge.approvedRequest();
  const approved = ["second-check", "decided", "identifying", "identification-desk", "fulfilling", "done"].includes(status);
  const [row] = await database.db
    .update(request)
    .set({
      status,
      ...(approved ? {} : { decision: null, decidedBy: null, decidedAt: null }),
      ...(["fulfilling", "done"].includes(status) ? { identifiedAt: NOW, fulfilledAt: NOW, numberSentAt: NOW, letterPostedAt: NOW } : {}),
    })
    .where(eq(request.id, id))
    .returning();
  if (!row) throw new Error("There is no request.");
  return row;
}

const now = (id: string) => database.db.select().from(request).where(eq(request.id, id)).then(([row]) => row);

describe.each(REQUEST_STATUSES)("a request that is %s", (status) => {
  it.each(DOERS)("lets the %s do what the table says, and nothing else", (doer) => {
    const expected = WHO_MAY[status][doer]?.split(" ") ?? [];
    expect(actsFrom(status, doer)).toEqual(expected);
    expect(ACTS.filter((act) => mayAct(act, status, doer))).toEqual(expected);
  });

  it("moves by the acts of the table, and stays as it is under every other", async () => {
    const allowed = new Set(Object.values(WHO_MAY[status]).flatMap((acts) => acts.split(" ")));
    const stays = await standing(status);
    for (const act of ACTS) {
      if (!allowed.has(act)) {
        await expect(moveRequest(database.db, { requestId: stays.id, act, now: NOW }), act).rejects.toMatchObject({ code: "request.moved", details: { status } });
        continue;
      }
      const { id, version } = await standing(status);
      if (act === "delivery-lapses" || act === "effect-lapses") await database.db.update(request).set({ letterPostedAt: null }).where(eq(request.id, id));
      const moved = await moveRequest(database.db, { requestId: id, act, now: NOW, version });
      expect(moved, act).toMatchObject({ status: LIFECYCLE[act].to, version: version + 1 });
      expect(moved.closedAt, act).toEqual(CLOSED.includes(moved.status) ? NOW : null);
    }
    expect(await now(stays.id)).toEqual(stays);
  });
});

describe("moving", () => {
  it("refuses an older version, and a condition of the caller's that does not hold", async () => {
    const row = await standing("submitted");
    await expect(moveRequest(database.db, { requestId: row.id, act: "claim", now: NOW, version: row.version - 1 })).rejects.toMatchObject({ code: "request.moved" });
    await expect(moveRequest(database.db, { requestId: row.id, act: "claim", now: NOW, when: sql`false` })).rejects.toMatchObject({ code: "request.moved" });
    expect(await now(row.id)).toEqual(row);
  });

  it("says of a request that is not there that it is unknown", async () => {
    const problem = await moveRequest(database.db, { requestId: crypto.randomUUID(), act: "claim", now: NOW }).catch((thrown: unknown) => thrown);
    expect(isProblem(problem, "request.unknown")).toBe(true);
  });

  it.each(["rejected", "cancelled", "lapsed", "done"] as const)("to %s stops clocks, ends links, and keeps the status page for ninety days", async (to) => {
    const from = { rejected: "identification-desk", cancelled: "identifying", lapsed: "identifying", done: "fulfilling" } as const;
    const act = { rejected: "refuse-identity", cancelled: "cancel", lapsed: "lapse", done: "complete" } as const;
    const { id } = await standing(from[to]);
    await database.db.insert(requestClock).values({ requestId: id, stage: "review", startedAt: NOW, dueAt: NOW });
    await database.db.insert(link).values([
      { kind: "objection", requestId: id, createdAt: NOW },
      { kind: "status", requestId: id, createdAt: NOW },
    ]);
    await moveRequest(database.db, { requestId: id, act: act[to], now: NOW });
    const links = await database.db.select().from(link).where(eq(link.requestId, id)).orderBy(link.kind);
    expect(links.map(({ kind, endedAt, expiresAt }) => ({ kind, endedAt, expiresAt }))).toEqual([
      { kind: "objection", endedAt: NOW, expiresAt: null },
      { kind: "status", endedAt: null, expiresAt: new Date(NOW.getTime() + 90 * 86_400_000) },
    ]);
    const [clock] = await database.db.select().from(requestClock).where(eq(requestClock.requestId, id));
    expect(clock?.stoppedAt).toEqual(NOW);
  });
});

describe("the database itself refuses", () => {
  /** What an act of the office never writes. */
  const wrong: Array<[constraint: string, status: RequestStatus, set: Partial<typeof request.$inferInsert> | (() => Partial<typeof request.$inferInsert>)]> = [
    ["second_check_by_another_person", "decided", () => ({ secondBy: bridge.sanne.id })],
    ["second_check_by_another_person", "submitted", () => ({ secondBy: bridge.wim.id })],
    ["rejection_has_a_reason", "decided", { decision: "reject", reasonCode: null }],
    ["decision_has_a_decider", "submitted", { decision: "approve" }],
    ["decision_has_a_decider", "submitted", () => ({ decidedBy: bridge.sanne.id })],
    ["approved_with_required_second_check", "decided", { status: "identifying", secondCheckRequired: true }],
    ["approved_with_required_second_check", "submitted", { status: "fulfilling" }],
    ["approved_with_required_second_check", "identifying", { decision: "reject", reasonCode: "DUPLICATE" }],
    ["done_means_number_sent_and_letter_posted", "fulfilling", { status: "done", letterPostedAt: null }],
    ["done_means_number_sent_and_letter_posted", "fulfilling", { status: "done", numberSentAt: null }],
    ["done_means_number_sent_and_letter_posted", "fulfilling", { type: "another", numberRequired: false, status: "done", letterPostedAt: null }],
    ["lapsed_means_not_delivered", "fulfilling", { status: "lapsed" }],
    ["lapsed_means_not_delivered", "fulfilling", { type: "another", numberRequired: false, status: "lapsed", numberSentAt: null }],
    ["done_means_tasks_done", "fulfilling", { status: "done", tasksRequired: true }],
    ["fulfilled_only_after_identification", "identifying", { fulfilledAt: NOW }],
    // A new user is never made without identification, number and letter, whatever a definition says (R24, D9).
    ["new_user_is_identified_and_delivered", "submitted", { identificationRequired: false, deliveryRequired: false }],
    ["new_user_is_identified_and_delivered", "submitted", { deliveryRequired: false }],
    ["new_user_is_identified_and_delivered", "submitted", { numberRequired: false }],
    ["identified_before_delivery", "submitted", { type: "another", identificationRequired: false }],
    ["done_means_fulfilled", "fulfilling", { type: "another", deliveryRequired: false, status: "done", fulfilledAt: null, numberSentAt: null, letterPostedAt: null }],
  ];

  it.each(wrong)("%s (from %s)", async (constraint, status, set) => {
    const row = await standing(status);
    const change = typeof set === "function" ? set() : set;
    const broken = database.db.update(request).set(change).where(eq(request.id, row.id));
    await expect(broken).rejects.toMatchObject({ cause: { message: expect.stringContaining(`"${constraint}"`) } });
    expect(await now(row.id)).toEqual(row);
  });

  it.each([
    ["identified, and without number and letter", { deliveryRequired: false }],
    ["without identification", { deliveryRequired: false, identificationRequired: false, identifiedAt: null }],
  ] as const)("nothing of a type that asks less: %s", async (_what, asks) => {
    const { id } = await standing("fulfilling");
    await database.db.update(request).set({ ...asks, type: "another", numberSentAt: null, letterPostedAt: null }).where(eq(request.id, id));
    expect(await moveRequest(database.db, { requestId: id, act: "complete", now: NOW })).toMatchObject({ status: "done" });
  });

  it("a letter without a number, where the type makes none", async () => {
    const { id } = await standing("fulfilling");
    await database.db.update(request).set({ numberRequired: false, type: "another", numberSentAt: null }).where(eq(request.id, id));
    expect(await moveRequest(database.db, { requestId: id, act: "complete", now: NOW })).toMatchObject({ status: "done" });
  });

  it("a second status link, a second confirm link, and a link that leads nowhere", async () => {
    const { id: requestId } = await standing("submitted");
    for (const kind of ["status", "confirm"] as const) {
      await database.db.insert(link).values({ kind, requestId, createdAt: NOW });
      await expect(database.db.insert(link).values({ kind, requestId, createdAt: NOW })).rejects.toMatchObject({ cause: { message: expect.stringContaining(`one_${kind}_link_per_request`) } });
    }
    await expect(database.db.insert(link).values({ kind: "status", createdAt: NOW })).rejects.toMatchObject({ cause: { message: expect.stringContaining("link_leads_somewhere") } });
  });
});
