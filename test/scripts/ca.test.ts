import { execFile } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";

import { openTokenKey } from "#app/adapters/pkcs11/token.ts";
import { hasToken, openToken, SOFTHSM, type TestToken } from "#test/support/token.ts";

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
  const { ZEGEL_CA_PASSPHRASE: _one, ZEGEL_CA_ROOT_PASSPHRASE: _two, ZEGEL_CA_PKCS11_PIN: _three, ...env } = process.env;
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

  describe.skipIf(!hasToken)("with the issuing key in a token", () => {
    let token: TestToken;
    beforeEach(() => void (token = openToken()));
    afterEach(() => token.close());
    const inToken = (change: Record<string, string | null> = {}) => words({ "pkcs11-module": SOFTHSM, token: token.settings.token, key: token.settings.key, ...change });
    const secrets = () => ({ ZEGEL_CA_ROOT_PASSPHRASE: SECRETS.ZEGEL_CA_ROOT_PASSPHRASE, ZEGEL_CA_PKCS11_PIN: token.settings.pin, SOFTHSM2_CONF: token.surroundings.env["SOFTHSM2_CONF"] ?? "" });

    it("makes it there, keeps no file of it, and records which token it was", { timeout: SLOW }, async () => {
      const { code, out, err } = await ceremony(inToken(), secrets());
      expect([code, err]).toEqual([0, ""]);
      expect(inFolders()).toEqual([["zegel-production-ceremony.txt", "zegel-production-issuing.pem", "zegel-production-root.pem"], ["zegel-production-ceremony.txt", "zegel-production-root.key.pem"]]);
      const issuing = join(office, "zegel-production-issuing.pem");
      expect((await run("openssl", ["verify", "-x509_strict", "-CAfile", join(office, "zegel-production-root.pem"), issuing])).stdout).toContain(": OK");
      const key = await openTokenKey(token.settings, token.surroundings);
      expect(key.publicKey.equals(new X509Certificate(readFileSync(issuing)).publicKey)).toBe(true);
      const record = readFileSync(join(office, "zegel-production-ceremony.txt"), "utf8");
      for (const part of ["made inside a token", `${key.about.token.label} (SoftHSM project`, key.about.token.serial, `${key.about.key.label}, id ${key.about.key.id}`]) expect(record).toContain(part);
      expect(out + record).not.toContain(token.settings.pin);
      key.close();
    });

    it("leaves nothing in the token when it cannot be finished", { timeout: SLOW }, async () => {
      const { code, err } = await ceremony(inToken({ office: "/proc" }), secrets());
      expect([code, err]).toEqual([2, expect.stringContaining("nothing of it was kept")]);
      await expect(openTokenKey(token.settings, token.surroundings)).rejects.toMatchObject({ code: "authority.token-key-absent" });
      expect(inFolders()).toEqual([[], []]);
    });

    it("is not held with half of the words, nor with a wrong PIN, which is not tried again", async () => {
      expect((await ceremony(inToken({ key: null }), secrets())).err).toContain("all three are said");
      expect((await ceremony(inToken(), { ...secrets(), ZEGEL_CA_PKCS11_PIN: "11111111" })).err).toContain("refuses the PIN");
      expect((await ceremony(inToken(), secrets())).err).toContain("says that a wrong PIN was given");
      expect(inFolders()).toEqual([[], []]);
    });
  });

  it("says how it is held", async () => {
    const { code, out } = await ceremony([]);
    expect([code, out]).toEqual([0, expect.stringContaining("--safe=FOLDER")]);
  });
});
