import { and, eq, isNull } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { tokenOf, type Link } from "#app/domain/access/links.ts";
import { sendMail } from "#app/domain/correspondence/send.ts";
import { tell } from "#app/domain/correspondence/tell.ts";
import { mailCameBack } from "#app/domain/correspondence/undelivered.ts";
import { tellJob, type Telling } from "#app/domain/jobs/list.ts";
import { isProblem } from "#app/domain/problem.ts";
import { askInformation } from "#app/domain/requests/ask.ts";
import { claimRequest } from "#app/domain/requests/claim.ts";
import { confirmAddress } from "#app/domain/requests/confirm.ts";
import { correctAddress, MOST_CONFIRMATIONS } from "#app/domain/requests/correct-address.ts";
import { getRequest } from "#app/domain/requests/decide.ts";
import { lapseUnconfirmed } from "#app/domain/requests/end.ts";
import { draftContent } from "#app/domain/requests/form/content.ts";
import { submitDraft } from "#app/domain/requests/submit.ts";
import { textAt } from "#app/domain/requests/answers.ts";
import * as apply from "#app/routes/apply.$type.tsx";
import * as confirmPage from "#app/routes/confirm.$token.tsx";
import * as page from "#app/routes/draft.$token.$page.tsx";
import * as review from "#app/routes/draft.$token.review.tsx";
import * as sentPage from "#app/routes/draft.$token.sent.tsx";
import { mail } from "#db/schema/correspondence.ts";
import { draft, link, request } from "#db/schema/requests.ts";
import { fillIn, linkTo, submit } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { routesOf } from "#test/support/routes.ts";

const TYPED = "s.jansen@debrug.example";
const MEANT = "sem.jansen@debrug.example";

let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
});

const db = () => office.database.db;
const correct = (draftId: string, email = MEANT, seen = TYPED) => correctAddress(office.made.office, { draftId, seen, email, now: office.now() });
const confirm = (of: Link) => confirmAddress(office.made.office, { link: of, registers: office.made.office.registers, now: office.now() });
const livingLinks = (requestId: string) => db().$count(link, and(eq(link.requestId, requestId), eq(link.kind, "confirm"), isNull(link.endedAt)));
const mailsOf = async (requestId: string) => (await db().select().from(mail).where(eq(mail.requestId, requestId)).orderBy(mail.queuedAt)).map(({ recipient, status, links }) => ({ recipient, status, links }));
const codeOf = (outcome: PromiseSettledResult<unknown>) => (outcome.status === "fulfilled" ? "done" : isProblem(outcome.reason) ? outcome.reason.code : String(outcome.reason));

async function sent(): Promise<{ draftId: string; requestId: string; first: Link }> {
  const filled = await fillIn(office);
  const requestId = await submit(office, filled);
  return { draftId: filled.id, requestId, first: await linkTo(office, requestId, "confirm") };
}

describe("who mistyped their own address", () => {
  it("corrects it before anybody confirmed: everywhere, with a new e-mail and a new link, and the former one is void", async () => {
    const { draftId, requestId, first } = await sent();
    await office.work();
    await correct(draftId);
    await office.work();
    const row = await getRequest(db(), requestId);
    expect([row.applicantEmail, textAt(row.answers, "applicant.email"), row.status]).toEqual([MEANT, MEANT, "unconfirmed"]);
    const [form] = await db().select().from(draft).where(eq(draft.id, draftId));
    expect(draftContent(form?.answers).typed["applicant.email"]).toBe(MEANT);
    const second = await linkTo(office, requestId, "confirm");
    expect(second.id).not.toBe(first.id);
    expect(await mailsOf(requestId)).toEqual([{ recipient: TYPED, status: "sent", links: [first.id] }, { recipient: MEANT, status: "sent", links: [second.id] }]);
    expect(await office.trail(requestId)).toContain("request.address-corrected");

    await expect(confirm(first)).rejects.toMatchObject({ code: "link.ended" });
    expect((await getRequest(db(), requestId)).status).toBe("unconfirmed");
    await confirm(second);
    expect((await getRequest(db(), requestId)).status).toBe("submitted");
    // Whoever got the first e-mail is a stranger: also now it opens nothing.
    await expect(confirm(first)).rejects.toMatchObject({ code: "link.ended" });
    expect((await confirm(second)).again).toBe(true);
    await expect(correct(draftId, TYPED, MEANT)).rejects.toMatchObject({ code: "confirmation.done" });
  });

  it("an e-mail that has not left yet stays in the house", async () => {
    const { draftId, requestId } = await sent();
    await db().insert(mail).values({ messageId: `<${requestId}@x>`, occasion: requestId, template: "confirm-address", templateVersion: 1, language: "nl", recipient: TYPED, subject: "s", text: "t", html: "h", links: [], requestId, status: "waiting", queuedAt: office.now() });
    await correct(draftId);
    await office.work();
    const [kept] = await db().select().from(mail).where(eq(mail.occasion, requestId));
    expect(kept?.status).toBe("withdrawn");
    expect(await office.trail(requestId)).toContain("mail.withdrawn");
  });

  it("one that is on its way just then has left: the trail says so, and that it comes back is seen", async () => {
    const { draftId, requestId, first } = await sent();
    const { mailer, ...post } = office.made.post;
    await office.work();
    await db().update(mail).set({ status: "waiting", sentAt: null }).where(eq(mail.requestId, requestId));
    const [waiting] = await db().select().from(mail).where(eq(mail.requestId, requestId));
    const before = await office.trail(requestId);
    const send: typeof mailer.send = async (letter) => {
      await mailer.send(letter);
      await correct(draftId);
    };
    await sendMail({ ...post, mailer: { ...mailer, send } }, waiting?.id ?? "", office.clock);
    expect((await office.trail(requestId)).slice(before.length).filter((act) => act.startsWith("mail.") && act !== "mail.written")).toEqual(expect.arrayContaining(["mail.withdrawn", "mail.sent"]));
    expect((await mailsOf(requestId)).find(({ recipient }) => recipient === TYPED)).toEqual({ recipient: TYPED, status: "sent", links: [first.id] });
    expect(await mailCameBack(db(), { messageId: waiting?.messageId ?? "", statusCode: "5.1.1" }, office.now())).toBe(true);
    await office.work();
  });

  it("before the first e-mail was written gets one e-mail, with the link that lives, and nothing goes to the former address", async () => {
    const filled = await fillIn(office);
    const told: Telling[] = [];
    // What is to be told waits, until both were asked for.
    const enqueue: typeof office.made.office.queue.enqueue = async (_tx, job, payload) => void told.push(tellJob.schema.parse(job === (tellJob as unknown) ? payload : null));
    const slow = { ...office.made.office, queue: { ...office.made.office.queue, enqueue } };
    const { requestId } = await submitDraft(slow, { draftId: filled.id, version: filled.version, acceptedTerms: "2", now: office.now() });
    await correctAddress(slow, { draftId: filled.id, seen: TYPED, email: MEANT, now: office.now() });
    expect(told).toHaveLength(2);
    for (const telling of told) await tell(office.made.telling, telling, office.now());
    await office.work();
    expect(await mailsOf(requestId)).toEqual([{ recipient: MEANT, status: "sent", links: [(await linkTo(office, requestId, "confirm")).id] }]);
  });

  it("may have it sent to the same address once more", async () => {
    const { draftId, requestId } = await sent();
    await office.work();
    await correct(draftId, TYPED);
    await office.work();
    expect((await mailsOf(requestId)).map(({ recipient }) => recipient)).toEqual([TYPED, TYPED]);
  });

  it("nothing is changed or mailed when the trail cannot be written: all of it or nothing", async () => {
    const { draftId, requestId, first } = await sent();
    const broken = { ...office.made.office, queue: { ...office.made.office.queue, enqueue: () => Promise.reject(new Error("no queue")) } };
    await expect(correctAddress(broken, { draftId, seen: TYPED, email: MEANT, now: office.now() })).rejects.toThrow("no queue");
    expect((await getRequest(db(), requestId)).applicantEmail).toBe(TYPED);
    expect((await linkTo(office, requestId, "confirm")).id).toBe(first.id);
    expect(await office.trail(requestId)).not.toContain("request.address-corrected");
  });

  it("cannot mail one stranger after another with it", async () => {
    const { draftId, requestId } = await sent();
    let seen = TYPED;
    for (let time = 1; time < MOST_CONFIRMATIONS; time += 1) {
      const next = `stranger${time}@elsewhere.example`;
      await correct(draftId, next, seen);
      seen = next;
    }
    await expect(correct(draftId, MEANT, seen)).rejects.toMatchObject({ code: "confirmation.too-often" });
    expect(await livingLinks(requestId)).toBe(1);
    expect((await getRequest(db(), requestId)).applicantEmail).toBe(seen);
  });

  it("is not let go of by the term of the link that is void", async () => {
    const { draftId, requestId } = await sent();
    office.clock.add(6 * 86_400_000);
    await correct(draftId);
    office.clock.add(2 * 86_400_000);
    await lapseUnconfirmed(office.made.office, office.now());
    expect((await getRequest(db(), requestId)).status).toBe("unconfirmed");
    office.clock.add(6 * 86_400_000);
    await lapseUnconfirmed(office.made.office, office.now());
    expect((await getRequest(db(), requestId)).status).toBe("lapsed");
  });
});

describe("while requests that nobody confirmed are let go of", () => {
  /** What happens after the sweep has looked for requests, and before it has done anything to one. */
  async function sweepAfter(meanwhile: () => Promise<unknown>): Promise<void> {
    let happened = false;
    const late = new Proxy(db(), {
      get: (target, name) => {
        if (name !== "transaction") return Reflect.get(target, name) as unknown;
        return async (act: Parameters<typeof target.transaction>[0]) => {
          if (!happened) await meanwhile();
          happened = true;
          return target.transaction(act);
        };
      },
    });
    await lapseUnconfirmed({ ...office.made.office, db: late }, office.now());
    expect(happened).toBe(true);
  }

  it("one that is corrected just then is not: its new link has a term of its own", async () => {
    const { draftId, requestId } = await sent();
    office.clock.add(8 * 86_400_000);
    await sweepAfter(() => correct(draftId));
    expect(await getRequest(db(), requestId)).toMatchObject({ status: "unconfirmed", applicantEmail: MEANT });
    expect(await livingLinks(requestId)).toBe(1);
    await confirm(await linkTo(office, requestId, "confirm"));
  });

  it("one that is confirmed just then, and about which the desk asks something at once, is not", async () => {
    const { requestId, first } = await sent();
    office.clock.add(8 * 86_400_000);
    await sweepAfter(async () => {
      await confirm(first);
      const { version } = await claimRequest(office.made.office, { requestId, by: office.staff.sanne, now: office.now() });
      await askInformation(office.made.office, { requestId, version, question: "Voor wie is het?", by: office.staff.sanne, now: office.now() });
    });
    expect((await getRequest(db(), requestId)).status).toBe("waiting-applicant");
  });

  it.each(Array.from({ length: 6 }, (_, index) => index))("at the same moment it is let go of or corrected, never both (%i)", async (round) => {
    const { draftId, requestId } = await sent();
    office.clock.add(8 * 86_400_000);
    const acts = [() => correct(draftId), () => lapseUnconfirmed(office.made.office, office.now())];
    await Promise.allSettled((round % 2 ? acts.reverse() : acts).map((act) => act()));
    const { status, applicantEmail } = await getRequest(db(), requestId);
    expect([["lapsed", TYPED, 0], ["unconfirmed", MEANT, 1]]).toContainEqual([status, applicantEmail, await livingLinks(requestId)]);
  });
});

describe("at once", () => {
  it("two corrections: one holds, the other hears of it, and one link lives", async () => {
    const { draftId, requestId } = await sent();
    const outcomes = (await Promise.allSettled([correct(draftId, "one@debrug.example"), correct(draftId, "other@debrug.example")])).map(codeOf);
    expect(outcomes.sort()).toEqual(["confirmation.moved", "done"]);
    expect(await livingLinks(requestId)).toBe(1);
    expect((await office.trail(requestId)).filter((act) => act === "request.address-corrected")).toHaveLength(1);
  });

  it.each(Array.from({ length: 6 }, (_, index) => index))("a correction and a confirmation: never both (%i)", async (round) => {
    const { draftId, requestId, first } = await sent();
    const acts = [() => correct(draftId), () => confirm(first)];
    const outcomes = (await Promise.allSettled((round % 2 ? acts.reverse() : acts).map((act) => act()))).map(codeOf);
    expect(outcomes.filter((code) => code === "done")).toHaveLength(1);
    expect(["confirmation.done", "link.ended"]).toContain(outcomes.find((code) => code !== "done"));
    const { status, applicantEmail } = await getRequest(db(), requestId);
    expect([["submitted", TYPED], ["unconfirmed", MEANT]]).toContainEqual([status, applicantEmail]);
  });
});

describe("on the pages", () => {
  type Drawn = { seen: string; drawn: string; version: number; terms: string };

  /** A form that was sent by its pages, with the cookie that the browser got. */
  async function sentByHand(routes = routesOf(office)) {
    const token = (await routes.post(apply.action, "/apply/new-user", {}, { params: { type: "new-user" } })).location?.split("/")[2] ?? "";
    const at = (id: string) => ({ params: { token, page: id } });
    const send = async (id: string, typed: Record<string, string | string[]>) => {
      const { seen, drawn } = (await routes.get(page.loader, `/draft/${token}/${id}`, at(id))).data as Drawn;
      return routes.post(page.action, `/draft/${token}/${id}`, { _seen: seen, _drawn: drawn, ...typed }, at(id));
    };
    await send("practice", { "practice.agbCode": "12345678", "practice.kvkNumber": "68750110" });
    await send("reason", { reason: "not-contact" });
    await send("user", { "user.name.initials": "Z.", "user.name.surname": "Håkon", "user.email": "z@debrug.example", "user.phone": "06 12345678", "user.employed": "yes" });
    await send("services", { services: ["cov"] });
    const me = { "applicant.name.initials": "S.", "applicant.name.surname": "Jansen", "applicant.email": "s.jansen@gmial.com", "applicant.phone": "06 12345670", "applicant.position": "Assistent" };
    const asked = await send("applicant", me);
    const took = await send("applicant", { ...me, _take: "applicant.email=s.jansen@gmail.com" });
    await send("applicant", { ...me, _warned: "applicant.email=email.likely" });
    const { version, drawn, terms } = (await routes.get(review.loader, `/draft/${token}/review`, { params: { token } })).data as Drawn;
    const { response } = await routes.post(review.action, `/draft/${token}/review`, { version: String(version), drawn, terms, accepted: "yes" }, { params: { token } });
    return { routes, token, asked, took, cookie: response?.headers.get("set-cookie") ?? "" };
  }
  const open = async (routes: ReturnType<typeof routesOf>, token: string, cookie = "") => (await routes.get(sentPage.loader, `/draft/${token}/sent`, { params: { token }, headers: { cookie } })).data;
  const post = (routes: ReturnType<typeof routesOf>, token: string, form: Record<string, string>, cookie = "") => routes.post(sentPage.action, `/draft/${token}/sent`, form, { params: { token }, headers: { cookie } });

  it("a mistyped domain is asked about once, can be taken over with one press, and stops nobody", async () => {
    const { asked, took } = await sentByHand();
    expect(asked).toMatchObject({ status: 200, data: { warnings: [{ message: "U typte gmial.com. Bedoelt u gmail.com?", take: { name: "applicant.email", value: "s.jansen@gmail.com" } }] } });
    expect(took.location).toMatch(/\/review$/);
  });

  it("the browser that sent the form corrects the address; no other browser with the link does", async () => {
    const { routes, token, cookie } = await sentByHand();
    expect(cookie).toMatch(new RegExp(`Path=/draft/${token}; .*HttpOnly; SameSite=Lax`));
    const own = cookie.split(";")[0] ?? "";
    expect(await open(routes, token, own)).toMatchObject({ mayCorrect: true, email: "s.jansen@gmial.com", likely: { suggestion: "s.jansen@gmail.com" } });
    expect(await open(routes, token)).toMatchObject({ mayCorrect: false, likely: null });
    const form = { seen: "s.jansen@gmial.com", email: "s.jansen@gmail.com" };
    expect(await post(routes, token, form)).toMatchObject({ status: 403, data: { problem: { code: "confirmation.elsewhere" } } });
    expect(await post(routes, token, form, "zegel-sent=forged")).toMatchObject({ status: 403 });
    expect(await post(routes, token, { ...form, email: "s.jansen" }, own)).toMatchObject({ status: 422, data: { problem: { fields: { email: expect.stringContaining("@") as string } } } });
    expect(await post(routes, token, form, own)).toMatchObject({ status: 303, location: `/draft/${token}/sent?again=yes` });
    expect(await open(routes, token, own)).toMatchObject({ email: "s.jansen@gmail.com", likely: null });
    expect(await post(routes, token, form, own)).toMatchObject({ status: 409, data: { problem: { code: "confirmation.moved" } } });
  });

  it("is counted by form", async () => {
    const counted: string[] = [];
    const limits = { consume: async (name: string, key: string) => { if (name === "draft.correct") counted.push(key); return { allowed: name !== "draft.correct", isFirstRefusal: false, retryAfterSeconds: 60 }; } };
    const { token, cookie } = await sentByHand();
    const full = routesOf(office, { limits });
    expect(await post(full, token, { seen: "s.jansen@gmial.com", email: MEANT }, cookie.split(";")[0])).toMatchObject({ status: 429, data: { problem: { code: "access.too-often" } } });
    expect(counted).toEqual([token]);
  });

  it("the former link opens nothing, before and after the other one is confirmed", async () => {
    const { draftId, requestId, first } = await sent();
    const routes = routesOf(office);
    const token = tokenOf(office.made.office.secrets.link, first);
    const opened = () => routes.get(confirmPage.loader, `/confirm/${token}`, { params: { token } });
    expect(await opened()).toMatchObject({ status: 200 });
    await correct(draftId);
    expect(await opened()).toMatchObject({ status: 410 });
    await confirm(await linkTo(office, requestId, "confirm"));
    expect(await opened()).toMatchObject({ status: 410 });
    const used = tokenOf(office.made.office.secrets.link, { ...first, id: (await db().select().from(link).where(and(eq(link.requestId, requestId), eq(link.kind, "confirm"), isNull(link.endedAt))))[0]?.id ?? "" });
    expect(await routes.get(confirmPage.loader, `/confirm/${used}`, { params: { token: used } })).toMatchObject({ status: 200 });
    expect((await db().select().from(request).where(eq(request.id, requestId)))[0]?.status).toBe("submitted");
  });
});
