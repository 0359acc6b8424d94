import { and, eq, isNull } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";

import { fulfilRequest } from "#app/domain/effects/fulfil.ts";
import { giveUpTask } from "#app/domain/effects/give-up.ts";
import { completeTask, listTasks } from "#app/domain/effects/tasks.ts";
import type { Finding } from "#app/domain/decisions/judgement.ts";
import { identificationParty } from "#db/schema/identification.ts";
import { getRequest, latestJudgement, rejectRequest } from "#app/domain/requests/decide.ts";
import { claimRequest } from "#app/domain/requests/claim.ts";
import * as apply from "#app/routes/apply.$type.tsx";
import * as page from "#app/routes/draft.$token.$page.tsx";
import * as refer from "#app/routes/refer.$destination.tsx";
import * as taskReturn from "#app/routes/desk.requests.$requestId.task-return.tsx";
import { showCase } from "#app/web/desk.server.ts";
import { translator } from "#app/web/i18n.server.ts";
import { account, authorisation } from "#db/schema/accounts.ts";
import { auditEvent } from "#db/schema/audit.ts";
import { mail } from "#db/schema/correspondence.ts";
import { enterprise } from "#db/schema/organisations.ts";
import { identification } from "#db/schema/identification.ts";
import { manualTask } from "#db/schema/tasks.ts";
import { person, practice } from "#db/worlds/cast.ts";
import { approve, identify, received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { routesOf } from "#test/support/routes.ts";

const [ELIF, JOHANNA] = ["91000000000017", "91000000000025"] as const;

let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
  const [brug] = await office.database.db.select().from(enterprise).where(eq(enterprise.kvkNumber, practice("de-brug").kvkNumber));
  if (!brug) throw new Error("There is no enterprise.");
  for (const [userNumber, who] of [[ELIF, "elif"], [JOHANNA, "johanna"]] as const) {
    const { initials, firstName: givenName, prefix, surname, email, phone } = person(who);
    await office.database.db.insert(account).values({ userNumber, enterpriseId: brug.id, agbCode: "12345678", initials, givenName, prefix, surname, email, phone, language: "nl", status: "active", createdAt: office.now() });
  }
});

/** Nobody of De Brug ever had access. */
beforeEach(async () => {
  await office.database.db.delete(authorisation);
  office.clock.add(60_000);
});

type Form = { user?: "elif" | "johanna"; by?: string; grant?: string[]; withdraw?: string[]; already?: string };

function formFor({ user = "elif", by = "pieter", grant, withdraw, already = "no" }: Form): Record<string, unknown> {
  const { kvkNumber, agbCodes } = practice("de-brug");
  const name = (who: string) => {
    const { initials, prefix, surname } = person(who);
    return { initials, prefix, surname };
  };
  return {
    "practice.agbCode": agbCodes[0],
    "practice.kvkNumber": kvkNumber,
    "asking.as": "contact",
    "access.already": already,
    "user.number": user === "elif" ? ELIF : JOHANNA,
    "user.name": name(user),
    "change.kind": grant && withdraw ? "both" : grant ? "grant" : "withdraw",
    ...(grant && { "change.grant": grant }),
    ...(withdraw && { "change.withdraw": withdraw }),
    "applicant.name": name(by),
    "applicant.email": person(by).email,
    "applicant.phone": person(by).phone,
    "applicant.position": "contactpersoon",
  };
}

const asked = (form: Form) => received(office, formFor(form), "purchasing-portal");
const rowOf = (requestId: string) => getRequest(office.database.db, requestId);
const held = async (userNumber: string = ELIF) =>
  (await office.database.db.select().from(authorisation).where(and(eq(authorisation.userNumber, userNumber), isNull(authorisation.withdrawnAt)))).map(({ service }) => service).sort();
const grantTo = (userNumber: string, service: string, withdrawnAt: Date | null = null) => office.database.db.insert(authorisation).values({ userNumber, service, grantedAt: new Date(office.now().getTime() - 86_400_000), withdrawnAt });
const foundIn = async (requestId: string) => ((await latestJudgement(office.database.db, requestId, "screening"))?.findings as Finding[]).map(({ ruleId }) => ruleId).filter((id) => id !== "no-certificate" && id !== "duplicate").sort();
const whoIdentify = async (requestId: string) => {
  const rows = await office.database.db
    .select({ role: identificationParty.role })
    .from(identificationParty)
    .innerJoin(identification, eq(identification.id, identificationParty.identificationId))
    .where(and(eq(identification.requestId, requestId), eq(identification.status, "open")));
  return rows.map(({ role }) => role).sort();
};
const told = async (requestId: string) =>
  (await office.database.db.select().from(mail).where(eq(mail.requestId, requestId))).map(({ template, recipient }) => `${template} ${recipient}`).sort();
const taskOf = async (requestId: string) => (await listTasks(office.database.db, requestId))[0];
const screenOf = (requestId: string) => showCase({ db: office.database.db, actor: office.staff.sanne, now: office.now(), t: translator("nl"), language: "nl" }, requestId);

/** Approved and, by whom it asks, identified. */
async function identified(form: Form, holder = "johanna"): Promise<string> {
  const requestId = await asked(form);
  await approve(office, requestId);
  await office.letDecisionsLeave();
  await identify(office, requestId, { holder });
  await office.work();
  return requestId;
}

describe("R10: the Zorginkoopportaal has a form of its own", () => {
  it("to which the general forms lead, and which offers its modules and nothing else", async () => {
    const { get, post } = routesOf(office);
    const shown = await get(refer.loader, "/refer/zorginkoop-form", { params: { destination: "zorginkoop-form" } });
    expect(shown.data).toMatchObject({ form: "purchasing-portal" });
    const begun = await post(apply.action, "/apply/purchasing-portal", {}, { params: { type: "purchasing-portal" } });
    const token = begun.location?.split("/")[2] ?? "";
    const send = async (name: string, typed: Record<string, string | string[]>) => {
      const at = { params: { token, page: name } };
      const { seen, drawn } = (await get(page.loader, `/draft/${token}/${name}`, at)).data as { seen: string; drawn: string };
      return post(page.action, `/draft/${token}/${name}`, { _seen: seen, _drawn: drawn, ...typed }, at);
    };
    expect((await send("practice", { "practice.agbCode": "12345678", "practice.kvkNumber": "68750110" })).location).toMatch(/\/asking$/);
    // Whoever is not the contact person hears so at once.
    expect((await send("asking", { "asking.as": "main-contact", "access.already": "no" })).location).toMatch(/^\/refer\/contact-asks\?/);
    expect((await send("asking", { "asking.as": "contact", "access.already": "no" })).location).toMatch(/\/user$/);
    expect((await send("user", { "user.number": ELIF, "user.name.initials": "E.", "user.name.surname": person("elif").surname })).location).toMatch(/\/change$/);
    expect((await send("change", { "change.kind": "grant" })).location).toMatch(/\/grant$/);
    const offered = (await get(page.loader, `/draft/${token}/grant`, { params: { token, page: "grant" } })).data["services"] as { groups: Array<{ services: Array<{ id: string }> }>; excluded: unknown[] };
    expect(offered.groups.flatMap(({ services }) => services.map(({ id }) => id))).toEqual(["zorginkoop-enquiry", "zorginkoop-contracting", "zorginkoop-negotiation", "zorginkoop-compliance", "zorginkoop-acceptance"]);
    expect(offered.groups.flatMap(({ services }) => services).some((one) => "needsAddendum" in one && one.needsAddendum === true)).toBe(false);
    expect(offered.excluded).toEqual([]);
    expect((await send("grant", { "change.grant": ["claims"] })).status).toBe(422);
    expect((await send("grant", { "change.grant": ["zorginkoop-enquiry"] })).location).toMatch(/\/applicant$/);
  });

  it("is refused where a general form asks for a module all the same", async () => {
    const { kvkNumber, agbCodes } = practice("de-brug");
    const general = { ...formFor({ grant: ["zorginkoop-enquiry"] }), "practice.agbCode": agbCodes[0], "practice.kvkNumber": kvkNumber, reason: "not-contact" };
    const requestId = await received(office, general, "authorisation-change");
    expect(await foundIn(requestId)).toEqual(expect.arrayContaining(["services-not-allowed", "zorginkoop"]));
  });

  it("lets only a contact person ask: the registered address decides, whatever the form says", async () => {
    await grantTo(JOHANNA, "zorginkoop-enquiry");
    const byFatima = await asked({ by: "fatima", grant: ["zorginkoop-compliance"], already: "yes" });
    expect(await foundIn(byFatima)).toEqual(["access-exists", "applicant-not-contact"]);
    await expect(approve(office, byFatima)).rejects.toMatchObject({ code: "request.blocked" });
    expect(await foundIn(await asked({ by: "sem", grant: ["zorginkoop-compliance"], already: "yes" }))).toContain("applicant-not-contact");
    expect(await foundIn(await asked({ grant: ["zorginkoop-compliance"], already: "yes" }))).toEqual(["access-exists"]);
  });

  it("lets only the signatory accept contracts", async () => {
    await grantTo(JOHANNA, "zorginkoop-enquiry");
    expect(await foundIn(await asked({ grant: ["zorginkoop-acceptance"] }))).toContain("acceptance-not-signatory");
    expect(await foundIn(await asked({ user: "johanna", grant: ["zorginkoop-acceptance"] }))).not.toContain("acceptance-not-signatory");
  });

  it("shows the desk who has access already, and what the form makes of it", async () => {
    await grantTo(JOHANNA, "zorginkoop-contracting");
    const requestId = await asked({ grant: ["zorginkoop-enquiry"], already: "yes" });
    expect(await foundIn(requestId)).toEqual(["access-exists"]);
    expect((await screenOf(requestId)).judgements[0]?.findings.map(({ text }) => text)).toContain("Al toegang tot het Zorginkoopportaal: J.W. de Vries-Bakker.");
    await office.database.db.delete(authorisation);
    expect(await foundIn(await asked({ grant: ["zorginkoop-enquiry"], already: "yes" }))).toEqual(["access-claimed-in-vain", "addendum-needed"]);
  });
});

describe("R10: where somebody of the enterprise has access", () => {
  it("goes from the form to its effect like any change of authorisations, without an addendum and without work by hand", async () => {
    await grantTo(JOHANNA, "zorginkoop-contracting");
    await grantTo(ELIF, "zorginkoop-negotiation");
    const requestId = await asked({ grant: ["zorginkoop-enquiry", "zorginkoop-compliance"], withdraw: ["zorginkoop-negotiation"], already: "yes" });
    await approve(office, requestId);
    await office.letDecisionsLeave();
    expect(await whoIdentify(requestId)).toEqual(["main-contact", "signatory"]);
    await identify(office, requestId, { holder: "fatima" });
    await office.work();
    expect(await rowOf(requestId)).toMatchObject({ status: "done", tasksRequired: false, tasksDoneAt: null });
    expect(await held()).toEqual(["zorginkoop-compliance", "zorginkoop-enquiry"]);
    expect(await told(requestId)).toEqual(
      [
        "confirm-address p.hendriks@debrug.example",
        "request-received p.hendriks@debrug.example",
        "request-notice p.hendriks@debrug.example",
        "request-notice f.elidrissi@debrug.example",
        "purchasing-approved p.hendriks@debrug.example",
        "identification-invitation j.devries-bakker@debrug.example",
        "identification-invitation f.elidrissi@debrug.example",
        "authorisations-changed p.hendriks@debrug.example",
        `authorisations-changed ${person("elif").email}`,
      ].sort(),
    );
  });

  it("asks for no addendum where somebody had access and lost it: it was signed then", async () => {
    await grantTo(JOHANNA, "zorginkoop-contracting", office.now());
    const requestId = await asked({ grant: ["zorginkoop-enquiry"] });
    expect(await foundIn(requestId)).toEqual([]);
  });

  it("asks for none to take a module away", async () => {
    expect(await foundIn(await asked({ withdraw: ["zorginkoop-enquiry"] }))).not.toContain("addendum-needed");
  });
});

describe("R10: where nobody of the enterprise has access yet", () => {
  it("the signatory identifies, and nothing is given before the addendum was signed", async () => {
    const requestId = await asked({ grant: ["zorginkoop-enquiry"] });
    expect(await foundIn(requestId)).toEqual(["addendum-needed"]);
    await approve(office, requestId);
    await office.letDecisionsLeave();
    // The main contact would do elsewhere; who signs is who identifies.
    expect(await whoIdentify(requestId)).toEqual(["signatory"]);
    await identify(office, requestId, { holder: "johanna" });
    await office.work();

    const waiting = await rowOf(requestId);
    expect(waiting).toMatchObject({ status: "fulfilling", fulfilledAt: null, tasksRequired: true });
    expect(waiting.dueAt).not.toBeNull();
    expect(await held()).toEqual([]);
    const task = await taskOf(requestId);
    expect(task).toMatchObject({ task: "sign-addendum", doneAt: null });
    expect((await screenOf(requestId)).tasks).toMatchObject([{ title: "Laat de tekenbevoegde het addendum tekenen", done: null, mayReturn: true }]);
    expect((await told(requestId)).filter((one) => one.startsWith("addendum"))).toEqual(["addendum-asked j.devries-bakker@debrug.example", "addendum-asked p.hendriks@debrug.example"]);
    expect((await told(requestId)).filter((one) => one.startsWith("authorisations"))).toEqual([]);

    // Run again while it waits, the job adds nothing.
    await fulfilRequest(office.made.fulfil, { requestId, now: office.now() });
    await office.work();
    expect(await listTasks(office.database.db, requestId)).toHaveLength(1);
    expect(await held()).toEqual([]);

    office.clock.add(3_600_000);
    await completeTask(office.made.office, { requestId, taskId: task?.id ?? "", note: "Getekend op 16 november.", by: office.staff.sanne, now: office.now() });
    await office.work();
    expect(await rowOf(requestId)).toMatchObject({ status: "done", fulfilledAt: office.now(), tasksDoneAt: office.now(), dueAt: waiting.dueAt });
    expect(await held()).toEqual(["zorginkoop-enquiry"]);
    const way = ["request.identified", "task.made", "task.done", "authorisations.changed", "request.fulfilled", "request.completed"];
    expect((await office.trail(requestId)).filter((act) => way.includes(act))).toEqual(way);
    expect((await told(requestId)).filter((one) => one.startsWith("authorisations"))).toHaveLength(2);
  });

  it("nobody is asked to sign for an account that has ended meanwhile: the request lapses", async () => {
    const requestId = await asked({ grant: ["zorginkoop-enquiry"] });
    await approve(office, requestId);
    await office.letDecisionsLeave();
    await office.database.db.update(account).set({ status: "ended" }).where(eq(account.userNumber, ELIF));
    await identify(office, requestId, { holder: "johanna" });
    await office.work();
    expect(await rowOf(requestId)).toMatchObject({ status: "lapsed", fulfilledAt: null });
    expect(await listTasks(office.database.db, requestId)).toEqual([]);
    expect((await told(requestId)).filter((one) => one.startsWith("addendum"))).toEqual([]);
    await office.database.db.update(account).set({ status: "active" }).where(eq(account.userNumber, ELIF));
  });

  it("the rights are not given behind the task's back", async () => {
    const requestId = await identified({ grant: ["zorginkoop-enquiry"] });
    const task = await taskOf(requestId);
    // Ticked off in the database, but not by the office's verb: the effect looks for itself.
    await office.database.db.delete(manualTask).where(eq(manualTask.id, task?.id ?? ""));
    await fulfilRequest(office.made.fulfil, { requestId, now: office.now() }).catch(() => undefined);
    expect(await held()).toEqual([]);
  });

  it("a signatory who does not sign leads back to the desk, with the reason, and the request can be rejected there", async () => {
    const requestId = await identified({ grant: ["zorginkoop-enquiry"] });
    const task = await taskOf(requestId);
    const { post } = routesOf(office);
    const at = { params: { requestId }, by: office.staff.sanne };
    expect(await post(taskReturn.action, `/desk/requests/${requestId}/task-return`, { task: task?.id ?? "", why: " " }, at)).toMatchObject({ status: 422, data: { problem: { code: "task.note-missing" } } });
    expect((await rowOf(requestId)).status).toBe("fulfilling");
    const answer = await post(taskReturn.action, `/desk/requests/${requestId}/task-return`, { task: task?.id ?? "", why: "Johanna tekent niet; BSN 111222333." }, at);
    expect([answer.status, answer.location]).toEqual([303, `/desk/requests/${requestId}`]);
    expect(await rowOf(requestId)).toMatchObject({ status: "submitted", decision: null, identifiedAt: null, priority: "high" });
    const [event] = await office.database.db.select().from(auditEvent).where(and(eq(auditEvent.requestId, requestId), eq(auditEvent.act, "task.given-up")));
    expect(event).toMatchObject({ actorName: "Sanne Mulder", payload: { task: "sign-addendum" } });
    expect(JSON.stringify(event?.payload)).not.toContain("111222333");
    const again = await post(taskReturn.action, `/desk/requests/${requestId}/task-return`, { task: task?.id ?? "", why: "Nog eens." }, at);
    expect(again.status).toBe(409);

    const { version } = await claimRequest(office.made.office, { requestId, by: office.staff.sanne, now: office.now() });
    await rejectRequest(office.made.office, { requestId, version, reasonCode: "ADDENDUM_NOT_SIGNED", by: office.staff.sanne, now: office.now() });
    await office.letDecisionsLeave();
    expect((await rowOf(requestId)).status).toBe("rejected");
    expect(await held()).toEqual([]);
  });

  it("approved again, it is identified again, and the addendum is asked for with a clock of its own", async () => {
    const requestId = await identified({ grant: ["zorginkoop-enquiry"] });
    const first = await taskOf(requestId);
    await giveUpTask(office.made.office, { requestId, taskId: first?.id ?? "", note: "Op reis.", by: office.staff.sanne, now: office.now() });
    office.clock.add(86_400_000);
    await approve(office, requestId);
    await office.letDecisionsLeave();
    await identify(office, requestId, { holder: "johanna" });
    await office.work();
    const second = await taskOf(requestId);
    expect(second?.id).not.toBe(first?.id);
    await completeTask(office.made.office, { requestId, taskId: second?.id ?? "", by: office.staff.sanne, now: office.now() });
    await office.work();
    expect((await rowOf(requestId)).status).toBe("done");
    await expect(giveUpTask(office.made.office, { requestId, taskId: second?.id ?? "", note: "Toch niet.", by: office.staff.sanne, now: office.now() })).rejects.toMatchObject({ code: "task.too-late" });
  });

  it("of a tick and a way back at once one wins", async () => {
    const requestId = await identified({ grant: ["zorginkoop-enquiry"] });
    const task = await taskOf(requestId);
    const given = { requestId, taskId: task?.id ?? "", by: office.staff.sanne, now: office.now() };
    const outcomes = await Promise.allSettled([completeTask(office.made.office, given), giveUpTask(office.made.office, { ...given, by: office.staff.wim, note: "Tekent niet." })]);
    await office.work();
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const row = await rowOf(requestId);
    expect([row.status, await held()]).toEqual(outcomes[0].status === "fulfilled" ? ["done", ["zorginkoop-enquiry"]] : ["submitted", []]);
  });
});
