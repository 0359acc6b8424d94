import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";

import { listWaitingLetters, makeBatch } from "#app/domain/print-room/batches.ts";
import { closeReturn, listReturns, registerReturn } from "#app/domain/print-room/returns.ts";
import { countLetters } from "#app/domain/print-room/settle.ts";
import { letterReferenceOf } from "#app/domain/requests/reference.ts";
import * as route from "#app/routes/returned-post.tsx";
import type { ReturnedPostShown } from "#app/web/returned-post.server.ts";
import { account, credential, letter, letterReturn } from "#db/schema/accounts.ts";
import { mail } from "#db/schema/correspondence.ts";
import { enterprise } from "#db/schema/organisations.ts";
import { practice } from "#db/worlds/cast.ts";
import { printAndPost } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { routesOf } from "#test/support/routes.ts";
import { fulfilled } from "#test/support/so-far.ts";

let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
});

const db = () => office.database.db;
const lettersOf = (requestId: string) => db().select().from(letter).where(eq(letter.requestId, requestId)).orderBy(letter.number);

/** As far as the letter on the doormat. */
async function posted(): Promise<{ requestId: string; reference: string; userNumber: string }> {
  const requestId = await fulfilled(office);
  await printAndPost(office);
  await office.work();
  const [sent] = await lettersOf(requestId);
  const [made] = await db().select().from(account).where(eq(account.requestId, requestId));
  return { requestId, reference: letterReferenceOf(sent?.number ?? 0), userNumber: made?.userNumber ?? "" };
}

const page = async (letter: string) => (await routesOf(office).get(route.loader, `/returned-post?letter=${encodeURIComponent(letter)}`, { by: office.staff.noor })).data as ReturnedPostShown;
const register = (reference: string, reason: "unknown" | "opened" = "unknown") => registerReturn(office.made.office, { reference, reason, by: office.staff.noor, now: office.now() });
const openReturn = async (reference: string) => (await listReturns(db(), office.now())).find((line) => line.reference === reference);
const close = (id: string, outcome: "sent-again" | "ended", by = office.staff.sanne, note = "Gebeld: adres klopt.") => closeReturn(office.made.office, { id, outcome, note, by, now: office.now() });

describe("a letter that came back (P11)", () => {
  // What one test leaves open would hold the letters of the next.
  beforeEach(async () => {
    for (const { id } of await listReturns(db(), office.now())) await close(id, "ended");
  });

  it("loses its PIN at once, tells the main contact, and waits for somebody to check the address", async () => {
    const { requestId, reference, userNumber } = await posted();
    await register(` ${reference.toLowerCase().replace("-", " ")} `);
    await office.work();
    expect(await lettersOf(requestId)).toMatchObject([{ status: "returned", sealed: null }]);
    const [pin] = await db().select().from(credential).where(eq(credential.userNumber, userNumber));
    expect(pin).toMatchObject({ voidReason: "letter-returned", voidedAt: office.now() });
    const told = await db().select().from(mail).where(eq(mail.requestId, requestId));
    expect(told.filter(({ template }) => template === "letter-returned").map(({ recipient }) => recipient)).toEqual(["f.elidrissi@debrug.example"]);
    expect(await openReturn(reference)).toMatchObject({ reason: "unknown", registeredBy: "Noor Visser", user: { userNumber }, changedOfLate: null });
    const { made, ...rest } = await countLetters(db());
    expect(made).toBe(Object.values(rest).reduce((sum, amount) => sum + amount, 0));
    expect(await office.trail(requestId)).toEqual(expect.arrayContaining(["letter.returned", "credential.voided"]));
  });

  it("is shown before anything happens: whose it is, when it was posted, and no reason chosen beforehand", async () => {
    const { reference, userNumber } = await posted();
    const shown = await page(reference.toLowerCase());
    expect(shown.inHand).toMatchObject({ reference, practice: "Tandartspraktijk De Brug", status: "posted", postedAt: office.now().toISOString(), returned: null });
    expect(shown.inHand?.addressee.join(" ")).toMatch(/De Brug.*Utrecht/i);
    expect(JSON.stringify(shown)).not.toContain(userNumber);
    expect(await db().select().from(credential).where(eq(credential.userNumber, userNumber))).toMatchObject([{ voidedAt: null }]);
    const noReason = await routesOf(office).post(route.action, `/returned-post?letter=${reference}`, { reference }, { by: office.staff.noor });
    expect(noReason.data).toMatchObject({ problem: { fields: { reason: expect.any(String) as string } } });
    expect(await openReturn(reference)).toBeUndefined();
    expect(await routesOf(office).post(route.action, `/returned-post?letter=${reference}`, { reference, reason: "moved" }, { by: office.staff.noor })).toMatchObject({ status: 303, location: `/returned-post?registered=${reference}` });
    expect((await page(reference)).inHand).toMatchObject({ status: "returned", returned: { by: "Noor Visser" } });
  });

  it("is not found by a reference of no letter, and one that is still in the house says so", async () => {
    expect(await page("B-99999999")).toMatchObject({ typed: "B-99999999", inHand: null });
    expect(await page("geen idee")).toMatchObject({ inHand: null });
    const [waiting] = await lettersOf(await fulfilled(office));
    expect((await page(letterReferenceOf(waiting?.number ?? 0))).inHand).toMatchObject({ status: "waiting", postedAt: null });
  });

  it("is registered once, and only when it was posted", async () => {
    const { reference } = await posted();
    const twice = await Promise.allSettled([register(reference), register(reference)]);
    expect(twice.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(register(reference)).rejects.toMatchObject({ code: "letter.not-posted" });
    await expect(register("B-99999999")).rejects.toMatchObject({ code: "letter.unknown" });
    await expect(register("geen idee")).rejects.toMatchObject({ code: "letter.unknown" });
    const [waiting] = await lettersOf(await fulfilled(office));
    await expect(register(letterReferenceOf(waiting?.number ?? 0))).rejects.toMatchObject({ code: "letter.not-posted" });
  });

  it("holds every other letter to that enterprise until the address was checked", async () => {
    const { reference } = await posted();
    const other = await fulfilled(office);
    await register(reference);
    const [held] = await lettersOf(other);
    const tray = await listWaitingLetters(db(), office.staff.noor);
    expect(tray.letters.map(({ id }) => id)).not.toContain(held?.id);
    expect(tray.held).toBeGreaterThan(0);
    await expect(makeBatch(office.made.office, { by: office.staff.noor, now: office.now() })).rejects.toMatchObject({ code: "letter.none-waiting" });
    await close((await openReturn(reference))?.id ?? "", "ended");
    expect((await listWaitingLetters(db(), office.staff.noor)).letters.map(({ id }) => id)).toContain(held?.id);
    await printAndPost(office);
  });

  it("leads to a new PIN in a new letter, once, after somebody says what they checked", async () => {
    const { requestId, reference, userNumber } = await posted();
    await register(reference);
    const { id = "" } = (await openReturn(reference)) ?? {};
    await expect(close(id, "sent-again", office.staff.sanne, "  ")).rejects.toMatchObject({ code: "request.note-missing" });
    expect(await close(id, "sent-again", office.staff.sanne, "Gebeld, BSN 123456782 genoemd.")).toEqual({ state: "closed" });
    await expect(close(id, "sent-again")).rejects.toMatchObject({ code: "letter.return-closed" });
    await office.work();
    expect((await lettersOf(requestId)).map(({ status }) => status)).toEqual(["returned", "waiting"]);
    const pins = await db().select().from(credential).where(eq(credential.userNumber, userNumber)).orderBy(credential.madeAt);
    expect(pins.map(({ voidReason }) => voidReason).sort()).toEqual(["letter-returned", null]);
    const [kept] = await db().select().from(letterReturn).where(eq(letterReturn.id, id));
    expect(kept).toMatchObject({ outcome: "sent-again", closedBy: office.staff.sanne.id, note: "Gebeld, BSN ••••• genoemd." });
  });

  it("goes again to an address that was changed of late only when a second person agrees (D15)", async () => {
    const { reference } = await posted();
    await db().update(enterprise).set({ addressChangedAt: office.now() }).where(eq(enterprise.kvkNumber, practice("de-brug").kvkNumber));
    try {
      await register(reference);
      const { id = "", changedOfLate } = (await openReturn(reference)) ?? {};
      expect(changedOfLate).toEqual(office.now());
      expect(await close(id, "sent-again")).toEqual({ state: "proposed" });
      await expect(close(id, "sent-again")).rejects.toMatchObject({ code: "access.own-act" });
      await expect(db().update(letterReturn).set({ outcome: "sent-again", closedBy: office.staff.sanne.id, closedAt: office.now() }).where(eq(letterReturn.id, id))).rejects.toMatchObject({
        cause: expect.objectContaining({ message: expect.stringContaining("second_check_of_a_new_letter") }) as unknown,
      });
      expect(await close(id, "sent-again", office.staff.wim)).toEqual({ state: "closed" });
    } finally {
      await db().update(enterprise).set({ addressChangedAt: null }).where(eq(enterprise.kvkNumber, practice("de-brug").kvkNumber));
    }
  });

  it("that somebody else opened is an incident in the trail", async () => {
    const { requestId, reference } = await posted();
    await register(reference, "opened");
    expect(await office.trail(requestId)).toContain("letter.opened-by-another");
  });
});
