import { createWriteStream, existsSync } from "node:fs";
import { basename, resolve } from "node:path";
import { finished } from "node:stream/promises";

import { systemClock } from "./adapters/clock/clock.ts";
import { readCsv } from "./adapters/files/csv.ts";
import { importCustomers } from "./domain/customers/import/run.ts";
import { describeFailure } from "./domain/jobs/failure.ts";
import { readEnv } from "./env.server.ts";
import { isProblem } from "./domain/problem.ts";
import { openOfficeDatabase } from "./start/office-database.server.ts";
import { problemSentence } from "./start/problem-sentence.ts";

const USAGE = "npm run import -- [--apply] [--report=refused.csv] FILE…\nWithout --apply nothing is written. What the files look like: docs/import.md";

/** So many refused rows are shown; all of them are in the report. */
const MOST_SHOWN = 20;

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (failure) {
  process.stderr.write(`${sentenceOf(failure)}\n`);
  process.exitCode = 2;
}

/** Why it could not begin or go on, in the office's own words where it has them; never what stood in a row. */
function sentenceOf(failure: unknown): string {
  return isProblem(failure) ? problemSentence(failure) : `The import stopped: ${describeFailure(failure).message} What was written so far stays; run the same command again.`;
}

/** `npm run import`: 0 when every row was taken or is there, 1 when some were refused, 2 when it could not begin. */
async function run(words: readonly string[]): Promise<number> {
  const apply = words.includes("--apply");
  const reportPath = resolve(words.find((word) => word.startsWith("--report="))?.slice("--report=".length) ?? "import-refused.csv");
  const paths = words.filter((word) => !word.startsWith("--"));
  const missing = paths.filter((path) => !existsSync(path));
  if (paths.length === 0 || missing.length > 0) {
    process.stderr.write(missing.length > 0 ? `There is no ${missing.join(", ")}.\n` : `${USAGE}\n`);
    return 2;
  }
  const { DATABASE_URL: url, ZEGEL_DATA: dataDir } = readEnv();
  const { database, close } = await openOfficeDatabase({ url, dataDir: resolve(dataDir), root: process.cwd() });
  const report = createWriteStream(reportPath, { mode: 0o600 });
  let shown = 0;
  try {
    report.write("file;line;reason\r\n");
    const results = await importCustomers(database.db, {
      files: paths.map((path) => ({ name: basename(path), records: () => readCsv(path) })),
      apply,
      now: systemClock.now(),
      refused: ({ file, line, reason }) => {
        report.write(`${[file, String(line), reason].map((cell) => `"${cell.replaceAll('"', '""')}"`).join(";")}\r\n`);
        shown += 1;
        if (shown <= MOST_SHOWN) process.stdout.write(`  ${file}, line ${line}: ${reason}\n`);
      },
    });
    if (shown > MOST_SHOWN) process.stdout.write(`  … and ${shown - MOST_SHOWN} more.\n`);
    for (const { file, kind, rows, written, there, refused } of results) {
      process.stdout.write(`${file} (${kind ?? "unknown"}): ${rows} rows, ${written} ${apply ? "written" : "would be written"}, ${there} there already, ${refused} refused\n`);
    }
    process.stdout.write(shown > 0 ? `Every refused row: ${reportPath}\n` : "No row was refused.\n");
    if (!apply) process.stdout.write("Nothing was written: this was a dry run. Add --apply to write.\n");
    return shown > 0 ? 1 : 0;
  } finally {
    report.end();
    await finished(report);
    await close();
  }
}
