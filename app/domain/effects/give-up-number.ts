import { and, eq, exists, inArray, isNotNull, isNull, ne, notExists, or, type SQL } from "drizzle-orm";

import { account, certificate, credential } from "#db/schema/accounts.ts";
import { request } from "#db/schema/requests.ts";
import { undeliveredNumber } from "#db/schema/undelivered.ts";
import type { Db } from "#db/types.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import type { Office } from "#app/domain/office.ts";
import { Problem } from "#app/domain/problem.ts";
import { maskSecrets } from "#app/domain/requests/form/mask.ts";

import { numberWasSent } from "./complete.ts";
import { endWithAllThatHangsOnIt } from "./end-account.ts";

/** What giving a number up comes to. */
export type GivenUp = "account-ends" | "is-known" | "nothing";

/**
 * Sends a number that did not arrive no more, with the reason. Nobody can use an account whose number they do not have: one that a request made and waits to deliver ends with all that
 * hangs on it, and the request lapses, or goes on for the others that it is for; whoever asked is told. Where somebody has installed with the number it has reached them in another way,
 * and the request waits for it no more. A number that was only asked for again leaves its account as it is. Throws `undelivered.closed`, `request.note-missing`,
 * `account.being-installed`.
 */
export async function giveUpNumber(office: Office, input: { id: string; note: string; by: StaffActor; now: Date }): Promise<GivenUp> {
  const { id, by, now } = input;
  const note = maskSecrets(input.note.trim()).text;
  if (!note) throw new Problem("request.note-missing", { field: "note" });
  return office.db.transaction(async (tx) => {
    const [closed] = await tx
      .update(undeliveredNumber)
      .set({ outcome: "ended", note, closedBy: by.id, closedAt: now })
      .where(and(eq(undeliveredNumber.id, id), isNull(undeliveredNumber.closedAt)))
      .returning({ userNumber: undeliveredNumber.userNumber, requestId: undeliveredNumber.requestId });
    if (!closed) throw new Problem("undelivered.closed");
    const { userNumber, requestId } = closed;
    await record(tx, { now, actor: inTrail(by), act: "user-number.given-up", subject: { kind: "account", id: userNumber }, requestId, details: { note } });
    if (requestId === null) return "nothing";
    const ending = { userNumber, requestId, by, reason: "cessationOfOperation", why: "number-given-up", lapsesAs: "number-given-up", now } as const;
    const waits = isWaitedFor(tx, requestId);
    if (await endWithAllThatHangsOnIt(tx, office, { ...ending, when: and(waits, notExists(installationOf(tx))) })) return "account-ends";
    // Its account may have ended in another way: then the number is no more known than before, and nobody was served with it.
    const [known] = await tx.select({ userNumber: account.userNumber }).from(account).where(and(eq(account.userNumber, userNumber), waits, goesOn(), exists(installationOf(tx))));
    if (!known) return "nothing";
    await numberWasSent(tx, { requestId, userNumber }, now);
    return "is-known";
  });
}

/** What giving each of these numbers up would come to, for whoever decides. */
export async function whatGivingUpDoes(db: Db, lines: ReadonlyArray<{ userNumber: string; requestId: string | null }>): Promise<Map<string, GivenUp>> {
  const numbers = lines.map(({ userNumber }) => userNumber);
  const made = await db.select({ userNumber: account.userNumber, requestId: account.requestId }).from(account).innerJoin(request, eq(request.id, account.requestId)).where(and(inArray(account.userNumber, numbers), goesOn(), isWaiting()));
  const installed = await db.select({ userNumber: account.userNumber }).from(account).where(and(inArray(account.userNumber, numbers), exists(installationOf(db))));
  return new Map(
    lines.map(({ userNumber, requestId }): [string, GivenUp] => {
      if (!made.some((one) => one.userNumber === userNumber && one.requestId === requestId)) return [userNumber, "nothing"];
      return [userNumber, installed.some((one) => one.userNumber === userNumber) ? "is-known" : "account-ends"];
    }),
  );
}

/** The condition that a request still waits to deliver an account that it made. */
function isWaitedFor(tx: Db, requestId: string): SQL | undefined {
  return and(eq(account.requestId, requestId), exists(tx.select({ id: request.id }).from(request).where(and(eq(request.id, requestId), isWaiting()))));
}

function isWaiting(): SQL | undefined {
  return and(eq(request.status, "fulfilling"), isNotNull(request.fulfilledAt), request.deliveryRequired, request.numberRequired);
}

function goesOn(): SQL {
  return ne(account.status, "ended");
}

/** What only somebody who has number and PIN could have done. */
function installationOf(db: Db) {
  const certified = db.select({ serial: certificate.serial }).from(certificate).where(eq(certificate.userNumber, account.userNumber));
  return db.select({ id: credential.id }).from(credential).where(and(eq(credential.userNumber, account.userNumber), or(isNotNull(credential.installedAt), exists(certified))));
}
