import { eq } from "drizzle-orm";

import { mail } from "#db/schema/correspondence.ts";
import { AGB_ENTRIES, TRADE_ENTRIES } from "#db/worlds/registers.ts";
import type { Db } from "#db/types.ts";
import type { Composition } from "#app/composition.server.ts";
import { system } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { tell } from "#app/domain/correspondence/tell.ts";
import { numberWasSent } from "#app/domain/effects/complete.ts";
import { fulfilRequest } from "#app/domain/effects/fulfil.ts";
import { holdAccount } from "#app/domain/effects/hold.ts";
import { makeNewPin } from "#app/domain/effects/new-pin.ts";
import type { Job } from "#app/domain/jobs/define.ts";
import { fulfilJob, holdJob, newPinJob, sendMailJob, tellJob, type Telling } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import type { Registers } from "#app/domain/organisations/ports.ts";

type Left = { name: string; payload: unknown };

/**
 * The office as it works in a past that is told afterwards, in one transaction: the same verbs, but the work that an act leaves behind is done at
 * once, at that moment, and its e-mails count as sent without leaving. So a first start neither floods the mailbox nor leaves a thousand jobs.
 * E-mails are most of the work, so those from before `mailsFrom` are not made at all.
 */
export type PastOffice = { office: Office; finish(now: Date): Promise<void> };

export function openPastOffice(tx: Db, made: Composition, options: { mailsFrom: Date }): PastOffice {
  const left: Left[] = [];
  const queue: Office["queue"] = { enqueue: async (_tx, job, payload) => void left.push({ name: job.name, payload }) };
  const office = { db: alreadyInTransaction(tx), queue };
  const telling = { ...made.telling, ...office };
  const fulfil = { ...made.fulfil, ...office };

  async function work({ name, payload }: Left, now: Date): Promise<void> {
    const told = <T>(job: Job<T>): T => job.schema.parse(payload);
    if (name === tellJob.name) return now < options.mailsFrom ? tellNobody(office.db, told(tellJob), now) : tell(telling, told(tellJob), now);
    if (name === fulfilJob.name) return fulfilRequest(fulfil, { ...told(fulfilJob), now });
    if (name === holdJob.name) return holdAccount(office, { ...told(holdJob), now });
    if (name === newPinJob.name) return makeNewPin(fulfil, { ...told(newPinJob), now });
    if (name !== sendMailJob.name) throw new Error(`Nobody does the job "${name}" in the past.`);
    return countAsSent(office.db, told(sendMailJob).mailId, now);
  }

  return {
    office,
    finish: async (now) => {
      for (let next = left.shift(); next; next = left.shift()) await work(next, now);
    },
  };
}

/** An act's own transaction is part of the one that everything is told in: thousands of savepoints would take longer than the acts. */
function alreadyInTransaction(tx: Db): Db {
  const inside: Db = Object.create(tx, { transaction: { value: (work: (inner: Db) => Promise<unknown>) => work(inside) } });
  return inside;
}

/** Of what was told longer ago no e-mail is made, but that the number was sent is part of the request's own life (R25). */
async function tellNobody(tx: Db, { happening, requestId, userNumber }: Telling, now: Date): Promise<void> {
  if (happening === "request.fulfilled" && requestId) await numberWasSent(tx, { requestId, userNumber }, now);
}

/** What sending leaves behind, without sending. */
async function countAsSent(tx: Db, mailId: string, now: Date): Promise<void> {
  const [row] = await tx.update(mail).set({ status: "sent", sentAt: now }).where(eq(mail.id, mailId)).returning();
  if (!row) return;
  const { requestId, template, messageId, userNumber } = row;
  await record(tx, { now, actor: inTrail(system("mail")), act: "mail.sent", subject: { kind: "mail", id: mailId }, requestId, details: { template, messageId } });
  if (userNumber && requestId) await numberWasSent(tx, { requestId, userNumber }, now);
}

/** The registers as the simulated ones would answer; at a first start nobody serves those yet. */
export const pastRegisters: Registers = {
  agb: {
    find: async (code) => {
      const entry = AGB_ENTRIES.find((one) => one.code === code);
      return entry ? { ...entry, recognitions: entry.recognitions.map((recognition) => recognition.code), addresses: entry.address ? [entry.address] : [] } : null;
    },
  },
  trade: {
    find: async (kvkNumber) => {
      const entry = TRADE_ENTRIES.find((one) => one.kvkNumber === kvkNumber);
      return entry ? { kvkNumber, name: entry.name, legalForm: entry.legalForm, startsOn: entry.startsOn, endsOn: entry.endsOn, establishments: entry.establishments, addresses: [entry.address] } : null;
    },
  },
};
