import { AGB_ENTRIES, TRADE_ENTRIES } from "#db/worlds/cast.ts";
import type { Db } from "#db/types.ts";
import type { Composition } from "#app/composition.server.ts";
import { sendMail } from "#app/domain/correspondence/send.ts";
import { tell } from "#app/domain/correspondence/tell.ts";
import { numberWasSent } from "#app/domain/effects/complete.ts";
import { fulfilRequest } from "#app/domain/effects/fulfil.ts";
import { makeNewPin } from "#app/domain/effects/new-pin.ts";
import type { Job } from "#app/domain/jobs/define.ts";
import { fulfilJob, newPinJob, sendMailJob, tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import type { Registers } from "#app/domain/organisations/ports.ts";

type Left = { name: string; payload: unknown };

/**
 * The office as it works in a past that is told afterwards, in one transaction: the same verbs, but the work that an act leaves behind is done at
 * once, at that moment, and its e-mails count as sent without leaving. So a first start neither floods the mailbox nor leaves a thousand jobs.
 */
export type PastOffice = { office: Office; finish(now: Date): Promise<void> };

export function openPastOffice(tx: Db, made: Composition): PastOffice {
  const left: Left[] = [];
  const queue: Office["queue"] = { enqueue: async (_tx, job, payload) => void left.push({ name: job.name, payload }) };
  const office = { db: tx, queue };
  const telling = { ...made.telling, ...office };
  const fulfil = { ...made.fulfil, ...office };
  const post = { ...made.post, db: tx, mailer: { send: async () => undefined } };

  async function work({ name, payload }: Left, now: Date): Promise<void> {
    const told = <T>(job: Job<T>): T => job.schema.parse(payload);
    if (name === tellJob.name) return tell(telling, told(tellJob), now);
    if (name === fulfilJob.name) return fulfilRequest(fulfil, { ...told(fulfilJob), now });
    if (name === newPinJob.name) return makeNewPin(fulfil, { ...told(newPinJob), now });
    if (name !== sendMailJob.name) throw new Error(`Nobody does the job "${name}" in the past.`);
    return sendMail(post, told(sendMailJob).mailId, { now: () => now }, async (inner, mail) => {
      if (mail.userNumber && mail.requestId) await numberWasSent(inner, mail.requestId, now);
    });
  }

  return {
    office,
    finish: async (now) => {
      for (let next = left.shift(); next; next = left.shift()) await work(next, now);
    },
  };
}

/** The registers as the simulated ones would answer; at a first start nobody serves those yet. */
export const pastRegisters: Registers = {
  agb: {
    find: async (code) => {
      const entry = AGB_ENTRIES.find((one) => one.code === code);
      return entry ? { ...entry, recognitions: entry.recognitions.map((recognition) => recognition.code) } : null;
    },
  },
  trade: {
    find: async (kvkNumber) => {
      const entry = TRADE_ENTRIES.find((one) => one.kvkNumber === kvkNumber);
      return entry ? { kvkNumber, name: entry.name, legalForm: entry.legalForm, startsOn: entry.startsOn, endsOn: entry.endsOn, establishments: entry.establishments } : null;
    },
  },
};
