import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

import { systemClock } from "./adapters/clock/clock.ts";
import { readBundleFolder, readDefinitionFiles, readScreenTexts, writeBundleFolder } from "./adapters/files/definitions.ts";
import { officeDate } from "./domain/deadlines/calendar.ts";
import { MANIFEST, readBundle, writeBundle } from "./domain/definitions/bundle.ts";
import { checkChange, countWrong, failedExamples, type ChangeCheck } from "./domain/definitions/changes/check.ts";
import { listRelease, type ReleasedDefinition } from "./domain/definitions/changes/read.ts";
import { differencesBetween } from "./domain/definitions/difference.ts";
import type { CheckedDefinition } from "./domain/definitions/kinds.ts";
import { loadDefinitions } from "./domain/definitions/load.ts";
import { currentRelease } from "./domain/definitions/store.ts";
import { fill, findText } from "./domain/decisions/texts.ts";
import { describeFailure } from "./domain/jobs/failure.ts";
import { isProblem } from "./domain/problem.ts";
import { readEnv } from "./env.server.ts";
import { openOfficeDatabase } from "./start/office-database.server.ts";
import { problemSentence } from "./start/problem-sentence.ts";

import findings from "#templates/locales/en/findings.json" with { type: "json" };
import { release } from "#db/schema/definitions.ts";
import type { Db } from "#db/types.ts";

const USAGE = `npm run definitions -- export FOLDER   everything that is published, as files with a manifest
npm run definitions -- diff FOLDER     what such files would change here
npm run definitions -- import FOLDER   into an empty database: published; else each change waits in the studio for somebody to publish it
npm run definitions -- check [FOLDER]  whether files are sound together: those of a bundle, or of this installation`;

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (failure) {
  process.stderr.write(`${isProblem(failure) ? problemSentence(failure) : describeFailure(failure).message}\n`);
  process.exitCode = 2;
}

/** `npm run definitions`: 0 when it is done, or nothing differs; 1 when something differs or is not sound; 2 when it could not begin. */
async function run([command, folder, ...more]: readonly string[]): Promise<number> {
  const isKnown = more.length === 0 && (command === "check" || (folder !== undefined && ["export", "diff", "import"].includes(command ?? "")));
  if (!isKnown || (folder !== undefined && command !== "export" && !existsSync(folder))) {
    process.stderr.write(`${isKnown ? `There is no ${folder ?? ""}.` : USAGE}\n`);
    return 2;
  }
  if (command === "check") return tell(await checkChange([], filesOf(folder), surroundings()));
  const at = resolve(folder ?? "");
  const { DATABASE_URL: url, ZEGEL_DATA: dataDir } = readEnv();
  const { database, close } = await openOfficeDatabase({ url, dataDir: resolve(dataDir), root: process.cwd() });
  try {
    const { db } = database;
    const released = await published(db);
    if (command === "export") {
      writeBundleFolder(at, writeBundle(released));
      say(`${released.length} definitions in ${at}`);
      return 0;
    }
    const bundle = readBundle(readBundleFolder(at));
    return command === "diff" ? tellDifferences(released, bundle) : await take(db, released, bundle);
  } finally {
    await close();
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function surroundings() {
  return { texts: readScreenTexts(process.cwd()), on: officeDate(systemClock.now()) };
}

function filesOf(folder: string | undefined): CheckedDefinition[] {
  return folder !== undefined && existsSync(join(folder, MANIFEST)) ? readBundle(readBundleFolder(folder)) : readDefinitionFiles(folder ?? process.cwd());
}

async function published(db: Db): Promise<ReleasedDefinition[]> {
  const isEmpty = (await db.$count(release)) === 0;
  return isEmpty ? [] : listRelease(db, await currentRelease(db));
}

type Bundle = ReturnType<typeof readBundle>;

/** Unresolved references come first, and then nothing is written. */
async function take(db: Db, released: readonly ReleasedDefinition[], bundle: Bundle): Promise<number> {
  const changed = bundle.filter(({ kind, key, hash }) => !released.some((one) => one.kind === kind && one.key === key && one.hash === hash));
  const check = await checkChange(released, changed, surroundings());
  if (countWrong(check) > 0) return tell(check);
  const { published: fresh, drafts } = await loadDefinitions(db, bundle, readScreenTexts(process.cwd()), systemClock.now());
  say(`${fresh} published, ${drafts} wait in the studio, ${bundle.length - changed.length} are so already`);
  const known = changed.length - fresh - drafts;
  if (known > 0) say(`${known} are as they once were here: roll back to them in the studio`);
  return 0;
}

function tellDifferences(released: readonly ReleasedDefinition[], bundle: Bundle): number {
  let amount = 0;
  for (const { kind, key, hash, path, content } of bundle) {
    const here = released.find((one) => one.kind === kind && one.key === key);
    if (here?.hash === hash) continue;
    amount += 1;
    say(here ? `${path}: changed` : `${path}: new`);
    for (const one of here ? differencesBetween(here.content, content) : []) say(`  ${one.path.join(" › ")}${one.moved ? ": moved" : `: ${JSON.stringify(one.was) ?? "nothing"} → ${JSON.stringify(one.is) ?? "nothing"}`}`);
  }
  for (const { kind, key } of released) if (!bundle.some((one) => one.kind === kind && one.key === key)) say(`${kind} ${key}: only here`);
  if (amount === 0) say("Nothing would change.");
  return amount === 0 ? 0 : 1;
}

function tell(check: ChangeCheck): number {
  for (const { kind, key, finding } of check.findings) say(`${kind} ${key}${finding.path === "" ? "" : ` at ${finding.path}`}: ${fill(findText(findings.lint, finding.code) ?? finding.code, finding.details)}`);
  for (const { key, title } of failedExamples(check)) say(`rule-set ${key}: the example “${title.en}” comes out otherwise`);
  const ran = check.examples.reduce((sum, { results }) => sum + results.length, 0);
  const wrong = countWrong(check);
  say(wrong === 0 ? `All sound; ${ran} examples hold.` : `${wrong} things are wrong; nothing was written.`);
  return wrong === 0 ? 0 : 1;
}
