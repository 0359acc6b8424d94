import { and, eq, inArray } from "drizzle-orm";
import { describe, expect, it } from "vitest";

import { blockAccount, liftBlocks } from "#app/domain/accounts/block.ts";
import { recoverCertificates } from "#app/domain/certificates/recover.ts";
import type { Finding } from "#app/domain/decisions/judgement.ts";
import { getBatch, makeBatch, releaseBatch } from "#app/domain/print-room/batches.ts";
import { settleBatch } from "#app/domain/print-room/settle.ts";
import { getRequest, latestJudgement } from "#app/domain/requests/decide.ts";
import { account, certificate, credential, letter } from "#db/schema/accounts.ts";
import { runSql } from "#db/types.ts";
import { answersFor, identify, install, printAndPost, received } from "#test/support/journey.ts";
import { locumOffice, TOLD_AFTER } from "#test/support/locum.ts";
import { asked, fulfilled } from "#test/support/so-far.ts";

const locum = locumOffice();

describe("a letter that is still in the house", () => {
  it("is not posted afterwards: its sealed PIN is destroyed, and no new one is made", async () => {
    await locum.fromForm();
    locum.at("2026-12-31T23:00:00Z");
    await locum.end();
    const [mineNow] = await locum.db().select().from(letter).where(eq(letter.requestId, locum.requestId));
    expect(mineNow).toMatchObject({ status: "spoilt", sealed: null, postedAt: null });
    // What others have in the tray goes out without it.
    await printAndPost(locum.office).catch((problem: unknown) => expect(problem).toMatchObject({ code: "letter.none-waiting" }));
    await locum.office.work();
    expect((await getRequest(locum.db(), locum.requestId)).letterPostedAt).toBeNull();
    expect(await locum.livePin()).toEqual([]);
    expect(await locum.db().select().from(letter).where(eq(letter.requestId, locum.requestId))).toHaveLength(1);
  });

  it("is refused by name where it lies printed on the pile", async () => {
    await locum.fromForm();
    const batch = await makeBatch(locum.office.made.office, { by: locum.office.staff.noor, now: locum.office.now() });
    const [printed] = await releaseBatch(locum.office.made.office, { batch, by: locum.office.staff.noor, now: locum.office.now() });
    locum.at("2026-12-31T23:00:00Z");
    await locum.end();
    await expect(settleBatch(locum.office.made.office, { batch, posted: [printed?.id ?? ""], spoilt: [], by: locum.office.staff.noor, now: locum.office.now() })).rejects.toMatchObject({ code: "letter.pin-void" });
    expect((await locum.db().select().from(letter).where(eq(letter.requestId, locum.requestId)))[0]).toMatchObject({ status: "spoilt", sealed: null, postedAt: null });
  });

  it("was the last of its batch: the batch is done, and waits for nobody", async () => {
    await locum.fromForm();
    const batch = await makeBatch(locum.office.made.office, { by: locum.office.staff.noor, now: locum.office.now() });
    locum.at("2026-12-31T23:00:00Z");
    await locum.end();
    expect(await getBatch(locum.db(), batch)).toMatchObject({ closedAt: locum.office.now(), letters: [{ status: "spoilt" }] });
    await expect(settleBatch(locum.office.made.office, { batch, posted: [], spoilt: [], by: locum.office.staff.noor, now: locum.office.now() })).rejects.toMatchObject({ code: "letter.batch-settled" });
  });

  it("was not the last of its batch: what colleagues wait for is still to be settled", async () => {
    await locum.fromForm();
    await fulfilled(locum.office);
    const batch = await makeBatch(locum.office.made.office, { by: locum.office.staff.noor, now: locum.office.now() });
    locum.at("2026-12-31T23:00:00Z");
    await locum.end();
    expect(await getBatch(locum.db(), batch)).toMatchObject({ closedAt: null });
  });

  it("of a colleague on the same form goes out all the same, and completes the request", async () => {
    const other = { "user.name": { initials: "K.", prefix: "", surname: "Smit" }, "user.email": "k.smit@debrug.example", "user.phone": "+31612345671", "user.employed": true, "user.endsOn": "2026-11-30" };
    const several = await asked(locum.office, answersFor("de-brug", { sharing: "same", others: [other] }));
    await identify(locum.office, several, { holder: "fatima" });
    await locum.office.work();
    locum.at("2026-11-30T23:00:00Z");
    expect(await locum.end()).toBe(1);
    expect(await getRequest(locum.db(), several)).toMatchObject({ status: "fulfilling" });
    await printAndPost(locum.office);
    await locum.office.work();
    expect(await getRequest(locum.db(), several)).toMatchObject({ status: "done" });
    expect((await locum.db().select({ status: letter.status }).from(letter).where(eq(letter.requestId, several))).map(({ status }) => status).sort()).toEqual(["posted", "spoilt"]);
  });

  it("of a colleague whose last day comes first, and who is all that is waited for, is waited for no longer", async () => {
    const kim = { "user.name": { initials: "K.", prefix: "", surname: "Smit" }, "user.email": "k.smit@debrug.example", "user.phone": "+31612345671", "user.employed": true, "user.endsOn": "2026-11-30" };
    const several = await asked(locum.office, answersFor("de-brug", { sharing: "same", others: [kim] }));
    await identify(locum.office, several, { holder: "fatima" });
    await locum.office.work();
    const [pin] = await locum.db().select({ id: letter.id }).from(letter).innerJoin(credential, eq(credential.id, letter.credentialId)).innerJoin(account, eq(account.userNumber, credential.userNumber)).where(and(eq(letter.requestId, several), eq(account.position, 2)));
    const batch = await makeBatch(locum.office.made.office, { by: locum.office.staff.noor, now: locum.office.now() });
    const letters = await releaseBatch(locum.office.made.office, { batch, by: locum.office.staff.noor, now: locum.office.now() });
    const spoilt = [pin?.id ?? ""];
    await settleBatch(locum.office.made.office, { batch, posted: letters.map(({ id }) => id).filter((id) => !spoilt.includes(id)), spoilt, by: locum.office.staff.noor, now: locum.office.now() });
    await locum.office.work();
    expect(await getRequest(locum.db(), several)).toMatchObject({ status: "fulfilling" });
    locum.at("2026-11-30T23:00:00Z");
    expect(await locum.end()).toBe(1);
    expect(await getRequest(locum.db(), several)).toMatchObject({ status: "done" });
  });
});

describe("what goes wrong", () => {
  async function refuseRevocation(number: string): Promise<void> {
    await runSql(locum.db(), "create or replace function no_revocation() returns trigger language plpgsql as $$ begin raise exception 'the database said no'; end $$");
    await runSql(locum.db(), `create trigger no_revocation before update on certificate for each row when (old.user_number = '${number}') execute function no_revocation()`);
  }

  it("half-way leaves everything as it was, holds up no other, and is done at the next turn, once", async () => {
    await locum.fromForm();
    await printAndPost(locum.office);
    await install(locum.office, locum.requestId);
    // Later in the order than the one that fails.
    const others = await locum.copies(3);
    await locum.moveEnd("2026-12-30");
    await refuseRevocation(locum.userNumber);
    locum.at("2026-12-31T23:00:00Z");
    await expect(locum.end()).rejects.toThrow();
    expect(await locum.stateOf()).toBe("active");
    expect(await locum.livePin()).toHaveLength(1);
    expect(await locum.trail()).toEqual([]);
    expect(await locum.told()).toEqual([]);
    const states = await locum.db().select({ status: account.status }).from(account).where(inArray(account.userNumber, others));
    expect([...new Set(states.map(({ status }) => status))]).toEqual(["ended"]);

    await runSql(locum.db(), "drop trigger no_revocation on certificate");
    expect(await locum.end()).toBe(1);
    expect(await locum.end()).toBe(0);
    expect(await locum.trail()).toEqual(["account.ended"]);
    expect(await locum.told()).toEqual(TOLD_AFTER);
  });

  it("while a certificate is being signed it waits for that, and revokes it then", async () => {
    await locum.fromForm();
    await refuseRevocation(locum.userNumber);
    locum.at("2026-12-31T22:59:00Z");
    await expect(install(locum.office, locum.requestId)).rejects.toThrow();
    await runSql(locum.db(), "drop trigger no_revocation on certificate");
    locum.at("2026-12-31T23:00:00Z");
    await expect(locum.end()).rejects.toMatchObject({ code: "account.being-installed" });
    expect(await locum.stateOf()).toBe("active");
    locum.at("2026-12-31T23:00:30Z");
    await recoverCertificates(locum.office.made.office, locum.office.made.office.authority, { now: locum.office.now() });
    expect(await locum.end()).toBe(1);
    expect(await locum.db().select({ status: certificate.status }).from(certificate).where(eq(certificate.userNumber, locum.userNumber))).toEqual([{ status: "revoked" }]);
  });

  it("an account that is blocked or has ended is left alone, and ends once the block is lifted", async () => {
    await locum.fromForm();
    const other = await received(locum.office);
    await locum.db().transaction((tx) => blockAccount(tx, { userNumber: locum.userNumber, for: { requestId: other }, now: locum.office.now() }));
    locum.at("2026-12-20T12:00:00Z");
    expect(await locum.warn()).toBe(0);
    locum.at("2026-12-31T23:00:00Z");
    expect(await locum.end()).toBe(0);
    expect(await locum.stateOf()).toBe("blocked");
    expect(await locum.livePin()).toHaveLength(1);
    await locum.db().transaction((tx) => liftBlocks(tx, { for: { requestId: other }, now: locum.office.now() }));
    expect(await locum.end()).toBe(1);
    expect(await locum.end()).toBe(0);
    expect(await locum.told()).toEqual(TOLD_AFTER);
  });
});

describe("a last working day that has passed when the request is carried out", () => {
  it("makes no account: the request is back at the desk, with a sentence that says why", async () => {
    const late = await asked(locum.office, answersFor("de-brug", { "user.name": { initials: "L.", prefix: "", surname: "Laat" }, "user.endsOn": "2026-11-20" }));
    locum.at("2026-11-20T23:00:00Z");
    await identify(locum.office, late, { holder: "johanna" });
    await locum.office.work();
    expect(await getRequest(locum.db(), late)).toMatchObject({ status: "submitted", priority: "high", decision: null, fulfilledAt: null });
    expect(await locum.db().select().from(account).where(eq(account.requestId, late))).toEqual([]);
    expect(((await latestJudgement(locum.db(), late, "screening"))?.findings as Finding[]).map(({ ruleId }) => ruleId)).toContain("account-end-passed");
    expect(await locum.office.trail(late)).toContain("request.effect-returned");
  });

  it("makes one on the day itself, which still counts", async () => {
    const inTime = await asked(locum.office, answersFor("de-brug", { "user.name": { initials: "T.", prefix: "", surname: "Tijdig" }, "user.endsOn": "2026-11-20" }));
    locum.at("2026-11-20T22:00:00Z");
    await identify(locum.office, inTime, { holder: "johanna" });
    await locum.office.work();
    expect(await locum.db().select().from(account).where(eq(account.requestId, inTime))).toMatchObject([{ endsOn: "2026-11-20", status: "active" }]);
  });
});
