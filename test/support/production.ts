import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";

import { SMTPServer } from "smtp-server";

import { makeAuthority } from "#app/adapters/forge/index.ts";
import type { Neighbourhood } from "#test/simulators/neighbourhood.ts";

import type { Organisation } from "./organisation.ts";
import { ROOT } from "./stage.ts";

/** A mail server that asks for TLS and a password, as one in production does. */
export type MailServer = { url: string; certificateFile: string; mails: string[]; close(): Promise<void> };

export async function openMailServer(folder: string): Promise<MailServer> {
  const [keyFile, certificateFile] = [join(folder, "smtp.key"), join(folder, "smtp.pem")];
  openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", keyFile, "-out", certificateFile);
  const mails: string[] = [];
  const server = new SMTPServer({
    key: readFileSync(keyFile),
    cert: readFileSync(certificateFile),
    onAuth: ({ username, password }, _session, done) => (username === "zegel" && password === "p@ss word" ? done(null, { user: "zegel" }) : done(new Error("refused"))),
    onData: (stream, session, done) => {
      let text = session.envelope.rcptTo.map(({ address }) => `${address}\n`).join("");
      stream.on("data", (bytes: Buffer) => (text += bytes.toString()));
      stream.on("end", () => {
        mails.push(text);
        done();
      });
    },
  });
  // Whoever is killed in the middle of a conversation breaks it off.
  server.on("error", () => undefined);
  await new Promise<void>((done) => void server.listen(0, "localhost", done));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://zegel:${encodeURIComponent("p@ss word")}@localhost:${port}`,
    certificateFile,
    mails,
    close: () => new Promise((done) => server.close(() => done())),
  };
}

type Outside = { databaseUrl: string; officeUrl: string; port: number; organisation: Organisation; mail: MailServer; town: Neighbourhood };

/** Every setting of production, with keys made as the README says. `since`: the authority is that old; nobody knows the print room's passphrase unless one is given. */
export async function productionEnv(folder: string, outside: Outside, choice: { since?: Date; printRoomPassphrase?: string } = {}): Promise<Record<string, string>> {
  const { databaseUrl, officeUrl, port, organisation, mail, town } = outside;
  const { idin, amp, kvk, vektis } = town.settings;
  const secret = () => randomBytes(48).toString("base64");
  const passphrase = secret();
  const authority = await makeAuthority({ environment: "production", now: choice.since ?? new Date(Date.now() - 3_600_000), passphrase, organisation: "Zegel" });
  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), content, { mode: 0o600 });
    return join(folder, name);
  };
  const auditKey = join(folder, "audit.pem");
  openssl("genpkey", "-algorithm", "ed25519", "-out", auditKey);
  mkdirSync(join(folder, "print-room"));
  const keyScript = [join(ROOT, "scripts/print-room-key.mjs"), join(folder, "print-room")];
  execFileSync(process.execPath, keyScript, { env: { ...process.env, ZEGEL_PRINT_ROOM_PASSPHRASE: choice.printRoomPassphrase ?? secret() }, stdio: "pipe" });
  return {
    ZEGEL_MODE: "production",
    PORT: String(port),
    ZEGEL_DATA: join(folder, "data"),
    DATABASE_URL: databaseUrl,
    ZEGEL_BASE_URL: officeUrl,
    ZEGEL_SESSION_SECRET: `${secret()},${secret()}`,
    ZEGEL_LINK_SECRET: secret(),
    ZEGEL_IDENTIFICATION_SECRET: secret(),
    ZEGEL_FILES_SECRET: `${secret()},${secret()}`,
    ZEGEL_TOTP_SECRET: `${secret()},${secret()}`,
    ZEGEL_CA_ROOT_FILE: file("root.pem", authority.rootCertPem),
    ZEGEL_CA_CERT_FILE: file("issuer.pem", authority.issuerCertPem),
    ZEGEL_CA_KEY_FILE: file("issuer.key", authority.issuerKeyPem),
    ZEGEL_CA_PASSPHRASE: passphrase,
    ZEGEL_AUDIT_KEY_FILE: auditKey,
    ZEGEL_PRINT_ROOM_KEY_FILE: join(folder, "print-room", readdirSync(join(folder, "print-room")).find((name) => name.endsWith(".public.json")) ?? ""),
    ZEGEL_SMTP_URL: mail.url,
    ZEGEL_MAIL_FROM: "noreply@office.example",
    ZEGEL_IDIN_URL: idin.baseUrl,
    ZEGEL_IDIN_TOKEN: idin.merchantToken,
    ZEGEL_AMP_URL: amp.baseUrl,
    ZEGEL_AMP_TOKEN: amp.token,
    ZEGEL_AMP_CALLBACK_SECRET: secret(),
    ZEGEL_KVK_URL: kvk.baseUrl,
    ZEGEL_KVK_KEY: kvk.apiKey,
    ZEGEL_VEKTIS_URL: vektis.baseUrl,
    ZEGEL_VEKTIS_TOKEN: vektis.token,
    ZEGEL_OIDC_ISSUER: organisation.issuer,
    ZEGEL_OIDC_CLIENT_ID: organisation.clientId,
    ZEGEL_OIDC_CLIENT_SECRET: organisation.clientSecret,
    ZEGEL_OIDC_GROUPS_CLAIM: "groups",
    ZEGEL_OIDC_ROLES: JSON.stringify({ "Zegel reviewers": ["reviewer"], "Zegel print room": ["print-room"] }),
    NODE_EXTRA_CA_CERTS: mail.certificateFile,
  };
}

export type StartedOffice = { process: ChildProcess; said: Promise<string>; ended: Promise<{ code: number | null; out: string; err: string }>; log: () => string };

/** Starts the built office with these settings and nothing of this process's own. */
export function startBuilt(env: Record<string, string>): StartedOffice {
  const office = spawn(process.execPath, [join(ROOT, "build/server/index.js")], {
    cwd: ROOT,
    env: { PATH: process.env["PATH"] ?? "", LC_ALL: "en_US.UTF-8", NODE_ENV: "production", ZEGEL_LOG_LEVEL: "debug", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, err] = ["", ""];
  office.stderr.on("data", (bytes: Buffer) => (err += bytes.toString()));
  const ended = new Promise<{ code: number | null; out: string; err: string }>((done) => office.once("close", (code) => done({ code, out, err })));
  const said = new Promise<string>((done, failed) => {
    office.stdout.on("data", (bytes: Buffer) => {
      out += bytes.toString();
      if (out.includes("\n")) done(out);
    });
    void ended.then(() => failed(new Error(`The office closed: ${err}`)));
  });
  said.catch(() => undefined);
  return { process: office, said, ended, log: () => err };
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => done(port));
    });
  });
}

function openssl(...words: string[]): void {
  execFileSync("openssl", words, { stdio: "pipe" });
}
