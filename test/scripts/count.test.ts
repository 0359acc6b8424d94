import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, it } from "vitest";

import { countOf, EVERY_DAY, LONG_INTEGRATION, LONG_UNITS, SOAKS_EMBEDDED } from "../../scripts/test-run.mjs";

const report = (...files: [string, ...string[]][]) => {
  const path = join(mkdtempSync(join(tmpdir(), "zegel-report-")), "report.json");
  const testResults = files.map(([status, ...results]) => ({ status, assertionResults: results.map((result) => ({ status: result })) }));
  writeFileSync(path, JSON.stringify({ testResults }));
  return path;
};

it("counts tests, what was left out, and a file that did not even load", () => {
  expect(countOf(report(["passed", "passed", "passed", "pending"], ["failed", "passed", "failed"], ["passed", "todo", "skipped"]))).toEqual({ passed: 3, failed: 1, skipped: 3 });
  expect(countOf(report(["failed"], ["passed", "passed"]))).toEqual({ passed: 1, failed: 1, skipped: 0 });
});

it("takes a run without a report for a failure", () => {
  expect(countOf(join(tmpdir(), "zegel-no-such-report.json"))).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

it("keeps for the long run only files that are there: a name that is no longer right would run them every day, or never", () => {
  const named = [...LONG_UNITS, ...LONG_INTEGRATION, ...SOAKS_EMBEDDED, ...EVERY_DAY.map((name) => `test/journeys/${name}.test.ts`)];
  expect(named.filter((file) => !existsSync(file))).toEqual([]);
});
