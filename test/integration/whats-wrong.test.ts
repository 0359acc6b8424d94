import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { sealEvents } from "#app/domain/audit/seal.ts";
import { account, letter } from "#db/schema/accounts.ts";
import { tamper } from "#test/support/audit.ts";
import { approve, fillIn, confirm, identify, install, printAndPost, submit } from "#test/support/journey.ts";
import { findWhatIsWrong, type Confirmed } from "#test/support/killing/checker.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";

describe("whoever looks for what is wrong", () => {
  let office: TestOffice;
  let requestId: string;
  beforeAll(async () => {
    office = await openOffice();
    const filled = await fillIn(office);
    requestId = await submit(office, filled);
    await confirm(office, requestId);
    await approve(office, requestId);
    await office.letDecisionsLeave();
    await identify(office, requestId, { holder: "johanna" });
    await office.work();
    await printAndPost(office);
    await install(office, requestId);
    await office.work();
  });

  async function look(confirmed: Confirmed[] = []): Promise<string[]> {
    const { audit } = office.made;
    await sealEvents(office.database.db, { ...audit, headEverySeconds: 0 });
    return findWhatIsWrong(office.database.db, { headsFile: audit.headsFile, publicPem: audit.key.publicPem }, confirmed);
  }

  it("finds nothing in an office where all is well", async () => {
    expect(await look([{ step: "fulfil", requestId }])).toEqual([]);
  });

  it("finds what was confirmed and is not there", async () => {
    const gone: Confirmed = { step: "submit", draftId: crypto.randomUUID(), requestId: crypto.randomUUID() };
    expect(await look([gone])).toEqual([`what was confirmed is lost: ${JSON.stringify(gone)}`]);
  });

  it("finds an account that was planted beside the first", async () => {
    const [mine] = await office.database.db.select().from(account).where(eq(account.requestId, requestId));
    await office.database.executeSql("alter table account drop constraint request_makes_each_account_once");
    await office.database.db.insert(account).values({ ...(mine as typeof account.$inferSelect), userNumber: "99999999999999" });
    expect(await look()).toEqual([`a request made more accounts than it is for people: ${requestId}`]);
    await office.database.db.delete(account).where(eq(account.userNumber, "99999999999999"));
  });

  it("finds an e-mail that was written twice, a letter that is gone, and an event that was taken out", async () => {
    await office.database.executeSql(
      "alter table mail drop constraint occasion_is_told_once; insert into mail select gen_random_uuid(), 'another', occasion, template, template_version, language, recipient, subject, text, html, links, request_id, user_number, status, queued_at, sent_at, last_error from mail where template = 'request-received'",
    );
    expect(await look()).toEqual([expect.stringContaining("an occasion was told twice")]);
    await office.database.executeSql("delete from mail where message_id = 'another'");
    await tamper(office.database, "delete from letter");
    expect(await look()).toEqual([expect.stringContaining("a fulfilled request without account, PIN or letter"), expect.stringContaining("a batch without letters"), expect.stringContaining("the letters do not balance")]);
    expect(await office.database.db.$count(letter)).toBe(0);
    await tamper(office.database, "delete from audit_event where act = 'request.claimed'");
    expect(await look()).toEqual(expect.arrayContaining([expect.stringContaining("the trail: ")]));
  });
});
