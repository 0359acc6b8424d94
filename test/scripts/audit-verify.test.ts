import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect, it } from "vitest";

import { auditFolder } from "#app/domain/audit/key.ts";
import { record } from "#app/domain/audit/record.ts";
import { sealEvents } from "#app/domain/audit/seal.ts";
import { openDatabase } from "#db/client.server.ts";
import { lockDataFolder } from "#db/lock.server.ts";
import { migrateDatabase } from "#db/migrate.server.ts";
import { tamper } from "#test/support/audit.ts";
import { MIGRATIONS } from "#test/support/database.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

function verify(dataDir: string): { status: number | null; said: string } {
  const env = { ...process.env, DATABASE_URL: "", ZEGEL_DATA: dataDir };
  const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/audit-verify.mjs"], { cwd: root, env, encoding: "utf8" });
  return { status, said: stdout + stderr };
}

it("audit:verify looks at the data folder without the application: nothing there, in use, sound, damaged", { timeout: 180_000 }, async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "zegel-verify-"));
  expect(verify(dataDir)).toMatchObject({ status: 2, said: expect.stringContaining("There is no database") });

  const folder = { dataDir: join(dataDir, "database") };
  const database = await openDatabase(folder);
  await migrateDatabase(database, MIGRATIONS);
  for (let id = 1; id <= 3; id += 1) {
    const now = new Date("2026-03-02T09:00:00Z");
    await database.db.transaction((tx) => record(tx, { now, actor: { kind: "system", id: "start" }, act: "request.noted", subject: { kind: "test", id } }));
  }
  await sealEvents(database.db, auditFolder(dataDir));
  await database.close();

  const release = await lockDataFolder(dataDir);
  expect(verify(dataDir)).toMatchObject({ status: 2, said: expect.stringContaining("stop it first") });
  await release();
  const sound = verify(dataDir);
  expect(sound.said).toContain("3 events verified, 3 seals, 2 signed heads");
  expect(sound.status).toBe(0);

  const again = await openDatabase(folder);
  await tamper(again, "update audit_event set act = 'test.unmade' where subject_id = '2'");
  await again.close();
  expect(verify(dataDir)).toMatchObject({ status: 1, said: expect.stringContaining("DAMAGE (event-changed): The event at seal 2") });
});
