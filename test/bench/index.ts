import { availableParallelism } from "node:os";

import { benchBacktest } from "./backtest.ts";
import { SERVER } from "./databases.ts";
import { benchDesk } from "./desk.ts";
import { benchIssuing } from "./issuing.ts";
import { benchLetters } from "./letters.ts";
import { benchListPage } from "./list-page.ts";
import { benchCrl, benchOcsp } from "./ocsp.ts";
import { benchMillion, withBothPasts } from "./million.ts";
import { benchPublishing } from "./publishing.ts";
import { benchStart } from "./start.ts";

type Row = { figure: string; ours: string; rival: string; ratio: string; aim: string; met: boolean };

const PARTS: Readonly<Record<string, () => Promise<Row[]>>> = { certificates, letters, start, desk, page, ocsp, crl, backtest, publishing };
/** What takes an hour is only measured when it is asked for by name. */
const LONG: Readonly<Record<string, () => Promise<Row[]>>> = { million };

const asked = process.argv.slice(2);
const all = { ...PARTS, ...LONG };
const unknown = asked.filter((name) => !Object.hasOwn(all, name));
if (unknown.length > 0) {
  process.stderr.write(`There is no benchmark "${unknown.join(", ")}"; there are: ${Object.keys(all).join(", ")}.\n`);
  process.exit(1);
}
const rows: Row[] = [];
process.stdout.write(`Node ${process.version}, ${availableParallelism()} cores. Each figure and its rival are measured in this run, in turn.\n`);
for (const [name, measure] of Object.entries(asked.length > 0 ? all : PARTS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  process.stdout.write(`… ${name}\n`);
  rows.push(...(await measure()));
}
printTable(rows);
// What was opened for measuring must not keep the command waiting.
process.exit(0);

async function certificates(): Promise<Row[]> {
  const { ours, rival, ratio, split, worstWaitMs } = await benchIssuing(SERVER);
  const parts = split.map(({ part, coreMs }) => `${part} ${coreMs.toFixed(2)}`).join(", ");
  process.stdout.write(`  core-milliseconds per certificate: ${parts}\n`);
  return [
    { figure: "certificates issued on PostgreSQL, 16 at once", ours: `${ours.toFixed(0)}/s`, rival: `bare RSA-3072 signing ${rival.toFixed(0)}/s`, ...against(ratio, 0.6) },
    waited("event loop's worst delay while 8 clients install", worstWaitMs),
  ];
}

async function letters(): Promise<Row[]> {
  const { ours, rival, ratio } = await benchLetters();
  return [{ figure: "PIN letters drawn", ours: `${ours.toFixed(1)}/s`, rival: `bare pdfkit ${rival.toFixed(1)}/s`, ...against(ratio, 0.7) }];
}

async function start(): Promise<Row[]> {
  const { first, second } = await benchStart();
  process.stdout.write(`  first start, which fills the office: ${first.toFixed(1)} s\n`);
  return [{ figure: "npm start to first page, built, second start", ours: `${second.toFixed(1)} s`, rival: "–", ratio: "–", aim: "< 5 s", met: second < 5 }];
}

async function desk(): Promise<Row[]> {
  const costs = await benchDesk(SERVER);
  return costs.map(({ act, few, many, shown }) => ({
    figure: `desk, ${act}, among 100,000 requests`,
    ours: `${many.toFixed(1)} ms${shown ? ` for ${shown.many}` : ""}`,
    rival: `among 1,000: ${few.toFixed(1)} ms${shown ? ` for ${shown.few}` : ""}`,
    ratio: (many / few).toFixed(2),
    aim: "≤ 1.5",
    met: many / few <= 1.5,
  }));
}

async function page(): Promise<Row[]> {
  const { ours, rival, ratio, oursKb, rivalKb } = await benchListPage(SERVER);
  process.stdout.write(`  a page of fifty rows: ${oursKb} kB, bare ${rivalKb} kB\n`);
  return [{ figure: "desk's list of fifty, whole pages by the built office", ours: `${ours.toFixed(1)}/s`, rival: `bare markup in a bare Remix page ${rival.toFixed(1)}/s`, ...against(ratio, 0.5) }];
}

async function ocsp(): Promise<Row[]> {
  const { nonce, kept, bare, openssl } = await benchOcsp(SERVER);
  const theirs = `openssl ocsp ${openssl.toFixed(0)}/s`;
  return [
    { figure: "OCSP answers with a nonce, over HTTP on PostgreSQL", ours: `${nonce.toFixed(0)}/s`, rival: `bare RSA-3072 signing ${bare.toFixed(0)}/s`, ...against(nonce / bare, 0.7) },
    { figure: "the same, against openssl's responder", ours: `${nonce.toFixed(0)}/s`, rival: theirs, ...against(nonce / openssl, 1) },
    { figure: "OCSP answers without a nonce, signed before", ours: `${kept.toFixed(0)}/s`, rival: theirs, ...against(kept / openssl, 10) },
  ];
}

async function crl(): Promise<Row[]> {
  const { ours, openssl, worstWaitMs } = await benchCrl(SERVER);
  return [
    { figure: "list of 100,000 revoked, from PostgreSQL and stored again", ours: `${ours.toFixed(2)} s`, rival: `openssl ca -gencrl ${openssl.toFixed(2)} s`, ...against(openssl / ours, 1) },
    waited("event loop's worst delay meanwhile, also while all 100,000 are new", worstWaitMs),
  ];
}

async function backtest(): Promise<Row[]> {
  const sizes = (process.env["ZEGEL_BENCH_SIZES"] ?? "100000,1000000").split(",").map(Number);
  const { speeds, wholes } = await benchBacktest(SERVER, sizes);
  const micro = (time: number) => `${time.toFixed(1)} µs`;
  const rows: Row[] = [
    { figure: "judged by sixty compiled rules, facts all distinct", ours: micro(speeds.compiled), rival: `plain loop of json-rules-engine ${micro(speeds.plain)}`, ...against(speeds.plain / speeds.compiled, 30) },
    { figure: "the same, against our own judge with its trace", ours: micro(speeds.compiled), rival: `judge ${micro(speeds.judged)}`, ...against(speeds.judged / speeds.compiled, 30) },
    { figure: "the same, against zen-engine without a trace", ours: micro(speeds.compiled), rival: `@gorules/zen-engine ${micro(speeds.zen)}`, ...against(speeds.zen / speeds.compiled, 1) },
  ];
  for (const { snapshots, isDistinct, evaluated, seconds, perJudgement } of wholes) {
    const kind = isDistinct ? "all distinct" : `${evaluated.toLocaleString("en")} distinct`;
    const figure = `back-test of ${snapshots.toLocaleString("en")} snapshots by both sides, read from PostgreSQL, ${kind}`;
    rows.push({ figure, ours: `${seconds.toFixed(1)} s, ${micro(perJudgement)} each`, rival: `plain loop, facts in memory ${micro(speeds.plain)}`, ...against(speeds.plain / perJudgement, 30) });
  }
  return rows;
}

async function publishing(): Promise<Row[]> {
  const { quiet, publishing: beside, publication } = await benchPublishing(SERVER);
  process.stdout.write(`  a publication of a policy took ${publication.toFixed(0)} ms; ${beside.page.acts} pages and ${beside.begin.acts} beginnings beside six of them\n`);
  const words = { page: "a page of a form that was begun", begin: "a form begun" };
  return (["page", "begin"] as const).map((act) => ({
    figure: `${words[act]}, while a change is published every three seconds`,
    ours: `${beside[act].middle.toFixed(1)} ms, worst ${beside[act].worst.toFixed(0)}`,
    rival: `while none is: ${quiet[act].middle.toFixed(1)} ms, worst ${quiet[act].worst.toFixed(0)}`,
    ratio: (beside[act].middle / quiet[act].middle).toFixed(2),
    aim: "≤ 1.1",
    met: beside[act].middle / quiet[act].middle <= 1.1,
  }));
}

async function million(): Promise<Row[]> {
  const { sizes, acts, work, tps, trail, exports } = await withBothPasts(SERVER, benchMillion);
  const { few, many } = sizes;
  process.stdout.write(`  ${few.requests.toLocaleString("en")} requests, ${few.open.toLocaleString("en")} of them open, beside ${many.requests.toLocaleString("en")}, ${many.open.toLocaleString("en")} of them open\n`);
  const ms = (time: number) => `${time.toFixed(1)} ms`;
  const atMost = (ratio: number, aim: number) => ({ ratio: ratio.toFixed(2), aim: `≤ ${aim}`, met: ratio <= aim });
  const rows: Row[] = acts.map((one) => ({ figure: one.act, ours: ms(one.many), rival: `${ms(one.few)}${one.bare === undefined ? "" : `; bare SQL ${ms(one.bare)}`}`, ...atMost(one.many / one.few, one.most) }));
  const perSecond = (amount: number) => `${amount.toFixed(1)}/s`;
  rows.push({ figure: "submit, decide, fulfil, 16 clients", ours: perSecond(work.many), rival: `${perSecond(work.few)}; pgbench simple-update ${tps === null ? "–" : `${tps.toFixed(0)} tps`}`, ...atMost(work.few / work.many, 1.3) });
  rows.push({ figure: `audit verification, 100,000 events (of ${trail.events.many.toLocaleString("en")})`, ours: `${trail.many.toFixed(2)} s; at the end ${trail.end.toFixed(2)} s`, rival: `${trail.few.toFixed(2)} s`, ...atMost(Math.max(trail.many, trail.end) / trail.few, 1.3) });
  const per = ({ rows: lines, seconds }: { rows: number; seconds: number }) => (seconds / lines) * 100_000;
  rows.push({ figure: `CSV of all that is done (${exports.many.rows.toLocaleString("en")} rows), for 100,000 rows`, ours: `${per(exports.many).toFixed(1)} s`, rival: `${per(exports.few).toFixed(1)} s`, ...atMost(per(exports.many) / per(exports.few), 1.3) });
  rows.push({ figure: "memory of the web process while exporting, above idle", ours: `${exports.memoryMb.toFixed(0)} MB`, rival: `idle ${exports.idleMb.toFixed(0)} MB`, ratio: "–", aim: "≤ 100 MB", met: exports.memoryMb <= 100 });
  return rows;
}

function waited(figure: string, worstWaitMs: number): Row {
  return { figure, ours: `${worstWaitMs.toFixed(0)} ms`, rival: "–", ratio: "–", aim: "< 50 ms", met: worstWaitMs < 50 };
}

function against(ratio: number, aim: number): Pick<Row, "ratio" | "aim" | "met"> {
  return { ratio: ratio.toFixed(2), aim: `≥ ${aim}`, met: ratio >= aim };
}

function printTable(lines: Row[]): void {
  const cells = [["figure", "ours", "rival", "ratio", "aim", ""], ...lines.map(({ figure, ours, rival, ratio, aim, met }) => [figure, ours, rival, ratio, aim, met ? "met" : "not met"])];
  const widths = [0, 1, 2, 3, 4, 5].map((column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  process.stdout.write(`\n${cells.map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ").trimEnd()).join("\n")}\n`);
}
