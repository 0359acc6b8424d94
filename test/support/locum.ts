import { randomInt } from "node:crypto";

import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { afterEach, beforeAll, beforeEach } from "vitest";

import { endOnEndDates, warnOfEndDates } from "#app/domain/effects/end-dates.ts";
import { account, credential } from "#db/schema/accounts.ts";
import { mail } from "#db/schema/correspondence.ts";
import { runSql } from "#db/types.ts";

import { answersFor, identify, printAndPost } from "./journey.ts";
import { MORNING, openOffice, type TestOffice } from "./office.ts";
import { asked } from "./so-far.ts";

export const LAST_DAY = "2026-12-31";
export const DAYS = 21;

export const TOLD_BEFORE = ["account-ending f.elidrissi@debrug.example", "account-ending p.hendriks@debrug.example", "account-ending-user z.vanderhakon@debrug.example"];
export const TOLD_AFTER = ["account-end-reached f.elidrissi@debrug.example", "account-end-reached p.hendriks@debrug.example", "account-end-reached-user z.vanderhakon@debrug.example"];

/**
 * An office with, for every test, a locum who works at De Brug until the end of the year: an account that no request made, or (`fromForm`) one with a request,
 * and a letter that waits in the tray. Called while the test file is collected.
 */
export function locumOffice() {
  let office: TestOffice;
  let likeZoe: typeof account.$inferSelect | undefined;
  const db = () => office.database.db;
  const locum = {
    get office() {
      return office;
    },
    db,
    userNumber: "",
    requestId: "",
    async fromForm(): Promise<void> {
      office.clock.moveTo(MORNING);
      await db().update(account).set({ endsOn: null });
      locum.requestId = await asked(office, answersFor("de-brug", { "user.endsOn": LAST_DAY }));
      await identify(office, locum.requestId, { holder: "johanna" });
      await office.work();
      locum.userNumber = (await db().select().from(account).where(eq(account.requestId, locum.requestId)))[0]?.userNumber ?? "";
    },
    async copies(amount: number): Promise<string[]> {
      const like = likeZoe;
      if (!like) throw new Error("There is no account.");
      const numbers = Array.from({ length: amount }, () => String(randomInt(1e13, 9e13)));
      await db().insert(account).values(numbers.map((number) => ({ ...like, userNumber: number, requestId: null, endsOn: LAST_DAY })));
      return numbers;
    },
    at: (instant: string) => office.clock.moveTo(new Date(instant)),
    end: () => endOnEndDates(office.made.office, { now: office.now() }),
    warn: () => warnOfEndDates(office.made.office, { since: office.now(), days: DAYS, now: office.now() }),
    mine: async () => (await db().select().from(account).where(eq(account.userNumber, locum.userNumber)))[0],
    stateOf: async () => (await locum.mine())?.status,
    moveEnd: (endsOn: string) => db().update(account).set({ endsOn }).where(eq(account.userNumber, locum.userNumber)),
    livePin: () => db().select().from(credential).where(and(eq(credential.userNumber, locum.userNumber), isNull(credential.voidedAt))),
    /** What was told of the end of this test's account, as "template recipient". */
    async told(): Promise<string[]> {
      await office.work();
      const templates = ["account-ending", "account-ending-user", "account-end-reached", "account-end-reached-user"];
      const rows = await db().select().from(mail).where(and(inArray(mail.template, templates), sql`${mail.occasion} like ${`%${locum.userNumber}%`}`));
      return rows.map(({ template, recipient }) => `${template} ${recipient}`).sort();
    },
    /** What the trail holds of this test's account, of what this is about. */
    async trail(): Promise<string[]> {
      const rows = await runSql<{ act: string }>(db(), "select act from audit_event where subject_kind = 'account' and subject_id = $1 and act in ('account.end-warned', 'account.ended') order by id", [locum.userNumber]);
      return rows.map(({ act }) => act);
    },
  };

  beforeAll(async () => {
    office = await openOffice();
    await locum.fromForm();
    likeZoe = await locum.mine();
    await printAndPost(office);
    await db().update(account).set({ endsOn: null });
  });

  beforeEach(async () => {
    office.clock.moveTo(MORNING);
    [locum.userNumber = ""] = await locum.copies(1);
  });

  // Nobody of one test is due in the next.
  afterEach(async () => {
    await runSql(db(), "drop trigger if exists no_revocation on certificate");
    await db().update(account).set({ endsOn: null, endWarnedAt: null, endWarnedFor: null });
    await office.work();
  });

  return locum;
}
