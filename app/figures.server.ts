import { resolve } from "node:path";

import { systemClock } from "./adapters/clock/clock.ts";
import { keepFigures } from "./domain/dashboards/flow/keep.ts";
import { recountFigures, type Difference } from "./domain/dashboards/flow/recount.ts";
import { describeFailure } from "./domain/jobs/failure.ts";
import { readEnv } from "./env.server.ts";
import { isProblem } from "./domain/problem.ts";
import { openOfficeDatabase } from "./start/office-database.server.ts";
import { problemSentence } from "./start/problem-sentence.ts";

const USAGE = "npm run figures -- [--mend]\nCounts every figure of the past anew from the audit trail and tells of each difference; with --mend it puts them right.";

/** So many differences are shown. */
const MOST_SHOWN = 20;

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (failure) {
  process.stderr.write(`${isProblem(failure) ? problemSentence(failure) : `The figures could not be counted: ${describeFailure(failure).message} Nothing was changed.`}\n`);
  process.exitCode = 2;
}

/** `npm run figures`: 0 when nothing differs or all was mended, 1 when something differs, 2 when it could not look. */
async function run(words: readonly string[]): Promise<number> {
  if (words.some((word) => word !== "--mend")) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  const mend = words.includes("--mend");
  const { DATABASE_URL: url, ZEGEL_DATA: dataDir } = readEnv();
  const { database, close } = await openOfficeDatabase({ url, dataDir: resolve(dataDir), root: process.cwd() });
  let shown = 0;
  try {
    const now = systemClock.now();
    // First what no worker came to yet, so that it is no difference.
    if (!mend) await keepFigures(database.db, { now });
    const { looked, requests, sums, differences } = await recountFigures(database.db, {
      now,
      mend,
      tell: (difference) => {
        shown += 1;
        if (shown <= MOST_SHOWN) process.stdout.write(`  ${sentenceOf(difference)}\n`);
      },
      progress: (done) => void (done % 50_000 === 0 && process.stdout.write(`… ${done.toLocaleString("en")} requests\n`)),
    });
    if (!looked) {
      process.stderr.write("Another process is keeping the figures at this moment. Try again.\n");
      return 2;
    }
    if (shown > MOST_SHOWN) process.stdout.write(`  … and ${shown - MOST_SHOWN} more.\n`);
    process.stdout.write(`${requests.toLocaleString("en")} requests, ${sums.toLocaleString("en")} sums: ${differences === 0 ? "no difference" : `${differences.toLocaleString("en")} differences${mend ? ", put right" : ""}`}.\n`);
    return differences === 0 || mend ? 0 : 1;
  } finally {
    await close();
  }
}

function sentenceOf(difference: Difference): string {
  if (difference.kind === "life") return `request ${difference.requestId}: its trail says ${JSON.stringify(difference.counted)}, kept was ${JSON.stringify(difference.kept)}`;
  const { grain, begins, measure, value, type, channel, segment } = difference.row;
  const of = [type, channel, segment].filter(Boolean).join(", ");
  return `${measure}${value ? ` ${value}` : ""}, ${grain} of ${begins}${of ? ` (${of})` : ""}: ${difference.kept} kept, ${difference.counted} counted`;
}
