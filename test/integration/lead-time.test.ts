import { beforeAll, describe, expect, it } from "vitest";

import { currentRelease, getDefinition } from "#app/domain/definitions/store.ts";
import { getRequest } from "#app/domain/requests/decide.ts";
import { leadTimeOf } from "#app/domain/requests/lead-time.ts";
import { answersFor, approve, received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";

let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
});

const DAY = 86_400_000;
const db = () => office.database.db;

async function leadTime(type: string, before?: string) {
  const releaseId = await currentRelease(db());
  const { content } = await getDefinition(db(), releaseId, "request-type", type);
  return leadTimeOf(db(), { type: content, releaseId, now: office.now(), ...(before && { before: await getRequest(db(), before) }) });
}

describe("R92: the lead time that a form shows", () => {
  it("is the published one in an office that has decided nothing yet; a term of hours has no day", async () => {
    expect(await leadTime("new-user")).toEqual({ promised: { workingDays: 5 }, delivery: 5, expectedOn: "2026-11-23", isLater: false });
    expect(await leadTime("revocation")).toEqual({ promised: { hours: 24 }, delivery: null, expectedOn: null, isLater: false });
  });

  it("daily practice: quarter start. It is later once the queue is longer than what was decided of late can take away, and soonest for whom comes first", async () => {
    await approve(office, await received(office));
    await office.letDecisionsLeave();
    office.clock.add(DAY);
    const first = await received(office, answersFor("de-brug", { "user.name": { initials: "A.", prefix: "", surname: "Eerste" } }));
    office.clock.add(DAY);
    const second = await received(office, answersFor("de-brug", { "user.name": { initials: "B.", prefix: "", surname: "Tweede" } }));
    // One decision in twenty working days: whoever comes first waits twenty of them, the next twice as long.
    const [one, two, three] = [await leadTime("new-user", first), await leadTime("new-user", second), await leadTime("new-user")];
    expect([one.isLater, two.isLater, three.isLater]).toEqual([true, true, true]);
    expect([one.expectedOn, two.expectedOn, three.expectedOn]).toEqual(["2026-12-16", "2027-01-15", "2027-02-12"]);
  });
});
