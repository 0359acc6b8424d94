import { sql } from "drizzle-orm";

import { LOCKS } from "#db/locks.ts";
import type { Db } from "#db/types.ts";
import { readDefinitionFiles, readScreenTexts } from "#app/adapters/files/definitions.ts";
import { openAuthority } from "#app/adapters/forge/index.ts";
import { makeLetterSeal } from "#app/adapters/seal/letter-seal.ts";
import { systemClock } from "#app/adapters/clock/clock.ts";
import { takeIntoUse, type AuthorityAtWork } from "#app/domain/certificates/authorities.ts";
import type { LetterSeal } from "#app/domain/correspondence/ports.ts";
import { takeKeyIntoUse } from "#app/domain/correspondence/sealing-keys.ts";
import { loadDefinitions } from "#app/domain/definitions/load.ts";
import type { DemonstrationKeys } from "#app/start/demonstration.server.ts";
import { furnishFirstDay } from "#app/start/furnish.server.ts";

/** Opens a demonstration on a day of the past: its rules are published, its keys in use, its staff and the practices of the cast there. The next ordinary start finds it so. */
export async function openFirstDay(db: Db, { root, keys, begins }: { root: string; keys: DemonstrationKeys; begins: Date }): Promise<{ authority: AuthorityAtWork; seal: LetterSeal }> {
  await loadDefinitions(db, readDefinitionFiles(root), readScreenTexts(root), begins);
  const opening = { passphrase: keys.secrets.authority, publicBaseUrl: "http://localhost:3000", clock: systemClock };
  const authority = openAuthority({ ...keys.authority, ...opening });
  await takeIntoUse(db, { authority, testAuthority: openAuthority({ ...keys.testAuthority, ...opening }) }, begins);
  const seal = await makeLetterSeal(keys.printRoom.publicJwk as Record<string, unknown>);
  await takeKeyIntoUse(db, { keyId: seal.keyId, now: begins });
  await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${LOCKS.space}, ${LOCKS.furnishing})`);
    await furnishFirstDay(tx, begins);
  });
  return { authority, seal };
}
