import { spawn, type ChildProcess } from "node:child_process";

import { ROOT } from "#test/support/stage.ts";

/** A process that answers at an address until it is closed. */
export type Opened = { address: string; pid: number; close: () => Promise<void> };

/** The built office over this database, as `npm start` starts it; nobody has asked it anything yet. */
export function openBuilt({ url, dataDir, parts = "all" }: { url: string; dataDir: string; parts?: "all" | "web" }): Promise<Opened> {
  const env = { ...process.env, NODE_ENV: "production" as const, DATABASE_URL: url, ZEGEL_DATA: dataDir, ZEGEL_PARTS: parts, PORT: "0", ZEGEL_WORLD: "empty", ZEGEL_LOG_LEVEL: "error" };
  return opened(spawn(process.execPath, ["--max-old-space-size=1024", "scripts/start.mjs"], { cwd: ROOT, env, stdio: ["ignore", "pipe", "inherit"] }));
}

/** A process that says where it listens, once it does. */
export async function opened(child: ChildProcess): Promise<Opened> {
  const gone = new Promise<void>((done) => child.once("exit", () => done()));
  const address = await new Promise<string>((done, failed) => {
    let said = "";
    child.stdout?.on("data", (bytes: Buffer) => {
      said += bytes.toString();
      const found = /^(?:Zegel|Bare)[^\n]*?(http:\/\/[^\s/]+)/m.exec(said)?.[1];
      if (found) done(found);
    });
    child.once("exit", () => failed(new Error(`It did not open: ${said}`)));
  });
  return {
    address,
    pid: child.pid ?? 0,
    close: async () => {
      child.kill("SIGTERM");
      await gone;
    },
  };
}
