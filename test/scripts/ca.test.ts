import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { afterAll, beforeEach, describe, expect, it } from "vitest";

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const base = mkdtempSync(join(tmpdir(), "zegel-ceremony-"));
afterAll(() => rmSync(base, { recursive: true, force: true }));

const SECRETS = { ZEGEL_CA_ROOT_PASSPHRASE: "de sleutel van de kluis", ZEGEL_CA_PASSPHRASE: "de sleutel van het kantoor" };
const SLOW = 120_000;

let count = 0;
let office: string;
let safe: string;
beforeEach(() => {
  count += 1;
  [office, safe] = ["office", "safe"].map((name) => join(base, `${count}-${name}`)) as [string, string];
  mkdirSync(office);
  mkdirSync(safe);
});

const words = (change: Record<string, string | string[] | null> = {}) =>
  Object.entries({ environment: "production", organisation: "Zegel & Zn.", office, safe, present: ["Daan Visser", "Mei Lin"], ...change }).flatMap(([name, value]) => (value === null ? [] : [value].flat().map((one) => `--${name}=${one}`)));

/** The command as somebody gives it, from another folder than the project's. */
async function ceremony(args: string[], secrets: Record<string, string> = SECRETS): Promise<{ code: number; out: string; err: string }> {
  const { ZEGEL_CA_PASSPHRASE: _one, ZEGEL_CA_ROOT_PASSPHRASE: _two, ...env } = process.env;
  return run(process.execPath, [join(ROOT, "scripts/ca.mjs"), ...args], { cwd: base, env: { ...env, ...secrets } }).then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
    (failed: { code: number; stdout: string; stderr: string }) => ({ code: failed.code, out: failed.stdout, err: failed.stderr }),
  );
}

const inFolders = () => [readdirSync(office).sort(), readdirSync(safe).sort()];

describe("the ceremony", () => {
  it("makes a root for the safe and an issuing CA for the office, with a record of both", { timeout: SLOW }, async () => {
    const { code, out, err } = await ceremony(words({ office: `${count}-office` }));
    expect([code, err]).toEqual([0, ""]);
    expect(inFolders()).toEqual([
      ["zegel-production-ceremony.txt", "zegel-production-issuing.key.pem", "zegel-production-issuing.pem", "zegel-production-root.pem"],
      ["zegel-production-ceremony.txt", "zegel-production-root.key.pem"],
    ]);
    const [root, issuing] = ["root", "issuing"].map((name) => join(office, `zegel-production-${name}.pem`)) as [string, string];
    expect((await run("openssl", ["verify", "-x509_strict", "-CAfile", root, issuing])).stdout).toContain(": OK");
    // Each key opens with its own passphrase, is the one of its certificate, and was never lying open.
    for (const [key, certificate, passphrase, other] of [
      [join(safe, "zegel-production-root.key.pem"), root, SECRETS.ZEGEL_CA_ROOT_PASSPHRASE, SECRETS.ZEGEL_CA_PASSPHRASE],
      [join(office, "zegel-production-issuing.key.pem"), issuing, SECRETS.ZEGEL_CA_PASSPHRASE, SECRETS.ZEGEL_CA_ROOT_PASSPHRASE],
    ] as const) {
      expect(readFileSync(key, "utf8")).toMatch(/^-----BEGIN ENCRYPTED PRIVATE KEY-----/);
      expect(statSync(key).mode & 0o077).toBe(0);
      const publicOf = async (secret: string) => (await run("openssl", ["pkey", "-in", key, "-pubout", "-passin", `pass:${secret}`])).stdout;
      expect(await publicOf(passphrase)).toBe((await run("openssl", ["x509", "-in", certificate, "-noout", "-pubkey"])).stdout);
      await expect(publicOf(other)).rejects.toThrow();
    }
    const record = readFileSync(join(office, "zegel-production-ceremony.txt"), "utf8");
    expect(readFileSync(join(safe, "zegel-production-ceremony.txt"), "utf8")).toBe(record);
    const fingerprint = (await run("openssl", ["x509", "-in", issuing, "-noout", "-fingerprint", "-sha256"])).stdout.split("=")[1]?.trim().replaceAll(":", "").toLowerCase();
    expect(record).toContain(fingerprint);
    for (const part of ["production", "Zegel & Zn.", "Signature of Daan Visser", "Signature of Mei Lin"]) expect(record).toContain(part);
    for (const secret of Object.values(SECRETS)) expect(out + record).not.toContain(secret);

    // Held a second time, it leaves everything as it is.
    const before = readFileSync(issuing, "utf8");
    const again = await ceremony(words());
    expect([again.code, again.err]).toEqual([2, expect.stringContaining("exists already")]);
    expect(readFileSync(issuing, "utf8")).toBe(before);
  });

  it.each([
    ["nobody knows the environment", { environment: "elsewhere" }, /--environment/],
    ["nobody says whose it is", { organisation: null }, /--organisation/],
    ["somebody is alone", { present: ["Daan Visser"] }, /--present.*At least 2 people/],
    ["a word is not known", { color: "red" }, /color/],
  ])("is not held where %s", async (_, change, sentence) => {
    const { code, err } = await ceremony(words(change));
    expect(code).toBe(2);
    expect(err).toMatch(sentence);
    expect(inFolders()).toEqual([[], []]);
  });

  it("keeps the root's key away from the office: not in its folder, not around it, not by a link", async () => {
    symlinkSync(office, join(base, "by-a-link"));
    for (const place of [office, join(office, "safe"), base, join(base, "by-a-link")]) {
      mkdirSync(place, { recursive: true });
      expect(await ceremony(words({ safe: place }))).toMatchObject({ code: 2, err: expect.stringContaining("must not come to lie") });
    }
    expect((await ceremony(words({ safe: join(base, "nowhere") }))).err).toContain("There is no folder");
    writeFileSync(join(base, "a-file"), "");
    expect((await ceremony(words({ safe: join(base, "a-file") }))).err).toContain("There is no folder");
  });

  it("wants two passphrases that cannot be guessed", async () => {
    expect((await ceremony(words(), { ...SECRETS, ZEGEL_CA_PASSPHRASE: SECRETS.ZEGEL_CA_ROOT_PASSPHRASE })).err).toContain("choose two");
    expect((await ceremony(words(), { ...SECRETS, ZEGEL_CA_ROOT_PASSPHRASE: "elf tekens!" })).err).toContain("12 characters or more");
    expect((await ceremony(words(), { ...SECRETS, ZEGEL_CA_PASSPHRASE: "" })).err).toContain("nobody to ask for a passphrase");
    expect(inFolders()).toEqual([[], []]);
  });

  it("leaves nothing behind when it cannot be finished", { timeout: SLOW }, async () => {
    // No file can be made there, by nobody: the root's key was written to the safe by then.
    const { code, err } = await ceremony(words({ office: "/proc" }));
    expect([code, err]).toEqual([2, expect.stringContaining("The ceremony stopped, and nothing of it was kept")]);
    expect(inFolders()).toEqual([[], []]);
  });

  it("says how it is held", async () => {
    const { code, out } = await ceremony([]);
    expect([code, out]).toEqual([0, expect.stringContaining("--safe=FOLDER")]);
  });
});
