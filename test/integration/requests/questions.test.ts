import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { answerInformation, askInformation, listQuestions, sweepWaiting } from "#app/domain/requests/ask.ts";
import { claimRequest } from "#app/domain/requests/claim.ts";
import { getRequest } from "#app/domain/requests/decide.ts";
import { cancelRequest, objectToRequest } from "#app/domain/requests/end.ts";
import { getStatus } from "#app/domain/requests/status.ts";
import { mail } from "#db/schema/correspondence.ts";
import { requestClock } from "#db/schema/requests.ts";
import { approve, linkTo, received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";

const DAY_MS = 86_400_000;

let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
});

const rowOf = (requestId: string) => getRequest(office.database.db, requestId);
const clockOf = async (requestId: string) => (await office.database.db.select().from(requestClock).where(eq(requestClock.requestId, requestId)))[0];
const mailsOf = async (requestId: string) => (await office.database.db.select().from(mail).where(eq(mail.requestId, requestId)).orderBy(mail.queuedAt)).map(({ template }) => template);
const sweep = () => sweepWaiting(office.made.office, { now: office.now(), reminderDays: [7, 21] });

/** A request in Sanne's hands, about which she asks something. */
async function asked(question = "Wat is de functie van mevrouw Van der Håkon?"): Promise<string> {
  const requestId = await received(office);
  const { version } = await claimRequest(office.made.office, { requestId, by: office.staff.sanne, now: office.now() });
  await askInformation(office.made.office, { requestId, version, question, by: office.staff.sanne, now: office.now() });
  await office.work();
  return requestId;
}

async function answer(requestId: string, text: string): Promise<{ masked: boolean }> {
  return answerInformation(office.made.office, { link: await linkTo(office, requestId, "status"), answer: text, now: office.now() });
}

describe("a question to the applicant (D9)", () => {
  it("stops the clock of the review, which runs on with the days that it had left when there is an answer", async () => {
    // Monday; five working days, so due next Monday.
    const requestId = await received(office);
    const due = (await rowOf(requestId)).dueAt;
    office.clock.add(2 * DAY_MS);
    const { version } = await claimRequest(office.made.office, { requestId, by: office.staff.sanne, now: office.now() });
    await askInformation(office.made.office, { requestId, version, question: "Wie is dit?", by: office.staff.sanne, now: office.now() });
    expect(await rowOf(requestId)).toMatchObject({ status: "waiting-applicant", dueAt: null, claimedBy: null });
    expect(await clockOf(requestId)).toMatchObject({ pausedSince: office.now(), dueAt: due });
    office.clock.add(5 * DAY_MS);
    await answer(requestId, "Doktersassistente.");
    // Asked on Wednesday with three working days left, answered on the Monday after: due on Thursday.
    expect(await rowOf(requestId)).toMatchObject({ status: "submitted", dueAt: new Date("2026-11-26T22:59:59.000Z") });
    expect(await clockOf(requestId)).toMatchObject({ pausedSince: null, pausedMs: 5 * DAY_MS });
    expect(await listQuestions(office.database.db, requestId)).toMatchObject([{ question: "Wie is dit?", answer: "Doktersassistente.", answeredAt: office.now() }]);
    await approve(office, requestId);
  });

  it("goes out by e-mail in the applicant's language, and stands on the status page until it is answered", async () => {
    const requestId = await asked();
    const [sent] = await office.database.db.select().from(mail).where(eq(mail.requestId, requestId)).orderBy(mail.queuedAt).then((all) => all.filter(({ template }) => template === "request-question"));
    expect(sent).toMatchObject({ recipient: "s.jansen@debrug.example", status: "sent" });
    expect(sent?.text).toContain("Wat is de functie van mevrouw Van der Håkon?");
    expect((await getStatus(office.database.db, { requestId })).question?.text).toBe("Wat is de functie van mevrouw Van der Håkon?");
    // Its step says that it is the applicant's turn, and names no day that our paused term was due by.
    const step = async () => (await getStatus(office.database.db, { requestId })).steps.find(({ key }) => key === "review");
    expect(await step()).toEqual({ key: "review", state: "current", who: "applicant", isAsked: true });
    await answer(requestId, "Assistente.");
    expect(await step()).toEqual({ key: "review", state: "current", who: "office", dueBy: (await rowOf(requestId)).dueAt });
    expect((await getStatus(office.database.db, { requestId })).question).toBeNull();
  });

  it("is answered once, also from two tabs at once", async () => {
    const requestId = await asked();
    const answers = await Promise.allSettled([answer(requestId, "Een."), answer(requestId, "Twee.")]);
    expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(answer(requestId, "Drie.")).rejects.toMatchObject({ code: "request.answered" });
    expect(await listQuestions(office.database.db, requestId)).toHaveLength(1);
  });

  it("and its answer hold no BSN, PIN or password (D18, D19)", async () => {
    const requestId = await asked("Klopt het BSN 123456782?");
    expect(await answer(requestId, "Ja, en mijn wachtwoord is geheim123.")).toEqual({ masked: true });
    const kept = JSON.stringify([await listQuestions(office.database.db, requestId), await office.database.db.select().from(mail).where(eq(mail.requestId, requestId))]);
    expect(kept).not.toMatch(/123456782|geheim123/);
  });

  it("is asked by who has the request in hand, and by nobody else", async () => {
    const requestId = await received(office);
    const { version } = await claimRequest(office.made.office, { requestId, by: office.staff.sanne, now: office.now() });
    const asking = { requestId, version, question: "Wie?", now: office.now() };
    await expect(askInformation(office.made.office, { ...asking, by: office.staff.wim })).rejects.toMatchObject({ code: "request.moved" });
    await expect(askInformation(office.made.office, { ...asking, question: " ", by: office.staff.sanne })).rejects.toMatchObject({ code: "request.question-missing" });
    await expect(askInformation(office.made.office, { ...asking, about: "user.shoeSize", by: office.staff.sanne })).rejects.toMatchObject({ code: "request.question-about" });
    expect((await rowOf(requestId)).status).toBe("in-review");
  });

  it("is reminded of after 7 and 21 days, once each, and lapses after 30", async () => {
    const requestId = await asked();
    const begun = office.now();
    const at = async (days: number, ms = 0) => {
      office.clock.moveTo(new Date(begun.getTime() + days * DAY_MS + ms));
      await Promise.all([sweep(), sweep()]);
      await office.work();
      return (await mailsOf(requestId)).filter((template) => template === "request-question-reminder").length;
    };
    expect([await at(7, -1000), await at(7), await at(8), await at(21), await at(29)]).toEqual([0, 1, 1, 2, 2]);
    expect((await rowOf(requestId)).status).toBe("waiting-applicant");
    await at(30, -1000);
    expect((await rowOf(requestId)).status).toBe("waiting-applicant");
    await at(30);
    expect(await rowOf(requestId)).toMatchObject({ status: "lapsed", closedAt: office.now() });
    expect((await mailsOf(requestId)).filter((template) => template === "request-lapsed")).toHaveLength(1);
    await expect(answer(requestId, "Te laat.")).rejects.toMatchObject({ code: "request.answered" });
  });

  it("ends with the request, and when somebody of the enterprise objects", async () => {
    const cancelled = await asked();
    await cancelRequest(office.made.office, { requestId: cancelled, now: office.now() });
    expect(await listQuestions(office.database.db, cancelled)).toMatchObject([{ answer: null, endedAt: office.now() }]);

    const objected = await asked();
    await objectToRequest(office.made.office, { link: await linkTo(office, objected, "objection"), text: "Ken ik niet.", now: office.now() });
    expect(await rowOf(objected)).toMatchObject({ status: "submitted", priority: "high" });
    expect((await rowOf(objected)).dueAt).not.toBeNull();
    await expect(answer(objected, "Alsnog.")).rejects.toMatchObject({ code: "request.answered" });
  });
});
