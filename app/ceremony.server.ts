import { createHash, createPrivateKey, X509Certificate } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, realpathSync, rmSync, statSync, writeSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { z } from "zod";

import { systemClock } from "./adapters/clock/clock.ts";
import { makeAuthority, openAuthority } from "./adapters/forge/index.ts";
import { Environment, ENVIRONMENTS } from "./domain/definitions/schema/certificate-profile.ts";
import { isProblem } from "./domain/problem.ts";
import { readCeremonyEnv } from "./env.server.ts";

import problems from "#templates/locales/en/problems.json" with { type: "json" };

const USAGE = `npm run ca -- --environment=${ENVIRONMENTS.join("|")} --organisation="…" --office=FOLDER --safe=FOLDER --present="Name" --present="Name"
Makes a root and an issuing CA, and a record of how. The root's key goes into the safe's folder and nowhere else: a medium that is taken out and locked away.
Both passphrases are asked for, or stand in ZEGEL_CA_ROOT_PASSPHRASE and ZEGEL_CA_PASSPHRASE.`;

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
});
type Ceremony = z.infer<typeof Words>;

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
  const { issuerPassphrase, rootPassphrase, folder } = readCeremonyEnv();
  const ceremony = read(words, folder);
  if (issuerPassphrase === rootPassphrase) throw new Refused("The root's key and the issuing key have the same passphrase. Who knows the one must not know the other: choose two.");
  const files = placesFor(ceremony);
  process.stdout.write("Making a root of 4096 bits and an issuing key of 3072 …\n");
  const now = systemClock.now();
  const made = await makeAuthority({ environment: ceremony.environment, now, passphrase: issuerPassphrase, rootPassphrase, organisation: ceremony.organisation });
  const record = recordOf(ceremony, made, now);
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
  try {
    keep(files.rootKey, made.rootKeyPem, 0o600);
    keep(files.rootCert, made.rootCertPem, 0o644);
    keep(files.issuerCert, made.issuerCertPem, 0o644);
    keep(files.issuerKey, made.issuerKeyPem, 0o600);
    for (const path of [files.record, files.recordInSafe]) keep(path, record, 0o644);
    for (const folder of [ceremony.office, ceremony.safe]) settle(folder);
    // Read back: a key that cannot be opened is found out now, and not in ten years.
    openAuthority({ rootCertPem: readFileSync(files.rootCert, "utf8"), issuerCertPem: readFileSync(files.issuerCert, "utf8"), issuerKeyPem: readFileSync(files.issuerKey, "utf8"), passphrase: issuerPassphrase, publicBaseUrl: "http://pki.invalid/", clock: systemClock });
    const rootKey = createPrivateKey({ key: readFileSync(files.rootKey, "utf8"), passphrase: rootPassphrase });
    if (!new X509Certificate(readFileSync(files.rootCert)).checkPrivateKey(rootKey)) throw new Error("The root's key does not open as it was made.");
  } catch (failure) {
    for (const path of kept) rmSync(path, { force: true });
    throw failure;
  }
  process.stdout.write(`\n${record}\nNow unmount the medium with ${files.rootKey}, take it out and lock it away: nothing needs it before the next issuing CA is made.\n`);
  return 0;
}

/** The names of what was written, too, are on the medium. */
function settle(folder: string): void {
  const opened = openSync(folder, "r");
  fsyncSync(opened);
  closeSync(opened);
}

function read(words: readonly string[], from: string): Ceremony {
  const options = { environment: { type: "string" }, organisation: { type: "string" }, office: { type: "string" }, safe: { type: "string" }, present: { type: "string", multiple: true } } as const;
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
  return { ...parsed.data, office: resolve(from, parsed.data.office), safe: resolve(from, parsed.data.safe) };
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
function recordOf(ceremony: Ceremony, made: { rootCertPem: string; issuerCertPem: string }, now: Date): string {
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
    "The issuing key was written to the office's folder, encrypted in the same way, under another passphrase.",
    "Whoever wants to see it for themselves:",
    "  openssl verify -x509_strict -CAfile root.pem issuing.pem",
    "  openssl x509 -in issuing.pem -noout -fingerprint -sha256",
    "",
    ...ceremony.present.flatMap((name) => [`Signature of ${name}: ______________________________`, ""]),
  ].join("\n");
}

function sentenceOf(failure: unknown): string {
  if (failure instanceof Refused) return failure.message;
  if (isProblem(failure)) {
    const [area = "", code = ""] = failure.code.split(".");
    const sentence = (problems as unknown as Record<string, Record<string, string> | undefined>)[area]?.[code] ?? failure.code;
    return sentence.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(failure.details[name] ?? ""));
  }
  return `The ceremony stopped, and nothing of it was kept: ${failure instanceof Error ? failure.message : String(failure)}`;
}
