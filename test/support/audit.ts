import { generateKeyPairSync } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { auditFolder } from "#app/domain/audit/key.ts";
import { sealEvents } from "#app/domain/audit/seal.ts";
import type { Database } from "#db/client.server.ts";
import { runSql } from "#db/types.ts";

import { verifyTrail } from "../../scripts/audit-verify.mjs";

/** An office's seal in a folder of its own: key, heads file, and the verifier over the same database. */
export function sealOf(database: Database) {
  const dataDir = mkdtempSync(join(tmpdir(), "zegel-audit-"));
  const pem = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const { key, headsFile } = auditFolder(dataDir, pem);
  return {
    key,
    headsFile,
    seal: (options: { headEverySeconds?: number; batchSize?: number } = {}) =>
      sealEvents(database.db, { key, headsFile, headEverySeconds: 0, ...options }),
    verify: (graceSeconds = 60) =>
      verifyTrail({
        query: (text, values) => runSql<Record<string, string | null>>(database.db, text, values),
        heads: existsSync(headsFile) ? readFileSync(headsFile, "utf8") : null,
        publicKeys: [key.publicPem],
        graceSeconds,
      }),
  };
}

/** Changes the database behind its own back, as who owns the server can: no trigger and no foreign key stands in the way. */
export async function tamper(database: Database, ...statements: string[]): Promise<void> {
  await database.db.transaction(async (tx) => {
    await runSql(tx, "select set_config('session_replication_role', 'replica', true)");
    for (const statement of statements) await runSql(tx, statement);
  });
}
