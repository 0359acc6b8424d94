import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { lockDataFolder } from "#db/lock.server.ts";
import { ROOT } from "#test/support/stage.ts";

import { build } from "../../scripts/prepare.mjs";

const scratch = mkdtempSync(join(tmpdir(), "zegel-start-"));
const running: ChildProcess[] = [];
// The browser journeys use the same build, so that it is made once.
beforeAll(() => build(), 600_000);
afterAll(() => {
  for (const office of running) if (office.exitCode === null) office.kill("SIGKILL");
  rmSync(scratch, { recursive: true, force: true });
});

type Ended = { code: number | null; out: string; err: string };
type Started = { office: ChildProcess; said: Promise<string>; ended: Promise<Ended> };

/** Starts the built office as `npm start` does, in English, with nothing of this process's own settings. */
function start(settings: Record<string, string>, cwd = ROOT): Started {
  const usual = { PATH: process.env["PATH"] ?? "", LC_ALL: "en_US.UTF-8", PORT: "0", ZEGEL_WORLD: "empty", ZEGEL_LOG_LEVEL: "error" };
  const env: NodeJS.ProcessEnv = { ...usual, ...settings, NODE_ENV: "production" };
  const office = spawn(process.execPath, [join(ROOT, "build/server/index.js")], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  running.push(office);
  let [out, err] = ["", ""];
  office.stderr.on("data", (bytes: Buffer) => (err += bytes.toString()));
  const ended = new Promise<Ended>((done) => office.once("close", (code) => done({ code, out, err })));
  const said = new Promise<string>((done) => {
    office.stdout.on("data", (bytes: Buffer) => {
      out += bytes.toString();
      if (out.includes("\n")) done(out);
    });
    void ended.then(() => done(out));
  });
  return { office, said, ended };
}

const folder = (name: string) => join(scratch, name);

/** One plain sentence, exit code 1, and nothing on the line where the address would stand. */
function expectRefusal({ code, out, err }: Ended, ...words: string[]): void {
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err.trim().split("\n"), err).toHaveLength(1);
  expect(err).not.toMatch(/ {4}at |start\.[a-z]/);
  for (const word of words) expect(err).toContain(word);
}

/** An installation of its own: what the office reads from the folder that it is started in. */
function installation(name: string): string {
  const root = folder(name);
  for (const part of ["rules", "templates", "db/migrations"]) cpSync(join(ROOT, part), join(root, part), { recursive: true });
  return root;
}

function listening(): Promise<Server> {
  return new Promise((done) => {
    const server = createServer().listen(0, () => done(server));
  });
}

describe("an office that cannot start says why in one sentence, and damages nothing", () => {
  it("port taken", async () => {
    const other = await listening();
    const { port } = other.address() as AddressInfo;
    const data = folder("port-taken");
    expectRefusal(await start({ PORT: String(port), ZEGEL_DATA: data }).ended, String(port));
    expect(existsSync(data)).toBe(false);
    other.close();
  });

  it("port with TLS taken, or a proxy that is no address", async () => {
    const other = await listening();
    const { port } = other.address() as AddressInfo;
    const data = folder("tls-port-taken");
    expectRefusal(await start({ ZEGEL_TLS_PORT: String(port), ZEGEL_DATA: data }).ended, String(port), "ZEGEL_TLS_PORT");
    other.close();
    expectRefusal(await start({ ZEGEL_CLIENT_CERT_PROXIES: "10.0.0.1,proxy.example", ZEGEL_DATA: data }).ended, "ZEGEL_CLIENT_CERT_PROXIES");
    expect(existsSync(data)).toBe(false);
  });

  it("data folder in use by another process", async () => {
    const data = folder("in-use");
    const release = await lockDataFolder(data);
    expectRefusal(await start({ ZEGEL_DATA: data }).ended, data);
    expect(readdirSync(data)).toEqual([]);
    await release();
  });

  it("database unreachable, without its password", async () => {
    const closed = await listening();
    const { port } = closed.address() as AddressInfo;
    await new Promise((done) => closed.close(done));
    const ended = await start({ DATABASE_URL: `postgres://nobody:geheim@127.0.0.1:${port}/none`, ZEGEL_DATA: folder("unreachable") }).ended;
    expectRefusal(ended, "database");
    expect(ended.err).not.toContain("geheim");
  });

  it("settings that cannot be read, all of them at once", async () => {
    const { code, err } = await start({ PORT: "abc", ZEGEL_WORLD: "crowded", ZEGEL_DATA: folder("settings") }).ended;
    expectRefusal({ code, err, out: "" }, "PORT", "ZEGEL_WORLD");
    expect(err).not.toContain("crowded");
  });

  it("production, naming all that is missing", async () => {
    const data = folder("production");
    const ended = await start({ ZEGEL_MODE: "production", ZEGEL_DATA: data }).ended;
    const names = ["DATABASE_URL", "ZEGEL_BASE_URL", "ZEGEL_SESSION_SECRET", "ZEGEL_LINK_SECRET", "ZEGEL_IDENTIFICATION_SECRET", "ZEGEL_FILES_SECRET", "ZEGEL_TOTP_SECRET", "ZEGEL_AUDIT_KEY_FILE", "ZEGEL_CA_KEY_FILE"];
    const more = ["ZEGEL_PRINT_ROOM_KEY_FILE", "ZEGEL_SMTP_URL", "ZEGEL_IDIN_URL", "ZEGEL_AMP_URL", "ZEGEL_AMP_TOKEN", "ZEGEL_AMP_CALLBACK_SECRET", "ZEGEL_KVK_URL", "ZEGEL_VEKTIS_URL", "ZEGEL_OIDC_ISSUER", "ZEGEL_OIDC_CLIENT_SECRET", "ZEGEL_OIDC_ROLES"];
    expectRefusal(ended, ...names, ...more);
    expect(existsSync(data)).toBe(false);
  });

  it("a migration that fails, and a rule file with a trap; put right, the office opens over the same folder", { timeout: 300_000 }, async () => {
    const data = folder("mended");
    const root = installation("broken");
    const migrations = join(root, "db/migrations");
    const last = readdirSync(migrations).filter((name) => name.endsWith(".sql")).sort().at(-1) ?? "";
    appendFileSync(join(migrations, last), "\n--> statement-breakpoint\nselect no_such_function();\n");
    expectRefusal(await start({ ZEGEL_DATA: data }, root).ended, "no_such_function");
    cpSync(join(ROOT, "db/migrations"), migrations, { recursive: true });

    const rules = join(root, "rules/decisions/new-user.intake.json");
    const written = readFileSync(rules, "utf8");
    writeFileSync(rules, written.replace(/"fact": "agb\.known"/, '"fact": "agb.knwon"'));
    expectRefusal(await start({ ZEGEL_DATA: data }, root).ended, "rules/decisions/new-user.intake.json", "unknown-fact");
    writeFileSync(rules, "{");
    expectRefusal(await start({ ZEGEL_DATA: data }, root).ended, "rules/decisions/new-user.intake.json");
    writeFileSync(rules, written);

    const { office, said, ended } = start({ ZEGEL_DATA: data }, root);
    expect(await said).toMatch(/^Zegel \(demonstration\): http:\/\/localhost:\d+ — .*\n$/);
    office.kill("SIGTERM");
    expect(await ended).toMatchObject({ code: 0, err: "" });
  });
});

describe("an office that is asked to close", () => {
  it.each(["SIGTERM", "SIGINT"] as const)("by %s does so, with its trail sealed, and opens again", { timeout: 180_000 }, async (signal) => {
    const data = folder("closes");
    mkdirSync(data, { recursive: true });
    const { office, said, ended } = start({ ZEGEL_DATA: data });
    const address = /http:\/\/localhost:\d+/.exec(await said)?.[0] ?? "";
    expect((await fetch(`${address}/readyz`)).status).toBe(200);
    office.kill(signal);
    expect(await ended).toMatchObject({ code: 0, err: "" });
    const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/audit-verify.mjs"], { cwd: ROOT, env: { ...process.env, ZEGEL_DATA: data, DATABASE_URL: "" }, encoding: "utf8" });
    expect(status, stdout + stderr).toBe(0);
  });
});
