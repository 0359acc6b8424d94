import { z } from "zod";

import { readProxies } from "#app/adapters/tls/proxies.ts";
import { StaffRole } from "#app/domain/access/roles.ts";
import { Problem } from "#app/domain/problem.ts";

const Port = z.coerce.number().int().min(0).max(65_535);
const Url = z.url({ protocol: /^https?$/ });
const Secret = z.string().min(32);
/** Several with commas, each as long as one. */
const Secrets = z
  .string()
  .transform((text) => text.split(","))
  .pipe(z.array(Secret).min(1));

/** Over TLS, but for a provider on this machine: what staff may do comes from there. */
const Issuer = Url.refine((address) => {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === "https:" || ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
});

/** Addresses and networks, with commas. */
const Proxies = z.string().refine((text) => readProxies(text) !== null);

/** `{"group of the organisation": ["role", …], …}`, as JSON, for a group may have any character in its name. */
const RolesByGroup = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: "custom" });
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string().min(1), z.array(StaffRole).min(1)).refine((roles) => Object.keys(roles).length > 0));

const Common = z.object({
  ZEGEL_MODE: z.enum(["demonstration", "production"]).default("demonstration"),
  PORT: Port.default(3000),
  /** Folder of the embedded database, the seals of the audit trail and, in the demonstration, keys and simulators. */
  ZEGEL_DATA: z.string().min(1).default(".data"),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** Which parts this process runs; several processes may share one PostgreSQL server. */
  ZEGEL_PARTS: z.enum(["all", "web", "worker"]).default("all"),
  ZEGEL_BASE_URL: Url.transform((url) => url.replace(/\/+$/, "")).optional(),
  /** How many proxies stand in front and may say where somebody comes from. */
  ZEGEL_PROXIES: z.coerce.number().int().min(0).max(5).default(0),
  /** Demonstration: the port with TLS at which users log in with their certificate. In production the proxy in front asks for it. */
  ZEGEL_TLS_PORT: Port.optional(),
  /** Whose `Client-Cert` header counts (RFC 9440): the addresses of the proxies that ask for certificates. Without it nobody's does. */
  ZEGEL_CLIENT_CERT_PROXIES: Proxies.optional(),
  ZEGEL_LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "silent"]).default("info"),
  /** The demonstration's first start fills the office with some 200 requests; the tests want an empty one. */
  ZEGEL_WORLD: z.enum(["busy-office", "quiet-office", "empty"]).default("busy-office"),
});

/** What production must be told; nothing that has no comment may be left out. */
const Production = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  ZEGEL_BASE_URL: z.url({ protocol: /^https$/ }),
  /** May be left out: then the authority publishes under the office's own name, over plain HTTP. Stands in every certificate, for as long as that lasts. */
  ZEGEL_PKI_URL: z.url({ protocol: /^http$/ }).optional(),
  ZEGEL_SESSION_SECRET: Secret,
  ZEGEL_LINK_SECRET: Secret,
  ZEGEL_IDENTIFICATION_SECRET: Secret,
  ZEGEL_FILES_SECRET: Secrets,
  ZEGEL_TOTP_SECRET: Secrets,
  /** May be left out: then users log in at the office's own address. */
  ZEGEL_LOGIN_URL: z.url({ protocol: /^https$/ }).optional(),
  ZEGEL_AUDIT_KEY_FILE: z.string().min(1),
  ZEGEL_CA_ROOT_FILE: z.string().min(1),
  ZEGEL_CA_CERT_FILE: z.string().min(1),
  /** May be left out, all four: then no test certificates are offered. */
  ZEGEL_TEST_CA_ROOT_FILE: z.string().min(1).optional(),
  ZEGEL_TEST_CA_CERT_FILE: z.string().min(1).optional(),
  ZEGEL_TEST_CA_KEY_FILE: z.string().min(1).optional(),
  ZEGEL_TEST_CA_PASSPHRASE: z.string().min(12).optional(),
  ZEGEL_PRINT_ROOM_KEY_FILE: z.string().min(1),
  ZEGEL_SMTP_URL: z.url({ protocol: /^smtps?$/ }),
  ZEGEL_MAIL_FROM: z.email(),
  /** May be left out: then e-mails that come back after they were taken are not known here. */
  ZEGEL_RETURNED_MAIL_TOKEN: Secret.optional(),
  /** May be left out: then nobody can ask for figures at `/metrics`. */
  ZEGEL_METRICS_TOKEN: Secret.optional(),
  ZEGEL_IDIN_URL: Url,
  ZEGEL_IDIN_TOKEN: z.string().min(8),
  ZEGEL_AMP_URL: Url,
  ZEGEL_AMP_TOKEN: z.string().min(8),
  ZEGEL_AMP_CALLBACK_SECRET: Secret,
  ZEGEL_KVK_URL: Url,
  ZEGEL_KVK_KEY: z.string().min(8),
  ZEGEL_VEKTIS_URL: Url,
  ZEGEL_VEKTIS_TOKEN: z.string().min(8),
  ZEGEL_OIDC_ISSUER: Issuer,
  ZEGEL_OIDC_CLIENT_ID: z.string().trim().min(1).max(255),
  ZEGEL_OIDC_CLIENT_SECRET: z.string().min(16),
  ZEGEL_OIDC_GROUPS_CLAIM: z.string().regex(/^\S{1,200}$/),
  ZEGEL_OIDC_ROLES: RolesByGroup,
  /** May be left out: what is asked for beside the groups is the same nearly everywhere. */
  ZEGEL_OIDC_SCOPE: z
    .string()
    .regex(/^[\x21-\x7e]+( [\x21-\x7e]+)*$/)
    .refine((scope) => scope.split(" ").includes("openid"))
    .default("openid profile email"),
});

/** The issuing key as a file that a passphrase opens. */
const KeyInFile = z.object({
  ZEGEL_CA_KEY_FILE: z.string().min(1),
  ZEGEL_CA_PASSPHRASE: z.string().min(12),
});

/** Or in a token (PKCS#11): then there is no such file, not even a forgotten one. */
const KeyInToken = z.object({
  ZEGEL_CA_PKCS11_MODULE: z.string().min(1),
  ZEGEL_CA_PKCS11_TOKEN: z.string().min(1).max(32),
  ZEGEL_CA_PKCS11_KEY: z.string().min(1),
  ZEGEL_CA_PKCS11_PIN: z.string().min(4),
  ZEGEL_CA_KEY_FILE: z.undefined().optional(),
});

export type Env = z.infer<typeof Common>;
export type ProductionEnv = z.infer<typeof Production> & (z.infer<typeof KeyInFile> | z.infer<typeof KeyInToken>);

/** The settings that every mode has. Throws `start.settings` that names each one that cannot be read; never its value. */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const parsed = Common.safeParse(withoutEmpty(source));
  if (!parsed.success) throw new Problem("start.settings", { names: namesIn(parsed.error) });
  return parsed.data;
}

/**
 * What production needs. Throws `start.production-missing` that names all that is missing or cannot be read, at once; `wrong` are those of them that are
 * set and have a sentence of their own about what they should look like.
 */
export function readProductionEnv(source: Record<string, string | undefined> = process.env): ProductionEnv {
  const given = withoutEmpty(source);
  const isInToken = Object.keys(given).some((name) => name.startsWith("ZEGEL_CA_PKCS11_"));
  const parsed = (isInToken ? Production.extend(KeyInToken.shape) : Production.extend(KeyInFile.shape)).safeParse(given);
  if (parsed.success) return parsed.data;
  const names = namesIn(parsed.error);
  const wrong = names.split(", ").filter((name) => (/^ZEGEL_(OIDC|PKI|LOGIN|CA_PKCS11)_/.test(name) || (isInToken && name === "ZEGEL_CA_KEY_FILE")) && given[name] !== undefined);
  throw new Problem("start.production-missing", { names, ...(wrong.length > 0 ? { wrong: wrong.join(", "), roles: StaffRole.options.join(", ") } : {}) });
}

/** What the command of the ceremony hands on: both passphrases and the token's PIN, which never stand on a command line, and the folder in which it was given. */
export function readCeremonyEnv(source: Record<string, string | undefined> = process.env): Record<"issuerPassphrase" | "rootPassphrase" | "pin" | "folder", string> {
  const secret = (name: string) => source[name] ?? "";
  return {
    issuerPassphrase: secret("ZEGEL_CA_PASSPHRASE"),
    rootPassphrase: secret("ZEGEL_CA_ROOT_PASSPHRASE"),
    pin: secret("ZEGEL_CA_PKCS11_PIN"),
    folder: source["ZEGEL_CEREMONY_FROM"] ?? process.cwd(),
  };
}

/** What a vendor's PKCS#11 module may read: it has variables of its own for where its device is. Ours are none of its business. */
export function readModuleEnv(source: Record<string, string | undefined> = process.env): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(source).filter(([name]) => !/^(ZEGEL_|PG|DATABASE_URL$|NODE_OPTIONS$)/.test(name))) as NodeJS.ProcessEnv;
}

function namesIn(error: z.ZodError): string {
  return [...new Set(error.issues.map((issue) => String(issue.path[0])))].sort().join(", ");
}

/** `NAME=` in a shell means "not set". */
function withoutEmpty(source: Record<string, string | undefined>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(source).filter(([, value]) => value !== "" && value !== undefined));
}
