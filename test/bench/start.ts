import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Seconds from `npm start`'s own script to the first page, in a folder that was started before: built, migrated, furnished. */
export async function benchStart(): Promise<{ first: number; second: number }> {
  const dataDir = mkdtempSync(join(tmpdir(), "zegel-bench-"));
  try {
    return { first: await startToFirstPage(dataDir), second: await startToFirstPage(dataDir) };
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function startToFirstPage(dataDir: string): Promise<number> {
  const began = performance.now();
  const env = { ...process.env, ZEGEL_DATA: dataDir, PORT: "0", ZEGEL_WORLD: "busy-office", ZEGEL_LOG_LEVEL: "error" };
  const office = spawn(process.execPath, ["scripts/start.mjs"], { cwd: ROOT, env: { ...env, NODE_ENV: "production" }, stdio: ["ignore", "pipe", "inherit"] });
  const gone = new Promise<void>((done) => office.once("exit", () => done()));
  try {
    const address = await new Promise<string>((done, failed) => {
      let said = "";
      office.stdout.on("data", (bytes: Buffer) => {
        said += bytes.toString();
        const found = /^Zegel[^\n]*?(http:\/\/\S+)/m.exec(said)?.[1];
        if (found) done(found);
      });
      office.once("exit", () => failed(new Error(`The office did not open: ${said}`)));
    });
    const page = await fetch(address, { headers: { accept: "text/html" } });
    if (!page.ok || !(await page.text()).includes("</html>")) throw new Error(`The first page answered ${page.status}.`);
    return (performance.now() - began) / 1000;
  } finally {
    office.kill("SIGTERM");
    await gone;
  }
}
