import { and, eq, isNull, like } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";

import { system } from "#app/domain/access/actor.ts";
import { listReissues } from "#app/domain/certificates/reissue-list.ts";
import { carryOutMoves } from "#app/domain/customers/moves/carry-out.ts";
import { decideMove, listMoves, proposeMove } from "#app/domain/customers/moves/propose.ts";
import { askReissues, completeReissue, listReissues as listByHand } from "#app/domain/customers/moves/reissue.ts";
import { officeDate } from "#app/domain/deadlines/calendar.ts";
import { listOpenTasks } from "#app/domain/effects/tasks.ts";
import { listBatches, makeBatch } from "#app/domain/print-room/batches.ts";
import { getRequest } from "#app/domain/requests/decide.ts";
import { account, certificate, letter } from "#db/schema/accounts.ts";
import { mail } from "#db/schema/correspondence.ts";
import { identificationParty } from "#db/schema/identification.ts";
import { practiceMove } from "#db/schema/moves.ts";
import { agbCode, agreement, enterprise, roleHolder } from "#db/schema/organisations.ts";
import { manualTask } from "#db/schema/tasks.ts";
import { runSql } from "#db/types.ts";
import { practice } from "#db/worlds/cast.ts";
import { answersFor, install, received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { asked, fulfilled } from "#test/support/so-far.ts";

let office: TestOffice;
const CODE = practice("de-brug").agbCodes[0] ?? "";
const FROM = practice("de-brug").kvkNumber;
const TO = practice("zonneveld").kvkNumber;
const DAY = 86_400_000;

beforeAll(async () => {
  office = await openOffice();
});

const db = () => office.database.db;
const day = (days = 0) => officeDate(new Date(office.now().getTime() + days * DAY));
const partyOf = async (kvkNumber: string) => (await db().select().from(enterprise).where(eq(enterprise.kvkNumber, kvkNumber)))[0]?.id ?? "";
const ownerOf = async () => (await db().select().from(agbCode).where(eq(agbCode.code, CODE)))[0]?.enterpriseId;
const setOwner = (kvkNumber: string | null) => office.town.post(`/simulators/registers/vektis/${CODE}/owner`, kvkNumber === null ? { undo: "yes" } : { kvkNumber });
const propose = (change: Partial<Parameters<typeof proposeMove>[1]> = {}) =>
  proposeMove(office.made.office, { agbCode: CODE, toKvk: TO, movesOn: day(), reason: "Fusie, akte gezien.", by: office.staff.sanne, now: office.now(), ...change });
const decide = (id: string, outcome: "approved" | "refused" | "withdrawn", by = office.staff.wim) => decideMove(office.made.office, { id, outcome, by, now: office.now() });
const carryOut = () => carryOutMoves(office.made.office, office.now());

describe("daily practice: two practices merge", () => {
  beforeEach(async () => {
    for (const move of await listMoves(db())) if (move.carriedOutAt === null && (move.outcome === null || move.outcome === "approved")) await decide(move.id, "withdrawn", office.staff.sanne);
    await setOwner(null);
    office.clock.add(2 * 3_600_000);
  });

  it("asks for a reason, a day to come, an enterprise with an agreement, and one move of a code at a time", async () => {
    await expect(propose({ reason: " " })).rejects.toMatchObject({ code: "request.reason-missing" });
    await expect(propose({ movesOn: day(-1) })).rejects.toMatchObject({ code: "move.past" });
    await expect(propose({ agbCode: "99999999" })).rejects.toMatchObject({ code: "move.code-unknown" });
    await expect(propose({ toKvk: "00000000" })).rejects.toMatchObject({ code: "move.enterprise-unknown" });
    await expect(propose({ toKvk: FROM })).rejects.toMatchObject({ code: "move.same-enterprise" });
    const to = await partyOf(TO);
    const [kept] = await db().update(agreement).set({ endsOn: day(5) }).where(and(eq(agreement.enterpriseId, to), isNull(agreement.endsOn))).returning();
    await expect(propose({ movesOn: day(6) })).rejects.toMatchObject({ code: "move.without-agreement" });
    await db().update(agreement).set({ endsOn: null }).where(eq(agreement.id, kept?.id ?? ""));
    const both = await Promise.allSettled([propose(), propose()]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("is carried out by nobody alone: a colleague agrees, in the database too", async () => {
    const { id } = await propose();
    await expect(decide(id, "approved", office.staff.sanne)).rejects.toMatchObject({ code: "access.own-act" });
    await expect(db().update(practiceMove).set({ outcome: "approved", decidedBy: office.staff.sanne.id, decidedAt: office.now() }).where(eq(practiceMove.id, id))).rejects.toMatchObject({
      cause: expect.objectContaining({ message: expect.stringContaining("second_check_of_a_move") as string }) as unknown,
    });
    expect(await carryOut()).toBe(0);
    await decide(id, "refused");
    await expect(decide(id, "approved")).rejects.toMatchObject({ code: "move.decided" });
    expect(await ownerOf()).toBe(await partyOf(FROM));
  });

  it("waits for its day, and for the AGB register to name the other enterprise; both practices are told", async () => {
    const { id } = await propose({ movesOn: day(10) });
    await decide(id, "approved");
    await office.work();
    const told = await db().select().from(mail).where(eq(mail.template, "practice-moves"));
    expect(told.map(({ recipient }) => recipient)).toEqual(expect.arrayContaining(["f.elidrissi@debrug.example", "p.hendriks@debrug.example"]));
    expect(told.some(({ recipient }) => recipient.endsWith("zonneveld.example"))).toBe(true);
    expect(await carryOut()).toBe(0);
    office.clock.add(10 * DAY);
    expect(await carryOut()).toBe(0);
    expect((await listMoves(db())).find((move) => move.id === id)).toMatchObject({ heldBy: "move.register-differs", carriedOutAt: null });
    await office.town.post("/simulators/faults", { service: "vektis", fault: "down" });
    office.clock.add(3_600_000);
    expect(await carryOut()).toBe(0);
    expect((await listMoves(db())).find((move) => move.id === id)).toMatchObject({ heldBy: "register.unreachable" });
    await office.town.post("/simulators/faults", { service: "vektis", fault: "none" });
    expect(await ownerOf()).toBe(await partyOf(FROM));
  });

  it("takes accounts, contacts and open requests along from that day; certificates stay valid, and who asks to identify is the other enterprise's", async () => {
    const [from, to] = [await partyOf(FROM), await partyOf(TO)];
    // As after many a merger: its name is a part of the former one's.
    await db().update(enterprise).set({ name: "De Brug" }).where(eq(enterprise.id, to));
    const installed = await fulfilled(office);
    await install(office, installed);
    const inBatch = await fulfilled(office);
    const batch = await makeBatch(office.made.office, { by: office.staff.noor, now: office.now() });
    const waiting = await fulfilled(office);
    const identifying = await asked(office);
    const open = await received(office, answersFor("de-brug"));
    const { id } = await propose();
    await decide(id, "approved");
    await setOwner(TO);
    // Killed in between: nothing of it has happened, nobody is told, and the next time all of it does.
    await runSql(db(), "create or replace function fail_reissue() returns trigger language plpgsql as $$ begin raise exception 'the process died'; end $$");
    await runSql(db(), "create trigger dies before insert on reissue for each row execute function fail_reissue()");
    await expect(carryOut()).rejects.toThrow();
    expect(await ownerOf()).toBe(from);
    await runSql(db(), "drop trigger dies on reissue");
    expect(await carryOut()).toBe(1);
    expect(await carryOut()).toBe(0);
    await office.work();
    expect(await ownerOf()).toBe(to);
    const accounts = await db().select().from(account).where(eq(account.agbCode, CODE));
    expect(accounts.filter(({ status }) => status !== "ended").every(({ enterpriseId }) => enterpriseId === to)).toBe(true);
    expect((await db().select().from(roleHolder).where(eq(roleHolder.agbCode, CODE))).every(({ enterpriseId }) => enterpriseId === to)).toBe(true);
    // The roles of the enterprise itself stay where they are.
    expect((await db().select().from(roleHolder).where(and(eq(roleHolder.enterpriseId, from), isNull(roleHolder.agbCode)))).length).toBeGreaterThan(0);
    for (const requestId of [open, identifying]) expect((await getRequest(db(), requestId)).enterpriseId).toBe(to);
    expect((await getRequest(db(), open)).priority).toBe("high");
    const [user] = accounts.filter(({ requestId }) => requestId === installed);
    expect((await db().select().from(certificate).where(eq(certificate.userNumber, user?.userNumber ?? ""))).map(({ status }) => status)).toEqual(["issued"]);
    // It still names the former enterprise, so its holder replaces it, once: nobody without a certificate is asked to.
    const replacing = await listReissues(db(), { moveIds: [id] });
    expect(replacing).toMatchObject([{ userNumber: user?.userNumber, moveId: id, requestId: null, differs: ["O"], outcome: null }]);
    expect(await listByHand(db(), [id])).toEqual([]);
    const again = () => db().transaction((tx) => askReissues(tx, office.made.office, { moveId: id, userNumbers: [user?.userNumber ?? ""], by: system("moves"), now: office.now() }));
    await again();
    expect(await listReissues(db(), { moveIds: [id] })).toEqual(replacing);
    const toldOfIt = (await db().select().from(mail).where(like(mail.template, "reissue-%"))).map(({ template, recipient }) => `${template} ${recipient}`);
    expect(toldOfIt).toEqual(expect.arrayContaining(["reissue-opened-user z.vanderhakon@debrug.example", "reissue-opened p.hendriks@debrug.example"]));
    expect(new Set(toldOfIt).size).toBe(toldOfIt.length);
    // What was left to do by hand by a move of before is ticked off as it was.
    const [task] = await db().insert(manualTask).values({ moveId: id, userNumber: user?.userNumber ?? "", task: "reissue-for-practice", madeAt: office.now() }).returning();
    expect((await listOpenTasks(db())).find((one) => one.id === task?.id)).toMatchObject({ task: "reissue-for-practice", of: null });
    const ticking = { moveId: id, taskId: task?.id ?? "", by: office.staff.sanne, now: office.now() };
    await expect(completeReissue(office.made.office, { ...ticking, moveId: crypto.randomUUID() })).rejects.toMatchObject({ code: "task.unknown" });
    await completeReissue(office.made.office, ticking);
    await expect(completeReissue(office.made.office, ticking)).rejects.toMatchObject({ code: "task.done" });
    expect((await listByHand(db(), [id]))[0]?.done).toEqual({ by: office.staff.sanne.name, at: office.now() });
    expect((await listOpenTasks(db())).some((one) => one.id === task?.id)).toBe(false);
    const neither = db().insert(manualTask).values({ task: "reissue-for-practice", madeAt: office.now() });
    await expect(neither).rejects.toMatchObject({ cause: { message: expect.stringContaining("task_comes_of_a_request_or_a_move") as string } });
    const parties = await db().select({ holder: roleHolder }).from(identificationParty).innerJoin(roleHolder, eq(roleHolder.id, identificationParty.roleHolderId)).where(isNull(identificationParty.deniedAt));
    expect(parties.some(({ holder }) => holder.enterpriseId === to)).toBe(true);
    // The PIN letter with the former address never leaves, from the tray or from a batch.
    for (const requestId of [waiting, inBatch]) {
      const letters = await db().select().from(letter).where(eq(letter.requestId, requestId)).orderBy(letter.number);
      expect(letters.map(({ status, sealed }) => [status, sealed !== null])).toEqual([["spoilt", false], ["waiting", true]]);
      expect(letters.at(-1)?.addressee.join(" ")).not.toBe(letters[0]?.addressee.join(" "));
    }
    expect((await listBatches(db())).find(({ number }) => number === batch)).toMatchObject({ open: 0 });
    const [move] = (await listMoves(db(), { enterpriseId: from })).filter((one) => one.id === id);
    expect(move).toMatchObject({ heldBy: null, carriedOutAt: office.now() });
    expect(move?.requests).toBeGreaterThanOrEqual(2);
    expect(await office.trail()).toEqual(expect.arrayContaining(["practice.move-proposed", "practice.move-approved", "practice.moved"]));
    expect((await db().select().from(mail).where(eq(mail.template, "practice-moved"))).length).toBeGreaterThan(1);
    await expect(decide(id, "withdrawn", office.staff.sanne)).rejects.toMatchObject({ code: "move.decided" });
    await expect(db().update(practiceMove).set({ toEnterpriseId: from }).where(eq(practiceMove.id, id))).rejects.toMatchObject({
      cause: expect.objectContaining({ message: expect.stringContaining("code_moves_to_another_enterprise") as string }) as unknown,
    });
  });
});
