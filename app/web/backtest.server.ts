import { isDeepStrictEqual } from "node:util";

import { may } from "#app/domain/access/permissions.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import { officeDate, plusDays } from "#app/domain/deadlines/calendar.ts";
import { findBacktest, numbersOf, type Backtest } from "#app/domain/definitions/backtest/read.ts";
import type { Tally, Verdict } from "#app/domain/definitions/backtest/tally.ts";
import { OPEN_CHANGES } from "#app/domain/definitions/changes/lifecycle.ts";
import { getChange } from "#app/domain/definitions/changes/read.ts";
import { referenceOf } from "#app/domain/requests/reference.ts";
import type { Db } from "#db/types.ts";

import type { Translate } from "./i18n.server.ts";
import { paths } from "./paths.ts";

type Place = { db: Db; actor: StaffActor; now: Date; t: Translate };

/** How far back one looks who says nothing else. */
const USUAL_DAYS = 90;

/** The newest time that a change was tried on requests of the past, in words, and whether it can be tried now. */
export async function showBacktest({ db, actor, now, t }: Place, changeId: string) {
  const change = await getChange(db, changeId);
  const run = await findBacktest(db, change);
  const today = officeDate(now);
  return {
    changeTitle: change.title,
    mayTry: may(actor, "definition:edit") && OPEN_CHANGES.includes(change.status),
    days: { from: run?.from ?? plusDays(today, -USUAL_DAYS), until: run?.until ?? today },
    run: run && (await runShown({ db, actor, t }, run)),
  };
}

async function runShown({ db, actor, t }: Omit<Place, "now">, run: Backtest) {
  const { tally } = run;
  const numbers = await numbersOf(db, [...Object.values(tally.moves), ...Object.values(tally.rules), ...Object.values(tally.unjudged)].flatMap(({ samples }) => samples));
  const mayOpen = may(actor, "request:read");
  const samplesOf = (ids: readonly string[]) => ids.flatMap((id) => {
    const number = numbers.get(id);
    return number === undefined ? [] : [{ reference: referenceOf(number), path: mayOpen ? paths.request(id) : null }];
  });
  const typeName = (type: string) => {
    const title = t(`requests:${type}.title`);
    return title === `${type}.title` ? type : title;
  };
  const { tally: _tally, begunAt, endedAt, stoppedBy, ...plain } = run;
  return {
    ...plain,
    begunAt: begunAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    stoppedBy: stoppedBy === null ? null : t(`problems:${stoppedBy}`),
    sums: { requests: tally.requests, requestsOtherwise: tally.requestsOtherwise, judged: tally.judged, otherwise: tally.otherwise, saidOtherwise: tally.saidOtherwise, unjudged: Object.values(tally.unjudged).reduce((sum, { count }) => sum + count, 0) },
    weeks: sumBy(tally.weeks, ([, week = "…"]) => week),
    types: sumBy(tally.weeks, ([type = "…"]) => type).map(({ key, ...sums }) => ({ key: typeName(key), ...sums })),
    moves: entriesOf(tally.moves)
      .filter(({ key: [, , was, is] }) => is === undefined || JSON.stringify(was) !== JSON.stringify(is))
      .map(({ key: [type, point, was, is], count, samples }) => ({ type: typeName(String(type)), point: point === undefined ? "" : t(`studio:backtest.point.${String(point)}`), was: verdictInWords(was, is, t), is: verdictInWords(is, was, t), count, samples: samplesOf(samples) })),
    rules: entriesOf(tally.rules).map(({ key: [type, point, rule, course], count, samples }) => ({ type: typeName(String(type)), point: point === undefined ? "" : t(`studio:backtest.point.${String(point)}`), rule: String(rule ?? "…"), began: course === "began", count, samples: samplesOf(samples) })),
    unjudged: entriesOf(tally.unjudged).map(({ key: [type, , , fact], count, samples }) => ({ type: typeName(String(type)), fact: String(fact ?? ""), count, samples: samplesOf(samples) })),
  };
}

function entriesOf(table: Tally["moves"]) {
  return Object.entries(table)
    .map(([key, counted]) => ({ key: JSON.parse(key) as unknown[], ...counted }))
    .sort((one, other) => other.count - one.count);
}

function sumBy(weeks: Tally["weeks"], keyOf: (key: string[]) => string) {
  const sums = new Map<string, { judged: number; otherwise: number }>();
  for (const [key, { judged, otherwise }] of Object.entries(weeks)) {
    const name = keyOf(JSON.parse(key) as string[]);
    const sum = sums.get(name) ?? { judged: 0, otherwise: 0 };
    sums.set(name, { judged: sum.judged + judged, otherwise: sum.otherwise + otherwise });
  }
  return [...sums].map(([key, sum]) => ({ key, ...sum })).sort((one, other) => (one.key < other.key ? -1 : 1));
}

/** "Beoordelen; met een blokkade". Of an outcome that has no words of its own, the parts in which it differs from the other side. */
function verdictInWords(verdict: unknown, other: unknown, t: Translate): string {
  if (typeof verdict !== "object" || verdict === null) return "…";
  const { outcome, heaviest } = verdict as Verdict;
  const beside = ((other as Verdict | null | undefined)?.outcome ?? {}) as Record<string, unknown>;
  const said = Object.entries((outcome ?? {}) as Record<string, unknown>).flatMap(([name, value]) => {
    if (name === "route" || (name === "priority" && value !== "normal")) return [t(`studio:backtest.${name}.${String(value)}`)];
    if (name === "priority" || isDeepStrictEqual(value, beside[name])) return [];
    return [`${name}: ${JSON.stringify(value).replaceAll(/["{}[\]]/g, "").replaceAll(",", ", ")}`];
  });
  return [...said, t(`studio:backtest.heaviest.${heaviest}`)].join("; ");
}
