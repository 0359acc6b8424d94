import { beforeAll, expect, it } from "vitest";

import { readDefinitionFiles, readScreenTexts } from "#app/adapters/files/definitions.ts";
import { previewTerms } from "#app/domain/dashboards/terms/preview.ts";
import type { Entry } from "#app/domain/dashboards/terms/sides.ts";
import { listRelease } from "#app/domain/definitions/changes/read.ts";
import { loadDefinitions } from "#app/domain/definitions/load.ts";
import type { PolicySet } from "#app/domain/definitions/schema/policy.ts";
import { currentRelease } from "#app/domain/definitions/store.ts";
import { TERMS } from "#app/domain/definitions/terms.ts";
import { staff } from "#db/schema/staff.ts";
import { fillWithRequests } from "#test/support/many-requests.ts";
import { watchedDatabase, wholeTables, type WatchedDatabase } from "#test/support/query-plans.ts";
import { ROOT } from "#test/support/stage.ts";

const NOW = new Date("2026-11-16T09:00:00.000Z");
/** What grows with the office. */
const LARGE = ["request", "draft", "request_clock", "request_question", "identification", "identification_party", "identification_order", "credential", "certificate", "reissue", "account", "enterprise"];

let watched: WatchedDatabase;

beforeAll(async () => {
  watched = await watchedDatabase();
  const { db } = watched.database;
  await loadDefinitions(db, readDefinitionFiles(ROOT), readScreenTexts(ROOT), NOW);
  const [sanne, wim] = await db.insert(staff).values(["Sanne Mulder", "Wim Bos"].map((name) => ({ name, email: `${name[0]}@zegel.example`, roles: ["reviewer"], createdAt: NOW }))).returning();
  if (!sanne || !wim) throw new Error("Nobody was hired.");
  await fillWithRequests(watched.database, { releaseId: await currentRelease(db), sanne, wim }, 3_000);
}, 300_000);

it("what a change moves is counted along indexes, whatever of the terms it changes, and for whom", async () => {
  const { db } = watched.database;
  const released = await listRelease(db, await currentRelease(db));
  const named = ["review.workingDays", "delivery.workingDays", "revocation.decisionHours"];
  const entries = released.flatMap(({ kind, key, content }): Entry[] => {
    if (kind === "calendar") return [{ kind, key, content: { ...(content as object), closed: [{ on: "2026-11-18", name: { nl: "Gesloten", en: "Closed" } }] } }];
    if (kind !== "policy") return [];
    const set = content as PolicySet;
    const policies = set.policies.flatMap((one) => {
      const value = Array.isArray(one.value) ? one.value.map((day) => day + 1) : typeof one.value === "number" ? one.value + 1 : one.value;
      if (named.includes(one.key)) return [one, { ...one, value, scope: { segment: "pgb" as const, channel: "online" as const } }];
      return [one.key in TERMS ? { ...one, value } : one];
    });
    return [{ kind, key, content: { ...set, policies } }];
  });
  let seen: Awaited<ReturnType<typeof previewTerms>> = null;
  const plans = await watched.plansOf(async () => {
    seen = await previewTerms(db, { released, entries, on: "2026-11-16", now: NOW });
  });
  expect(seen).toMatchObject({ calendar: { isMore: false } });
  // Every policy that sets a term but for the hour, which has no number; and of the stages those whose term is another.
  expect((seen as unknown as { policies: unknown[] }).policies).toHaveLength(Object.keys(TERMS).length - 1);
  expect(plans.length).toBeGreaterThan(20);
  expect(wholeTables(plans, LARGE)).toEqual([]);
});
