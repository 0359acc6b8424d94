import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { sealEvents } from "#app/domain/audit/seal.ts";
import { makeMails } from "#app/simulators/mailbox/mails.ts";
import { makeFileStore } from "#app/simulators/store/files.ts";
import { account, letter } from "#db/schema/accounts.ts";
import type { DatabasePlace } from "#db/client.server.ts";
import { tamper } from "#test/support/audit.ts";
import { freshPlace, onServer } from "#test/support/database.ts";
import { approve, fillIn, confirm, identify, install, printAndPost, submit } from "#test/support/journey.ts";
import { findWhatIsWrong, type Confirmed } from "#test/support/killing/checker.ts";
import { bundleChild, live, type Kill } from "#test/support/killing/office-process.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { openNeighbourhood, type Neighbourhood } from "#test/simulators/neighbourhood.ts";

/** Places inside each step, in the order of one unlucky request: the process dies nineteen times on its way from form to certificate. */
const KILLS: Kill[] = [
  { step: "submit", at: 4 },
  { step: "submit", at: "request.submitted" },
  { step: "submit", at: "answer" },
  { step: "decide", at: 9 },
  { step: "decide", at: "request.approved" },
  { step: "decide", at: "told" },
  { step: "identify", at: "identification.started" },
  { step: "identify", at: "identification.matched" },
  { step: "identify", at: "request.identified" },
  { step: "fulfil", at: "account.created" },
  { step: "fulfil", at: "letter.sealed" },
  { step: "fulfil", at: "request.fulfilled" },
  { step: "print", at: "letter.batched" },
  { step: "print", at: "told" },
  { step: "print", at: "letter.released" },
  { step: "print", at: "letter.posted" },
  { step: "install", at: "certificate.intended" },
  { step: "install", at: "certificate.issued" },
  { step: "install", at: "told" },
];

describe("an office that is killed with -9 in the middle of its work", () => {
  let town: Neighbourhood;
  let child: Awaited<ReturnType<typeof bundleChild>>;
  const dataDir = mkdtempSync(join(tmpdir(), "zegel-killed-"));
  beforeAll(async () => {
    [town, child] = await Promise.all([openNeighbourhood(), bundleChild()]);
  });
  afterAll(async () => {
    await town.close();
    child.remove();
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function freshHome(): Promise<DatabasePlace> {
    if (onServer) return freshPlace();
    mkdirSync(join(dataDir, "database"));
    return { dataDir: join(dataDir, "database") };
  }

  it("loses nothing that was confirmed, does nothing twice, and has a sound trail (P16)", { timeout: 900_000 }, async () => {
    const place = await freshHome();
    const outside = { officeUrl: town.officeUrl, settings: town.settings };
    const confirmed: Confirmed[] = [];
    const hits = new Map<string, number>();
    for (const kill of KILLS) {
      const life = await live(child.path, { place, dataDir, outside, kill, confirmed });
      expect(life, `${JSON.stringify(kill)} ${life.errors}`).toMatchObject({ signal: "SIGKILL", inHand: kill.step });
      // A process that dies while it takes up the work of the one before has not looked yet; the next one does.
      expect(life.wrong ?? [], JSON.stringify(kill)).toEqual([]);
      confirmed.push(...life.confirmed);
      hits.set(kill.step, (hits.get(kill.step) ?? 0) + 1);
    }
    const last = await live(child.path, { place, dataDir, outside, kill: null, confirmed });
    expect(last, last.errors).toMatchObject({ code: 0, wrong: [] });
    for (const step of ["submit", "decide", "identify", "fulfil", "print", "install"]) expect(hits.get(step), step).toBeGreaterThanOrEqual(3);
    expect(confirmed.map(({ step }) => step)).toEqual(expect.arrayContaining(["decide", "print", "install"]));

    // Every e-mail arrived; one that arrived twice did so under its own Message-ID, and nothing came that the office does not know.
    const arrived = makeMails(makeFileStore(town.store).room("mailbox")).list().map(({ messageId }) => messageId);
    expect([...new Set(arrived)].sort()).toEqual([...last.mails].sort());
  });
});

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
    expect(await look()).toEqual([`a request made two accounts: ${requestId}`]);
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
