import { and, asc, eq, isNull, not, notInArray, type SQL, sql } from "drizzle-orm";

import { letter } from "#db/schema/accounts.ts";
import { printRoomKey } from "#db/schema/print-room.ts";
import { staff } from "#db/schema/staff.ts";
import type { Db } from "#db/types.ts";
import { system, type StaffActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { closeWhenEmpty } from "#app/domain/accounts/letters.ts";
import { record } from "#app/domain/audit/record.ts";
import { eachAlone } from "#app/domain/jobs/each-alone.ts";
import { replaceLettersJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import { Problem } from "#app/domain/problem.ts";
import { maskSecrets } from "#app/domain/requests/form/mask.ts";

import { lockBatch } from "./batches.ts";
import { keyIsAtHand, makeAgain } from "./spoil.ts";

/** A key of the print room: since when, whether it is lost, and how many letters nobody has opened yet that only it opens. */
export type KeyLine = { id: string; since: Date; letters: number; lost: { at: Date; by: string; reason: string } | null };

/** The keys that there ever were, oldest first; a few in ten years. */
export async function listKeys(db: Db): Promise<KeyLine[]> {
  const rows = await db
    .select({
      key: printRoomKey,
      // The past of a demonstration is older than its key.
      since: sql<string>`least(${printRoomKey.takenIntoUseAt}, (select min(${letter.madeAt}) from ${letter} where ${letter.keyId} = ${printRoomKey.id}))`,
      lostBy: staff.name,
      letters: sql<number>`(select count(*)::int from ${letter} where ${letter.keyId} = ${printRoomKey.id} and ${isUnopened()})`,
    })
    .from(printRoomKey)
    .leftJoin(staff, eq(staff.id, printRoomKey.lostBy))
    .orderBy(asc(printRoomKey.takenIntoUseAt));
  return rows.map(({ key, since, lostBy, letters }) => ({
    id: key.id,
    since: new Date(since),
    letters,
    lost: key.lostAt && { at: key.lostAt, by: lostBy ?? "", reason: key.lostReason ?? "" },
  }));
}

/** One key; throws `print-room-key.unknown`. */
export async function getKey(db: Db, id: string): Promise<KeyLine> {
  const found = (await listKeys(db)).find((key) => key.id === id);
  if (!found) throw new Problem("print-room-key.unknown");
  return found;
}

/**
 * Says that a key is lost, with the reason: for good. The letters that only it opens are replaced from then on (`replaceLetters`). Not for the key
 * that letters are sealed for now, since the new letters would be lost too: first the new key, then the loss. Throws `print-room-key.in-use`,
 * `print-room-key.lost-already`, `print-room-key.unknown`, `request.reason-missing`.
 */
export async function declareKeyLost(office: Office, input: { keyId: string; inUse: string; reason: string; by: StaffActor; now: Date }): Promise<void> {
  const { keyId, by, now } = input;
  const reason = maskSecrets(input.reason.trim()).text;
  if (!reason) throw new Problem("request.reason-missing", { field: "reason" });
  if (keyId === input.inUse) throw new Problem("print-room-key.in-use");
  await office.db.transaction(async (tx) => {
    const [lost] = await tx
      .update(printRoomKey)
      .set({ lostAt: now, lostBy: by.id, lostReason: reason })
      .where(and(eq(printRoomKey.id, keyId), isNull(printRoomKey.lostAt)))
      .returning({ id: printRoomKey.id });
    if (!lost) {
      await getKey(tx, keyId);
      throw new Problem("print-room-key.lost-already");
    }
    const letters = await tx.$count(letter, and(eq(letter.keyId, keyId), isUnopened()));
    await record(tx, { now, actor: inTrail(by), act: "print-room-key.lost", subject: { kind: "print-room-key", id: keyId }, details: { reason, letters } });
    await office.queue.enqueue(tx, replaceLettersJob, { keyId }, { singletonKey: keyId });
  });
}

const PAGE = 100;

/**
 * Takes every letter that only a lost key opens out of the house as spoilt: its PIN is void, and a new one is made for the same person (P11); one without a PIN is written again. Each in a
 * transaction of its own, so that it may stop anywhere and begin again; a key that is not lost keeps its letters.
 */
export async function replaceLetters(office: Office, input: { keyId: string; now: Date }): Promise<void> {
  const { keyId, now } = input;
  const left = {
    page: (but: string[]) =>
      office.db
        .select({ id: letter.id, batch: letter.batch })
        .from(letter)
        .where(and(eq(letter.keyId, keyId), isUnopened(), not(keyIsAtHand()), notInArray(letter.id, but)))
        .orderBy(asc(letter.number))
        .limit(PAGE),
    id: ({ id }: { id: string }) => id,
    act: ({ id, batch }: { id: string; batch: number | null }) => office.db.transaction((tx) => replaceLetter(tx, office, { id, batch, now })),
  };
  while ((await eachAlone(left)) > 0);
}

/** The batch before its letters, as whoever opens or settles it locks them. A letter that was opened or batched meanwhile is left as it is. */
async function replaceLetter(tx: Db, office: Office, { id, batch, now }: { id: string; batch: number | null; now: Date }): Promise<void> {
  if (batch !== null) await lockBatch(tx, batch);
  const [spoilt] = await tx
    .update(letter)
    .set({ status: "spoilt", sealed: null, spoiltAt: now })
    .where(and(eq(letter.id, id), isUnopened(), sql`${letter.batch} is not distinct from ${batch}`))
    .returning({ requestId: letter.requestId, credentialId: letter.credentialId });
  if (!spoilt) return;
  const { requestId, credentialId } = spoilt;
  const by = system("lost-key");
  await record(tx, { now, actor: inTrail(by), act: "letter.spoilt", subject: { kind: "letter", id }, requestId, details: { why: "key-lost" } });
  await makeAgain(tx, office, { id, credentialId, requestId, by, now });
  if (batch !== null) await closeWhenEmpty(tx, batch, now);
}

/** The condition that nobody has opened a letter in the house: what was opened lies on paper, and its batch is settled without the key. */
function isUnopened(): SQL {
  return sql`(${letter.status} in ('waiting', 'in-batch') and ${letter.openedAt} is null)`;
}
