import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { readDefinitionFiles, readScreenTexts } from "#app/adapters/files/definitions.ts";
import { loadDefinitions } from "#app/domain/definitions/load.ts";
import { completeTask, listOpenTasks, listTasks } from "#app/domain/effects/tasks.ts";
import { isProblem } from "#app/domain/problem.ts";
import { getRequest } from "#app/domain/requests/decide.ts";
import { countQueue, listQueue } from "#app/domain/requests/queue.ts";
import * as jobs from "#app/routes/jobs.tsx";
import * as tasks from "#app/routes/desk.requests.$requestId.tasks.tsx";
import { showCase } from "#app/web/desk.server.ts";
import { translator } from "#app/web/i18n.server.ts";
import { auditEvent } from "#db/schema/audit.ts";
import { mail } from "#db/schema/correspondence.ts";
import { request } from "#db/schema/requests.ts";
import { manualTask } from "#db/schema/tasks.ts";
import { answersFor, approve, received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { routesOf } from "#test/support/routes.ts";
import { ROOT } from "#test/support/stage.ts";

const TYPE = "another-device";

let office: TestOffice;
/** A kind of request that nothing carries out by itself: one JSON file and its texts, put beside those of the installation. */
beforeAll(async () => {
  office = await openOffice();
  const files = readDefinitionFiles(ROOT);
  const revocation = files.find(({ kind, key }) => kind === "request-type" && key === "revocation")?.content as Record<string, unknown>;
  const { precaution: _precaution, messages: _messages, ...rest } = revocation;
  const content = {
    ...rest,
    id: TYPE,
    effects: [
      { effect: "manual-task", task: "unlink-device" },
      { effect: "manual-task", task: "call-back", when: [{ field: "revocation.reason", in: ["compromised"] }] },
    ],
    messages: {
      "request.submitted": [{ template: "confirm-address", to: "applicant" }],
      "request.confirmed": [
        { template: "request-received", to: "applicant" },
        { template: "revocation-notice", to: "main-contact", when: [{ field: "revocation.reason", in: ["compromised"] }] },
      ],
    },
  };
  const texts = readScreenTexts(ROOT);
  const words = { title: "Wat", how: "Hoe" };
  for (const language of ["nl", "en"] as const) {
    const { requests = {}, desk = {} } = texts[language];
    texts[language] = { ...texts[language], requests: { ...requests, [TYPE]: requests["revocation"] ?? {} }, desk: { ...desk, task: { ...(typeof desk["task"] === "object" ? desk["task"] : {}), "unlink-device": words, "call-back": words } } };
  }
  await loadDefinitions(office.database.db, [...files, { kind: "request-type", key: TYPE, path: "another-device.json", content }], texts, office.now());
});

const rowOf = (requestId: string) => getRequest(office.database.db, requestId);
const openTasks = async (requestId: string) => (await listTasks(office.database.db, requestId)).filter(({ doneAt }) => doneAt === null);
const done = (requestId: string, taskId: string, note?: string) => completeTask(office.made.office, { requestId, taskId, by: office.staff.sanne, now: office.now(), ...(note && { note }) });

async function approved(reason: "other" | "compromised"): Promise<string> {
  const requestId = await received(office, { ...answersFor("de-brug"), "user.number": "90000000000001", "revocation.reason": reason, "revocation.moment": "now" }, TYPE);
  // What the rules find is not what this is about.
  await office.database.db.execute("update judgement set findings = '[]'");
  await approve(office, requestId);
  await office.letDecisionsLeave();
  await office.work();
  return requestId;
}

describe("what staff do by hand", () => {
  it("is made when the request is carried out, keeps it from being done, and is ticked off with a trail", async () => {
    const requestId = await approved("other");
    expect(await rowOf(requestId)).toMatchObject({ status: "fulfilling", fulfilledAt: office.now(), tasksRequired: true, tasksDoneAt: null });
    expect((await rowOf(requestId)).dueAt).not.toBeNull();
    const [open, ...others] = await openTasks(requestId);
    expect([open?.task, others]).toEqual(["unlink-device", []]);

    office.clock.add(60_000);
    await done(requestId, open?.id ?? "", "Gebeld, mijn pincode is Welkom123 en BSN 111222333");
    expect(await rowOf(requestId)).toMatchObject({ status: "done", tasksDoneAt: office.now(), closedAt: office.now() });
    const [task] = await listTasks(office.database.db, requestId);
    expect(task).toMatchObject({ doneBy: "Sanne Mulder", doneAt: office.now() });
    expect(task?.note).not.toContain("111222333");
    const way = ["request.fulfilled", "task.made", "task.done", "request.completed"];
    expect((await office.trail(requestId)).filter((act) => way.includes(act))).toEqual(["task.made", "request.fulfilled", "task.done", "request.completed"]);
    const [event] = await office.database.db.select().from(auditEvent).where(and(eq(auditEvent.requestId, requestId), eq(auditEvent.act, "task.done")));
    expect(event).toMatchObject({ actorName: "Sanne Mulder", subjectId: open?.id, payload: { task: "unlink-device" } });
    expect(JSON.stringify(event?.payload)).not.toContain("111222333");
  });

  it("an effect and an e-mail for certain answers come with those only", async () => {
    const requestId = await approved("compromised");
    const told = async (id: string) => (await office.database.db.select().from(mail).where(eq(mail.requestId, id))).map(({ template }) => template);
    expect((await openTasks(requestId)).map(({ task }) => task)).toEqual(["call-back", "unlink-device"]);
    expect(await told(requestId)).toContain("revocation-notice");
    expect(await told(await approved("other"))).not.toContain("revocation-notice");

    const [one, two] = await openTasks(requestId);
    await done(requestId, one?.id ?? "");
    expect((await rowOf(requestId)).status).toBe("fulfilling");
    await done(requestId, two?.id ?? "");
    expect((await rowOf(requestId)).status).toBe("done");
  });

  it("two people who tick off the two last ones at once both succeed, and of the same one only the first", async () => {
    const requestId = await approved("compromised");
    const [one, two] = (await openTasks(requestId)).map(({ id }) => id);
    const outcomes = await Promise.allSettled([one, two, two].map((id) => done(requestId, id ?? "")));
    const refused = outcomes.flatMap((outcome) => (outcome.status === "rejected" && isProblem(outcome.reason) ? [outcome.reason.code] : []));
    expect(refused).toEqual(["task.done"]);
    expect((await rowOf(requestId)).status).toBe("done");
    await expect(done(requestId, one ?? "")).rejects.toMatchObject({ code: "task.done" });
  });

  it("one of another request is not there", async () => {
    const [mine, another] = [await approved("other"), await approved("other")];
    const [task] = await openTasks(another);
    await expect(done(mine, task?.id ?? "")).rejects.toMatchObject({ code: "task.unknown" });
    expect((await rowOf(another)).status).toBe("fulfilling");
  });

  it("the database keeps a request with work left from being done", async () => {
    const requestId = await approved("other");
    const broken = office.database.db.update(request).set({ status: "done" }).where(eq(request.id, requestId));
    await expect(broken).rejects.toMatchObject({ cause: { message: expect.stringContaining('"done_means_tasks_done"') } });
    const nobody = office.database.db.update(manualTask).set({ doneAt: office.now() }).where(eq(manualTask.requestId, requestId));
    await expect(nobody).rejects.toMatchObject({ cause: { message: expect.stringContaining('"task_is_done_by_somebody"') } });
  });
});

describe("where it shows", () => {
  it("at the desk in a view of its own, on the request, and among the stuck work", async () => {
    const { db } = office.database;
    const { sanne, els } = office.staff;
    const requestId = await approved("other");
    const before = await countQueue(db, sanne);
    const inView = async () => (await listQueue(db, { view: "tasks", by: sanne, limit: 200 })).lines.map(({ id }) => id);
    expect(await inView()).toContain(requestId);
    const screen = await showCase({ db, actor: sanne, now: office.now(), t: translator("nl"), language: "nl" }, requestId);
    expect(screen).toMatchObject({ clock: { stage: "delivery" }, tasks: [{ done: null }], may: { completeTask: true } });
    expect((await showCase({ db, actor: els, now: office.now(), t: translator("nl"), language: "nl" }, requestId)).may.completeTask).toBe(false);
    const { get, post } = routesOf(office);
    expect((await get(jobs.loader, "/jobs", { by: els })).data["tasks"]).toContainEqual(expect.objectContaining({ of: expect.objectContaining({ requestId }) as unknown, task: "unlink-device", subjectName: "Z. van der Håkon" }));

    const [task] = await openTasks(requestId);
    const at = { params: { requestId } };
    expect((await post(tasks.action, `/desk/requests/${requestId}/tasks`, { task: task?.id ?? "" }, { ...at, by: els })).status).toBe(403);
    expect((await post(tasks.action, `/desk/requests/${requestId}/tasks`, { task: "no" }, { ...at, by: sanne })).status).toBe(422);
    expect(await openTasks(requestId)).toHaveLength(1);
    const answer = await post(tasks.action, `/desk/requests/${requestId}/tasks`, { task: task?.id ?? "", note: " Gedaan. " }, { ...at, by: sanne });
    expect([answer.status, answer.location]).toEqual([303, `/desk/requests/${requestId}#tasks`]);
    expect(await listTasks(db, requestId)).toMatchObject([{ note: "Gedaan.", doneBy: "Sanne Mulder" }]);
    const late = await post(tasks.action, `/desk/requests/${requestId}/tasks`, { task: task?.id ?? "", note: "Ik ook." }, { ...at, by: office.staff.wim });
    expect(late).toMatchObject({ status: 409, data: { problem: { values: { note: "Ik ook." } } } });
    expect(await inView()).not.toContain(requestId);
    expect((await countQueue(db, sanne)).tasks).toBe(before.tasks - 1);
    expect((await listOpenTasks(db)).map(({ of }) => of?.requestId)).not.toContain(requestId);
  });
});
