import { ZenEngine } from "@gorules/zen-engine";
import { Engine } from "json-rules-engine";

import { makeJudgingRoom } from "#app/adapters/judging/judging-room.ts";
import { compileRuleSet } from "#app/domain/decisions/compiled.ts";
import { judge } from "#app/domain/decisions/judge.ts";
import { holds } from "#app/domain/decisions/operators.ts";
import { snapshotReader, type Cursor } from "#app/domain/definitions/backtest/snapshots.ts";
import { addTally, emptyTally, type Tally } from "#app/domain/definitions/backtest/tally.ts";
import type { RuleSet } from "#app/domain/definitions/schema/rule-set.ts";
import type { Database } from "#db/client.server.ts";
import { judgement } from "#db/schema/requests.ts";
import { OPERATORS, type Facts, type FactValue } from "#rules/vocabulary.ts";
import { fillWithRequests } from "#test/support/many-requests.ts";
import { ROOT } from "#test/support/stage.ts";

import { calendar } from "../domain/decisions/office.ts";
import { openPractice } from "../domain/identification/practice.ts";
import { asDecisionTable, benchFacts, benchSides, plainFacts, sixtyRules } from "./backtest-rules.ts";
import { withThrowAwayDatabase } from "./databases.ts";

const SAMPLE = 2_000;
const AT_ONCE = 500;

/** Microseconds that one judgement by sixty rules takes, by each of four; on the same facts, in turn. */
export type Speeds = { compiled: number; plain: number; judged: number; zen: number };
/** A whole back-test: by how many snapshots, how many were really judged, and microseconds for each of both sides. */
export type Whole = { snapshots: number; isDistinct: boolean; evaluated: number; seconds: number; perJudgement: number };

/** Judges stored snapshots by two sides of sixty rules, and a sample of the same facts by the library, by zen-engine and by the compiled rules alone. Throws where one of them says something else. */
export async function benchBacktest(server: string, sizes: readonly number[]): Promise<{ speeds: Speeds; wholes: Whole[] }> {
  const speeds = await compareOne();
  const wholes: Whole[] = [];
  for (const size of sizes) {
    // Of one office, filled once: first with facts that many share, then with others for each.
    await withThrowAwayDatabase(server, async (database) => {
      await fillWithRequests(database, await openPractice(database), size);
      for (const isDistinct of [false, true]) wholes.push(await whole(database, size, isDistinct));
    });
  }
  return { speeds, wholes };
}

async function compareOne(): Promise<Speeds> {
  const rules = sixtyRules();
  const facts = Array.from({ length: SAMPLE }, (_one, index) => benchFacts(index, true));
  const compiled = compileRuleSet(rules, { policies: {}, calendar });
  const zen = new ZenEngine().createDecision(asDecisionTable(rules));
  const spoke = {
    compiled: async (known: Record<string, FactValue>) => compiled.judge(known).spoke,
    plain: (known: Record<string, FactValue>) => byPlainLoop(rules, known),
    judged: async (known: Record<string, FactValue>) => (await judge(rules, known as Facts<"screening">, { policies: {}, calendar })).spoke,
    zen: async (known: Record<string, FactValue>) => ((await zen.evaluate(plainFacts(known))).result as Array<{ rule: string }>).map(({ rule }) => rule),
  };
  const times = { compiled: 0, plain: 0, judged: 0, zen: 0 };
  const said = new Map<number, string>();
  for (const name of ["plain", "compiled", "judged", "zen"] as const) {
    // A warm-up of its own for each.
    for (const known of facts.slice(0, 200)) await spoke[name](known);
    const begun = performance.now();
    const answers: string[][] = [];
    for (const known of facts) answers.push(await spoke[name](known));
    times[name] = ((performance.now() - begun) * 1000) / SAMPLE;
    for (const [index, answer] of answers.entries()) {
      const own = answer.join(" ");
      if ((said.get(index) ?? own) !== own) throw new Error(`${name} says of facts ${index}: ${own}; not: ${said.get(index)}.`);
      said.set(index, own);
    }
  }
  if (new Set(said.values()).size < 20) throw new Error("The rules say the same of nearly all facts.");
  return times;
}

/** What somebody would write who takes the library as it is: an engine for each, with our operators, and the names of the rules that hold. */
async function byPlainLoop({ rules }: RuleSet, known: Record<string, FactValue>): Promise<string[]> {
  const engine = new Engine();
  for (const operator of OPERATORS) engine.addOperator<FactValue, FactValue>(operator, (actual, expected) => holds(operator, actual, expected, { today: String(known["today"]), calendar }));
  for (const { id, conditions, event } of rules) engine.addRule({ name: id, conditions, event: { type: event.type } });
  const { results } = await engine.run(known);
  const held = new Set(results.map(({ name }) => name));
  return rules.filter(({ id }) => held.has(id)).map(({ id }) => id);
}

async function whole(database: Database, size: number, isDistinct: boolean): Promise<Whole> {
  await keepSnapshots(database, size, isDistinct);
  const sides = benchSides();
  const read = snapshotReader(database.db, sides, { from: new Date(0), before: new Date("2027-01-01") });
  const room = await makeJudgingRoom(ROOT).open(sides);
  const tally: Tally = emptyTally();
  const begun = performance.now();
  let reading = read(null, AT_ONCE);
  for (let [last, more] = [null as Cursor | null, true]; more; ) {
    const batch = await reading;
    [last, more] = [batch.last, batch.requests === AT_ONCE];
    if (more) reading = read(last, AT_ONCE);
    addTally(tally, await room.judge(batch.snapshots));
  }
  const seconds = (performance.now() - begun) / 1000;
  await room.close();
  if (tally.judged !== size) throw new Error(`Of ${size} snapshots ${tally.judged} were judged.`);
  return { snapshots: size, isDistinct, evaluated: tally.evaluated, seconds, perJudgement: (seconds * 1e6) / (size * 2) };
}

/** One kept judgement for each request, with all of its facts. A thousand are written here, and copied with what makes each otherwise. */
async function keepSnapshots({ db, executeSql }: Database, size: number, isDistinct: boolean): Promise<void> {
  const models = Array.from({ length: 1000 }, (_one, index) => benchFacts(index, isDistinct));
  await executeSql("truncate judgement");
  await executeSql("create table bench_model (place int primary key, facts jsonb)");
  for (const [place, facts] of models.entries()) await executeSql("insert into bench_model values ($1, $2)", [place, JSON.stringify(facts)]);
  await executeSql(`
    insert into judgement (request_id, point, position, rule_set, rule_set_version, facts, outcome, findings, spoke, judged_at)
    select r.id, 'screening', 1, 'new-user.screening', 1,
      m.facts || jsonb_build_object('applicant.name', r.applicant_name, 'user.name', r.subject_name)${isDistinct ? " || jsonb_build_object('wmo.usersAfter', r.number)" : ""}, '{}', '[]', '[]', r.submitted_at
    from request r join bench_model m on m.place = r.number % 1000`);
  await executeSql("drop table bench_model");
  await executeSql("vacuum analyze");
  if (Number((await db.$count(judgement))) !== size) throw new Error("Not every request has its judgement.");
}
