import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Runs a script as if on another version of Node. */
function onNode(version: string, script: string) {
  const fake = `data:text/javascript,Object.defineProperty(process.versions,"node",{value:"${version}"})`;
  return spawnSync(process.execPath, ["--import", fake, script], { cwd: root, encoding: "utf8" });
}

it.each(["scripts/start.mjs", "scripts/test.mjs", "scripts/bench.mjs"])("%s says in one sentence that Node is too old", (script) => {
  const { status, stdout, stderr } = onNode("18.20.4", script);
  expect(status).toBe(1);
  expect(stdout).toBe("");
  expect(stderr.trim().split("\n")).toEqual([expect.stringContaining("needs Node 20.19 or newer, and this is 18.20.4")]);
});
