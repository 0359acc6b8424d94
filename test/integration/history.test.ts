import { beforeAll, describe, expect, it } from "vitest";

import { compose } from "#app/composition.server.ts";
import { keepFigures } from "#app/domain/dashboards/flow/keep.ts";
import { recountFigures } from "#app/domain/dashboards/flow/recount.ts";
import { completeFacts } from "#app/domain/decisions/facts.ts";
import { judge, parseRuleSet } from "#app/domain/decisions/judge.ts";
import { getDefinition } from "#app/domain/definitions/store.ts";
import { pinnedCalendar } from "#app/domain/requests/policy.ts";
import { simulatorSettings } from "#app/simulators/settings.ts";
import { makeHistory } from "#app/start/history/make.ts";
import { readOrder } from "#app/start/history/order.ts";
import { request } from "#db/schema/requests.ts";
import { runSql } from "#db/types.ts";
import type { Facts } from "#rules/vocabulary.ts";
import { ACCESS } from "#test/support/access-table.ts";
import { openBusyOffice } from "#test/support/busy-office.ts";
import { onServer } from "#test/support/database.ts";
import { afterThisFile } from "#test/support/endings.ts";
import { HISTORY_UNTIL, openHistory, urlOf } from "#test/support/history.ts";
import { replay, standsAs } from "#test/support/replay.ts";
import { routesOf } from "#test/support/routes.ts";
import { dataFolder, settingsFor, staffOf, testKeys } from "#test/support/stage.ts";

type Made = Awaited<ReturnType<typeof openHistory>>;
const REQUESTS = 400;
const TABLES = [
  "enterprise", "role_holder", "request", "request_clock", "link", "request_question", "request_likeness", "judgement", "identification", "identification_party", "identification_attempt", "account", "authorisation", "credential",
  "installation", "letter", "print_batch", "mail", "draft", "intake",
];

/** Everything of a table but what the database's own clock says. */
async function contentOf({ database }: Made, table: string): Promise<string> {
  const [row] = await runSql<{ sum: string | null }>(database.db, `select md5(string_agg(t::text, '|' order by t::text)) as sum from "${table}" t`);
  return `${table} ${row?.sum ?? "empty"}`;
}

describe.skipIf(!onServer)("a made-up history", () => {
  let one: Made;
  beforeAll(async () => {
    one = await openHistory({ requests: REQUESTS, seed: 3 });
  }, 240_000);

  it("holds as many requests as were asked, and open work in its last days", async () => {
    const rows = await runSql<{ status: string; amount: number }>(one.database.db, "select status, count(*)::int as amount from request group by 1");
    expect(one.made.requests).toBe(REQUESTS);
    expect(rows.reduce((sum, { amount }) => sum + amount, 0)).toBe(REQUESTS);
    const found = new Set(rows.map(({ status }) => status));
    expect(["submitted", "identifying", "fulfilling", "done", "rejected", "lapsed", "cancelled"].filter((status) => !found.has(status))).toEqual([]);
    const [late] = await runSql<{ late: number }>(one.database.db, "select count(*)::int as late from audit_event where occurred_at > $1", [HISTORY_UNTIL]);
    expect(late?.late).toBe(0);
  });

  it("is the same again from the same seed, and another from another", async () => {
    const [again, other] = [await openHistory({ requests: REQUESTS, seed: 3 }), await openHistory({ requests: REQUESTS, seed: 4 })];
    const contents = async (made: Made) => Promise.all(TABLES.map((table) => contentOf(made, table)));
    expect(await contents(again)).toEqual(await contents(one));
    const events = (made: Made) => runSql(made.database.db, "select md5(string_agg(concat_ws(' ', id, occurred_at, actor_kind, actor_id, act, subject_id, request_id, payload_hash), '|' order by id)) as sum from audit_event where act not like 'definition.%'");
    expect(await events(again)).toEqual(await events(one));
    expect(await contentOf(other, "request")).not.toEqual(await contentOf(one, "request"));
  }, 240_000);

  it("has a trail that verifies from outside, with a head over its end and nothing that waits for a seal", async () => {
    const report = await one.verify();
    expect(report.findings).toEqual([]);
    expect(report.notes).toEqual([]);
    expect(report.events).toBeGreaterThan(REQUESTS * 8);
    const [waiting] = await runSql<{ waiting: number }>(one.database.db, "select count(*)::int as waiting from audit_waiting");
    expect(waiting?.waiting).toBe(0);
  });

  it("leaves the schema as it was: every reference, key, index and trigger, and all of them in force", async () => {
    const shape = (database: Made["database"]) =>
      runSql<{ what: string }>(
        database.db,
        `select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) || ' ' || convalidated as what from pg_constraint where connamespace = 'public'::regnamespace
         union all select pg_get_indexdef(indexrelid) || ' ' || indisvalid from pg_index join pg_class on pg_class.oid = indrelid where relnamespace = 'public'::regnamespace
         union all select pg_get_triggerdef(pg_trigger.oid) || ' ' || tgenabled::text from pg_trigger where not tgisinternal order by 1`,
      );
    const office = await openBusyOffice();
    expect((await shape(one.database)).map(({ what }) => what)).toEqual((await shape(office.database)).map(({ what }) => what));
    // And each event is written as the office's own verbs write it: who, about what, with which details.
    const kinds = (made: Pick<Made, "database">) =>
      runSql<{ kind: string; act: string }>(
        made.database.db,
        `select distinct act, concat_ws(' ', act, actor_kind, case when actor_kind = 'system' then actor_id end, subject_kind, request_id is not null, (select string_agg(key, ',' order by key) from jsonb_object_keys(payload) key)) as kind from audit_event`,
      );
    const real = await kinds(office);
    const acts = new Set(real.map(({ act }) => act));
    const unlike = (await kinds(one)).filter(({ act, kind }) => acts.has(act) && !real.some((known) => known.kind === kind)).map(({ kind }) => kind);
    // What the busy office does not happen to have: a visit to the bank that was broken off, a renewal, a PIN that was asked for anew, a form that was not answered in time, a question about no field of the form.
    expect(unlike.filter((kind) => !/^(identification\.answered (contact|signatory) .* attemptId,result$|certificate\.intended .*predecessor|credential\.replaced system fulfilment|request\.lapsed system waiting-applicant|request\.information-asked staff request t question$)/.test(kind))).toEqual([]);
  }, 240_000);

  it("tells of each request in its trail what its row says", async () => {
    const { db } = one.database;
    for (const row of await db.select().from(request)) {
      const told = await replay(db, row.id);
      // Where nobody has to identify, or it came by post, the replay does not know the status between.
      if (!row.identificationRequired && row.status === "fulfilling") continue;
      expect({ id: row.id, ...told }).toEqual({ id: row.id, ...standsAs(row) });
    }
  });

  it("has the figures of the past that its trail comes to", async () => {
    const recount = await recountFigures(one.database.db, { now: HISTORY_UNTIL });
    expect(recount).toMatchObject({ looked: true, requests: REQUESTS, differences: 0 });
    expect(recount.sums).toBeGreaterThan(100);
    // From here on the worker has nothing to catch up with.
    expect(await keepFigures(one.database.db, { now: HISTORY_UNTIL })).toBe(0);
  });

  it("was judged by the office's own rules: the library says the same of the facts that were kept", async () => {
    const { db } = one.database;
    const kept = await runSql<{ point: "screening"; rule_set: string; facts: Record<string, never>; outcome: unknown; findings: unknown; spoke: string[]; release_id: string }>(db, "select j.*, r.release_id from judgement j join request r on r.id = j.request_id where j.point = 'screening' order by j.id limit 120");
    const calendar = (await pinnedCalendar(db, Number(kept[0]?.release_id))).content;
    for (const { rule_set: key, facts, outcome, findings, spoke, release_id: release } of kept) {
      const policies = Object.fromEntries(Object.entries(facts).flatMap(([name, value]) => (name.startsWith("policy.") ? [[name.slice(7), value]] : [])));
      const known = Object.fromEntries(Object.entries(facts).filter(([name]) => !name.startsWith("policy.")));
      expect(completeFacts("screening", known)).toEqual(known);
      const said = await judge(parseRuleSet("screening", (await getDefinition(db, Number(release), "rule-set", key)).content), known as unknown as Facts<"screening">, { policies, calendar });
      expect({ outcome: said.outcome, findings: said.findings, spoke: said.spoke }).toEqual({ outcome, findings, spoke });
    }
  });

  it("opens on every page of desk, customers, certificates, print room and reports", async () => {
    const clock = { now: () => HISTORY_UNTIL };
    const keys = await testKeys();
    const composition = await compose({ database: one.database, close: async () => undefined }, settingsFor(keys, { officeUrl: "http://localhost:3000", settings: simulatorSettings({ port: 1, smtpPort: 1 }) }, dataFolder()), { clock });
    afterThisFile(() => composition.close());
    type Loader = Parameters<ReturnType<typeof routesOf>["get"]>[0];
    const modules = import.meta.glob<{ loader?: Loader }>(["../../app/routes/*.tsx"], { eager: true });
    const { get } = routesOf({ database: one.database, made: composition, clock });
    const cast = await staffOf(one.database.db);
    const ids = await runSql<{ requestid: string; enterpriseid: string; usernumber: string; serial: string; number: string }>(
      one.database.db,
      "select r.id as requestid, r.enterprise_id as enterpriseid, c.user_number as usernumber, c.serial, (select max(number) from print_batch)::text as number from request r, certificate c where r.status <> 'unconfirmed' order by r.id, c.serial limit 25",
    );
    const opened: string[] = [];
    for (const { route, method, roles } of ACCESS) {
      if (method !== "GET" || !/^(desk|customers|certificates|print-room|reports|audit|jobs|intake\._index|find|incidents|register-endings|authority)/.test(route) || /exports|print$|arrangement|removal|\$runId|\$viewId|views$|bulk|next|release|batches\.new|keys\.\$|revocation|status$|\$releaseId|\$partyId|\$incidentId/.test(route)) continue;
      const by = Object.values(cast).find((member) => member.roles.some((role) => roles.includes(role)));
      const loader = modules[`../../app/routes/${route}.tsx`]?.loader;
      if (!by || !loader) continue;
      for (const { requestid: requestId, enterpriseid: enterpriseId, usernumber: userNumber, serial, number } of route.includes("$") ? ids : ids.slice(0, 1)) {
        const answer = await get(loader, `/${route}`, { by, params: { requestId, enterpriseId, userNumber, serial, number, section: "accounts" } });
        expect([200, 302], `${route} of ${requestId}`).toContain(answer.status);
      }
      opened.push(route);
    }
    expect(opened.length).toBeGreaterThan(15);
  }, 240_000);

  it("refuses an office that holds requests already, and changes nothing in it", async () => {
    await expect(makeHistory(one.database, await urlOf(one.database), {} as never)).rejects.toThrow(/holds 400 requests already/);
  });
});

describe("the order of a history", () => {
  const now = new Date("2026-11-30T12:34:56.000Z");
  const read = (...words: string[]) => readOrder(words, { database: "postgres://localhost/x", now });

  it("is read from the words of a command line", () => {
    expect(read("--requests", "1000000", "--years", "4")).toEqual({ requests: 1_000_000, years: 4, seed: 1, until: new Date("2026-11-30T12:00:00.000Z"), database: "postgres://localhost/x" });
    expect(read("--requests=5", "--seed=9", "--until=2026-01-05T08:00:00Z", "--database=postgres://h/y")).toEqual({ requests: 5, years: 4, seed: 9, until: new Date("2026-01-05T08:00:00.000Z"), database: "postgres://h/y" });
  });

  it.each([
    [["--request", "5"], 'There is no option "--request".'],
    [["5"], 'There is no option "5".'],
    [["--requests"], "The option --requests needs a value."],
    [["--requests", "0"], '--requests is a whole number from 1 to 10,000,000, not "0".'],
    [["--requests", "many"], '--requests is a whole number from 1 to 10,000,000, not "many".'],
    [["--requests", "5", "--requests", "6"], "The option --requests was given twice."],
    [["--requests", "5", "--years", "0"], '--years is a number from 0.1 to 10, not "0".'],
    [["--requests", "5", "--seed", "-1"], "--seed is a whole number"],
    [["--requests", "5", "--until", "2030-01-01"], "--until is a moment that has been"],
    [["--requests", "5", "--database", "mysql://h"], "A history is made on a PostgreSQL server"],
    [[], "npm run world -- --requests"],
  ])("%j is answered by a sentence", (words, sentence) => {
    expect(read(...words)).toContain(sentence);
  });
});
