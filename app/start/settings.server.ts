import { readFileSync } from "node:fs";

import type { Environment } from "#app/domain/definitions/schema/certificate-profile.ts";
import { Problem } from "#app/domain/problem.ts";
import type { Mode } from "#app/web/context.ts";
import type { ProductionEnv } from "#app/env.server.ts";

/** What the composition needs to know, whatever mode it came from. */
export type OfficeSettings = {
  mode: Mode;
  environment: Environment;
  /** The installation: where rules/, templates/ and db/migrations lie. */
  root: string;
  dataDir: string;
  baseUrl: string;
  logLevel: string;
  secrets: { session: readonly string[]; link: string; identification: string };
  authority: { rootCertPem: string; issuerCertPem: string; issuerKeyPem: string; passphrase: string };
  auditKeyPem: string | undefined;
  printRoomKey: Record<string, unknown>;
  smtp: { host: string; port: number; secure: boolean; requireTls?: boolean; auth?: { user: string; pass: string }; from: string };
  idin: { baseUrl: string; merchantToken: string; directoryCacheMs?: number };
  kvk: { baseUrl: string; apiKey: string };
  vektis: { baseUrl: string; token: string };
};

/** Production's settings out of its environment and the files that it names. Throws `start.file-unreadable` with the name of the setting. */
export function productionSettings(env: ProductionEnv, common: { root: string; dataDir: string; logLevel: string }): OfficeSettings {
  const file = (name: keyof ProductionEnv): string => {
    try {
      return readFileSync(env[name], "utf8");
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
    secrets: { session: env.ZEGEL_SESSION_SECRET.split(","), link: env.ZEGEL_LINK_SECRET, identification: env.ZEGEL_IDENTIFICATION_SECRET },
    authority: {
      rootCertPem: file("ZEGEL_CA_ROOT_FILE"),
      issuerCertPem: file("ZEGEL_CA_CERT_FILE"),
      issuerKeyPem: file("ZEGEL_CA_KEY_FILE"),
      passphrase: env.ZEGEL_CA_PASSPHRASE,
    },
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
    idin: { baseUrl: env.ZEGEL_IDIN_URL, merchantToken: env.ZEGEL_IDIN_TOKEN },
    kvk: { baseUrl: env.ZEGEL_KVK_URL, apiKey: env.ZEGEL_KVK_KEY },
    vektis: { baseUrl: env.ZEGEL_VEKTIS_URL, token: env.ZEGEL_VEKTIS_TOKEN },
  };
}
