import { spawn, type ChildProcess } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer } from "node:net";

export type RunningOffice = {
  baseUrl: string;
  /** Where it asks for a certificate. */
  loginUrl: string;
  dataDir: string;
  /** What it wrote to its log so far. */
  log: () => string;
  process: ChildProcess;
  stop: () => Promise<void>;
};

/**
 * Starts the built office as a user would have it: a process and a port of its own, and the given data folder, or one that is taken away
 * afterwards. `furnished` is the data folder of a closed office that it begins as a copy of.
 */
export async function startOffice(options: { env?: Record<string, string>; dataDir?: string; furnished?: string } = {}): Promise<RunningOffice> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), "zegel-office-"));
  if (options.furnished) cpSync(options.furnished, dataDir, { recursive: true });
  const port = await freePort();
  const environment = { ...process.env, PORT: String(port), ZEGEL_TLS_PORT: "0", ZEGEL_DATA: dataDir, ZEGEL_WORLD: "quiet-office", LANG: "en", ...options.env };
  const office = spawn(process.execPath, ["build/server/index.js"], { env: environment, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  let log = "";
  office.stderr.on("data", (chunk: Buffer) => (log += chunk.toString()));
  const [baseUrl, loginUrl] = await new Promise<[string, string]>((done, failed) => {
    office.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      const [, address, login] = /^Zegel[^\n]*?(http:\/\/\S+).*?(https:\/\/\S+)\/my\n/m.exec(output) ?? [];
      if (address && login) done([address, login]);
    });
    office.once("exit", (code) => failed(new Error(`The office closed with ${code}: ${log}`)));
  });
  return {
    baseUrl,
    loginUrl,
    dataDir,
    log: () => log,
    process: office,
    stop: async () => {
      if (office.exitCode === null && office.signalCode === null) {
        office.kill("SIGTERM");
        await new Promise((done) => office.once("exit", done));
      }
      if (!options.dataDir) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => done(typeof address === "object" && address ? address.port : 0));
    });
  });
}
