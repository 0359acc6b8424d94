import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { contentOfVersion } from "#app/domain/definitions/changes/entries.ts";
import { getChange, listWaiting } from "#app/domain/definitions/changes/read.ts";
import { loadDefinitions } from "#app/domain/definitions/load.ts";
import { currentRelease, getDefinition } from "#app/domain/definitions/store.ts";
import type { Calendar } from "#app/domain/deadlines/calendar.ts";
import { decideCalendar, proposeCalendar, readCalendar } from "#app/domain/requests/calendar-change.ts";
import { definitionVersion } from "#db/schema/definitions.ts";
import { requestClock } from "#db/schema/requests.ts";
import { received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { studioOf } from "#test/support/studio.ts";

let office: TestOffice;
let studio: ReturnType<typeof studioOf>;
beforeAll(async () => {
  office = await openOffice();
  studio = studioOf(office);
});

const closed = (on: string) => ({ on, name: { nl: "Gesloten", en: "Closed" } });

describe("publishing a change (D15, P17)", () => {
  it("lets one of two through that have the same definition and are approved at once; the other hears that it is behind", async () => {
    const services = await studio.published<{ services: unknown[] }>("services", "services");
    const other = { kind: "services", key: "services", content: { ...services, services: services.services.toReversed() } } as const;
    const both = [await studio.draft(other), await studio.draft(other)];
    await Promise.all(both.map((id) => studio.propose(id)));
    const results = await Promise.allSettled(both.map((id) => studio.approve(id)));
    expect(results.map((one) => (one.status === "fulfilled" ? one.value : (one.reason as { code?: string }).code)).sort()).toEqual(["change.behind", "published"]);
    expect((await Promise.all(both.map((id) => getChange(office.database.db, id)))).map(({ status }) => status).sort()).toEqual(["proposed", "published"]);
  });

  it("counts the terms that run by a new calendar, and leaves an older proposal of the calendar behind (D10)", async () => {
    const { db } = office.database;
    const id = await received(office);
    const clock = async () => (await db.select().from(requestClock).where(and(eq(requestClock.requestId, id), eq(requestClock.stage, "review"))))[0];
    const before = await clock();
    await proposeCalendar(db, { ...studio.by(), change: { flavour: "office", add: [closed("2026-12-24")], remove: [] }, reason: "Kerstavond" });
    const older = (await readCalendar(db)).proposal;

    await studio.publish({ kind: "calendar", key: "calendar", content: { ...(await studio.published<Calendar>("calendar", "calendar")), closed: [closed("2026-11-18")] } });
    await office.work();
    const { version } = await readCalendar(db);
    expect(await clock()).toMatchObject({ calendarVersion: version, dueAt: new Date((before?.dueAt.getTime() ?? 0) + 86_400_000) });
    expect(version).toBeGreaterThan(older?.version ?? Infinity);

    await expect(decideCalendar(office.made.office, { ...studio.by(office.staff.mei), id: older?.id ?? 0, outcome: "published" })).rejects.toMatchObject({ code: "definition.proposal-behind" });
    expect((await readCalendar(db)).calendar.closed.map(({ on }) => on)).toEqual(["2026-11-18"]);
  });

  it("settles what a new version of the software brought when just that is published, and nothing else that waits", async () => {
    const { db } = office.database;
    const [taken, left] = await Promise.all(["revocation-notice", "confirm-address"].map(async (key) => {
      const content = await studio.published<{ subject: Record<string, string> }>("mail", key);
      return { kind: "mail" as const, key, path: `templates/mail/${key}.json`, content: { ...content, subject: { ...content.subject, nl: `Nieuw: ${content.subject["nl"]}` } } };
    }));
    if (!taken || !left) throw new Error("There are no e-mails.");
    await loadDefinitions(db, [taken, left], studio.texts, office.clock.now());
    const waiting = async () => (await listWaiting(db)).map(({ key }) => key);
    expect(await waiting()).toEqual(["confirm-address", "revocation-notice"]);

    // Another text of the same e-mail does not settle it.
    const own = await studio.published<object>("mail", "confirm-address");
    await studio.publish({ kind: "mail", key: "confirm-address", content: { ...own, subject: { nl: "Bevestig {{reference}}", en: "Confirm {{reference}}" } } });
    expect(await waiting()).toEqual(["confirm-address", "revocation-notice"]);

    const [brought] = (await listWaiting(db)).filter(({ key }) => key === "revocation-notice");
    const content = await contentOfVersion(db, { kind: "mail", key: "revocation-notice", version: brought?.version ?? 0 });
    await studio.publish({ kind: "mail", key: "revocation-notice", content });
    expect(await waiting()).toEqual(["confirm-address"]);
    expect((await getDefinition(db, await currentRelease(db), "mail", "revocation-notice")).content.subject.nl).toMatch(/^Nieuw: /);
    expect(await db.select({ status: definitionVersion.status }).from(definitionVersion).where(eq(definitionVersion.id, brought?.id ?? 0))).toEqual([{ status: "withdrawn" }]);
  });
});
