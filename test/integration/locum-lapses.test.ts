import { setTimeout as pause } from "node:timers/promises";

import { and, eq, isNull } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";

import { system } from "#app/domain/access/actor.ts";
import { purgeUninstalled } from "#app/domain/accounts/purge.ts";
import { revokeCertificate } from "#app/domain/certificates/revoke.ts";
import { sendMail, type Post } from "#app/domain/correspondence/send.ts";
import { numberWasSent } from "#app/domain/effects/complete.ts";
import { endWhatDelivers } from "#app/domain/effects/end-account.ts";
import { fulfilRequest } from "#app/domain/effects/fulfil.ts";
import { makeBatch, releaseBatch } from "#app/domain/print-room/batches.ts";
import { settleBatch } from "#app/domain/print-room/settle.ts";
import { getRequest } from "#app/domain/requests/decide.ts";
import { getStatus } from "#app/domain/requests/status.ts";
import { account, credential, letter } from "#db/schema/accounts.ts";
import { mail } from "#db/schema/correspondence.ts";
import { request, requestClock } from "#db/schema/requests.ts";
import { runSql, type Db } from "#db/types.ts";
import { answersFor, approve, identify, install, printAndPost, received } from "#test/support/journey.ts";
import { locumOffice } from "#test/support/locum.ts";
import { MORNING } from "#test/support/office.ts";
import { asked } from "#test/support/so-far.ts";

const locum = locumOffice();

const lapses = (requestId: string) =>
  runSql<{ payload: unknown }>(locum.db(), "select payload from audit_event where request_id = $1 and act = 'request.lapsed' order by id", [requestId]).then((rows) => rows.map(({ payload }) => payload));
const toldOf = async (requestId: string) =>
  (await locum.db().select().from(mail).where(and(eq(mail.requestId, requestId), eq(mail.template, "delivery-lapsed")))).map(({ recipient }) => recipient);
/** Whether its term of delivery still runs, and will be late. */
const isLate = async (requestId: string) => (await locum.db().$count(requestClock, and(eq(requestClock.requestId, requestId), isNull(requestClock.stoppedAt)))) > 0;

const purge = () => purgeUninstalled(locum.office.made.office, { now: locum.office.now() }, (tx, of) => endWhatDelivers(tx, locum.office.made.office, of));

/** The form for a new PIN of this test's account. */
function pinFor(userNumber: string): Record<string, unknown> {
  const { "practice.agbCode": agbCode, "practice.kvkNumber": kvkNumber, "user.name": name, ...rest } = answersFor("de-brug");
  const applicant = Object.fromEntries(Object.entries(rest).filter(([field]) => field.startsWith("applicant.")));
  return { "practice.agbCode": agbCode, "practice.kvkNumber": kvkNumber, "credential.kind": "pin", "user.number": userNumber, "user.name": name, ...applicant };
}

describe("a request whose account ends before it was delivered", () => {
  it("lapses, the trail says why, and whoever asked for it is told", async () => {
    await locum.fromForm();
    const { office, requestId } = locum;
    expect(await isLate(requestId)).toBe(true);
    locum.at("2026-12-31T23:00:00Z");
    await locum.end();
    await office.work();
    expect(await getRequest(locum.db(), requestId)).toMatchObject({ status: "lapsed", decision: "approve", letterPostedAt: null, closedAt: office.now() });
    expect(await lapses(requestId)).toEqual([{ stage: "delivery", why: "account-ended" }]);
    expect(await toldOf(requestId)).toEqual(["s.jansen@debrug.example"]);
    expect(await isLate(requestId)).toBe(false);
    expect(await getStatus(locum.db(), { requestId })).toMatchObject({ stopped: "account-ended", steps: [{ state: "done" }, { state: "done" }, { state: "done" }, { key: "delivery", state: "stopped" }, { state: "next" }] });
    // What had been said is not said twice.
    await locum.end();
    expect(await lapses(requestId)).toHaveLength(1);
  });

  it("lapses just so when it asked for a new PIN", async () => {
    await locum.fromForm();
    await printAndPost(locum.office);
    const forPin = await received(locum.office, pinFor(locum.userNumber), "credential-request");
    await approve(locum.office, forPin);
    await locum.office.letDecisionsLeave();
    await identify(locum.office, forPin, { holder: "fatima" });
    await locum.office.work();
    expect(await getRequest(locum.db(), forPin)).toMatchObject({ status: "fulfilling" });
    locum.at("2026-12-31T23:00:00Z");
    await locum.end();
    expect(await getRequest(locum.db(), forPin)).toMatchObject({ status: "lapsed" });
    expect(await getRequest(locum.db(), locum.requestId)).toMatchObject({ status: "done" });
  });

  it("lapses just so when its letter lay in the house until the term to install was over", async () => {
    await locum.fromForm();
    await locum.moveEnd("2028-12-31");
    locum.at("2027-03-01T12:00:00Z");
    await purge();
    expect(await locum.stateOf()).toBe("ended");
    expect(await getRequest(locum.db(), locum.requestId)).toMatchObject({ status: "lapsed" });
    expect(await lapses(locum.requestId)).toEqual([{ stage: "delivery", why: "account-ended" }]);
  });

  it("lapses just so when the account goes on, but its new PIN lay in the house until the term to install was over", async () => {
    await locum.fromForm();
    await printAndPost(locum.office);
    await locum.moveEnd("2028-12-31");
    const { serial } = await install(locum.office, locum.requestId);
    await locum.db().transaction((tx) => revokeCertificate(tx, { serial, reason: "superseded", by: system("start"), now: locum.office.now() }));
    const forPin = await received(locum.office, pinFor(locum.userNumber), "credential-request");
    await approve(locum.office, forPin);
    await locum.office.letDecisionsLeave();
    await identify(locum.office, forPin, { holder: "fatima" });
    await locum.office.work();
    locum.at("2027-03-01T12:00:00Z");
    await purge();
    expect(await locum.stateOf()).toBe("active");
    expect(await locum.livePin()).toEqual([]);
    expect(await getRequest(locum.db(), forPin)).toMatchObject({ status: "lapsed" });
    expect(await lapses(forPin)).toEqual([{ stage: "delivery", why: "pin-purged" }]);
  });

  it("for two lapses with the second of them when nothing was posted; where one had everything, it is done", async () => {
    const kim = { "user.name": { initials: "K.", prefix: "", surname: "Smit" }, "user.email": "k.smit@debrug.example", "user.phone": "+31612345671", "user.employed": true, "user.endsOn": "2026-12-10" };
    const both = async () => {
      const several = await asked(locum.office, answersFor("de-brug", { sharing: "same", "user.endsOn": "2026-11-30", others: [kim] }));
      await identify(locum.office, several, { holder: "fatima" });
      await locum.office.work();
      return several;
    };
    const none = await both();
    locum.at("2026-11-30T23:00:00Z");
    await locum.end();
    expect(await getRequest(locum.db(), none)).toMatchObject({ status: "fulfilling" });
    locum.at("2026-12-10T23:00:00Z");
    await locum.end();
    expect(await getRequest(locum.db(), none)).toMatchObject({ status: "lapsed" });

    locum.at(MORNING.toISOString());
    const one = await both();
    const batch = await makeBatch(locum.office.made.office, { by: locum.office.staff.noor, now: locum.office.now() });
    const letters = await releaseBatch(locum.office.made.office, { batch, by: locum.office.staff.noor, now: locum.office.now() });
    const [first] = await locum.db().select({ id: letter.id }).from(letter).innerJoin(credential, eq(credential.id, letter.credentialId)).innerJoin(account, eq(account.userNumber, credential.userNumber)).where(and(eq(letter.requestId, one), eq(account.position, 1)));
    const posted = [first?.id ?? ""];
    await settleBatch(locum.office.made.office, { batch, posted, spoilt: letters.map(({ id }) => id).filter((id) => !posted.includes(id)), by: locum.office.staff.noor, now: locum.office.now() });
    await locum.office.work();
    locum.at("2026-11-30T23:00:00Z");
    await locum.end();
    locum.at("2026-12-10T23:00:00Z");
    await locum.end();
    expect(await getRequest(locum.db(), one)).toMatchObject({ status: "done" });
  });
});

describe("an account that ends while something else is done with it", () => {
  /** Of two acts at once one goes on when the other has come as far as it can without what the first holds. */
  async function meanwhile(hold: (tx: Db) => Promise<unknown>, other: () => Promise<unknown>, act: (tx: Db) => Promise<unknown>): Promise<void> {
    let second: Promise<unknown> = Promise.resolve();
    await locum.db().transaction(async (tx) => {
      await hold(tx);
      second = other();
      await pause(1_000);
      await act(tx);
    });
    await second;
  }

  it("waits for its number that is leaving, and keeps nothing from it", async () => {
    await locum.fromForm();
    await locum.moveEnd("2028-12-31");
    locum.at("2027-03-01T12:00:00Z");
    const number = { requestId: locum.requestId, userNumber: locum.userNumber };
    await meanwhile(
      (tx) => tx.select().from(request).where(eq(request.id, locum.requestId)).for("update"),
      purge,
      async (tx) => {
        await tx.update(account).set({ numberSentAt: null }).where(eq(account.userNumber, locum.userNumber));
        await numberWasSent(tx, number, locum.office.now());
      },
    );
    expect(await locum.stateOf()).toBe("ended");
    expect(await getRequest(locum.db(), locum.requestId)).toMatchObject({ status: "lapsed" });
  });

  it("takes a new PIN with it that was made at the last moment: its letter does not leave, and its request lapses", async () => {
    await locum.fromForm();
    await printAndPost(locum.office);
    const forPin = await received(locum.office, pinFor(locum.userNumber), "credential-request");
    await approve(locum.office, forPin);
    await locum.office.letDecisionsLeave();
    await locum.db().update(request).set({ status: "fulfilling", identifiedAt: locum.office.now() }).where(eq(request.id, forPin));
    locum.at("2026-12-31T23:00:00Z");
    await meanwhile(
      (tx) => tx.select().from(account).where(eq(account.userNumber, locum.userNumber)).for("update"),
      () => locum.end(),
      (tx) => fulfilRequest({ ...locum.office.made.fulfil, db: tx }, { requestId: forPin, now: locum.office.now() }),
    );
    expect(await locum.stateOf()).toBe("ended");
    expect(await getRequest(locum.db(), forPin)).toMatchObject({ status: "lapsed" });
    expect(await locum.db().select().from(letter).where(eq(letter.requestId, forPin))).toMatchObject([{ status: "spoilt", sealed: null }]);
  });
});

describe("a user number that could not leave while the account ended", () => {
  const MAIN_CONTACT = "f.elidrissi@debrug.example";
  const mailWithNumber = async () => (await locum.db().select().from(mail).where(and(eq(mail.requestId, locum.requestId), eq(mail.userNumber, locum.userNumber))))[0];
  const send = async (post: Post) =>
    sendMail(post, (await mailWithNumber())?.id ?? "", locum.office.clock, (tx, { requestId, userNumber }, now) => numberWasSent(tx, { requestId: requestId ?? "", userNumber: userNumber ?? undefined }, now));
  const through = (take: () => Promise<void>): Post => ({ ...locum.office.made.post, mailer: { ...locum.office.made.post.mailer, send: take } });
  const lapsedWithoutNumber = { status: "lapsed", numberSentAt: null };

  /** The letter is posted, and the e-mail with the number waits for a server that does not answer. */
  beforeEach(async () => {
    const setFault = (fault: string) => locum.office.town.post("/simulators/mailbox/faults", { recipient: MAIN_CONTACT, fault });
    await setFault("temporary");
    await locum.fromForm();
    await printAndPost(locum.office);
    expect(await getRequest(locum.db(), locum.requestId)).toMatchObject({ status: "fulfilling", numberSentAt: null });
    expect(await mailWithNumber()).toMatchObject({ status: "waiting", lastError: "mail.unreachable" });
    locum.at("2026-12-31T23:00:00Z");
    return () => setFault("none");
  });

  it("does not leave any more, for it opens nothing; the trail says so", async () => {
    await locum.end();
    const sent: string[] = [];
    await send(through(async () => void sent.push(locum.userNumber)));
    expect(sent).toEqual([]);
    expect(await mailWithNumber()).toMatchObject({ status: "withdrawn", sentAt: null, lastError: null });
    expect((await locum.office.trail(locum.requestId)).filter((act) => act === "mail.withdrawn")).toHaveLength(1);
    expect(await getRequest(locum.db(), locum.requestId)).toMatchObject(lapsedWithoutNumber);
  });

  it("leaves once when the account ends at that very moment, and the request has lapsed all the same", async () => {
    await send(through(async () => void (await locum.end())));
    expect(await mailWithNumber()).not.toMatchObject({ status: "waiting" });
    expect(await getRequest(locum.db(), locum.requestId)).toMatchObject(lapsedWithoutNumber);
  });
});
