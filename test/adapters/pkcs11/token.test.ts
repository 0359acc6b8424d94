import { createPublicKey, generateKeyPairSync, sign, verify } from "node:crypto";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { signDer } from "#app/adapters/forge/signer.ts";
import { makeTokenKey, openTokenKey, type TokenKey, type TokenSettings } from "#app/adapters/pkcs11/token.ts";
import { isProblem } from "#app/domain/problem.ts";
import { ROOT } from "#test/support/stage.ts";
import { hasToken, openToken, type TestToken } from "#test/support/token.ts";

const OCTETS = Buffer.from("what is to be signed");

/** With a key made in it. */
let ready: TestToken;
let token: TestToken;
let keys: TokenKey[];
beforeAll(async () => {
  if (!hasToken) return;
  ready = openToken();
  (await makeTokenKey(ready.settings, ready.surroundings)).close();
});
afterAll(() => ready?.close());
beforeEach(() => {
  if (!hasToken) return;
  token = ready.copy();
  keys = [];
});
afterEach(() => {
  if (!hasToken) return;
  for (const key of keys) key.close();
  token.close();
});

async function make(label: string) {
  const key = await makeTokenKey({ ...token.settings, key: label }, token.surroundings);
  keys.push(key);
  return key;
}

async function open(change: Partial<TokenSettings> = {}, env: NodeJS.ProcessEnv = token.surroundings.env): Promise<TokenKey> {
  const key = await openTokenKey({ ...token.settings, ...change }, { ...token.surroundings, env });
  keys.push(key);
  return key;
}

/** Why it was refused; never with the PIN in any corner of what was thrown. */
async function refusal(attempt: Promise<unknown>): Promise<{ code: string; details: Record<string, string | number> }> {
  const thrown: unknown = await attempt.then(
    () => "nothing was refused",
    (failure: unknown) => failure,
  );
  expect(inspect(thrown, { depth: 9, showHidden: true })).not.toContain(token.settings.pin);
  if (!isProblem(thrown)) throw thrown;
  return { code: thrown.code, details: thrown.details };
}

describe.skipIf(!hasToken)("an issuing key in a token", () => {
  it("is made inside it, and signs from there", async () => {
    const key = await make("issuing 2");
    expect(key.about).toMatchObject({ token: { label: "zegel issuing", manufacturer: "SoftHSM project" }, key: { label: "issuing 2" } });
    expect(key.publicKey.asymmetricKeyDetails).toMatchObject({ modulusLength: 3072, publicExponent: 65537n });
    expect(verify("sha256", OCTETS, key.publicKey, await key.sign(OCTETS))).toBe(true);
    // Opened by another process, by its label and by its id, with colons too.
    for (const name of ["issuing 2", key.about.key.id, key.about.key.id.toUpperCase().replace(/..(?=.)/g, "$&:")]) {
      const again = await open({ key: name });
      expect(again.publicKey.equals(key.publicKey)).toBe(true);
      expect(Buffer.from(await again.sign(OCTETS))).toEqual(Buffer.from(await key.sign(OCTETS)));
    }
  });

  it("signs octet for octet what the same key signs in a file", async () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 3072 });
    const file = join(token.surroundings.env["SOFTHSM2_CONF"] ?? "", "../key.pem");
    writeFileSync(file, privateKey.export({ type: "pkcs8", format: "pem" }));
    token.take(file, "taken in", "0badcafe");
    const key = await open({ key: "taken in" });
    expect(key.publicKey.equals(createPublicKey(privateKey))).toBe(true);
    for (const octets of [OCTETS, Buffer.alloc(0), Buffer.alloc(4_000_000, 7)]) expect(Buffer.from(await key.sign(octets))).toEqual(sign("sha256", octets, privateKey));
  });

  it("signs fifty at once, each its own", async () => {
    const key = await open();
    const all = Array.from({ length: 50 }, (_, index) => Buffer.from(`certificate ${index}`));
    const signatures = await Promise.all(all.map((octets) => key.sign(octets)));
    for (const [index, octets] of all.entries()) expect(verify("sha256", octets, key.publicKey, signatures[index] ?? Buffer.of())).toBe(true);
    expect(token.holders()).toHaveLength(1);
  });

  it("never lets a signature out that is not right", async () => {
    const key = await open();
    const wrong = { ...key, sign: async () => key.sign(Buffer.from("something else")) };
    await expect(signDer(OCTETS, wrong)).rejects.toMatchObject({ code: "authority.signature" });
  });

  it("keeps the PIN out of the process's words and environment", async () => {
    await open();
    const [holder] = token.holders();
    for (const place of ["cmdline", "environ"]) expect(readFileSync(`/proc/${holder}/${place}`, "latin1")).not.toContain(token.settings.pin);
  });
});

it("is refused in a sentence where the package is missing, which is optional", async () => {
  const root = mkdtempSync(join(tmpdir(), "zegel-without-driver-"));
  const file = "app/adapters/pkcs11/token-process.js";
  mkdirSync(join(root, file, ".."), { recursive: true });
  copyFileSync(join(ROOT, file), join(root, file));
  writeFileSync(join(root, "package.json"), '{"type":"module"}');
  await expect(openTokenKey({ module: "x", token: "x", key: "x", pin: "1234" }, { root, env: process.env })).rejects.toMatchObject({ code: "authority.token-driver" });
  rmSync(root, { recursive: true });
});

describe.skipIf(!hasToken)("the office does not begin", () => {
  it.each([
    ["the module is not there", "authority.token-module", { module: "/usr/lib/nowhere.so" }],
    ["the module is something else", "authority.token-module", { module: "/bin/true" }],
    ["the token is not there", "authority.token-absent", { token: "another" }],
    ["the key is not there", "authority.token-key-absent", { key: "issuing 2" }],
  ])("where %s", async (_, code, change) => {
    expect(await refusal(open(change))).toMatchObject({ code, details: change });
    await expect.poll(() => token.holders()).toEqual([]);
  });

  it.each([
    ["can be taken out", "extractable", "authority.token-key-open"],
    ["may not sign", "not-for-signing", "authority.token-key-kind"],
    ["is not an RSA key", "elliptic", "authority.token-key-kind"],
  ] as const)("where the key %s", async (_, odd, code) => {
    token.makeOdd("odd one", odd);
    expect(await refusal(open({ key: "odd one" }))).toMatchObject({ code, details: { key: "odd one" } });
  });

  it("where the label names two tokens, or two keys", async () => {
    token.makeOdd("issuing 1", "extractable");
    expect((await refusal(open())).code).toBe("authority.token-key-several");
    token.double();
    expect((await refusal(open())).code).toBe("authority.token-several");
  });

  it("where the PIN is wrong, and tries no second time, however often it is started", async () => {
    expect(await refusal(open({ pin: "11111111" }))).toEqual({ code: "authority.token-pin", details: { token: "zegel issuing" } });
    // The right one neither: the token says that a wrong one was given, and does not say by how many.
    for (const pin of ["11111111", "22222222", token.settings.pin]) expect((await refusal(open({ pin }))).code).toBe("authority.token-pin-tried");
    // Somebody logs in with the token's own tool.
    token.makeOdd("besides", "extractable");
    await open();
  });

  it("over a key that is there already, in a ceremony", async () => {
    expect(await refusal(make("issuing 1"))).toMatchObject({ code: "authority.token-key-exists" });
  });
});

describe.skipIf(!hasToken)("a token that goes away", () => {
  const kill = (signal: NodeJS.Signals) => token.holders().forEach((pid) => process.kill(pid, signal));

  it("is found again, where the process that holds it was killed, also under way", async () => {
    const key = await open();
    const under = Array.from({ length: 20 }, (_, index) => key.sign(Buffer.from(`under way ${index}`)));
    kill("SIGKILL");
    for (const [index, signature] of (await Promise.all(under)).entries()) expect(verify("sha256", Buffer.from(`under way ${index}`), key.publicKey, signature)).toBe(true);
    kill("SIGKILL");
    expect(verify("sha256", OCTETS, key.publicKey, await key.sign(OCTETS))).toBe(true);
    expect(token.holders()).toHaveLength(1);
  });

  it("is found again, where its module hangs", async () => {
    const key = await openTokenKey(token.settings, { ...token.surroundings, timing: { restMs: 50, signMs: 500 } });
    keys.push(key);
    const [before] = token.holders();
    kill("SIGSTOP");
    expect(verify("sha256", OCTETS, key.publicKey, await key.sign(OCTETS))).toBe(true);
    expect(token.holders()).not.toContain(before);
  });

  it("is missed as long as it is away, and used again when it is back", async () => {
    const key = await open();
    token.pullOut();
    kill("SIGKILL");
    expect(await refusal(key.sign(OCTETS))).toMatchObject({ code: "authority.token-away" });
    expect(await refusal(key.sign(OCTETS))).toMatchObject({ code: "authority.token-away" });
    token.putIn();
    await expect.poll(() => key.sign(OCTETS).then((signature) => verify("sha256", OCTETS, key.publicKey, signature), () => false), { timeout: 10_000, interval: 60 }).toBe(true);
  });

  it("is not opened any more when the office has closed it", async () => {
    const key = await open();
    key.close();
    expect(await refusal(key.sign(OCTETS))).toMatchObject({ code: "authority.token-away" });
    await expect.poll(() => token.holders()).toEqual([]);
  });
});
