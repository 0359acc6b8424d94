import { z } from "zod";

import { Problem } from "#app/domain/problem.ts";

const Port = z.coerce.number().int().min(0).max(65_535);
const Url = z.url({ protocol: /^https?$/ });
const Secret = z.string().min(32);

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
  ZEGEL_LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "silent"]).default("info"),
  /** The demonstration's first start fills the office with some 200 requests; the tests want an empty one. */
  ZEGEL_WORLD: z.enum(["busy-office", "quiet-office", "empty"]).default("busy-office"),
});

/** What production must be told; nothing of it has a default. */
const Production = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  ZEGEL_BASE_URL: z.url({ protocol: /^https$/ }),
  ZEGEL_SESSION_SECRET: Secret,
  ZEGEL_LINK_SECRET: Secret,
  ZEGEL_IDENTIFICATION_SECRET: Secret,
  ZEGEL_AUDIT_KEY_FILE: z.string().min(1),
  ZEGEL_CA_ROOT_FILE: z.string().min(1),
  ZEGEL_CA_CERT_FILE: z.string().min(1),
  ZEGEL_CA_KEY_FILE: z.string().min(1),
  ZEGEL_CA_PASSPHRASE: z.string().min(12),
  ZEGEL_PRINT_ROOM_KEY_FILE: z.string().min(1),
  ZEGEL_SMTP_URL: z.url({ protocol: /^smtps?$/ }),
  ZEGEL_MAIL_FROM: z.email(),
  ZEGEL_IDIN_URL: Url,
  ZEGEL_IDIN_TOKEN: z.string().min(8),
  ZEGEL_KVK_URL: Url,
  ZEGEL_KVK_KEY: z.string().min(8),
  ZEGEL_VEKTIS_URL: Url,
  ZEGEL_VEKTIS_TOKEN: z.string().min(8),
  ZEGEL_OIDC_ISSUER: z.url({ protocol: /^https$/ }),
});

export type Env = z.infer<typeof Common>;
export type ProductionEnv = z.infer<typeof Production>;

/** The settings that every mode has. Throws `start.settings` that names each one that cannot be read; never its value. */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const parsed = Common.safeParse(withoutEmpty(source));
  if (!parsed.success) throw new Problem("start.settings", { names: namesIn(parsed.error) });
  return parsed.data;
}

/** What production needs, and the names of what is missing or cannot be read: all of them at once. */
export function readProductionEnv(source: Record<string, string | undefined> = process.env): { env: ProductionEnv | null; missing: string[] } {
  const parsed = Production.safeParse(withoutEmpty(source));
  return parsed.success ? { env: parsed.data, missing: [] } : { env: null, missing: namesIn(parsed.error).split(", ") };
}

function namesIn(error: z.ZodError): string {
  return [...new Set(error.issues.map((issue) => String(issue.path[0])))].sort().join(", ");
}

/** `NAME=` in a shell means "not set". */
function withoutEmpty(source: Record<string, string | undefined>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(source).filter(([, value]) => value !== "" && value !== undefined));
}
