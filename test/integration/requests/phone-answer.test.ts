import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { askInformation } from "#app/domain/requests/ask.ts";
import { claimRequest } from "#app/domain/requests/claim.ts";
import { approveRequest, getRequest } from "#app/domain/requests/decide.ts";
import { answerByPhone, confirmPhoneAnswer, findUnconfirmed, listPhoneAnswers } from "#app/domain/requests/phone.ts";
import { showCase } from "#app/web/desk.server.ts";
import { translator } from "#app/web/i18n.server.ts";
import { mail } from "#db/schema/correspondence.ts";
import { phoneAnswer } from "#db/schema/phone.ts";
import { linkTo, received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";

let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
});

const db = () => office.database.db;
const DAY = 86_400_000;

/** Sanne asks something, and a day passes. */
async function waiting(): Promise<{ requestId: string; dueBefore: Date | null }> {
  const requestId = await received(office);
  const { version, dueAt } = await claimRequest(office.made.office, { requestId, by: office.staff.sanne, now: office.now() });
  await askInformation(office.made.office, { requestId, version, question: "Vanaf wanneer werkt Zoë bij u?", by: office.staff.sanne, now: office.now() });
  office.clock.add(DAY);
  return { requestId, dueBefore: dueAt };
}

async function phone(requestId: string, answer = "Vanaf 1 december."): Promise<void> {
  const { version } = await getRequest(db(), requestId);
  await answerByPhone(office.made.office, { requestId, version, answer, by: office.staff.wim, now: office.now() });
}

const say = async (requestId: string, correction = "") => confirmPhoneAnswer(office.made.office, { link: await linkTo(office, requestId, "status"), correction, now: office.now() });

describe("daily practice: an applicant answers by phone", () => {
  it("is a note with who wrote it down: the request is at the desk again, and its clock goes on at once", async () => {
    const { requestId, dueBefore } = await waiting();
    await phone(requestId);
    const row = await getRequest(db(), requestId);
    expect(row.status).toBe("submitted");
    // A day was waited for, and is not counted (D9).
    expect(row.dueAt?.getTime()).toBeGreaterThan(dueBefore?.getTime() ?? 0);
    const { questions } = await showCase({ db: db(), actor: office.staff.sanne, now: office.now(), t: translator("nl"), language: "nl" }, requestId);
    expect(questions).toMatchObject([{ answer: "Vanaf 1 december.", phone: { by: "Wim Bos", confirmedAt: null, correction: null } }]);
    expect(await office.trail(requestId)).toContain("request.answered-by-phone");
  });

  it("is sent to the applicant by e-mail, who confirms it on the status page, once", async () => {
    const { requestId } = await waiting();
    await phone(requestId);
    await office.work();
    const [told, ...more] = await db().select().from(mail).where(and(eq(mail.requestId, requestId), eq(mail.template, "phone-answer")));
    expect(more).toEqual([]);
    expect(told?.recipient).toBe((await getRequest(db(), requestId)).applicantEmail);
    expect(told?.text).toContain("Vanaf 1 december.");
    expect(await findUnconfirmed(db(), requestId)).toMatchObject({ question: "Vanaf wanneer werkt Zoë bij u?", answer: "Vanaf 1 december." });
    expect(await say(requestId)).toEqual({ corrected: false });
    expect(await findUnconfirmed(db(), requestId)).toBeNull();
    await expect(say(requestId, "Toch niet.")).rejects.toMatchObject({ code: "request.answered" });
    expect([...(await listPhoneAnswers(db(), requestId)).values()]).toMatchObject([{ confirmedAt: office.now(), correction: null }]);
  });

  it("is corrected in the applicant's own words, beside what was written down, until the desk has decided", async () => {
    const { requestId } = await waiting();
    await phone(requestId);
    expect(await say(requestId, "Vanaf 1 januari. Mijn BSN is 123456782.")).toEqual({ corrected: true });
    const { questions } = await showCase({ db: db(), actor: office.staff.sanne, now: office.now(), t: translator("en"), language: "en" }, requestId);
    expect(questions).toMatchObject([{ answer: "Vanaf 1 december.", phone: { correction: "Vanaf 1 januari. Mijn BSN is •••••." } }]);
    expect(await office.trail(requestId)).toContain("request.phone-answer-corrected");

    const late = await waiting();
    await phone(late.requestId);
    const { version } = await claimRequest(office.made.office, { requestId: late.requestId, by: office.staff.sanne, now: office.now() });
    await approveRequest(office.made.office, { requestId: late.requestId, version, by: office.staff.sanne, now: office.now() });
    expect(await findUnconfirmed(db(), late.requestId)).toBeNull();
    await expect(say(late.requestId, "Anders.")).rejects.toMatchObject({ code: "request.moved" });
  });

  it("answers an open question only, and not with nothing; of two who write at once one succeeds", async () => {
    const { requestId } = await waiting();
    await expect(phone(requestId, "  ")).rejects.toMatchObject({ code: "request.answer-missing" });
    const both = await Promise.allSettled([phone(requestId), phone(requestId, "Iets anders.")]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(phone(requestId)).rejects.toMatchObject({ code: "request.moved" });
  });

  it("masks a PIN or BSN that somebody reads out", async () => {
    const { requestId } = await waiting();
    await phone(requestId, "BSN 123456782");
    expect((await findUnconfirmed(db(), requestId))?.answer).toBe("BSN •••••");
  });

  it("the database itself refuses an answer that is confirmed and corrected", async () => {
    const { requestId } = await waiting();
    await phone(requestId);
    const broken = (constraint: string) => ({ cause: { message: expect.stringContaining(constraint) as string } });
    const mine = eq(phoneAnswer.requestId, requestId);
    await expect(db().update(phoneAnswer).set({ confirmedAt: office.now(), correction: "x", correctedAt: office.now() }).where(mine)).rejects.toMatchObject(broken("phone_answer_is_right_or_corrected"));
    await expect(db().update(phoneAnswer).set({ correction: "x" }).where(mine)).rejects.toMatchObject(broken("correction_has_a_moment"));
  });
});
