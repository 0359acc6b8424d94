import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { findChromium } from "./chromium.mjs";
import { build, install, NotReady, root, run } from "./prepare.mjs";

/** @typedef {{ passed: number, failed: number, skipped: number }} Count */

/**
 * Runs all parts, also when one fails, and prints the sum as the last line. In CI nothing may be skipped.
 * @param {boolean} long the soaks instead of the daily suite
 * @returns {Promise<boolean>} whether all is well
 */
export async function testEverything(long) {
  /** @type {Count} */
  const sum = { passed: 0, failed: 0, skipped: 0 };
  const add = (/** @type {Count} */ part) => {
    sum.passed += part.passed;
    sum.failed += part.failed;
    sum.skipped += part.skipped;
    return part;
  };
  try {
    await install();
    await (long ? soaks(add) : daily(add));
  } catch (error) {
    console.error(error instanceof NotReady ? error.message : error);
    sum.failed += 1;
  }
  const forbidden = sum.skipped > 0 && /^(1|true)$/i.test(process.env["CI"] ?? "");
  if (forbidden) console.log("Something was skipped, and in CI nothing may be.");
  console.log(`tests: ${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
  return sum.failed === 0 && !forbidden;
}

/** @param {(part: Count) => Count} add */
async function daily(add) {
  const checks = await Promise.all([
    check("types", "typescript/bin/tsc", ["--noEmit", "--pretty"]),
    check("lint", "eslint/bin/eslint.js", [".", "--max-warnings", "0"]),
  ]);
  checks.forEach(add);
  add(await suite("unit tests", "unit", EMBEDDED, { but: LONG_UNITS }));
  if (hasServer()) add(await suite("integration on PostgreSQL", "integration", SERVER, { but: LONG_INTEGRATION }));
  else withoutServer(add, "integration", add(await suite("integration on the embedded database", "integration", EMBEDDED, { but: LONG_INTEGRATION })));
  const chromium = await ready(add);
  if (chromium) add(await suite("journeys of every day", "journeys", { ...EMBEDDED, CHROMIUM: chromium, ZEGEL_WALKS: "first" }, { files: EVERY_DAY.map(journey) }));
}

/** The main job, a day at the desk with the keyboard alone, from paper, and without scripts. The first three have another language and width as well. */
const WITH_OTHER_WAYS = ["new-user", "desk-day", "paper"];
export const EVERY_DAY = [...WITH_OTHER_WAYS, "at-the-counter"];
const test = (/** @type {string} */ name) => `test/${name}.test.ts`;
const journey = (/** @type {string} */ name) => test(`journeys/${name}`);

/** Whole offices that start, tools that are started a hundred times, years that pass: a third of the time of all tests in a tenth of the files. */
export const LONG_UNITS = ["start/start", "simulators/pages", "scripts/ca", "scripts/audit-verify", "scripts/definitions", "conformance/keystore", "adapters/scans/scan-room"].map(test);
export const LONG_INTEGRATION = [
  ...["register-endings", "publication", "production", "certificate-page", "appointments", "undelivered", "identified-by-hand", "locum-lapses", "locum-endings", "blocked-letters", "intake", "reissue", "history", "studio/large"],
  ...["departures", "phone", "several-users", "bulk", "credential-request", "contact-change", "reinstall-request", "races-at-the-desk"].map((name) => `requests/${name}`),
].map((name) => test(`integration/${name}`));
/** Of the soaks, what an embedded office can suffer otherwise than one with a server: it is its own database, and dies with it. */
export const SOAKS_EMBEDDED = ["killing", "killing-several", "world"].map((name) => test(`soak/${name}`));

/**
 * What the daily suite leaves: its long files, the soaks, the integration tests on the database that it did not take, and all other journeys
 * (docs/decisions/0112).
 * @param {(part: Count) => Count} add
 */
async function soaks(add) {
  add(await suite("long unit tests", "unit", EMBEDDED, { files: LONG_UNITS }));
  if (hasServer()) {
    add(await suite("long integration on PostgreSQL", "integration", SERVER, { files: LONG_INTEGRATION }));
    add(await suite("integration on the embedded database", "integration", EMBEDDED, { files: third(testsIn("integration").filter((file) => !LONG_INTEGRATION.includes(file))) }));
    add(await suite("soaks on PostgreSQL", "soak", SERVER, { files: third(testsIn("soak")) }));
    add(await suite("soaks on the embedded database", "soak", EMBEDDED, { files: SOAKS_EMBEDDED }));
  } else {
    withoutServer(add, "long integration", add(await suite("long integration on the embedded database", "integration", EMBEDDED, { files: LONG_INTEGRATION })));
    withoutServer(add, "soaks", add(await suite("soaks on the embedded database", "soak", EMBEDDED)));
  }
  const chromium = await ready(add);
  if (!chromium) return;
  add(await suite("all other journeys", "journeys", { ...EMBEDDED, CHROMIUM: chromium }, { files: third(otherJourneys()) }));
  add(await suite("journeys of every day, in their other ways", "journeys", { ...EMBEDDED, CHROMIUM: chromium, ZEGEL_WALKS: "again" }, { files: WITH_OTHER_WAYS.map(journey) }));
}

/** The test files under a folder of `test/`, in a fixed order. @param {string} folder */
function testsIn(folder) {
  const found = readdirSync(join(root, "test", folder), { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".test.ts"));
  return found.map((file) => `test/${folder}/${file.replaceAll("\\", "/")}`).sort();
}

function otherJourneys() {
  return testsIn("journeys").filter((file) => !EVERY_DAY.map(journey).includes(file));
}

/** Where `ZEGEL_LONG_THIRD` is 0, 1 or 2, every third file, so that three runs after each other take them all; else all. @param {string[]} files */
function third(files) {
  const which = process.env["ZEGEL_LONG_THIRD"] ?? "";
  return /^[012]$/.test(which) ? files.filter((_, index) => index % 3 === Number(which)) : files;
}

const EMBEDDED = { ZEGEL_TEST_DATABASE: "embedded" };
const SERVER = { ZEGEL_TEST_DATABASE: "server" };
const hasServer = () => Boolean(process.env["TEST_DATABASE_URL"]);

/** Says what was skipped because there is no server. @param {(part: Count) => Count} add @param {string} title @param {Count} embedded */
function withoutServer(add, title, embedded) {
  const skipped = embedded.passed + embedded.failed + embedded.skipped;
  console.log(`\n── ${title} on PostgreSQL: SKIPPED, ${skipped} tests. Set TEST_DATABASE_URL to a server on which we may create databases.`);
  add({ passed: 0, failed: 0, skipped });
}

/** A fresh build and a browser; without the latter the part is skipped. @param {(part: Count) => Count} add */
async function ready(add) {
  await build();
  const chromium = await findChromium();
  if (!chromium) add({ passed: 0, failed: 0, skipped: 1 });
  return chromium;
}

/**
 * One tool that is content or not: one test.
 * @param {string} title @param {string} bin @param {string[]} words @returns {Promise<Count>}
 */
async function check(title, bin, words) {
  const { code, output } = await run(process.execPath, [join(root, "node_modules", bin), ...words]);
  console.log(`\n── ${title}: ${code === 0 ? "fine" : "NOT fine"}`);
  if (code !== 0) console.log(output.trim());
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

/**
 * One project of the tests. Its own report is read, not its output: a file that does not even load counts as one failure.
 * @param {string} title @param {string} project @param {Record<string, string>} env
 * @param {{ files?: string[], but?: string[] }} which no files: all of them; `but`: not these
 * @returns {Promise<Count>}
 */
async function suite(title, project, env, { files = [], but = [] } = {}) {
  console.log(`\n── ${title}`);
  const folder = mkdtempSync(join(tmpdir(), "zegel-tests-"));
  const file = join(folder, "report.json");
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const words = [vitest, "run", ...files, "--project", project, "--reporter=dot", "--reporter=json", `--outputFile.json=${file}`];
  const code = await new Promise((resolve) => {
    spawn(process.execPath, words, { cwd: root, env: { ...(process.stdout.isTTY ? {} : { NO_COLOR: "1" }), ...process.env, ...env, ZEGEL_TESTS_LEFT_OUT: but.join(" ") }, stdio: "inherit" }).on("close", resolve);
  });
  const count = countOf(file);
  rmSync(folder, { recursive: true, force: true });
  if (code !== 0 && count.failed === 0) count.failed = 1;
  console.log(`── ${title}: ${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
  return count;
}

/**
 * What a report of Vitest comes down to; no report at all is a failure.
 * @param {string} file @returns {Count}
 */
export function countOf(file) {
  try {
    const report = JSON.parse(readFileSync(file, "utf8"));
    /** @type {{ status: string, assertionResults: { status: string }[] }[]} */
    const files = report.testResults;
    const broken = files.filter((one) => one.status === "failed" && !one.assertionResults.some((result) => result.status === "failed"));
    const all = files.flatMap((one) => one.assertionResults.map((result) => result.status));
    const passed = all.filter((status) => status === "passed").length;
    const failed = all.filter((status) => status === "failed").length;
    return { passed, failed: failed + broken.length, skipped: all.length - passed - failed };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
