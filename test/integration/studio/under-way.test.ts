import { inArray } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { undoChange } from "#app/domain/definitions/changes/undo.ts";
import { proposeChange } from "#app/domain/definitions/changes/propose.ts";
import type { PolicySet } from "#app/domain/definitions/schema/policy.ts";
import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import { currentRelease, getDefinition } from "#app/domain/definitions/store.ts";
import { beginDraft } from "#app/domain/requests/draft.ts";
import { getRequest } from "#app/domain/requests/decide.ts";
import { publishChange } from "#app/domain/requests/publish-change.ts";
import { request } from "#db/schema/requests.ts";
import { approve, fillIn, received, submit } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { studioOf } from "#test/support/studio.ts";

let office: TestOffice;
let studio: ReturnType<typeof studioOf>;
beforeAll(async () => {
  office = await openOffice();
  studio = studioOf(office);
});

const withDays = async (days: number) => {
  const set = await studio.published<PolicySet>("policy", "certificates");
  return { kind: "policy" as const, key: "certificates", content: { ...set, policies: set.policies.map((one) => (one.key === "install.days" ? { ...one, value: days } : one)) } };
};

describe("requests under way while definitions are published (P17)", () => {
  it("come in a thousand at a time beside five publications: none is refused, and each has one release whole", { timeout: 180_000 }, async () => {
    const { db } = office.database;
    const first = await currentRelease(db);
    let isOver = false;
    const drafts: Array<{ releaseId: number }> = [];
    const coming = Array.from({ length: 8 }, async () => {
      while (!isOver || drafts.length < 1_000) drafts.push((await beginDraft(office.made.office, { type: "new-user", language: "nl", now: office.now() })).draft);
    });
    const published: number[] = [];
    for (const days of [41, 42, 43, 44, 45]) {
      await studio.publish(await withDays(days));
      published.push(await currentRelease(db));
    }
    isOver = true;
    await Promise.all(coming);
    const seen = new Set(drafts.map(({ releaseId }) => releaseId));
    expect(drafts.length).toBeGreaterThanOrEqual(1_000);
    expect([...seen].every((release) => [first, ...published].includes(release))).toBe(true);
    // Or it was not tried at all.
    expect(seen.size).toBeGreaterThan(1);
    for (const release of seen) expect((await getDefinition(db, release, "policy", "certificates")).content.policies.find(({ key }) => key === "install.days")?.value).toBe(release === first ? 60 : 41 + published.indexOf(release));
  });

  it("finish by the release with which they began, also when that was published after them and rolled back again", async () => {
    const { db } = office.database;
    const before = await currentRelease(db);
    const early = await fillIn(office);
    const type = await studio.published<RequestType>("request-type", "new-user");
    const change = await studio.publish({ kind: "request-type", key: "new-user", content: { ...type, reasonCodes: type.reasonCodes.slice(0, 1) } });
    const between = await currentRelease(db);
    const late = await received(office);
    const back = await undoChange(db, { id: change, title: "Terug", ...studio.by() });
    await proposeChange(db, { ...studio.by(), id: back, revision: 0, reason: "Toch niet", publishFrom: null, texts: studio.texts });
    await publishChange(office.made.office, { ...studio.by(office.staff.mei), id: back, revision: 1, texts: studio.texts });

    const first = await submit(office, early);
    await approve(office, late);
    const rows = await db.select({ id: request.id, releaseId: request.releaseId }).from(request).where(inArray(request.id, [first, late]));
    expect(new Map(rows.map(({ id, releaseId }) => [id, releaseId]))).toEqual(new Map([[first, before], [late, between]]));
    expect((await getDefinition(db, between, "request-type", "new-user")).content.reasonCodes).toHaveLength(1);
    expect((await getDefinition(db, (await fillIn(office)).releaseId, "request-type", "new-user")).content.reasonCodes).toHaveLength(type.reasonCodes.length);
    expect((await getRequest(db, late)).status).not.toBe("received");
  });
});
