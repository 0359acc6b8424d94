import { createHash, createPrivateKey, X509Certificate } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, realpathSync, rmSync, statSync, writeSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { z } from "zod";

import { systemClock } from "./adapters/clock/clock.ts";
import { makeAuthority, makeAuthorityFor, openAuthority, type IssuerKey, type MadeCertificates } from "./adapters/forge/index.ts";
import { makeTokenKey, openTokenKey, type InToken, type TokenSettings } from "./adapters/pkcs11/token.ts";
import { Environment, ENVIRONMENTS } from "./domain/definitions/schema/certificate-profile.ts";
import { isProblem } from "./domain/problem.ts";
import { readCeremonyEnv, readModuleEnv } from "./env.server.ts";
import { problemSentence } from "./start/problem-sentence.ts";

const USAGE = `npm run ca -- --environment=${ENVIRONMENTS.join("|")} --organisation="…" --office=FOLDER --safe=FOLDER --present="Name" --present="Name"
Makes a root and an issuing CA, and a record of how. The root's key goes into the safe's folder and nowhere else: a medium that is taken out and locked away.
Both passphrases are asked for, or stand in ZEGEL_CA_ROOT_PASSPHRASE and ZEGEL_CA_PASSPHRASE.
With --pkcs11-module=FILE --token=LABEL --key=LABEL the issuing key is made inside a token (HSM) and never leaves it; its user's PIN is asked for, or stands in ZEGEL_CA_PKCS11_PIN.`;

/** What stands in the way, in a sentence for whoever gave the command. */
class Refused extends Error {
  override readonly name = "Refused";
}

/** Nobody makes an authority alone (D15). */
const FEWEST_PRESENT = 2;

const Words = z.object({
  environment: Environment,
  organisation: z.string().trim().min(1).max(40),
  office: z.string().min(1),
  safe: z.string().min(1),
  present: z.array(z.string().trim().min(3)).min(FEWEST_PRESENT),
  "pkcs11-module": z.string().min(1).optional(),
  token: z.string().min(1).max(32).optional(),
  key: z.string().trim().min(1).max(100).optional(),
});
/** `inToken`: where the issuing key is to be made, if not as a file. */
type Ceremony = Pick<z.infer<typeof Words>, "environment" | "organisation" | "office" | "safe" | "present"> & { inToken: Omit<TokenSettings, "pin"> | null };

/** The issuing key as it was made: what is written of it, how it is opened again, how it is undone. */
type Made = MadeCertificates & { issuerKeyPem: string | null; about: InToken | null; again(keyFile: string): Promise<IssuerKey & { close?(): void }>; undo(): Promise<void> };

/** The commands run in the installation's folder. */
const HERE = { root: process.cwd(), env: readModuleEnv() };

try {
  process.exitCode = await hold(process.argv.slice(2));
} catch (failure) {
  process.stderr.write(`${sentenceOf(failure)}\n`);
  process.exitCode = 2;
}

/** The ceremony, from the words of the command to the record. 0 when both keys exist, open, and lie where they belong. */
async function hold(words: readonly string[]): Promise<number> {
  if (words.length === 0 || words.includes("--help")) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const secrets = readCeremonyEnv();
  const ceremony = read(words, secrets.folder);
  if (!ceremony.inToken && secrets.issuerPassphrase === secrets.rootPassphrase) {
    throw new Refused("The root's key and the issuing key have the same passphrase. Who knows the one must not know the other: choose two.");
  }
  const files = placesFor(ceremony);
  process.stdout.write(`Making a root of 4096 bits and an issuing key of 3072${ceremony.inToken ? `, the latter in the token ${ceremony.inToken.token}` : ""} …\n`);
  const now = systemClock.now();
  const made = ceremony.inToken
    ? await makeInToken(ceremony, { ...ceremony.inToken, pin: secrets.pin }, { now, rootPassphrase: secrets.rootPassphrase })
    : await makeInFile(ceremony, { now, passphrase: secrets.issuerPassphrase, rootPassphrase: secrets.rootPassphrase });
  const kept: string[] = [];
  // "wx": never over another file, also where one came in between.
  const keep = (path: string, content: string, mode: number) => {
    const file = openSync(path, "wx", mode);
    kept.push(path);
    writeSync(file, content);
    // On the medium itself, and not only on its way there: it is about to be taken out.
    fsyncSync(file);
    closeSync(file);
  };
  const record = recordOf(ceremony, made, now);
  try {
    keep(files.rootKey, made.rootKeyPem, 0o600);
    keep(files.rootCert, made.rootCertPem, 0o644);
    keep(files.issuerCert, made.issuerCertPem, 0o644);
    if (made.issuerKeyPem !== null) keep(files.issuerKey, made.issuerKeyPem, 0o600);
    for (const path of [files.record, files.recordInSafe]) keep(path, record, 0o644);
    for (const folder of [ceremony.office, ceremony.safe]) settle(folder);
    // Read back: a key that cannot be opened is found out now, and not in ten years.
    const issuerKey = await made.again(files.issuerKey);
    openAuthority({ rootCertPem: readFileSync(files.rootCert, "utf8"), issuerCertPem: readFileSync(files.issuerCert, "utf8"), ...issuerKey, publicBaseUrl: "http://pki.invalid/", clock: systemClock });
    issuerKey.close?.();
    const rootKey = createPrivateKey({ key: readFileSync(files.rootKey, "utf8"), passphrase: secrets.rootPassphrase });
    if (!new X509Certificate(readFileSync(files.rootCert)).checkPrivateKey(rootKey)) throw new Error("The root's key does not open as it was made.");
  } catch (failure) {
    for (const path of kept) rmSync(path, { force: true });
    await made.undo();
    throw failure;
  }
  process.stdout.write(`\n${record}\nNow unmount the medium with ${files.rootKey}, take it out and lock it away: nothing needs it before the next issuing CA is made.\n`);
  return 0;
}

async function makeInFile({ environment, organisation }: Ceremony, { passphrase, ...rest }: { now: Date; passphrase: string; rootPassphrase: string }): Promise<Made> {
  const made = await makeAuthority({ environment, organisation, passphrase, ...rest });
  return { ...made, about: null, again: async (keyFile) => ({ issuerKeyPem: readFileSync(keyFile, "utf8"), passphrase }), undo: async () => undefined };
}

/** The key is made where it stays; of what fails afterwards, nothing is left in the token either. */
async function makeInToken({ environment, organisation }: Ceremony, where: TokenSettings, rest: { now: Date; rootPassphrase: string }): Promise<Made> {
  const key = await makeTokenKey(where, HERE);
  try {
    const certificates = await makeAuthorityFor(key.publicKey, { environment, organisation, ...rest });
    const again = async () => {
      // By another process, as the office will open it.
      const issuerKey = await openTokenKey(where, HERE);
      return { issuerKey, close: issuerKey.close };
    };
    return { ...certificates, issuerKeyPem: null, about: key.about, again, undo: key.remove };
  } catch (failure) {
    await key.remove();
    throw failure;
  }
}

/** The names of what was written, too, are on the medium. */
function settle(folder: string): void {
  const opened = openSync(folder, "r");
  fsyncSync(opened);
  closeSync(opened);
}

function read(words: readonly string[], from: string): Ceremony {
  const options = { environment: { type: "string" }, organisation: { type: "string" }, office: { type: "string" }, safe: { type: "string" }, present: { type: "string", multiple: true }, "pkcs11-module": { type: "string" }, token: { type: "string" }, key: { type: "string" } } as const;
  let values: unknown;
  try {
    ({ values } = parseArgs({ args: [...words], options }));
  } catch (cause) {
    throw new Refused(`${cause instanceof Error ? cause.message : "These words are not known."}\n${USAGE}`);
  }
  const parsed = Words.safeParse(values);
  if (!parsed.success) {
    const names = [...new Set(parsed.error.issues.map((issue) => `--${String(issue.path[0])}`))].join(", ");
    throw new Refused(`Missing or not as it should be: ${names}. At least ${FEWEST_PRESENT} people are present, each with their name.\n${USAGE}`);
  }
  const { environment, organisation, present, "pkcs11-module": module, token, key } = parsed.data;
  const inToken = module && token && key ? { module: module.includes("/") ? resolve(from, module) : module, token, key } : null;
  if (!inToken && (module ?? token ?? key)) throw new Refused(`For a key in a token all three are said: --pkcs11-module, --token and --key.\n${USAGE}`);
  return { environment, organisation, present, inToken, office: resolve(from, parsed.data.office), safe: resolve(from, parsed.data.safe) };
}

/** Where everything goes; refuses what would put the root's key beside the issuing key, or over another. */
function placesFor({ environment, office, safe }: Ceremony): Record<"rootKey" | "rootCert" | "issuerCert" | "issuerKey" | "record" | "recordInSafe", string> {
  for (const folder of [office, safe]) {
    if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new Refused(`There is no folder ${folder}. Make it, or put the medium in, and begin again.`);
  }
  const [here, there] = [realpathSync(office), realpathSync(safe)];
  if (`${here}/`.startsWith(`${there}/`) || `${there}/`.startsWith(`${here}/`)) throw new Refused("The root's key must not come to lie in the office's folder, nor around it. Name a folder of another medium with --safe.");
  const files = {
    rootKey: join(there, `zegel-${environment}-root.key.pem`),
    recordInSafe: join(there, `zegel-${environment}-ceremony.txt`),
    rootCert: join(here, `zegel-${environment}-root.pem`),
    issuerCert: join(here, `zegel-${environment}-issuing.pem`),
    issuerKey: join(here, `zegel-${environment}-issuing.key.pem`),
    record: join(here, `zegel-${environment}-ceremony.txt`),
  };
  const taken = Object.values(files).find((path) => existsSync(path));
  if (taken) throw new Refused(`${taken} exists already, and nothing is ever written over it. Name other folders.`);
  return files;
}

/** What whoever was present signs, and an auditor reads years later. Nothing in it is secret. */
function recordOf(ceremony: Ceremony, made: Pick<Made, "rootCertPem" | "issuerCertPem" | "about">, now: Date): string {
  const [root, issuer] = [made.rootCertPem, made.issuerCertPem].map((pem) => new X509Certificate(pem));
  const about = (name: string, certificate: X509Certificate | undefined) =>
    certificate
      ? [name, `  subject      ${certificate.subject.replaceAll("\n", ", ")}`, `  serial       ${certificate.serialNumber}`, `  valid        ${certificate.validFrom} – ${certificate.validTo}`, `  SHA-256      ${createHash("sha256").update(certificate.raw).digest("hex")}`, ""]
      : [];
  return [
    "RECORD OF A KEY CEREMONY",
    "",
    `Environment    ${ceremony.environment}`,
    `Organisation   ${ceremony.organisation}`,
    `Held at        ${now.toISOString()}`,
    `Present        ${ceremony.present.join("; ")}`,
    "",
    ...about("Root CA (RSA-4096)", root),
    ...about("Issuing CA (RSA-3072)", issuer),
    "The root's key was written to the safe's medium alone, encrypted (PKCS#8, AES-256), and opened again from there.",
    ...whereTheIssuingKeyIs(made.about),
    "Whoever wants to see it for themselves:",
    "  openssl verify -x509_strict -CAfile root.pem issuing.pem",
    "  openssl x509 -in issuing.pem -noout -fingerprint -sha256",
    "",
    ...ceremony.present.flatMap((name) => [`Signature of ${name}: ______________________________`, ""]),
  ].join("\n");
}

function whereTheIssuingKeyIs(about: InToken | null): string[] {
  if (!about) return ["The issuing key was written to the office's folder, encrypted in the same way, under another passphrase."];
  const { token, key } = about;
  return [
    "The issuing key was made inside a token, which says that it was never outside of it and can never be taken out (PKCS#11: CKA_LOCAL, CKA_ALWAYS_SENSITIVE, CKA_NEVER_EXTRACTABLE).",
    `  token        ${token.label} (${token.manufacturer}, ${token.model}, serial number ${token.serial})`,
    `  key          ${key.label}, id ${key.id}`,
  ];
}

function sentenceOf(failure: unknown): string {
  if (failure instanceof Refused) return failure.message;
  if (isProblem(failure)) return problemSentence(failure);
  return `The ceremony stopped, and nothing of it was kept: ${failure instanceof Error ? failure.message : String(failure)}`;
}
