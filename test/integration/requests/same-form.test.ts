import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { tell } from "#app/domain/correspondence/tell.ts";
import { askInformation } from "#app/domain/requests/ask.ts";
import { claimRequest } from "#app/domain/requests/claim.ts";
import { getRequest, latestJudgement, rejectRequest } from "#app/domain/requests/decide.ts";
import { cancelRequest, objectToRequest } from "#app/domain/requests/end.ts";
import { joinRequests, partRequest } from "#app/domain/requests/join.ts";
import { referenceOf } from "#app/domain/requests/reference.ts";
import { likenessOf, listSame } from "#app/domain/requests/same.ts";
import { getStatus } from "#app/domain/requests/status.ts";
import { translator } from "#app/web/i18n.server.ts";
import { showCase } from "#app/web/desk.server.ts";
import { account } from "#db/schema/accounts.ts";
import { accountBlock } from "#db/schema/blocks.ts";
import { mail } from "#db/schema/correspondence.ts";
import { requestJoining } from "#db/schema/joinings.ts";
import { link, requestClock } from "#db/schema/requests.ts";
import { practice } from "#db/worlds/cast.ts";
import { answersFor, approve, linkTo, received } from "#test/support/journey.ts";
import { MORNING, openOffice, type TestOffice } from "#test/support/office.ts";
import { fulfilled } from "#test/support/so-far.ts";

let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
});

const HOUR = 3_600_000;
const db = () => office.database.db;
const rowOf = (id: string) => getRequest(db(), id);
const numbersOf = async (ids: string[]) => (await Promise.all(ids.map(rowOf))).map(({ number }) => referenceOf(number));
const mailsOf = (requestId: string, template: string) => db().select().from(mail).where(and(eq(mail.requestId, requestId), eq(mail.template, template)));
const claim = (requestId: string, by = office.staff.sanne) => claimRequest(office.made.office, { requestId, by, now: office.now() });
const join = (kept: { id: string; version: number }, others: string[], by = office.staff.sanne) =>
  joinRequests(office.made.office, { requestId: kept.id, version: kept.version, others, by, now: office.now() });
const part = (requestId: string, note = "Een ander met dezelfde naam.") => partRequest(office.made.office, { requestId, note, by: office.staff.wim, now: office.now() });

let turn = 0;
/** A name that nobody had before, so that the forms of one test are like none of another. */
const somebody = () => ({ initials: "A.", prefix: "", surname: `Tweeling${String.fromCharCode(97 + turn++)}` });

/** The same form three times, an hour apart, with another phone number and other capitals each time. */
async function threeTimes(change: Record<string, unknown> = {}): Promise<{ ids: string[]; first: Date }> {
  const { initials, surname } = somebody();
  const ids: string[] = [];
  for (const [place, phone] of ["0612345678", "0612345679", "0612345678"].entries()) {
    const name = { initials, prefix: "", surname: place === 1 ? surname.toUpperCase() : surname };
    ids.push(await received(office, answersFor("de-brug", { "user.name": name, "user.phone": phone, "user.email": `twee${turn}@debrug.example`, ...change })));
    office.clock.add(HOUR);
  }
  const [clock] = await db().select().from(requestClock).where(eq(requestClock.requestId, ids[0] ?? ""));
  return { ids, first: clock?.dueAt ?? MORNING };
}

const byId = (ids: string[]): [string, string, string] => [ids[0] ?? "", ids[1] ?? "", ids[2] ?? ""];

describe("daily practice: the same form three times with differences", () => {
  it("is recognised by the fields that its type declares, however it is spelt, and by no other form", async () => {
    const { ids } = await threeTimes();
    const other = await received(office, answersFor("de-brug", { "user.name": somebody(), "user.email": "iemand@debrug.example" }));
    const elsewhere = await received(office, answersFor("zonneveld", { "user.name": { initials: "A.", prefix: "", surname: "Tweelinga" } }));
    const [first] = byId(ids);
    expect((await listSame(db(), first)).map(({ id }) => id)).toEqual(ids.slice(1));
    expect(await listSame(db(), other)).toEqual([]);
    expect(await listSame(db(), elsewhere)).toEqual([]);
    const type = { id: "new-user", about: { agbCode: "a", kvkNumber: "k", subjectName: "n", applicantName: "n", applicantEmail: "e" }, same: ["n"] };
    expect(likenessOf(type, { a: "1", n: " Zoë  de Wit" })).toBe(likenessOf(type, { a: "1", n: "ZOE de wit" }));
    expect(likenessOf({ ...type, same: [] }, { a: "1", n: "Zoë" })).toBeNull();
    expect(likenessOf(type, { a: "1" })).toBeNull();
  });

  it("stands side by side at the desk with what differs, in both languages", async () => {
    const { ids } = await threeTimes();
    const [, second] = byId(ids);
    for (const [language, label] of [["nl", "Mobiel nummer"], ["en", "Mobile number"]] as const) {
      const { same } = await showCase({ db: db(), actor: office.staff.sanne, now: office.now(), t: translator(language), language }, second);
      expect(same?.forms.map(({ id, isHere, canJoin }) => [id, isHere, canJoin])).toEqual([[second, true, false], [ids[0], false, true], [ids[2], false, true]]);
      const differs = same?.rows.find(({ id }) => id === "user.phone");
      expect(differs?.label).toContain(label.slice(0, 4));
      expect(differs?.values).toEqual([["06 12345679"], ["06 12345678"], ["06 12345678"]]);
      expect(same?.rows.map(({ id }) => id)).not.toContain("services");
    }
  });

  it("is joined under the first date, whichever of them counts, and its applicant is told once", async () => {
    const { ids, first } = await threeTimes();
    const [one, two, three] = byId(ids);
    const kept = await claim(three);
    expect(kept.dueAt?.getTime()).toBeGreaterThanOrEqual(first.getTime());
    await join(kept, [one, two]);
    await office.work();
    expect(await rowOf(three)).toMatchObject({ status: "in-review", dueAt: first, claimedBy: office.staff.sanne.id });
    const [clock] = await db().select().from(requestClock).where(eq(requestClock.requestId, three));
    expect(clock).toMatchObject({ startedAt: expect.any(Date) as Date, dueAt: first, stoppedAt: null });
    for (const id of [one, two]) expect(await rowOf(id)).toMatchObject({ status: "joined", closedAt: office.now(), dueAt: null, claimedBy: null });
    const told = await mailsOf(three, "request-joined");
    expect(told).toHaveLength(1);
    const [oneRef, twoRef, threeRef] = await numbersOf(ids);
    for (const reference of [oneRef, twoRef, threeRef]) expect(told[0]?.text).toContain(reference);
    expect(await office.trail(one)).toContain("request.joined");
    expect((await office.trail(three)).filter((act) => act === "request.joined")).toHaveLength(2);
    expect(await getStatus(db(), { requestId: one })).toMatchObject({ heldBy: "joined", joinedTo: threeRef, canCancel: false });
    expect(await listSame(db(), three)).toEqual([]);
  });

  it("is answered once: one decision, one e-mail to who sent them all", async () => {
    const { ids } = await threeTimes();
    const [one, two, three] = byId(ids);
    const kept = await claim(one);
    await join(kept, [two, three]);
    await approve(office, one);
    await office.letDecisionsLeave();
    expect((await rowOf(one)).status).toBe("identifying");
    for (const id of [two, three]) {
      expect((await rowOf(id)).status).toBe("joined");
      expect(await mailsOf(id, "request-approved")).toEqual([]);
    }
    expect(await mailsOf(one, "request-approved")).toHaveLength(1);
    expect(await mailsOf(one, "joined-answered")).toEqual([]);
  });

  it("tells a colleague who sent one of them the answer too, with the reason", async () => {
    const sent = somebody();
    const mine = answersFor("de-brug", { "user.name": sent });
    const [one, two] = [await received(office, mine), await received(office, { ...mine, "applicant.email": "collega@debrug.example" })];
    // The notice of the second, with its link, has left before it ends.
    await office.work();
    await join(await claim(one), [two]);
    const { version } = await rowOf(one);
    await rejectRequest(office.made.office, { requestId: one, version, reasonCode: "NOT_EMPLOYED", by: office.staff.sanne, now: office.now() });
    await office.letDecisionsLeave();
    const [told, ...more] = await mailsOf(one, "joined-answered");
    expect(more).toEqual([]);
    expect(told).toMatchObject({ recipient: "collega@debrug.example" });
    expect(told?.text).toContain("afgewezen");
    // Run twice, nobody hears it twice.
    await tell(office.made.telling, { happening: "request.rejected", requestId: one }, office.now());
    expect(await mailsOf(one, "joined-answered")).toHaveLength(1);
    const links = await db().select().from(link).where(eq(link.requestId, two));
    expect(links.filter(({ kind }) => kind === "objection").every(({ endedAt }) => endedAt !== null)).toBe(true);
  });

  it("loses nobody a request: taken apart it is at the desk again, with its own date", async () => {
    const { ids } = await threeTimes();
    const [one, two, three] = byId(ids);
    const before = await rowOf(two);
    await join(await claim(one), [two, three]);
    await expect(part(two, "  ")).rejects.toMatchObject({ code: "request.note-missing" });
    await part(two);
    expect(await rowOf(two)).toMatchObject({ status: "submitted", dueAt: before.dueAt, closedAt: null });
    expect(await rowOf(three)).toMatchObject({ status: "joined" });
    expect(await office.trail(two)).toContain("request.parted");
    await expect(part(two)).rejects.toMatchObject({ code: "request.moved" });
    // And joined once more, for a mistake of a mistake.
    await join(await rowOf(one), [two]);
    expect((await rowOf(two)).status).toBe("joined");
  });

  it("loses nobody a request: when the one that was kept is cancelled, the others come back", async () => {
    const { ids } = await threeTimes();
    const [one, two, three] = byId(ids);
    await join(await claim(one), [two, three]);
    await cancelRequest(office.made.office, { requestId: one, now: office.now() });
    for (const id of [two, three]) {
      expect(await rowOf(id)).toMatchObject({ status: "submitted", closedAt: null });
      expect((await db().select().from(link).where(and(eq(link.requestId, id), eq(link.kind, "status")))).map(({ expiresAt }) => expiresAt)).toEqual([null]);
    }
  });

  it("keeps whatever was joined before: the group goes along to the one that is kept", async () => {
    const { ids } = await threeTimes();
    const [one, two, three] = byId(ids);
    await join(await claim(two), [three]);
    const { version } = await rowOf(two);
    await askInformation(office.made.office, { requestId: two, version, question: "Welk nummer?", by: office.staff.sanne, now: office.now() });
    await join(await claim(one), [two]);
    const rows = await db().select().from(requestJoining).where(eq(requestJoining.keptId, one));
    expect(rows.map(({ requestId }) => requestId).sort()).toEqual([two, three].sort());
  });

  it("carries an objection against one of them to the one that answers for it", async () => {
    const { ids } = await threeTimes();
    const [one, two] = byId(ids);
    await office.work();
    const objection = await linkTo(office, two, "objection", "johanna").catch(() => linkTo(office, two, "objection"));
    await join(await claim(one), [two]);
    await objectToRequest(office.made.office, { link: objection, text: "Ken ik niet.", now: office.now() });
    expect(await rowOf(one)).toMatchObject({ status: "submitted", objectedAt: office.now() });
    expect((await rowOf(two)).status).toBe("joined");
  });

  it("refuses what is not the same, what is not in hand, what a colleague has in hand, and an older version", async () => {
    const { ids } = await threeTimes();
    const [one, two, three] = byId(ids);
    const other = await received(office, answersFor("de-brug", { "user.name": somebody() }));
    await expect(join(await rowOf(one), [two])).rejects.toMatchObject({ code: "request.moved" });
    const kept = await claim(one);
    await expect(join(kept, [other])).rejects.toMatchObject({ code: "request.moved" });
    await expect(join(kept, [])).rejects.toMatchObject({ code: "request.none-chosen" });
    await expect(join({ id: one, version: kept.version - 1 }, [two])).rejects.toMatchObject({ code: "request.moved" });
    await expect(join(kept, [two], office.staff.wim)).rejects.toMatchObject({ code: "request.moved" });
    await claim(three, office.staff.wim);
    await expect(join(kept, [two, three])).rejects.toMatchObject({ code: "request.moved" });
    // All or nothing.
    expect((await rowOf(two)).status).toBe("submitted");
  });

  it("lets one of two reviewers win who join the same forms at once", async () => {
    const { ids } = await threeTimes();
    const [one, two, three] = byId(ids);
    const [mine, his] = [await claim(one), await claim(two, office.staff.wim)];
    const both = await Promise.allSettled([join(mine, [three]), join(his, [three], office.staff.wim)]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await db().select().from(requestJoining).where(eq(requestJoining.requestId, three))).toHaveLength(1);
  });

  it("keeps an account blocked that one of them blocked with urgency, until the answer", async () => {
    const of = await fulfilled(office);
    const [user] = await db().select().from(account).where(eq(account.requestId, of));
    const form = {
      "practice.agbCode": practice("de-brug").agbCodes[0],
      "practice.kvkNumber": practice("de-brug").kvkNumber,
      "user.number": user?.userNumber,
      "user.name": { initials: user?.initials, prefix: user?.prefix, surname: user?.surname },
      "revocation.moment": "now",
      "applicant.name": answersFor("de-brug")["applicant.name"],
      "applicant.email": answersFor("de-brug")["applicant.email"],
      "applicant.phone": "0612345678",
    };
    const calm = await received(office, { ...form, "revocation.reason": "not-needed" }, "revocation");
    const urgent = await received(office, { ...form, "revocation.reason": "compromised" }, "revocation");
    await office.work();
    const statusOf = async () => (await db().select().from(account).where(eq(account.userNumber, user?.userNumber ?? "")))[0]?.status;
    expect(await statusOf()).toBe("blocked");
    await join(await claim(calm), [urgent]);
    await office.work();
    expect(await statusOf()).toBe("blocked");
    expect(await rowOf(calm)).toMatchObject({ priority: "high" });
    const { version } = await rowOf(calm);
    await rejectRequest(office.made.office, { requestId: calm, version, reasonCode: "WITHDRAWN", by: office.staff.sanne, now: office.now() });
    await office.letDecisionsLeave();
    expect(await statusOf()).toBe("active");
    const blocks = await db().select().from(accountBlock).where(eq(accountBlock.userNumber, user?.userNumber ?? ""));
    expect(blocks.every(({ liftedAt }) => liftedAt !== null)).toBe(true);
  });

  it("the database itself refuses a request that is joined twice, or to itself", async () => {
    const { ids } = await threeTimes();
    const [one, two, three] = byId(ids);
    const values = { requestId: one, keptId: two, joinedBy: office.staff.sanne.id, joinedAt: office.now() };
    const broken = (constraint: string) => ({ cause: { message: expect.stringContaining(constraint) as string } });
    await expect(db().insert(requestJoining).values({ ...values, keptId: one })).rejects.toMatchObject(broken("request_is_not_joined_to_itself"));
    await db().insert(requestJoining).values(values);
    await expect(db().insert(requestJoining).values({ ...values, keptId: three })).rejects.toMatchObject(broken("request_is_joined_to_one"));
    await expect(db().update(requestJoining).set({ partedBy: office.staff.sanne.id })).rejects.toMatchObject(broken("parted_by_whom_and_when"));
    await db().delete(requestJoining).where(eq(requestJoining.requestId, one));
  });

  it("is judged anew, so that the desk is no longer warned of a double form that was joined", async () => {
    const { ids } = await threeTimes();
    const [one, two, three] = byId(ids);
    const duplicates = async () => (await latestJudgement(db(), three, "screening"))?.facts["request.duplicates"];
    expect(await duplicates()).toHaveLength(2);
    await join(await claim(three), [one, two]);
    expect(await duplicates()).toEqual([]);
  });
});
