import { and, asc, eq, isNull, ne } from "drizzle-orm";

import { account } from "#db/schema/accounts.ts";
import { mail } from "#db/schema/correspondence.ts";
import { enterprise } from "#db/schema/organisations.ts";
import { staff } from "#db/schema/staff.ts";
import { undeliveredNumber } from "#db/schema/undelivered.ts";
import type { Db } from "#db/types.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { daysLater } from "#app/domain/deadlines/clock.ts";
import { tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import type { Holder } from "#app/domain/organisations/roles.ts";
import { fullName } from "#app/domain/people.ts";
import { Problem } from "#app/domain/problem.ts";
import { maskSecrets } from "#app/domain/requests/form/mask.ts";
import { listPresentHolders } from "#app/domain/requests/holders.ts";
import { requestPolicy } from "#app/domain/requests/policy.ts";

/** Where a number that did not arrive may go: to a registered address only, never to one that somebody reads out over the phone. */
export type NumberAddress = {
  holderId: string;
  role: "main-contact" | "signatory";
  name: string;
  email: string;
  /** The address at which it did not arrive. */
  isTheSame: boolean;
  /** A colleague has to agree: it is of the other role, or it was changed of late (D15). */
  needsSecond: boolean;
};

export type UndeliveredLine = {
  id: string;
  userNumber: string;
  user: string;
  practice: string;
  agbCode: string;
  requestId: string | null;
  recipient: string;
  cause: "refused" | "returned";
  statusCode: string | null;
  foundAt: Date;
  addresses: NumberAddress[];
  proposal: { by: string; byId: string; at: Date; holderId: string; address: string; note: string } | null;
};

const MOST_SHOWN = 100;
/** Where no request says how long a change counts as of late, the policy's usual thirty days. */
const CHANGED_DAYS = 30;

/** The user numbers that did not arrive and that nobody has dealt with, oldest first, at most 100. Where the account has ended, there is nothing to deal with. */
export async function listUndelivered(db: Db, now: Date): Promise<UndeliveredLine[]> {
  const rows = await db
    .select({ stuck: undeliveredNumber, mail, account, party: enterprise, proposer: staff.name })
    .from(undeliveredNumber)
    .innerJoin(mail, eq(mail.id, undeliveredNumber.mailId))
    .innerJoin(account, eq(account.userNumber, undeliveredNumber.userNumber))
    .innerJoin(enterprise, eq(enterprise.id, account.enterpriseId))
    .leftJoin(staff, eq(staff.id, undeliveredNumber.proposedBy))
    .where(and(isNull(undeliveredNumber.closedAt), ne(account.status, "ended")))
    .orderBy(asc(undeliveredNumber.foundAt), asc(undeliveredNumber.id))
    .limit(MOST_SHOWN);
  return Promise.all(
    rows.map(async ({ stuck, mail: sent, account: of, party, proposer }) => ({
      id: stuck.id,
      userNumber: of.userNumber,
      user: fullName(of),
      practice: party.name,
      agbCode: of.agbCode,
      requestId: stuck.requestId,
      recipient: sent.recipient,
      cause: stuck.cause,
      statusCode: stuck.statusCode,
      foundAt: stuck.foundAt,
      addresses: await addressesOf(db, { account: of, recipient: sent.recipient, requestId: stuck.requestId, now }),
      proposal:
        stuck.proposedBy && stuck.proposedAt && stuck.holderId && stuck.address
          ? { by: proposer ?? "", byId: stuck.proposedBy, at: stuck.proposedAt, holderId: stuck.holderId, address: stuck.address, note: stuck.note ?? "" }
          : null,
    })),
  );
}

/**
 * Sends a number that did not arrive once more, to an address that is registered *now*: the main contact's (again, or after it was changed by a request of
 * its own), or the signatory's. To the other role, and to an address that was changed of late, only when a second person agrees (D15): the first call is
 * then a proposal. What is not sent again is given up (`giveUpNumber`). Throws `undelivered.closed`, `undelivered.address-unknown`, `access.own-act`,
 * `request.note-missing`, `account.not-active`.
 */
export async function closeUndelivered(
  office: Office,
  input: { id: string; to: string; note: string; by: StaffActor; now: Date },
): Promise<{ state: "proposed" | "sent-again" }> {
  const { id, to, by, now } = input;
  const note = maskSecrets(input.note.trim()).text;
  if (!note) throw new Problem("request.note-missing", { field: "note" });
  return office.db.transaction(async (tx) => {
    const [found] = await tx
      .select({ stuck: undeliveredNumber, mail, account })
      .from(undeliveredNumber)
      .innerJoin(mail, eq(mail.id, undeliveredNumber.mailId))
      .innerJoin(account, eq(account.userNumber, undeliveredNumber.userNumber))
      .where(and(eq(undeliveredNumber.id, id), isNull(undeliveredNumber.closedAt)))
      .for("update", { of: undeliveredNumber });
    if (!found) throw new Problem("undelivered.closed");
    const { stuck, account: of } = found;
    const trail = { now, actor: inTrail(by), requestId: stuck.requestId, subject: { kind: "account", id: of.userNumber }, details: { note } };
    const mine = eq(undeliveredNumber.id, id);
    if (of.status !== "active") throw new Problem("account.not-active");
    const addresses = await addressesOf(tx, { account: of, recipient: found.mail.recipient, requestId: stuck.requestId, now });
    const chosen = addresses.find(({ holderId }) => holderId === to);
    if (!chosen) throw new Problem("undelivered.address-unknown", { field: "to" });
    // What a colleague agrees with is what was proposed: another person, or another address meanwhile, is a new proposal.
    const isProposed = stuck.holderId === chosen.holderId && stuck.address === chosen.email;
    if (chosen.needsSecond && !isProposed) {
      await tx.update(undeliveredNumber).set({ proposedBy: by.id, proposedAt: now, holderId: chosen.holderId, address: chosen.email, note }).where(mine);
      await record(tx, { ...trail, act: "user-number.address-proposed" });
      return { state: "proposed" };
    }
    if (chosen.needsSecond && stuck.proposedBy === by.id) throw new Problem("access.own-act");
    const first = chosen.needsSecond ? {} : { proposedBy: null, proposedAt: null };
    await tx.update(undeliveredNumber).set({ ...first, outcome: "sent-again", holderId: chosen.holderId, address: chosen.email, note, closedBy: by.id, closedAt: now }).where(mine);
    await record(tx, { ...trail, act: "user-number.sent-again" });
    await office.queue.enqueue(tx, tellJob, { happening: "number.sent-again", userNumber: of.userNumber, about: id, ...(stuck.requestId && { requestId: stuck.requestId }) });
    return { state: "sent-again" };
  });
}

async function addressesOf(db: Db, of: { account: typeof account.$inferSelect; recipient: string; requestId: string | null; now: Date }): Promise<NumberAddress[]> {
  const { account: user, recipient, requestId, now } = of;
  const days = requestId ? await requestPolicy(db, requestId, "secondCheck.changedDays", now) : CHANGED_DAYS;
  const holders = await listPresentHolders(db, user.enterpriseId, user.agbCode);
  const isOfLate = (instant: Date | null) => instant !== null && daysLater(instant, days) > now;
  return holders.flatMap((holder: Holder) =>
    holder.role === "main-contact" || holder.role === "signatory"
      ? [
          {
            holderId: holder.id,
            role: holder.role,
            name: fullName(holder),
            email: holder.email,
            isTheSame: holder.email.toLowerCase() === recipient.toLowerCase(),
            needsSecond: holder.role === "signatory" || isOfLate(holder.emailChangedAt) || isOfLate(holder.appointedAt),
          },
        ]
      : [],
  );
}
