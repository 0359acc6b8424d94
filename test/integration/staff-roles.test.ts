import { and, desc, eq, isNull } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { staffActor, type StaffActor } from "#app/domain/access/actor.ts";
import { decideRoleChange, getStaffRoles, proposeRoleChange } from "#app/domain/access/role-changes.ts";
import type { StaffRole } from "#app/domain/access/roles.ts";
import * as desk from "#app/routes/desk._index.tsx";
import * as member from "#app/routes/staff.$staffId.tsx";
import * as people from "#app/routes/staff._index.tsx";
import * as decision from "#app/routes/staff.role-changes.$changeId.tsx";
import type { Database } from "#db/client.server.ts";
import { auditEvent } from "#db/schema/audit.ts";
import { staff, staffRoleChange } from "#db/schema/staff.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { routesOf } from "#test/support/routes.ts";
import { openSignInOffice, type SignInOffice } from "#test/support/sign-in-office.ts";

type Who = keyof TestOffice["staff"];
let office: TestOffice;
const db = () => office.database.db;
const by = (who: Who) => ({ by: office.staff[who], now: office.now(), correlationId: "c-1" });
beforeAll(async () => {
  office = await openOffice();
  // Two administrators, no more and no fewer: of one alone nobody could take the role away, and with a third nobody would be the last.
  await db().update(staff).set({ roles: ["reviewer"] }).where(eq(staff.id, office.staff.mei.id));
  await db().update(staff).set({ roles: ["reviewer", "administrator"] }).where(eq(staff.id, office.staff.wim.id));
});
beforeEach(async () => {
  for (const { id } of Object.values(office.staff)) await db().delete(staffRoleChange).where(eq(staffRoleChange.staffId, id));
  await db().update(staff).set({ roles: ["reviewer"] }).where(eq(staff.id, office.staff.sanne.id));
});

const propose = (who: Who, about: Who, roles: StaffRole[]) => proposeRoleChange(db(), { ...by(who), staffId: office.staff[about].id, roles, reason: "Nieuwe taak" });
async function openOf(about: Who): Promise<string> {
  const [row] = await db().select().from(staffRoleChange).where(and(eq(staffRoleChange.staffId, office.staff[about].id), isNull(staffRoleChange.outcome)));
  return row?.id ?? "";
}
const decide = async (who: Who, about: Who, outcome: "approved" | "refused" | "withdrawn") => decideRoleChange(db(), { ...by(who), changeId: await openOf(about), outcome });
const rolesOf = async (who: Who) => (await getStaffRoles(db(), office.staff[who].id)).roles;

describe("a change of roles", () => {
  it("is proposed by one and approved by another, and holds from the next request", async () => {
    const routes = routesOf(office);
    const asked = { by: office.staff.tom, params: { staffId: office.staff.sanne.id } };
    expect(await routes.post(member.action, "/staff/x", { "roles[]": ["reviewer", "auditor"], reason: "Vervangt Ravi" }, asked)).toMatchObject({ status: 303, location: `/staff/${office.staff.sanne.id}` });
    expect(await rolesOf("sanne")).toEqual(["reviewer"]);
    const shown = await routes.get(member.loader, "/staff/x", { ...asked, by: office.staff.ilse });
    expect(shown.data["changes"]).toMatchObject([{ proposer: "Tom Smit", reason: "Vervangt Ravi", before: ["reviewer"], after: ["reviewer", "auditor"], mayDecide: true }]);
    expect((await routes.post(decision.action, "/staff/x", { outcome: "approved" }, { by: office.staff.ilse, params: { changeId: await openOf("sanne") } })).status).toBe(303);
    expect(await rolesOf("sanne")).toEqual(["reviewer", "auditor"]);
    const trail = await db().select().from(auditEvent).where(eq(auditEvent.subjectId, office.staff.sanne.id)).orderBy(desc(auditEvent.id)).limit(2);
    expect(trail).toMatchObject([
      { act: "staff.change-approved", actorName: "Ilse Peters", payload: { from: ["reviewer"], to: ["reviewer", "auditor"], proposedBy: office.staff.tom.id } },
      { act: "staff.change-proposed", actorName: "Tom Smit", payload: { reason: "Vervangt Ravi" } },
    ]);
    expect((await routes.get(desk.loader, "/desk", { by: office.staff.sanne })).status).toBe(200);
    await propose("tom", "sanne", ["auditor", "print-room"]);
    await decide("wim", "sanne", "approved");
    expect((await routes.get(people.loader, "/staff", { by: office.staff.sanne })).status).toBe(200);
    await propose("tom", "sanne", []);
    await decide("ilse", "sanne", "approved");
    for (const page of [desk, people]) expect((await routes.get(page.loader, "/desk", { by: office.staff.sanne })).status).toBe(403);
  });

  it("is never about oneself, never agreed to by who proposed it, and never decided twice", async () => {
    await expect(propose("tom", "tom", ["administrator", "auditor"])).rejects.toMatchObject({ code: "staff.own-roles" });
    await propose("tom", "sanne", ["auditor"]);
    await expect(decide("tom", "sanne", "approved")).rejects.toMatchObject({ code: "access.own-act" });
    await expect(decide("tom", "sanne", "refused")).rejects.toMatchObject({ code: "access.own-act" });
    await expect(decide("wim", "sanne", "withdrawn")).rejects.toMatchObject({ code: "access.own-act" });
    await expect(decide("sanne", "sanne", "approved")).rejects.toMatchObject({ code: "staff.own-roles" });
    const id = await openOf("sanne");
    // Both hold the same proposal in their hands: whoever asks for the open one a moment later would find none.
    const judge = (who: "wim" | "ilse", outcome: "approved" | "refused") => decideRoleChange(db(), { ...by(who), changeId: id, outcome });
    const [one, two] = await Promise.allSettled([judge("wim", "approved"), judge("ilse", "refused")]);
    expect([one, two].filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const lost = [one, two].find(({ status }) => status === "rejected") as PromiseRejectedResult;
    expect(lost.reason).toMatchObject({ code: "staff.change-decided", details: { name: expect.stringMatching(/^(Wim Bos|Ilse Peters)$/) } });
    await expect(decideRoleChange(db(), { ...by("wim"), changeId: id, outcome: "refused" })).rejects.toMatchObject({ code: "staff.change-decided" });
    await expect(decideRoleChange(db(), { ...by("wim"), changeId: crypto.randomUUID(), outcome: "refused" })).rejects.toMatchObject({ code: "staff.change-unknown" });
  });

  it("is kept so by the database too", async () => {
    const { tom, wim, sanne } = office.staff;
    const row = { staffId: sanne.id, before: ["reviewer"], after: [], reason: "x", proposedBy: tom.id, proposedAt: office.now() };
    const put = (change: object) => db().insert(staffRoleChange).values({ ...row, ...change }).then(() => null, (error: { cause?: { message?: string } }) => error.cause?.message ?? "");
    expect(await put({ proposedBy: sanne.id })).toContain("nobody_changes_their_own_roles");
    const decided = { outcome: "approved" as const, decidedAt: office.now() };
    expect(await put({ ...decided, decidedBy: sanne.id })).toContain("nobody_changes_their_own_roles");
    expect(await put({ ...decided, decidedBy: tom.id })).toContain("role_change_has_a_second_check");
    expect(await put({ ...decided, outcome: "withdrawn", decidedBy: wim.id })).toContain("role_change_has_a_second_check");
    expect(await put({ ...decided, decidedBy: null })).toContain("role_change_is_decided_whole");
    expect(await put({ ...decided, decidedBy: wim.id })).toBeNull();
    expect(await put({})).toBeNull();
    expect(await put({})).toContain("one_open_role_change_per_person");
  });

  it("waits alone: a second proposal for the same person, and one that changes nothing, are told why", async () => {
    await propose("tom", "sanne", ["auditor"]);
    await expect(propose("wim", "sanne", ["manager"])).rejects.toMatchObject({ code: "staff.change-open" });
    await decide("tom", "sanne", "withdrawn");
    const answer = await routesOf(office).post(member.action, "/staff/x", { "roles[]": "reviewer", reason: "zomaar" }, { by: office.staff.tom, params: { staffId: office.staff.sanne.id } });
    expect(answer).toMatchObject({ status: 422, data: { problem: { code: "staff.no-change", fields: { roles: expect.any(String) }, values: { reason: "zomaar" } } } });
  });

  it("never takes the last administrator's role, also not when two go at once", async () => {
    for (let time = 0; time < 8; time += 1) {
      await propose("tom", "wim", ["reviewer"]);
      await propose("wim", "tom", ["auditor"]);
      const both = await Promise.allSettled([decide("ilse", "wim", "approved"), decide("ilse", "tom", "approved")]);
      expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect(both.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "staff.last-administrator" } });
      for (const who of ["tom", "wim"] as const) await db().delete(staffRoleChange).where(eq(staffRoleChange.staffId, office.staff[who].id));
      await db().update(staff).set({ roles: ["administrator"] }).where(eq(staff.id, office.staff.tom.id));
      await db().update(staff).set({ roles: ["reviewer", "administrator"] }).where(eq(staff.id, office.staff.wim.id));
    }
  });
});

describe("in production", () => {
  let there: SignInOffice;
  let database: Database;
  const admins: StaffActor[] = [];
  beforeAll(async () => {
    there = await openSignInOffice();
    ({ database } = there);
    there.organisation.people.set("s-1", { sub: "s-1", name: "Sanne Mulder", email: "s.mulder@organisation.example", groups: ["Zegel reviewers"] });
    there.organisation.atTheKeyboard = "s-1";
    for (const name of ["Tom", "Ada", "Bea"]) {
      const [row] = await database.db.insert(staff).values({ name, roles: ["administrator"], issuer: there.organisation.issuer, subject: name, createdAt: there.made.clock.now() }).returning();
      if (row) admins.push(staffActor({ id: row.id, name, roles: ["administrator"] }));
    }
  });
  afterAll(() => there.close());

  const change = async (staffId: string, roles: StaffRole[]) => {
    const [one, other] = admins;
    const now = there.made.clock.now();
    if (!one || !other) throw new Error("There are no administrators.");
    await proposeRoleChange(database.db, { staffId, roles, reason: "x", by: one, now, correlationId: "c" });
    const [open] = await database.db.select().from(staffRoleChange).where(isNull(staffRoleChange.outcome));
    await decideRoleChange(database.db, { changeId: open?.id ?? "", outcome: "approved", by: other, now, correlationId: "c" });
  };

  it("the groups are the most that somebody may have, and what is withheld stays withheld when the groups are asked again", async () => {
    const browser = await there.signedIn();
    expect(await there.look(browser)).toMatchObject({ status: 200, data: { roles: ["reviewer"] } });
    const id = (await there.rowOf("s-1"))?.id ?? "";
    await expect(change(id, ["reviewer", "auditor"])).rejects.toMatchObject({ code: "staff.above-groups" });
    there.organisation.people.set("s-1", { sub: "s-1", name: "Sanne Mulder", email: "s.mulder@organisation.example", groups: ["Zegel reviewers", "Zegel print room"] });
    there.pass(11 * 60_000);
    expect(await there.look(browser)).toMatchObject({ data: { roles: ["reviewer", "print-room"] } });
    await change(id, ["print-room"]);
    // At the very next request, and also after the organisation was asked again.
    expect((await there.look(browser)).status).toBe(403);
    there.pass(11 * 60_000);
    expect((await there.look(browser)).status).toBe(403);
    expect((await getStaffRoles(database.db, id)).withheld).toEqual(["reviewer"]);
    await change(id, ["reviewer", "print-room"]);
    expect(await there.look(browser)).toMatchObject({ status: 200, data: { roles: ["reviewer", "print-room"] } });
  });

  it("who has nothing left is out, and does not come in again", async () => {
    const browser = await there.signedIn();
    const id = (await there.rowOf("s-1"))?.id ?? "";
    await change(id, []);
    expect((await there.look(browser)).location).toMatch(/^\/sign-in/);
    there.move();
    expect(await there.enter(browser, await there.comeBack(browser))).toContain("why=no-role");
  });
});
