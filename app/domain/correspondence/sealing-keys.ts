import { eq } from "drizzle-orm";

import { printRoomKey } from "#db/schema/print-room.ts";
import type { Db } from "#db/types.ts";
import { system } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { Problem } from "#app/domain/problem.ts";

import { keyMark } from "./key-mark.ts";

/**
 * Notes that letters are sealed for this key from now on, at each start; the first time it stands in the trail. So another public key in the
 * settings is all that a rotation takes (D6). Throws `start.print-room-key-lost`: nobody could open what is sealed for it.
 */
export async function takeKeyIntoUse(db: Db, input: { keyId: string; now: Date }): Promise<void> {
  const { keyId, now } = input;
  await db.transaction(async (tx) => {
    const [taken] = await tx.insert(printRoomKey).values({ id: keyId, takenIntoUseAt: now }).onConflictDoNothing().returning({ id: printRoomKey.id });
    if (taken) {
      await record(tx, { now, actor: inTrail(system("start")), act: "print-room-key.taken-into-use", subject: { kind: "print-room-key", id: keyId } });
      return;
    }
    const [known] = await tx.select({ lostAt: printRoomKey.lostAt }).from(printRoomKey).where(eq(printRoomKey.id, keyId));
    if (known?.lostAt) throw new Problem("start.print-room-key-lost", { key: keyMark(keyId) });
  });
}

/**
 * The key is not lost, and is not declared so before the transaction ends: a process that was not started anew yet seals nothing for a key that
 * its colleagues know to be lost. Throws `print-room-key.lost`.
 */
export async function refuseLostKey(tx: Db, keyId: string): Promise<void> {
  const [key] = await tx.select({ lostAt: printRoomKey.lostAt }).from(printRoomKey).where(eq(printRoomKey.id, keyId)).for("share");
  if (key?.lostAt) throw new Problem("print-room-key.lost", { key: keyMark(keyId) });
}
