import { resolve } from "node:path";

import { systemClock } from "./adapters/clock/clock.ts";
import { readJson } from "./adapters/files/definitions.ts";
import { auditFolder } from "./domain/audit/key.ts";
import { describeFailure } from "./domain/jobs/failure.ts";
import { isProblem } from "./domain/problem.ts";
import { readEnv, type Env } from "./env.server.ts";
import { demonstrationKeys } from "./start/demonstration.server.ts";
import { addReviewers } from "./start/history/reviewers.ts";
import { openFirstDay } from "./start/history/first-day.ts";
import { HistoryRefused, makeHistory, refuseFilled } from "./start/history/make.ts";
import { readOrder, type Order } from "./start/history/order.ts";
import { makeShared } from "./start/history/shared.ts";
import { openOfficeDatabase } from "./start/office-database.server.ts";
import { problemSentence } from "./start/problem-sentence.ts";

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (failure) {
  process.stderr.write(`${sentenceOf(failure)}\n`);
  process.exitCode = 2;
}

function sentenceOf(failure: unknown): string {
  if (failure instanceof HistoryRefused) return failure.message;
  return isProblem(failure) ? problemSentence(failure) : describeFailure(failure).message;
}

/** `npm run world`: 0 when a history was made, 2 when it could not begin. It is there whole, or not at all. */
async function run(words: readonly string[]): Promise<number> {
  const env = readEnv();
  const order = readOrder(words, { database: env.DATABASE_URL, now: systemClock.now() });
  if (typeof order === "string") {
    process.stderr.write(`${order}\n`);
    return 2;
  }
  if (env.ZEGEL_MODE === "production") {
    process.stderr.write("A made-up history is for a demonstration: ZEGEL_MODE says production.\n");
    return 2;
  }
  return make(env, order);
}

async function make(env: Env, order: Order): Promise<number> {
  const { requests, years, seed, until, database: url } = order;
  const root = process.cwd();
  const dataDir = resolve(root, env.ZEGEL_DATA);
  const begun = performance.now();
  const seconds = () => ((performance.now() - begun) / 1000).toFixed(0).padStart(4);
  const say = (line: string) => void process.stdout.write(`${seconds()} s  ${line}\n`);
  const opened = await openOfficeDatabase({ url, dataDir, root });
  const { db } = opened.database;
  await refuseFilled(db).catch(async (refused: unknown) => {
    await opened.close();
    throw refused;
  });
  const begins = new Date(until.getTime() - years * 365.25 * 86_400_000);
  try {
    const { name } = readJson(root, "templates/branding.json") as { name: string };
    const keys = await demonstrationKeys(dataDir, systemClock.now(), name);
    const { authority, seal } = await openFirstDay(db, { root, keys, begins });
    await addReviewers(db, { requests, years, now: begins });
    say(`${requests.toLocaleString("en")} requests of ${years} years, until ${until.toISOString()}, seed ${seed}`);
    say("shared by all: one PIN's hash, the bytes of eight certificates under an authority of before, one sealed letter, and what an e-mail says; e-mails and forms are kept of the last 30 days");
    const shared = await makeShared(db, { authority, seal }, begins);
    const done = await makeHistory(opened.database, url, { requests, years, seed, until, shared, audit: auditFolder(dataDir), say });
    say(`made: ${done.requests.toLocaleString("en")} requests, ${done.accounts.toLocaleString("en")} accounts, ${done.events.toLocaleString("en")} events, ${done.rows.toLocaleString("en")} rows`);
    say(`the same again: npm run world -- --requests ${requests} --years ${years} --seed ${seed} --until ${until.toISOString()}`);
    return 0;
  } finally {
    await opened.close();
  }
}
