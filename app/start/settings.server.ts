import { readFileSync } from "node:fs";

import type { RolesByGroup } from "#app/domain/access/staff-roles.ts";
import type { TokenSettings } from "#app/adapters/pkcs11/token.ts";
import type { Environment } from "#app/domain/definitions/schema/certificate-profile.ts";
import { Problem } from "#app/domain/problem.ts";
import type { Mode } from "#app/web/context.ts";
import type { ProductionEnv } from "#app/env.server.ts";

/** An issuing CA with its root, and what opens its key. */
export type AuthorityFiles = { rootCertPem: string; issuerCertPem: string; issuerKeyPem: string; passphrase: string };

/** The same with its key in a token. */
export type AuthorityInToken = { rootCertPem: string; issuerCertPem: string; token: TokenSettings };

/** What the composition needs to know, whatever mode it came from. */
export type OfficeSettings = {
  mode: Mode;
  environment: Environment;
  /** The installation: where rules/, templates/ and db/migrations lie. */
  root: string;
  dataDir: string;
  baseUrl: string;
  /** Where the authority publishes its lists, answers and certificates: over plain HTTP. */
  publicationUrl: string;
  /** Where users log in with their certificate: there a browser is asked for it. */
  loginUrl: string;
  logLevel: string;
  secrets: { session: readonly string[]; link: string; identification: string; files: readonly string[]; totp: readonly string[] };
  authority: AuthorityFiles | AuthorityInToken;
  /** Null where the office offers no test certificates. */
  testAuthority: AuthorityFiles | null;
  auditKeyPem: string | undefined;
  printRoomKey: Record<string, unknown>;
  smtp: { host: string; port: number; secure: boolean; requireTls?: boolean; auth?: { user: string; pass: string }; from: string };
  /** Whoever hands over e-mails that came back knows this; null where nobody does, and only a server's own refusal is known. */
  returnedMailToken: string | null;
  /** Who watches over the machines knows this; null where nobody asks for figures. */
  metricsToken: string | null;
  idin: { baseUrl: string; merchantToken: string; directoryCacheMs?: number };
  /** `callbackSecret` stands in a header of what AMP tells us by itself. */
  amp: { baseUrl: string; token: string; callbackSecret: string };
  kvk: { baseUrl: string; apiKey: string };
  vektis: { baseUrl: string; token: string };
  /** Where staff sign in; null in the demonstration, where they choose a person. */
  oidc: { issuer: string; clientId: string; clientSecret: string; groupsClaim: string; scope: string; roles: RolesByGroup } | null;
};

/** A setting that names a file; those of the test authority may be left out. */
type FileSetting = Exclude<Extract<keyof ProductionEnv, `${string}_FILE`>, `ZEGEL_TEST_${string}`>;

/** Production's settings out of its environment and the files that it names. Throws `start.file-unreadable` with the name of the setting. */
export function productionSettings(env: ProductionEnv, common: { root: string; dataDir: string; logLevel: string }): OfficeSettings {
  const file = (name: FileSetting): string => read(name, env[name] ?? "");
  const read = (name: string, path: string): string => {
    try {
      return readFileSync(path, "utf8");
    } catch (cause) {
      throw new Problem("start.file-unreadable", { name }, { cause });
    }
  };
  const smtp = new URL(env.ZEGEL_SMTP_URL);
  return {
    ...common,
    mode: "production",
    environment: "production",
    baseUrl: env.ZEGEL_BASE_URL.replace(/\/+$/, ""),
    publicationUrl: env.ZEGEL_PKI_URL ?? `http://${new URL(env.ZEGEL_BASE_URL).hostname}/`,
    loginUrl: (env.ZEGEL_LOGIN_URL ?? env.ZEGEL_BASE_URL).replace(/\/+$/, ""),
    secrets: { session: env.ZEGEL_SESSION_SECRET.split(","), link: env.ZEGEL_LINK_SECRET, identification: env.ZEGEL_IDENTIFICATION_SECRET, files: env.ZEGEL_FILES_SECRET, totp: env.ZEGEL_TOTP_SECRET },
    authority: {
      rootCertPem: file("ZEGEL_CA_ROOT_FILE"),
      issuerCertPem: file("ZEGEL_CA_CERT_FILE"),
      ...issuingKey(env, file),
    },
    testAuthority: testAuthorityOf(env, read),
    auditKeyPem: file("ZEGEL_AUDIT_KEY_FILE"),
    printRoomKey: JSON.parse(file("ZEGEL_PRINT_ROOM_KEY_FILE")) as Record<string, unknown>,
    smtp: {
      host: smtp.hostname,
      port: Number(smtp.port || (smtp.protocol === "smtps:" ? 465 : 587)),
      secure: smtp.protocol === "smtps:",
      requireTls: true,
      ...(smtp.username ? { auth: { user: decodeURIComponent(smtp.username), pass: decodeURIComponent(smtp.password) } } : {}),
      from: env.ZEGEL_MAIL_FROM,
    },
    returnedMailToken: env.ZEGEL_RETURNED_MAIL_TOKEN ?? null,
    metricsToken: env.ZEGEL_METRICS_TOKEN ?? null,
    idin: { baseUrl: env.ZEGEL_IDIN_URL, merchantToken: env.ZEGEL_IDIN_TOKEN },
    amp: { baseUrl: env.ZEGEL_AMP_URL, token: env.ZEGEL_AMP_TOKEN, callbackSecret: env.ZEGEL_AMP_CALLBACK_SECRET },
    kvk: { baseUrl: env.ZEGEL_KVK_URL, apiKey: env.ZEGEL_KVK_KEY },
    vektis: { baseUrl: env.ZEGEL_VEKTIS_URL, token: env.ZEGEL_VEKTIS_TOKEN },
    oidc: {
      issuer: env.ZEGEL_OIDC_ISSUER,
      clientId: env.ZEGEL_OIDC_CLIENT_ID,
      clientSecret: env.ZEGEL_OIDC_CLIENT_SECRET,
      groupsClaim: env.ZEGEL_OIDC_GROUPS_CLAIM,
      scope: env.ZEGEL_OIDC_SCOPE,
      roles: new Map(Object.entries(env.ZEGEL_OIDC_ROLES)),
    },
  };
}

const OF_TESTS = ["ZEGEL_TEST_CA_ROOT_FILE", "ZEGEL_TEST_CA_CERT_FILE", "ZEGEL_TEST_CA_KEY_FILE", "ZEGEL_TEST_CA_PASSPHRASE"] as const;

/** The authority of test certificates: all of it is set, or none. Throws `start.production-missing` for half of it, and `start.file-unreadable`. */
function testAuthorityOf(env: ProductionEnv, read: (name: string, path: string) => string): AuthorityFiles | null {
  const { ZEGEL_TEST_CA_ROOT_FILE: root, ZEGEL_TEST_CA_CERT_FILE: certificate, ZEGEL_TEST_CA_KEY_FILE: key, ZEGEL_TEST_CA_PASSPHRASE: passphrase } = env;
  const missing = OF_TESTS.filter((name) => env[name] === undefined);
  if (missing.length === OF_TESTS.length) return null;
  if (!root || !certificate || !key || !passphrase) throw new Problem("start.production-missing", { names: missing.join(", ") });
  return {
    rootCertPem: read("ZEGEL_TEST_CA_ROOT_FILE", root),
    issuerCertPem: read("ZEGEL_TEST_CA_CERT_FILE", certificate),
    issuerKeyPem: read("ZEGEL_TEST_CA_KEY_FILE", key),
    passphrase,
  };
}

/** Where the issuing key is; the environment has said one of the two. */
function issuingKey(env: ProductionEnv, file: (name: FileSetting) => string): Pick<AuthorityFiles, "issuerKeyPem" | "passphrase"> | Pick<AuthorityInToken, "token"> {
  if ("ZEGEL_CA_PASSPHRASE" in env) return { issuerKeyPem: file("ZEGEL_CA_KEY_FILE"), passphrase: env.ZEGEL_CA_PASSPHRASE };
  return { token: { module: env.ZEGEL_CA_PKCS11_MODULE, token: env.ZEGEL_CA_PKCS11_TOKEN, key: env.ZEGEL_CA_PKCS11_KEY, pin: env.ZEGEL_CA_PKCS11_PIN } };
}
