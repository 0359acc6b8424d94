import { and, eq, inArray } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { checkPin } from "#app/domain/accounts/check-pin.ts";
import { purgeUninstalled } from "#app/domain/accounts/purge.ts";
import { makeNewPin } from "#app/domain/effects/new-pin.ts";
import { takeDecisionsIntoEffect } from "#app/domain/effects/take-effect.ts";
import { getRequest } from "#app/domain/requests/decide.ts";
import { saveForLater } from "#app/domain/requests/draft.ts";
import { objectToRequest } from "#app/domain/requests/end.ts";
import { account, credential, letter } from "#db/schema/accounts.ts";
import { mail } from "#db/schema/correspondence.ts";
import { roleHolder } from "#db/schema/organisations.ts";
import { request } from "#db/schema/requests.ts";
import { runSql } from "#db/types.ts";
import { approve, fillIn, linkTo, printAndPost, received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { fulfilled } from "#test/support/so-far.ts";

const DAY_MS = 86_400_000;

let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
});

const mailsWith = (requestId: string, template: string) => office.database.db.$count(mail, and(eq(mail.requestId, requestId), eq(mail.template, template)));

async function withAccount(): Promise<{ requestId: string; userNumber: string }> {
  const requestId = await fulfilled(office);
  const [made] = await office.database.db.select().from(account).where(eq(account.requestId, requestId));
  return { requestId, userNumber: made?.userNumber ?? "" };
}

/** The PIN as lost: a new one is made for the account, with a letter of its own. */
async function newPinFor(userNumber: string): Promise<void> {
  await office.database.db.update(credential).set({ voidedAt: office.now(), voidReason: "replaced" }).where(eq(credential.userNumber, userNumber));
  await makeNewPin(office.made.fulfil, { userNumber, now: office.now() });
  await office.work();
}

async function guessWrong(userNumber: string): Promise<void> {
  for (let time = 0; time < 5; time += 1) await expect(checkPin(office.made.office, { userNumber, pin: "00000000", ip: "192.0.2.7", now: office.now() })).rejects.toMatchObject({ code: "credential.refused" });
  await office.work();
}

describe("what happens to a request a second time is told a second time", () => {
  it("a form that is kept for later once more, unchanged", async () => {
    const { id } = await fillIn(office);
    const keep = () => saveForLater(office.made.office, { draftId: id, email: "s.jansen@debrug.example", language: "nl", now: office.now() });
    await keep();
    await keep();
    await office.work();
    expect(await office.database.db.$count(mail, eq(mail.template, "draft-saved"))).toBe(2);
  });

  it("an approval after an objection", async () => {
    const requestId = await received(office);
    await office.work();
    await approve(office, requestId);
    await office.letDecisionsLeave();
    await objectToRequest(office.made.office, { link: await linkTo(office, requestId, "objection"), text: "Wie is dit?", now: office.now() });
    // Somebody of the enterprise does not agree: what can be rejected cannot be approved (D24).
    await expect(approve(office, requestId)).rejects.toMatchObject({ code: "request.blocked", details: { rule: "objected" } });
    await office.database.db.update(request).set({ objectedAt: null, status: "submitted", claimedBy: null, claimedAt: null, claimedUntil: null }).where(eq(request.id, requestId));
    await approve(office, requestId);
    await office.letDecisionsLeave();
    expect(await mailsWith(requestId, "request-approved")).toBe(2);
  });

  it("a second PIN: its letter, its block, its reminder", async () => {
    const { requestId, userNumber } = await withAccount();
    for (const time of [1, 2]) {
      if (time === 2) await newPinFor(userNumber);
      await printAndPost(office);
      await guessWrong(userNumber);
      office.clock.add(31 * DAY_MS);
      await purgeUninstalled(office.made.office, { now: office.now() });
      await office.work();
      expect(await mailsWith(requestId, "pin-letter-posted")).toBe(time);
      const told = await office.database.db.select({ occasion: mail.occasion }).from(mail).where(eq(mail.requestId, requestId));
      const of = (happening: string) => told.filter(({ occasion }) => occasion.startsWith(`${happening} `)).length;
      // To the user and to the main contact, each time.
      expect({ blocked: of("credential.blocked"), reminder: of("install.reminder") }).toEqual({ blocked: 2 * time, reminder: 2 * time });
    }
  });
});

describe("a letter that still waits when its PIN ends", () => {
  it("is spoilt, and brings nobody a PIN that opens nothing", async () => {
    const { requestId } = await withAccount();
    office.clock.add(61 * DAY_MS);
    await purgeUninstalled(office.made.office, { now: office.now() });
    const letters = await office.database.db.select().from(letter).where(eq(letter.requestId, requestId));
    expect(letters).toMatchObject([{ status: "spoilt", sealed: null }]);
  });
});

describe("an approval that cannot take effect", () => {
  it("goes back to the desk, on top, when nobody is left who can identify", async () => {
    const requestId = await received(office);
    await approve(office, requestId);
    const { enterpriseId } = await getRequest(office.database.db, requestId);
    const those = and(eq(roleHolder.enterpriseId, enterpriseId ?? ""), inArray(roleHolder.role, ["signatory", "main-contact"]));
    await office.database.db.update(roleHolder).set({ endedAt: office.now() }).where(those);
    try {
      office.clock.add(60_000);
      expect(await takeDecisionsIntoEffect(office.made.office, office.now())).toBe(0);
      expect(await getRequest(office.database.db, requestId)).toMatchObject({ status: "submitted", priority: "high", decision: null, decidedBy: null });
      expect(await office.trail(requestId)).toContain("request.approval-returned");
      expect(await takeDecisionsIntoEffect(office.made.office, office.now())).toBe(0);
    } finally {
      await office.database.db.update(roleHolder).set({ endedAt: null }).where(those);
    }
  });
});

describe("reminders", () => {
  it("reach the last in line, however many wait for a later one", async () => {
    const { userNumber } = await withAccount();
    const { db } = office.database;
    // A thousand who had their first reminder, older than the one who has not.
    const crowd = 1100;
    await runSql(
      db,
      `insert into account (user_number, enterprise_id, agb_code, initials, surname, email, language, status, created_at)
       select lpad((90000000000000 + n)::text, 14, '0'), enterprise_id, agb_code, initials, surname, email, language, 'active', created_at
       from account, generate_series(1, ${crowd}) n where user_number = $1`,
      [userNumber],
    );
    await runSql(
      db,
      `insert into credential (id, user_number, pin_hash, made_at, install_until, reminders)
       select gen_random_uuid(), lpad((90000000000000 + n)::text, 14, '0'), pin_hash, made_at - interval '5 days', install_until, 1
       from credential, generate_series(1, ${crowd}) n where user_number = $1`,
      [userNumber],
    );
    office.clock.add(31 * DAY_MS);
    const { reminded } = await purgeUninstalled(office.made.office, { now: office.now() });
    expect(reminded).toBeGreaterThanOrEqual(1);
    const [mine] = await db.select().from(credential).where(eq(credential.userNumber, userNumber));
    expect(mine?.reminders).toBe(1);
  });
});
