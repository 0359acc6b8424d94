import { asc, isNotNull } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";

import type { PolicySet } from "#app/domain/definitions/schema/policy.ts";
import { retentionPeriods } from "#app/domain/retention/periods.ts";
import { clearInTurn, haltRetention, listRuns, resumeRetention } from "#app/domain/retention/run.ts";
import { loader as showCase } from "#app/routes/desk.requests.$requestId.tsx";
import { loader as showPage } from "#app/routes/retention.tsx";
import type { RetentionShown } from "#app/ui/retention/retention-page.tsx";
import { request } from "#db/schema/requests.ts";
import { retentionRun } from "#db/schema/retention.ts";
import { runSql } from "#db/types.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { firstNight, nightAt, rejected } from "#test/support/retention.ts";
import { routesOf } from "#test/support/routes.ts";
import { studioOf } from "#test/support/studio.ts";

let office: TestOffice;
const db = () => office.database.db;

describe("a night of clearing", () => {
  const NIGHT = new Date("2027-11-20T02:00:00Z");
  let ids: string[];
  beforeEach(async () => {
    office = await openOffice();
    ids = [];
    for (const surname of ["Aalders", "Beumer", "Cornet"]) ids.push(await rejected(office, { "user.name": { initials: "X.", prefix: "", surname }, "user.email": `${surname}@debrug.example`.toLowerCase() }));
  }, 120_000);
  const clearedIds = async () => (await db().select({ id: request.id }).from(request).where(isNotNull(request.clearedAt))).map(({ id }) => id);

  it("is stopped by somebody, who says why, and goes on when somebody lets it", async () => {
    const by = office.staff.tom;
    await firstNight(office, NIGHT);
    await haltRetention(office.made.office, { by, reason: "Er loopt een onderzoek.", now: NIGHT });
    await expect(haltRetention(office.made.office, { by, reason: "Nog eens.", now: NIGHT })).rejects.toMatchObject({ code: "retention.halted" });
    await clearInTurn(office.made.office, { now: NIGHT, dueSince: NIGHT });
    expect(await clearedIds()).toEqual([]);
    await resumeRetention(office.made.office, { by: office.staff.mei, now: NIGHT });
    await expect(resumeRetention(office.made.office, { by, now: NIGHT })).rejects.toMatchObject({ code: "retention.not-halted" });
    await nightAt(office, NIGHT);
    expect((await clearedIds()).sort()).toEqual([...ids].sort());
    expect((await office.trail()).filter((act) => act.startsWith("retention."))).toEqual(["retention.halted", "retention.resumed", "retention.ended"]);
  });

  it("is not the first that the office has: what will go can be looked at for a day", async () => {
    await clearInTurn(office.made.office, { now: NIGHT, dueSince: NIGHT });
    await clearInTurn(office.made.office, { now: NIGHT, dueSince: NIGHT });
    expect(await clearedIds()).toEqual([]);
    const next = new Date("2027-11-21T02:00:00Z");
    await clearInTurn(office.made.office, { now: next, dueSince: next });
    expect((await clearedIds()).sort()).toEqual([...ids].sort());
  });

  it("is shown before it comes, to who may see it, and what was cleared has no page any more", async () => {
    const routes = routesOf(office);
    office.clock.moveTo(new Date("2027-11-01T10:00:00Z"));
    const now = (await routes.get(showPage, "/retention", { by: office.staff.tom })).data as RetentionShown;
    expect([now.requests, now.kinds.map(({ kind, now: amount, soon }) => [kind, amount, soon])]).toEqual([[], [["unfulfilled", 0, 3], ["fulfilled", 0, 0], ["mails", 0, 0], ["events", 0, 0]]]);
    const soon = (await routes.get(showPage, "/retention?until=30", { by: office.staff.els })).data as RetentionShown;
    expect(soon.requests.map(({ id, type, path }) => [id, type, path === null]).sort()).toEqual(ids.map((id) => [id, "Nieuwe gebruiker", false]).sort());
    await nightAt(office, NIGHT);
    const gone = await routes.get(showCase, `/desk/requests/${ids[0]}`, { by: office.staff.sanne, params: { requestId: ids[0] ?? "" } });
    expect([gone.status, JSON.stringify(gone.data)]).toEqual([410, expect.stringContaining("De gegevens van deze aanvraag zijn gewist")]);
  });

  it("goes by the policies that the office published last, and keeps everything for a year at least", async () => {
    const set = await studioOf(office).published<PolicySet>("policy", "retention");
    const years = (value: number) => ({ kind: "policy" as const, key: "retention", content: { ...set, policies: set.policies.map((one) => (one.key === "retention.unfulfilledYears" ? { ...one, value } : one)) } });
    await studioOf(office).publish(years(2));
    await nightAt(office, NIGHT);
    expect(await clearedIds()).toEqual([]);
    await studioOf(office).publish(years(0));
    expect(await retentionPeriods(db(), NIGHT)).toMatchObject({ unfulfilled: 1 });
  });

  it("clears each once with several workers at it at once, and counts what it cleared", async () => {
    await firstNight(office, NIGHT);
    for (let steps = 0; steps < 6; steps += 1) await Promise.all([1, 2, 3, 4].map(() => clearInTurn(office.made.office, { now: NIGHT, dueSince: NIGHT }).catch((failure: unknown) => expect(String(failure)).toMatch(/serializ|deadlock/i))));
    expect((await clearedIds()).sort()).toEqual([...ids].sort());
    expect((await office.trail()).filter((act) => act === "request.cleared")).toHaveLength(3);
    expect(await db().select().from(retentionRun).orderBy(asc(retentionRun.id))).toMatchObject([{ requests: 0 }, { requests: 3, endedAt: NIGHT }]);
  });

  it("passes over one that cannot be cleared, says so, and tries it again the next night", async () => {
    const [stuck = ""] = ids;
    await runSql(db(), `create function "refuse_one"() returns trigger language plpgsql as $$ begin if new.id = '${stuck}' then raise exception 'not this one'; end if; return new; end $$`);
    await runSql(db(), `create trigger "refuse_one" before update on "request" for each row execute function "refuse_one"()`);
    await nightAt(office, NIGHT);
    expect((await clearedIds()).sort()).toEqual(ids.slice(1).sort());
    const [run] = await listRuns(db(), 1);
    expect(run).toMatchObject({ requests: 2, passedOver: [stuck] });
    expect(run?.failure).toContain("not this one");
    await runSql(db(), `drop trigger "refuse_one" on "request"`);
    await nightAt(office, new Date("2027-11-21T02:00:00Z"));
    expect((await clearedIds()).sort()).toEqual([...ids].sort());
  });
});
