import { X509Certificate } from "node:crypto";

import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { loadDefinitions } from "#app/domain/definitions/load.ts";
import { currentRelease, getDefinition } from "#app/domain/definitions/store.ts";
import { tell } from "#app/domain/correspondence/tell.ts";
import { numberWasSent } from "#app/domain/effects/complete.ts";
import { fulfilRequest } from "#app/domain/effects/fulfil.ts";
import { makeNewPin } from "#app/domain/effects/new-pin.ts";
import { takeDecisionsIntoEffect } from "#app/domain/effects/take-effect.ts";
import { listWaitingLetters, makeBatch, releaseBatch } from "#app/domain/print-room/batches.ts";
import { countLetters, settleBatch } from "#app/domain/print-room/settle.ts";
import { claimRequest } from "#app/domain/requests/claim.ts";
import { confirmAddress } from "#app/domain/requests/confirm.ts";
import { getRequest, rejectRequest } from "#app/domain/requests/decide.ts";
import { requestPolicy } from "#app/domain/requests/policy.ts";
import { submitDraft } from "#app/domain/requests/submit.ts";
import { readDefinitionFiles, readScreenTexts } from "#app/adapters/files/definitions.ts";
import { account, authorisation, credential, letter } from "#db/schema/accounts.ts";
import { mail } from "#db/schema/correspondence.ts";
import { definitionVersion, release, releaseEntry } from "#db/schema/definitions.ts";
import { judgement, request } from "#db/schema/requests.ts";
import { runSql } from "#db/types.ts";
import { approve, fillIn, identify, install, linkTo, printAndPost, received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { asked, fulfilled } from "#test/support/so-far.ts";
import { ROOT } from "#test/support/stage.ts";

let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
});

const rowOf = (requestId: string) => getRequest(office.database.db, requestId);
const mailsOf = (requestId: string) => office.database.db.select().from(mail).where(eq(mail.requestId, requestId)).orderBy(mail.queuedAt);
const accountOf = async (requestId: string) => (await office.database.db.select().from(account).where(eq(account.requestId, requestId)))[0];
const lettersOf = (requestId: string) => office.database.db.select().from(letter).where(eq(letter.requestId, requestId)).orderBy(letter.number);

describe("the main job, from the form to the certificate", () => {
  it("comes to its end, and everybody is told once", async () => {
    const { db } = office.database;
    const requestId = await received(office);
    await office.work();
    await approve(office, requestId);
    await office.letDecisionsLeave();
    expect(await identify(office, requestId, { holder: "johanna" })).toMatchObject({ kind: "match", completed: true });
    await office.work();
    await printAndPost(office);
    await office.work();
    const issued = await install(office, requestId);
    await office.work();

    expect(await rowOf(requestId)).toMatchObject({ status: "done", decision: "approve", decidedBy: office.staff.sanne.id });
    const made = await accountOf(requestId);
    expect(made).toMatchObject({ surname: "Håkon", agbCode: "12345678", status: "active" });
    const services = await db.select().from(authorisation).where(eq(authorisation.userNumber, made?.userNumber ?? ""));
    expect(services.map(({ service }) => service).sort()).toEqual(["claims", "cov"]);
    expect(new X509Certificate(issued.certificate).subject).toContain("CN=Z. van der Håkon");
    const points = await db.select({ point: judgement.point }).from(judgement).where(eq(judgement.requestId, requestId)).orderBy(judgement.judgedAt);
    expect(points.map(({ point }) => point)).toEqual(["screening", "identification", "delivery"]);

    const mails = await mailsOf(requestId);
    expect(mails.every(({ status }) => status === "sent")).toBe(true);
    const told = mails.map(({ template, recipient }) => `${template} ${recipient}`).sort();
    expect(told).toEqual(
      [
        "confirm-address s.jansen@debrug.example",
        "request-received s.jansen@debrug.example",
        "request-notice p.hendriks@debrug.example",
        "request-notice f.elidrissi@debrug.example",
        "request-approved s.jansen@debrug.example",
        "identification-invitation j.devries-bakker@debrug.example",
        "identification-invitation f.elidrissi@debrug.example",
        "user-number f.elidrissi@debrug.example",
        "pin-letter-posted f.elidrissi@debrug.example",
        "certificate-installed z.vanderhakon@debrug.example",
        "certificate-installed p.hendriks@debrug.example",
        "certificate-installed f.elidrissi@debrug.example",
      ].sort(),
    );
    // Each act of the way stands in the trail, in its order.
    const trail = await office.trail(requestId);
    const way = ["request.submitted", "request.confirmed", "request.claimed", "request.approved", "request.approval-effective", "identification.opened", "identification.confirmed"];
    const rest = ["identification.started", "identification.returned", "identification.matched", "request.identified", "account.created", "letter.sealed", "request.fulfilled"];
    const end = ["letter.batched", "letter.released", "letter.posted", "request.completed"];
    expect(trail.filter((act) => [...way, ...rest, ...end].includes(act))).toEqual([...way, ...rest, ...end]);
  });

  it("has nothing issued before it was checked, and none of it when it is refused (R16)", async () => {
    const requestId = await received(office);
    const issued = async () => ({ account: await accountOf(requestId), letters: await lettersOf(requestId) });
    const nothing = { account: undefined, letters: [] };
    await office.work();
    expect(await issued()).toEqual(nothing);
    await approve(office, requestId);
    await office.letDecisionsLeave();
    await office.work();
    expect(await issued()).toEqual(nothing);
    await identify(office, requestId, { holder: "johanna" });
    await office.work();
    expect(await issued()).toMatchObject({ account: { requestId }, letters: [{ requestId }] });

    const refused = await received(office);
    const { version } = await claimRequest(office.made.office, { requestId: refused, by: office.staff.sanne, now: office.now() });
    await rejectRequest(office.made.office, { requestId: refused, version, by: office.staff.sanne, reasonCode: "DUPLICATE", now: office.now() });
    await office.letDecisionsLeave();
    await office.work();
    expect({ account: await accountOf(refused), letters: await lettersOf(refused) }).toEqual(nothing);
  });

  it("keeps of the form what was answered, not what was typed on the way", async () => {
    const requestId = await received(office);
    const { answers } = await rowOf(requestId);
    expect(Object.keys(answers).filter((key) => key.startsWith("_"))).toEqual(["_masked"]);
  });

  it("goes on when the letter is posted before the number could be sent, and is done with whichever comes last (D9)", async () => {
    const requestId = await fulfilled(office);
    await office.database.db.update(request).set({ numberSentAt: null }).where(eq(request.id, requestId));
    await printAndPost(office);
    expect(await rowOf(requestId)).toMatchObject({ status: "fulfilling", numberSentAt: null, letterPostedAt: office.now() });
    await office.database.db.transaction((tx) => numberWasSent(tx, { requestId, userNumber: undefined }, office.now()));
    expect(await rowOf(requestId)).toMatchObject({ status: "done", closedAt: office.now() });
  });
});

describe("what comes twice has one effect", () => {
  it("a form sent, an address confirmed", async () => {
    const filled = await fillIn(office);
    const sent = { draftId: filled.id, version: filled.version, acceptedTerms: "2", now: office.now() };
    const first = await submitDraft(office.made.office, sent);
    expect(await submitDraft(office.made.office, sent)).toEqual({ requestId: first.requestId, again: true });
    const link = await linkTo(office, first.requestId, "confirm");
    const press = () => confirmAddress(office.made.office, { link, registers: office.made.office.registers, now: office.now() });
    expect((await press()).again).toBe(false);
    expect((await press()).again).toBe(true);
    expect((await office.trail(first.requestId)).filter((act) => act === "request.confirmed")).toHaveLength(1);
  });

  it("a request fulfilled: one account, one letter, one judgement", async () => {
    const requestId = await fulfilled(office);
    await fulfilRequest(office.made.fulfil, { requestId, now: office.now() });
    await Promise.all([1, 2, 3].map(() => fulfilRequest(office.made.fulfil, { requestId, now: office.now() })));
    expect(await office.database.db.$count(account, eq(account.requestId, requestId))).toBe(1);
    expect(await lettersOf(requestId)).toHaveLength(1);
    expect(await office.database.db.$count(judgement, and(eq(judgement.requestId, requestId), eq(judgement.point, "delivery")))).toBe(1);
  });

  it("also when two workers fulfil it at once", async () => {
    const requestId = await asked(office);
    await office.made.queue.stop(5);
    await identify(office, requestId, { holder: "johanna" });
    await Promise.all([1, 2, 3, 4].map(() => fulfilRequest(office.made.fulfil, { requestId, now: office.now() })));
    await office.made.queue.start();
    await office.work();
    expect(await office.database.db.$count(account, eq(account.requestId, requestId))).toBe(1);
    expect(await lettersOf(requestId)).toHaveLength(1);
    expect((await office.trail(requestId)).filter((act) => act === "request.fulfilled")).toHaveLength(1);
  });

  it("a happening told: one e-mail per occasion", async () => {
    const requestId = await received(office);
    await office.work();
    const before = (await mailsOf(requestId)).map(({ occasion }) => occasion);
    for (let time = 0; time < 3; time += 1) await tell(office.made.telling, { happening: "request.confirmed", requestId }, office.now());
    await office.work();
    expect((await mailsOf(requestId)).map(({ occasion }) => occasion)).toEqual(before);
    expect(new Set(before).size).toBe(4);
  });

  it("what is told late says what it would have said in time", async () => {
    await office.made.queue.stop(5);
    const requestId = await received(office);
    await approve(office, requestId);
    office.clock.add(60_000);
    await takeDecisionsIntoEffect(office.made.office, office.now());
    await identify(office, requestId, { holder: "johanna" });
    expect((await rowOf(requestId)).dueAt).toBeNull();
    await office.made.queue.start();
    await office.work();
    const told = (await mailsOf(requestId)).map(({ template }) => template);
    expect(told).toEqual(expect.arrayContaining(["confirm-address", "request-received", "request-notice", "identification-invitation", "user-number"]));
    expect(await runSql(office.database.db, "select name from pgboss.job where state in ('retry', 'failed')")).toEqual([]);
  });

  it("a decision that takes effect: asked once", async () => {
    const requestId = await asked(office);
    expect(await takeDecisionsIntoEffect(office.made.office, office.now())).toBe(0);
    expect((await office.trail(requestId)).filter((act) => act === "identification.asked")).toHaveLength(1);
  });
});

describe("the print room (D15, P11)", () => {
  const balanced = async () => {
    const { made, ...rest } = await countLetters(office.database.db);
    expect(made).toBe(Object.values(rest).reduce((sum, amount) => sum + amount, 0));
    return rest;
  };

  it("who decided a request never prints its letter, nor who checked it", async () => {
    const requestId = await fulfilled(office);
    const [mine] = await lettersOf(requestId);
    expect((await listWaitingLetters(office.database.db, office.staff.sanne)).letters.map(({ id }) => id)).not.toContain(mine?.id);
    await expect(makeBatch(office.made.office, { by: office.staff.sanne, now: office.now() })).rejects.toMatchObject({ code: "letter.none-waiting" });
    expect((await lettersOf(requestId))[0]).toMatchObject({ status: "waiting", batch: null });
    await printAndPost(office);
    expect((await lettersOf(requestId))[0]).toMatchObject({ status: "posted", sealed: null });
  });

  it("hands a letter out once, and to who made the batch", async () => {
    await fulfilled(office);
    const { noor, ilse } = office.staff;
    const batch = await makeBatch(office.made.office, { by: noor, now: office.now() });
    await expect(releaseBatch(office.made.office, { batch, by: ilse, now: office.now() })).rejects.toMatchObject({ code: "letter.batch-of-colleague" });
    const unopened = await office.database.db.select().from(letter).where(eq(letter.batch, batch));
    await expect(
      settleBatch(office.made.office, { batch, posted: unopened.map(({ id }) => id), spoilt: [], by: noor, now: office.now() }),
    ).rejects.toMatchObject({ code: "letter.not-released" });
    const letters = await releaseBatch(office.made.office, { batch, by: noor, now: office.now() });
    await expect(releaseBatch(office.made.office, { batch, by: noor, now: office.now() })).rejects.toMatchObject({ code: "letter.already-released" });
    await expect(settleBatch(office.made.office, { batch, posted: [], spoilt: [], by: noor, now: office.now() })).rejects.toMatchObject({ code: "letter.counts-differ" });
    await settleBatch(office.made.office, { batch, posted: letters.map(({ id }) => id), spoilt: [], by: noor, now: office.now() });
    await expect(settleBatch(office.made.office, { batch, posted: [], spoilt: [], by: noor, now: office.now() })).rejects.toMatchObject({ code: "letter.batch-settled" });
    await balanced();
  });

  it("a spoilt letter means a new PIN, once, and the old one is dead", async () => {
    const requestId = await fulfilled(office);
    const batch = await makeBatch(office.made.office, { by: office.staff.noor, now: office.now() });
    const letters = await releaseBatch(office.made.office, { batch, by: office.staff.noor, now: office.now() });
    await settleBatch(office.made.office, { batch, posted: [], spoilt: letters.map(({ id }) => id), by: office.staff.noor, now: office.now() });
    await office.work();
    const userNumber = (await accountOf(requestId))?.userNumber ?? "";
    await makeNewPin(office.made.fulfil, { userNumber, now: office.now() });
    const pins = await office.database.db.select().from(credential).where(eq(credential.userNumber, userNumber)).orderBy(credential.madeAt);
    expect(pins.map(({ voidReason }) => voidReason).sort()).toEqual(["letter-spoilt", null]);
    expect((await lettersOf(requestId)).map(({ status }) => status)).toEqual(["spoilt", "waiting"]);
    expect((await balanced())["in-batch"]).toBe(0);
    await printAndPost(office);
    await office.work();
    expect((await rowOf(requestId)).status).toBe("done");
  });
});

describe("publishing in mid-flight (P17)", () => {
  it("leaves a running request its rules, and gives the next one the new ones", async () => {
    const { db } = office.database;
    const running = await received(office);
    const before = await rowOf(running);
    const old = await getDefinition(db, before.releaseId, "policy", "review");
    // A policy that differs is a draft first, and holds for nobody until it is published.
    const longer = (content: unknown) => JSON.parse(JSON.stringify(content).replace(/("key":"decision\.undoSeconds"[^}]*}[^}]*"value":)10/, "$1600")) as unknown;
    const files = readDefinitionFiles(ROOT).map((file) => (file.kind === "policy" && file.key === "review" ? { ...file, content: longer(file.content) } : file));
    expect(await loadDefinitions(db, files, readScreenTexts(ROOT), office.now())).toMatchObject({ drafts: 1, published: 0 });
    expect(await currentRelease(db)).toBe(before.releaseId);

    await publishDraft("policy", "review", old.version + 1);
    const next = await received(office);
    expect((await rowOf(next)).releaseId).toBeGreaterThan(before.releaseId);
    expect(await requestPolicy(db, running, "decision.undoSeconds", office.now())).toBe(10);
    expect(await requestPolicy(db, next, "decision.undoSeconds", office.now())).toBe(600);
    await approve(office, running);
    await approve(office, next);
    await office.letDecisionsLeave();
    expect((await rowOf(running)).status).toBe("identifying");
    expect((await rowOf(next)).status).toBe("decided");
  });

  /** What an administrator's publishing does: the draft becomes published, and a new release has it in its place. */
  async function publishDraft(kind: string, key: string, version: number): Promise<void> {
    await office.database.db.transaction(async (tx) => {
      const former = await currentRelease(tx);
      const [published] = await tx
        .update(definitionVersion)
        .set({ status: "published", approver: "tom", publishedAt: office.now() })
        .where(and(eq(definitionVersion.kind, kind), eq(definitionVersion.key, key), eq(definitionVersion.version, version)))
        .returning({ id: definitionVersion.id });
      const [made] = await tx.insert(release).values({ publishedAt: office.now(), publishedBy: "tom" }).returning({ id: release.id });
      const entries = await tx.select().from(releaseEntry).where(eq(releaseEntry.releaseId, former));
      await tx.insert(releaseEntry).values(
        entries.map((entry) => ({ ...entry, releaseId: made?.id ?? 0, definitionId: entry.kind === kind && entry.key === key ? (published?.id ?? 0) : entry.definitionId })),
      );
    });
  }
});
