import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { makeJudgingRoom } from "#app/adapters/judging/judging-room.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import { completeFacts } from "#app/domain/decisions/facts.ts";
import { judge } from "#app/domain/decisions/judge.ts";
import { resolvePolicies } from "#app/domain/decisions/policies.ts";
import { cancelBacktest, startBacktest } from "#app/domain/definitions/backtest/acts.ts";
import { openJudging } from "#app/domain/definitions/backtest/judging.ts";
import type { JudgingRoom } from "#app/domain/definitions/backtest/ports.ts";
import { findBacktest } from "#app/domain/definitions/backtest/read.ts";
import { runBacktest } from "#app/domain/definitions/backtest/run.ts";
import { sidesOf } from "#app/domain/definitions/backtest/sides.ts";
import { countRequests, snapshotReader } from "#app/domain/definitions/backtest/snapshots.ts";
import { SAMPLES, type Tally } from "#app/domain/definitions/backtest/tally.ts";
import { beginChange } from "#app/domain/definitions/changes/begin.ts";
import { addEntry, saveEntry } from "#app/domain/definitions/changes/entries.ts";
import { getChange, listRelease } from "#app/domain/definitions/changes/read.ts";
import type { DefinitionKind } from "#app/domain/definitions/kinds.ts";
import type { PolicySet } from "#app/domain/definitions/schema/policy.ts";
import type { RuleSet } from "#app/domain/definitions/schema/rule-set.ts";
import { currentRelease, getDefinition, listDefinitions } from "#app/domain/definitions/store.ts";
import { isProblem } from "#app/domain/problem.ts";
import { definitionBacktest } from "#db/schema/backtests.ts";
import { enterprise } from "#db/schema/organisations.ts";
import { request } from "#db/schema/requests.ts";
import { runSql } from "#db/types.ts";
import type { Facts, FactValue, Point } from "#rules/vocabulary.ts";
import { fillWithRequests } from "#test/support/many-requests.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { keepJudgements, type Kept } from "#test/support/snapshots.ts";
import { ROOT } from "#test/support/stage.ts";

const REQUESTS = 240;
/** Batches of twenty, each of them written down. */
const PACE = { atOnce: 20, turnMs: 60_000, saveMs: 0 };
const DAYS = { from: "2026-11-01", until: "2026-11-30" };

let office: TestOffice;
let by: { by: StaffActor; now: Date; correlationId: string };
let kept: Kept[];
const still = () => ({ db: office.database.db, queue: { enqueue: async () => undefined } });

beforeAll(async () => {
  office = await openOffice();
  const { db } = office.database;
  const { staff } = office;
  by = { by: staff.tom, now: office.now(), correlationId: "backtest" };
  await fillWithRequests(office.database, { releaseId: await currentRelease(db), sanne: staff.sanne, wim: staff.wim }, REQUESTS);
  // Some of another segment: their policies may be others.
  await runSql(db, "update enterprise set segment = 'pgb' where kvk_number like '2%3'");
  kept = await keepJudgements(db);
});

/** A change of rules: of one set a rule less, one lighter, one wider; and the maximum of users another. */
async function draft(maximum = 3, more: (ruleSet: RuleSet) => RuleSet = (one) => one): Promise<string> {
  const { db } = office.database;
  const release = await currentRelease(db);
  const changeId = await beginChange(db, { ...by, title: "Minder streng" });
  const put = async (kind: DefinitionKind, key: string, content: unknown) => {
    await addEntry(db, { ...by, changeId, kind, key });
    await saveEntry(db, { ...by, changeId, kind, key, content, revision: 0 });
  };
  const { content: rules } = await getDefinition(db, release, "rule-set", "new-user.screening");
  const { content: policies } = await getDefinition(db, release, "policy", "maxima");
  const lighter = rules.rules
    .filter(({ id }) => id !== "agb-personal")
    .map((rule) => (rule.id === "agb-unknown" ? { ...rule, severity: "info" as const } : rule.id === "register-unavailable" ? { ...rule, conditions: { not: rule.conditions } } : rule));
  await put("rule-set", "new-user.screening", more({ ...rules, rules: lighter }));
  const own: PolicySet["policies"] = policies.policies.flatMap((one) =>
    one.key === "legalBasis.maxUsers" ? [{ ...one, value: maximum }, { ...one, value: 1, scope: { segment: "pgb" as const } }] : [one],
  );
  await put("policy", "maxima", { ...policies, policies: own });
  return changeId;
}

type Side = { outcome: unknown; heaviest: string; spoke: string[] };

/** Judges every kept judgement that counts by the library, request by request, as a patient person would. */
async function byReference(changeId: string): Promise<Tally> {
  const { db } = office.database;
  const release = await currentRelease(db);
  const { entries } = await getChange(db, changeId);
  const rules = new Map((await listDefinitions(db, release, "rule-set")).map(({ key, content }) => [key, content]));
  const policySets = new Map((await listDefinitions(db, release, "policy")).map(({ key, content }) => [key, content]));
  const [calendar] = await listDefinitions(db, release, "calendar");
  const then = { rules: new Map(rules), policies: new Map(policySets) };
  for (const { kind, key, content } of entries) {
    if (kind === "rule-set") then.rules.set(key, content as RuleSet);
    else then.policies.set(key, content as PolicySet);
  }
  const requests = await db.select({ id: request.id, type: request.type, channel: request.channel, segment: enterprise.segment, at: request.submittedAt }).from(request).leftJoin(enterprise, eq(enterprise.id, request.enterpriseId));
  const tally: Tally = { requests: 0, requestsOtherwise: 0, judged: 0, otherwise: 0, saidOtherwise: 0, evaluated: 0, moves: {}, rules: {}, weeks: {}, unjudged: {} };
  const judgedBy = async (side: typeof then, of: { key: string; facts: Record<string, FactValue>; subject: { channel: never; segment: never } }): Promise<Side> => {
    const ruleSet = side.rules.get(of.key);
    if (!ruleSet || !calendar) throw new Error(of.key);
    const policies = resolvePolicies([...side.policies.values()].flatMap((set) => set.policies), { ...of.subject, certificateKind: "personal" }, "2026-11-16");
    const judged = await judge(ruleSet, of.facts as Facts<Point>, { policies, calendar: calendar.content });
    const { ruleId: _rule, ...outcome } = judged.outcome as Record<string, unknown>;
    return { outcome, heaviest: judged.findings[0]?.severity ?? "none", spoke: judged.spoke };
  };
  const add = (table: Tally["moves"], key: unknown, id: string) => {
    const one = (table[JSON.stringify(key)] ??= { count: 0, samples: [] });
    one.count += 1;
    if (!one.samples.includes(id)) one.samples.push(id);
  };
  for (const { id, type, channel, segment, at } of requests) {
    const own = kept.filter(({ requestId, point, facts }) => requestId === id && point === "screening" && facts && (type === "new-user" || type === "authorisation-change"));
    const last = [1, 2].flatMap((position) => own.filter((one) => one.position === position).sort((one, other) => other.judgedAt.getTime() - one.judgedAt.getTime()).slice(0, 1));
    let isOtherwise = false;
    for (const { facts } of last) {
      const known = completeFacts("screening", Object.fromEntries(Object.entries(facts).filter(([name]) => !name.startsWith("policy."))) as Record<string, FactValue>);
      const of = { key: `${type}.screening`, facts: known, subject: { channel: channel as never, segment: (segment ?? "regular") as never } };
      try {
        const [was, is] = [await judgedBy({ rules, policies: policySets }, of), await judgedBy(then, of)];
        tally.judged += 1;
        const week = (tally.weeks[JSON.stringify([type, weekOf(at)])] ??= { judged: 0, otherwise: 0 });
        week.judged += 1;
        const verdict = ({ outcome, heaviest }: Side) => ({ outcome, heaviest });
        add(tally.moves, [type, "screening", verdict(was), verdict(is)], id);
        for (const rule of is.spoke.filter((one) => !was.spoke.includes(one))) add(tally.rules, [type, "screening", rule, "began"], id);
        for (const rule of was.spoke.filter((one) => !is.spoke.includes(one))) add(tally.rules, [type, "screening", rule, "ceased"], id);
        const differs = JSON.stringify(verdict(was)) !== JSON.stringify(verdict(is));
        if (differs) {
          tally.otherwise += 1;
          week.otherwise += 1;
          isOtherwise = true;
        } else if (JSON.stringify(was.spoke) !== JSON.stringify(is.spoke)) tally.saidOtherwise += 1;
      } catch (problem) {
        if (!isProblem(problem)) throw problem;
        add(tally.unjudged, [type, "screening", problem.code, String(problem.details["fact"])], id);
      }
    }
    if (last.length > 0) tally.requests += 1;
    if (isOtherwise) tally.requestsOtherwise += 1;
  }
  return tally;
}

/** By the calendar's own rule: the week of the Thursday, in Amsterdam (all of it lies in the winter). */
function weekOf(at: Date): string {
  const local = new Date(at.getTime() + 3_600_000);
  const thursday = new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate() + 4 - (local.getUTCDay() || 7)));
  const week = Math.ceil(((thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / 86_400_000 + 1) / 7);
  return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, "0")}`;
}

/** Sums alone; which requests are kept as samples is looked at by itself. */
function sums({ evaluated: _evaluated, ...tally }: Tally) {
  const counts = (table: Tally["moves"]) => Object.fromEntries(Object.entries(table).map(([key, { count }]) => [spelledAlike(key), count]));
  return { ...tally, moves: counts(tally.moves), rules: counts(tally.rules), unjudged: counts(tally.unjudged) };
}

const spelledAlike = (key: string) => JSON.stringify(JSON.parse(key), (_name, value: unknown) => (typeof value === "object" && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort()) : value));
const result = async (changeId: string) => findBacktest(office.database.db, await getChange(office.database.db, changeId));
let begun = 0;
const start = (changeId: string) => startBacktest(still() as never, { ...by, now: new Date(by.now.getTime() + (begun += 1)), changeId, days: DAYS });
const inHere: JudgingRoom = { open: async (sides) => ({ judge: async (snapshots) => openJudging(sides)(snapshots), close: async () => undefined }) };

describe("a change tried on the requests of the past", () => {
  it("says of each what the library says by either side, in a thread of its own, as a job of the worker", async () => {
    const changeId = await draft();
    await startBacktest(office.made.office, { ...by, changeId, days: DAYS });
    await office.work();
    const found = await result(changeId);
    expect(found).toMatchObject({ state: "done", isOutdated: false, begunBy: office.staff.tom.name, policiesOn: "2026-11-16", passedOver: [] });
    const [theirs, ours] = [await byReference(changeId), found?.tally as Tally];
    expect(sums(ours)).toEqual(sums(theirs));
    expect(ours.otherwise).toBeGreaterThan(20);
    expect(ours.judged - ours.otherwise).toBeGreaterThan(20);
    expect(Object.keys(ours.unjudged)).toHaveLength(1);
    expect(found?.done).toBe(found?.total);
    for (const [key, { count, samples }] of Object.entries(ours.moves)) {
      expect(samples).toHaveLength(Math.min(new Set(theirs.moves[Object.keys(theirs.moves).find((one) => spelledAlike(one) === spelledAlike(key)) ?? ""]?.samples).size, SAMPLES));
      expect(count).toBeGreaterThan(0);
    }
    const trail = (await runSql<{ act: string; payload: Record<string, unknown> }>(office.database.db, "select act, payload from audit_event where subject_id = $1 and act like 'backtest.%' order by id", [changeId]));
    expect(trail.map(({ act }) => act)).toEqual(["backtest.started", "backtest.finished"]);
    expect(trail[1]?.payload).toMatchObject({ judged: ours.judged, otherwise: ours.otherwise });
  });

  it("judges equal facts once", async () => {
    const changeId = await draft(4);
    await runBacktest({ ...still(), judging: makeJudgingRoom(ROOT) } as never, { backtestId: await start(changeId) }, office.clock, { ...PACE, saveMs: 500 });
    const tally = (await result(changeId))?.tally as Tally;
    // At most sixty different facts, for each type, channel and segment.
    expect(tally.evaluated).toBeLessThan(tally.judged);
    expect(tally.evaluated).toBeGreaterThan(20);
  });

  it("keeps sums and ids of requests, and nothing that anybody filled in", async () => {
    const rows = await office.database.db.select({ tally: definitionBacktest.tally }).from(definitionBacktest);
    const all = JSON.stringify(rows);
    const told = new Set(kept.flatMap(({ facts }) => ["applicant.name", "applicant.email", "user.name", "agb.code", "account.number"].map((name) => String(facts[name]))).filter((text) => text.length > 3));
    expect(told.size).toBeGreaterThan(0);
    for (const text of told) expect(all).not.toContain(text);
  });
});

describe("a back-test that does not get to its end", () => {
  it("is cancelled by whoever wants that, once, and what it came to so far stays", async () => {
    const changeId = await draft();
    const backtestId = await start(changeId);
    let batches = 0;
    const judging: JudgingRoom = {
      open: async (sides) => ({
        judge: async (snapshots) => {
          if ((batches += 1) === 4) await cancelBacktest(office.database.db, { ...by, backtestId });
          return openJudging(sides)(snapshots);
        },
        close: async () => undefined,
      }),
    };
    await runBacktest({ ...still(), judging } as never, { backtestId }, office.clock, PACE);
    expect(await result(changeId)).toMatchObject({ state: "cancelled", done: 60, tally: { requests: expect.any(Number) } });
    await expect(cancelBacktest(office.database.db, { ...by, backtestId })).rejects.toMatchObject({ code: "backtest.not-running" });
    await runBacktest({ ...still(), judging } as never, { backtestId }, office.clock, PACE);
    expect((await result(changeId))?.done).toBe(60);
  });

  it("goes on where it was when its worker was killed, and counts nothing twice, also where the dead one comes to life again", async () => {
    const changeId = await draft();
    const backtestId = await start(changeId);
    let [batches, revive] = [0, () => undefined as void];
    const dying: JudgingRoom = {
      open: async (sides) => ({
        judge: async (snapshots) => {
          if ((batches += 1) === 3) await new Promise<void>((done) => (revive = done));
          return openJudging(sides)(snapshots);
        },
        close: async () => undefined,
      }),
    };
    const first = runBacktest({ ...still(), judging: dying } as never, { backtestId }, office.clock, PACE);
    while (batches < 3) await new Promise((done) => setTimeout(done, 5));
    expect(await result(changeId)).toMatchObject({ state: "running", done: 40 });
    // The next takes a batch from where it was; then the dead one comes back with the same batch.
    await runBacktest({ ...still(), judging: inHere } as never, { backtestId }, office.clock, { ...PACE, turnMs: 0 });
    revive();
    await first;
    expect(await result(changeId)).toMatchObject({ state: "running", done: 60 });
    await runBacktest({ ...still(), judging: inHere } as never, { backtestId }, office.clock, PACE);
    const found = await result(changeId);
    expect(found).toMatchObject({ state: "done" });
    expect(sums(found?.tally as Tally)).toEqual(sums(await byReference(changeId)));
  });

  it("is tried again when its thread dies, from where it was", async () => {
    const changeId = await draft();
    const backtestId = await start(changeId);
    let batches = 0;
    const failing: JudgingRoom = {
      open: async (sides) => ({
        judge: async (snapshots) => {
          if ((batches += 1) === 3) throw new Error("The judging room is closed.");
          return openJudging(sides)(snapshots);
        },
        close: async () => undefined,
      }),
    };
    await expect(runBacktest({ ...still(), judging: failing } as never, { backtestId }, office.clock, PACE)).rejects.toThrow("closed");
    await runBacktest({ ...still(), judging: inHere } as never, { backtestId }, office.clock, { ...PACE, turnMs: 0 });
    // One batch in a turn; the rest is left to the next.
    expect(await result(changeId)).toMatchObject({ state: "running", done: 60 });
    await runBacktest({ ...still(), judging: inHere } as never, { backtestId }, office.clock, PACE);
    expect(sums((await result(changeId))?.tally as Tally)).toEqual(sums(await byReference(changeId)));
  });

  it("stops when the draft is edited meanwhile; and a result of before an edit says so", async () => {
    const { db } = office.database;
    const changeId = await draft();
    const backtestId = await start(changeId);
    const entry = (await getChange(db, changeId)).entries.find(({ kind }) => kind === "rule-set");
    await saveEntry(db, { ...by, changeId, kind: "rule-set", key: "new-user.screening", content: { ...(entry?.content as RuleSet), default: { route: "review-four-eyes", priority: "normal" } }, revision: 1 });
    await runBacktest({ ...still(), judging: inHere } as never, { backtestId }, office.clock, PACE);
    expect(await result(changeId)).toMatchObject({ state: "stopped", stoppedBy: "backtest.outdated", isOutdated: true });
    const again = await start(changeId);
    await runBacktest({ ...still(), judging: inHere } as never, { backtestId: again }, office.clock, PACE);
    expect(await result(changeId)).toMatchObject({ id: again, state: "done", isOutdated: false });
    await saveEntry(db, { ...by, changeId, kind: "rule-set", key: "new-user.screening", content: entry?.content, revision: 2 });
    expect(await result(changeId)).toMatchObject({ id: again, state: "done", isOutdated: true });
  });
});

describe("what is not begun", () => {
  const refused = async (act: Promise<unknown>, code: string) => expect(act).rejects.toMatchObject({ code });
  it("two at once of one change, days that are the wrong way round or to come, a change of which nothing can be tried or that cannot run", async () => {
    const { db } = office.database;
    const changeId = await draft();
    await start(changeId);
    await refused(start(changeId), "backtest.running");
    await refused(startBacktest(still() as never, { ...by, changeId, days: { from: "2026-11-10", until: "2026-11-09" } }), "backtest.period");
    await refused(startBacktest(still() as never, { ...by, changeId, days: { from: "2027-11-10", until: "2027-11-11" } }), "backtest.period");
    const letters = await beginChange(db, { ...by, title: "Brief" });
    await addEntry(db, { ...by, changeId: letters, kind: "rule-set", key: "new-user.intake" });
    await refused(start(letters), "backtest.nothing");
    const broken = await draft(3, (one) => ({ ...one, rules: one.rules.map((rule, index) => (index === 0 ? { ...rule, conditions: { all: [{ fact: "no.such", operator: "equal", value: 1 }] } } : rule)) }) as RuleSet);
    await refused(start(broken), "backtest.not-ready");
  });

  it("and what is tried without a difference comes to none", async () => {
    const { db } = office.database;
    const changeId = await beginChange(db, { ...by, title: "Niets" });
    await addEntry(db, { ...by, changeId, kind: "rule-set", key: "new-user.screening" });
    await refused(start(changeId), "backtest.nothing");
  });
});

it("reads whole requests, a page at a time, each once", async () => {
  const { db } = office.database;
  const release = await listRelease(db, await currentRelease(db));
  const { entries } = await getChange(db, await draft());
  const { sides } = sidesOf(release, entries, "2026-11-16");
  const period = { from: new Date("2026-11-01T00:00Z"), before: new Date("2026-12-01T00:00Z") };
  const read = snapshotReader(db, sides, period);
  const seen: string[] = [];
  for (let [last, more] = [null as Parameters<typeof read>[0], true]; more; ) {
    const page = await read(last, 17);
    seen.push(...page.snapshots.map(({ request: id }) => id));
    [last, more] = [page.last, page.requests === 17];
  }
  expect(new Set(seen).size).toBeLessThanOrEqual(await countRequests(db, sides, period));
  // No request is cut in two by the end of a page.
  expect(seen.filter((id, index) => seen.indexOf(id) !== index && seen[index - 1] !== id)).toEqual([]);
});
