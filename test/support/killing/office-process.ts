import { spawn } from "node:child_process";
import { mkdtempSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";

import { build } from "vite";

import type { SimulatorSettings } from "#app/simulators/settings.ts";
import type { DatabasePlace } from "#db/client.server.ts";

import { ROOT } from "../stage.ts";
import type { Confirmed } from "./checker.ts";

/**
 * Where in a step the process dies: at the n-th statement, at the event of an act ("request.approved", or "account.created#2" for the second of them), when all is committed and nobody has heard
 * of it ("answer"), or right after somebody was told that it is done ("told").
 */
export type Kill = { step: string; at: number | string };

export type Life = {
  /** Null when it was killed. */
  code: number | null;
  signal: NodeJS.Signals | null;
  /** What it was doing when it ended; empty when nothing. */
  inHand: string;
  confirmed: Confirmed[];
  /** What it found wrong when it had come to rest; null when it did not come that far. */
  wrong: string[] | null;
  /** The Message-IDs of all e-mails, when it ended by itself. */
  mails: string[];
  errors: string;
};

/** What the process does that is killed: the main job from form to certificate, one act on many requests, a request for several users, the next certificate of those who have one, or clearing what was kept long enough. */
export type ChildName = "child" | "bulk-child" | "several-child" | "holder-child" | "retention-child" | "weekly-child";

/** Bundles the child once: it runs without Vite and without a test runner. Answers its path and how to take it away. */
export async function bundleChild(name: ChildName = "child"): Promise<{ path: string; remove: () => void }> {
  mkdirSync(join(ROOT, "node_modules/.cache"), { recursive: true });
  const outDir = mkdtempSync(join(ROOT, "node_modules/.cache/zegel-child-"));
  await build({
    configFile: false,
    root: ROOT,
    logLevel: "error",
    build: {
      ssr: `test/support/killing/${name}.ts`,
      outDir,
      target: "node20",
      minify: false,
      emptyOutDir: false,
      rollupOptions: {
        // Runs its command when it is the file that was started, which it would be in one bundle with the child.
        external: [/audit-verify\.mjs$/],
        output: { entryFileNames: "child.mjs" },
      },
    },
  });
  return { path: join(outDir, "child.mjs"), remove: () => rmSync(outDir, { recursive: true, force: true }) };
}

/** Runs the office until it has done its work or killed itself. */
export async function live(
  child: string,
  order: { place: DatabasePlace; dataDir: string; outside: { officeUrl: string; settings: SimulatorSettings }; kill: Kill | null; confirmed: Confirmed[] },
): Promise<Life> {
  const running = spawn(process.execPath, ["--enable-source-maps", child, JSON.stringify(order)], { env: { ...process.env, ZEGEL_ROOT: ROOT }, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  let errors = "";
  running.stdout.on("data", (bytes: Buffer) => (output += bytes.toString()));
  running.stderr.on("data", (bytes: Buffer) => (errors += bytes.toString()));
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((done) => running.once("close", (...end) => done(end)));
  const life: Life = { code, signal, inHand: "", confirmed: [], wrong: null, mails: [], errors };
  for (const line of output.split("\n").filter(Boolean)) {
    const said = JSON.parse(line) as { begins?: string; confirmed?: Confirmed; wrong?: string[]; mails?: string[]; finished?: true };
    if (said.begins) life.inHand = said.begins;
    if (said.confirmed) life.confirmed.push(said.confirmed);
    if (said.wrong) life.wrong = [...(life.wrong ?? []), ...said.wrong];
    if (said.mails) life.mails = said.mails;
    if (said.finished) life.inHand = "";
  }
  return life;
}
