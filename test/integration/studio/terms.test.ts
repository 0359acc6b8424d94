import { and, eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";

import { previewTerms, type TermPreview } from "#app/domain/dashboards/terms/preview.ts";
import { officeDate } from "#app/domain/deadlines/calendar.ts";
import { getChange, listRelease } from "#app/domain/definitions/changes/read.ts";
import type { PolicySet } from "#app/domain/definitions/schema/policy.ts";
import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import { currentRelease, listDefinitions } from "#app/domain/definitions/store.ts";
import { TERMS } from "#app/domain/definitions/terms.ts";
import { sweepIdentifications } from "#app/domain/identification/sweep.ts";
import { getRequest } from "#app/domain/requests/decide.ts";
import { referenceOf } from "#app/domain/requests/reference.ts";
import type { Calendar } from "#app/domain/deadlines/calendar.ts";
import { identificationParty, identification } from "#db/schema/identification.ts";
import { requestClock } from "#db/schema/requests.ts";
import { approve, fillIn, identify, received, submit, confirm } from "#test/support/journey.ts";
import { MORNING, openOffice, type TestOffice } from "#test/support/office.ts";
import { studioOf, type Drafted } from "#test/support/studio.ts";

let office: TestOffice;
let studio: ReturnType<typeof studioOf>;
const db = () => office.database.db;

beforeAll(async () => {
  office = await openOffice();
  studio = studioOf(office);
});
beforeEach(() => office.clock.moveTo(MORNING));

type Policies = PolicySet["policies"];
const policies = async (key: string, change: (policies: Policies) => Policies): Promise<Drafted> => {
  const set = await studio.published<PolicySet>("policy", key);
  return { kind: "policy", key, content: { ...set, policies: change(set.policies) } };
};
const withValue = (set: string, key: string, value: Policies[number]["value"]) => policies(set, (all) => all.map((one) => (one.key === key ? { ...one, value } : one)));
const preview = async (...drafted: readonly Drafted[]): Promise<TermPreview> => {
  const { entries } = await getChange(db(), await studio.draft(...drafted));
  const seen = await previewTerms(db(), { released: await listRelease(db(), await currentRelease(db())), entries, on: officeDate(office.now()), now: office.now() });
  if (seen === null || seen === "not-ready") throw new Error("Nothing was seen.");
  return seen;
};
const dueOf = async (requestId: string, stage: "review" | "delivery" = "review") => {
  const [found] = await db().select().from(requestClock).where(and(eq(requestClock.requestId, requestId), eq(requestClock.stage, stage)));
  return found?.dueAt.toISOString();
};

describe("what a change of a deadline moves, seen beforehand", () => {
  it("is what is new from when to when, and who keeps theirs; and so it is once it is published (P17)", async () => {
    const running = await received(office);
    const begun = await fillIn(office);
    const seen = await preview(await withValue("review", "review.workingDays", 3));
    const review = seen.stages.filter(({ stage }) => stage === "review");
    expect(review).toHaveLength(1);
    expect(review[0]).toMatchObject({ was: { amount: 5, unit: "working-days" }, is: { amount: 3, unit: "working-days" }, whom: { channels: null, segments: null }, forms: { isMore: false } });
    expect(review[0]?.types).toContain("new-user");
    // Counted in hours, by a policy of its own.
    expect(review[0]?.types).not.toContain("revocation");
    const { kept } = review[0]?.perType.find(({ type }) => type === "new-user") ?? { kept: null };
    expect(kept?.first.map(({ requestId }) => requestId)).toContain(running);
    expect(kept?.first[0]).toEqual({ requestId: running, reference: referenceOf((await getRequest(db(), running)).number), dueAt: new Date("2026-11-23T22:59:59.000Z") });
    expect(kept?.count).toBe(1);
    expect(review[0]?.forms.count).toBe(1);
    expect(seen.stages.filter(({ stage }) => stage === "delivery")).toEqual([]);

    await studio.publish(await withValue("review", "review.workingDays", 3));
    const late = await submit(office, begun);
    await confirm(office, late);
    const fresh = await received(office);
    expect(await dueOf(fresh)).toBe(review[0]?.example.to.toISOString());
    for (const kept of [running, late]) expect(await dueOf(kept)).toBe(review[0]?.example.from.toISOString());
  });

  it("is said for whom, where a value is for some, and of what a type names for itself", async () => {
    const forPgb = await preview(await policies("review", (all) => [...all, { key: "review.workingDays", title: { nl: "Pgb", en: "Pgb" }, value: 8, scope: { segment: "pgb" }, source: "proef", validFrom: "2020-01-01", validTo: null }]));
    expect(forPgb.stages.map(({ stage, whom }) => ({ stage, whom }))).toEqual([{ stage: "review", whom: { channels: null, segments: ["pgb"] } }]);
    expect(forPgb.stages[0]?.kept.count).toBe(0);

    const type = await studio.published<RequestType>("request-type", "new-user");
    const hours = await preview({ kind: "request-type", key: "new-user", content: { ...type, deadlines: { ...type.deadlines, review: { hours: "revocation.decisionHours" } } } });
    expect(hours.stages).toHaveLength(1);
    expect(hours.stages[0]).toMatchObject({ types: ["new-user"], stage: "review", is: { amount: 24, unit: "hours" } });
    expect(hours.stages[0]?.example.to.getTime()).toBe(MORNING.getTime() + 24 * 3_600_000);
  });

  it("is told for another closing hour by what comes in between the two", async () => {
    const seen = await preview(await withValue("review", "review.receivedUntil", "16:00"));
    const review = seen.stages.find(({ stage, types }) => stage === "review" && types.includes("new-user"));
    expect(review?.was).toEqual(review?.is);
    // Five in the afternoon on the next working day: that day until now, the day after once it is published.
    expect(review?.example.begins.toISOString()).toBe("2026-11-17T16:00:00.000Z");
    expect(officeDate(review?.example.to ?? MORNING) > officeDate(review?.example.from ?? MORNING)).toBe(true);
  });

  it("is nothing for a change that sets no term, and waits for a draft that cannot be read", async () => {
    const released = await listRelease(db(), await currentRelease(db()));
    const ask = async (drafted: Drafted) => previewTerms(db(), { released, entries: [drafted], on: officeDate(office.now()), now: office.now() });
    expect(await ask(await withValue("maxima", "role.maxContacts", 3))).toBeNull();
    expect(await ask({ kind: "texts", key: "words", content: {} })).toBeNull();
    expect(await ask({ kind: "policy", key: "review", content: { id: "review" } })).toBe("not-ready");
  });

  it("moves what runs where a value is looked up each time, and the office then does it at that moment", async () => {
    const asked = await received(office);
    await approve(office, asked);
    await office.letDecisionsLeave();
    const [party] = await db().select({ id: identificationParty.id, openedAt: identification.openedAt }).from(identificationParty).innerJoin(identification, eq(identification.id, identificationParty.identificationId)).where(eq(identification.requestId, asked));
    if (!party) throw new Error("Nobody was asked to identify.");
    const seen = await preview(await withValue("links", "identification.reminderDays", [2, 10]));
    expect(seen.policies).toHaveLength(1);
    const [move] = seen.policies;
    expect(move).toMatchObject({ key: "identification.reminderDays", hold: "asked", kept: null, example: null, open: { later: 0, gone: 0, come: 0, isMore: false } });
    const first = move?.open?.first.find(({ about }) => "requestId" in about && about.requestId === asked);
    expect(first).toMatchObject({ from: new Date(party.openedAt.getTime() + 3 * 86_400_000), to: new Date(party.openedAt.getTime() + 2 * 86_400_000) });
    // Both who were asked, and nobody else.
    expect(move?.open?.earlier).toBe(move?.open?.looked);

    await studio.publish(await withValue("links", "identification.reminderDays", [2, 10]));
    const days = async () => (await listDefinitions(db(), await currentRelease(db()), "policy")).flatMap(({ content }) => content.policies).find(({ key }) => key === "identification.reminderDays")?.value;
    const remindedAt = async (moment: number) => (await sweepIdentifications(office.made.office, { now: new Date(moment), reminderDays: (await days()) as number[] })).reminded;
    expect(await remindedAt((first?.to?.getTime() ?? 0) - 1000)).toBe(0);
    expect(await remindedAt(first?.to?.getTime() ?? 0)).toBe(move?.open?.looked);
  });

  it("has the terms that run when the calendar is part of the change", async () => {
    const running = await received(office);
    const calendar = await studio.published<Calendar>("calendar", "calendar");
    const seen = await preview({ kind: "calendar", key: "calendar", content: { ...calendar, closed: [...calendar.closed, { on: "2026-11-18", name: { nl: "Gesloten", en: "Closed" } }] } });
    expect(seen.calendar?.later).toBeGreaterThan(0);
    expect(seen.calendar?.shown.map(({ requestId }) => requestId)).toContain(running);
    // What is new counts by that calendar too, with as many days as before.
    const review = seen.stages.find(({ types }) => types.includes("new-user"));
    expect(review?.was).toEqual(review?.is);
    expect(review?.example.to.getTime()).toBeGreaterThan(review?.example.from.getTime() ?? 0);
  });
});

describe("a request type that names its own term for the delivery (R25)", () => {
  it("has its requests delivered by that term", async () => {
    const title = { nl: "Werkdagen om snel te versturen", en: "Working days to send fast" };
    const type = await studio.published<RequestType>("request-type", "new-user");
    const quick: Drafted[] = [
      await policies("review", (all) => [...all, { key: "delivery.quickWorkingDays", title, value: 1, scope: {}, source: "proef", validFrom: "2020-01-01", validTo: null }]),
      { kind: "request-type", key: "new-user", content: { ...type, deadlines: { ...type.deadlines, delivery: "delivery.quickWorkingDays" } } },
    ];
    const seen = await preview(...quick);
    expect(seen.stages).toHaveLength(1);
    expect(seen.stages[0]).toMatchObject({ stage: "delivery", types: ["new-user"], was: { amount: 5 }, is: { amount: 1 } });
    await studio.publish(...quick);
    const id = await received(office);
    await approve(office, id);
    await office.letDecisionsLeave();
    await identify(office, id, { holder: "fatima" });
    await office.work();
    expect(await dueOf(id, "delivery")).toBe(seen.stages[0]?.example.to.toISOString());
  });
});

describe("every policy that sets a term", () => {
  /** What looks like a term and is none: how old something may be, how much of the clock one act has, and how long what nobody waits for is kept. */
  const NO_TERMS = ["secondCheck.changedDays", "register.seenHours", "login.logDays"];

  it("is known as one, with whose value counts, or is named by a request type", async () => {
    const release = await currentRelease(db());
    const all = (await listDefinitions(db(), release, "policy")).flatMap(({ content }) => content.policies.map(({ key }) => key));
    const named = (await listDefinitions(db(), release, "request-type")).flatMap(({ content: { deadlines: { review, delivery } } }) => [typeof review === "string" ? review : review.hours, delivery]);
    const looksLikeOne = all.filter((key) => /(days|hours|until)$/i.test(key));
    expect(looksLikeOne.length).toBeGreaterThan(20);
    expect(looksLikeOne.filter((key) => !(key in TERMS) && !named.includes(key) && !NO_TERMS.includes(key))).toEqual([]);
    expect(Object.keys(TERMS).filter((key) => !all.includes(key))).toEqual([]);
  });
});
