import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Surroundings, TokenSettings } from "#app/adapters/pkcs11/token.ts";

import { ROOT } from "./stage.ts";

const PLACES = ["/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so", "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so", "/opt/homebrew/lib/softhsm/libsofthsm2.so", "/usr/local/lib/softhsm/libsofthsm2.so"];
export const SOFTHSM = PLACES.find((path) => existsSync(path)) ?? "";

/** Whether there is a token to test with: Debian's `softhsm2`, and the optional package, which needs a compiler to install. */
export const hasToken = SOFTHSM !== "" && existsSync(join(ROOT, "node_modules/pkcs11js/build/Release/pkcs11.node"));

/** One of SoftHSM's tokens, in a folder of its own. */
export type TestToken = {
  settings: TokenSettings;
  surroundings: Surroundings;
  /** Puts the key of a PKCS#8 file into the token, where it can no longer be read. */
  take(pkcs8File: string, label: string, id: string): void;
  /** Makes a key that ours would never be: by attributes, or of another kind. */
  makeOdd(label: string, odd: "extractable" | "not-for-signing" | "elliptic"): void;
  /** The processes of ours that hold it. */
  holders(): number[];
  pullOut(): void;
  putIn(): void;
  /** Another token of the same label beside it. */
  double(): void;
  /** The same token, as it is now, for a test that may do with it as it likes: making a key takes a second or two. */
  copy(): TestToken;
  close(): void;
};

const PIN = "48151623";
const LABEL = "zegel issuing";

/** Makes an empty token, or one like another, with its own configuration: nothing of the machine's is touched. */
export function openToken(from?: string): TestToken {
  const folder = mkdtempSync(join(tmpdir(), "zegel-token-"));
  const tokens = join(folder, "tokens");
  if (from) cpSync(from, tokens, { recursive: true });
  else mkdirSync(tokens);
  writeFileSync(join(folder, "softhsm2.conf"), `directories.tokendir = ${tokens}\nobjectstore.backend = file\nlog.level = ERROR\n`);
  const env = { ...process.env, SOFTHSM2_CONF: join(folder, "softhsm2.conf") };
  const softhsm = (...words: string[]) => execFileSync("softhsm2-util", words, { env, stdio: "pipe" });
  const initialise = () => softhsm("--init-token", "--free", "--label", LABEL, "--pin", PIN, "--so-pin", "0000000000");
  if (!from) initialise();
  return {
    settings: { module: SOFTHSM, token: LABEL, key: "issuing 1", pin: PIN },
    surroundings: { root: ROOT, env, timing: { restMs: 50, signMs: 5_000 } },
    take: (file, label, id) => void softhsm("--import", file, "--token", LABEL, "--pin", PIN, "--label", label, "--id", id),
    makeOdd: (label, odd) => void execFileSync(process.execPath, ["-e", ODD, SOFTHSM, PIN, label, odd], { cwd: ROOT, env, stdio: "pipe" }),
    holders: () =>
      readdirSync("/proc")
        .filter((name) => /^\d+$/.test(name) && isHolder(name))
        .map(Number),
    pullOut: () => renameSync(tokens, `${tokens}-away`),
    putIn: () => renameSync(`${tokens}-away`, tokens),
    double: () => void initialise(),
    copy: () => openToken(tokens),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A child of this process that runs the module. */
function isHolder(pid: string): boolean {
  try {
    const parent = / (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) \S/s, ""))?.[1];
    return parent === String(process.pid) && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("token-process.js");
  } catch {
    return false;
  }
}

/** In a process of its own: a module is begun once in each. */
const ODD = `
  const [module, pin, label, odd] = process.argv.slice(1);
  const p11 = require("pkcs11js");
  const it = new p11.PKCS11();
  it.load(module);
  it.C_Initialize({ flags: p11.CKF_OS_LOCKING_OK });
  const session = it.C_OpenSession(it.C_GetSlotList(true)[0], p11.CKF_SERIAL_SESSION | p11.CKF_RW_SESSION);
  it.C_Login(session, p11.CKU_USER, pin);
  const both = [{ type: p11.CKA_TOKEN, value: true }, { type: p11.CKA_LABEL, value: label }];
  const isElliptic = odd === "elliptic";
  it.C_GenerateKeyPair(
    session,
    { mechanism: isElliptic ? p11.CKM_EC_KEY_PAIR_GEN : p11.CKM_RSA_PKCS_KEY_PAIR_GEN },
    isElliptic
      ? [...both, { type: p11.CKA_EC_PARAMS, value: Buffer.from("06082a8648ce3d030107", "hex") }]
      : [...both, { type: p11.CKA_MODULUS_BITS, value: 2048 }, { type: p11.CKA_PUBLIC_EXPONENT, value: Buffer.from([1, 0, 1]) }],
    [...both, { type: p11.CKA_PRIVATE, value: true }, { type: p11.CKA_SENSITIVE, value: true }, { type: p11.CKA_EXTRACTABLE, value: odd === "extractable" }, { type: p11.CKA_SIGN, value: odd !== "not-for-signing" }],
  );
`;

