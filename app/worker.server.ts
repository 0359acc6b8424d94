import { randomInt } from "node:crypto";

import { forgetTries } from "#app/domain/access/tries.ts";
import { purgeUninstalled } from "#app/domain/accounts/purge.ts";
import { sealEvents } from "#app/domain/audit/seal.ts";
import { recoverCertificates } from "#app/domain/certificates/recover.ts";
import { sendMail } from "#app/domain/correspondence/send.ts";
import { tell } from "#app/domain/correspondence/tell.ts";
import { numberWasSent } from "#app/domain/effects/complete.ts";
import { fulfilRequest } from "#app/domain/effects/fulfil.ts";
import { makeNewPin } from "#app/domain/effects/new-pin.ts";
import { takeDecisionsIntoEffect } from "#app/domain/effects/take-effect.ts";
import { sweepIdentifications } from "#app/domain/identification/sweep.ts";
import { fulfilJob, newPinJob, sendMailJob, tellJob } from "#app/domain/jobs/list.ts";
import { createSweeps, type Sweeps } from "#app/domain/jobs/sweeps.ts";
import { currentRelease } from "#app/domain/definitions/store.ts";
import { releaseLateClaims } from "#app/domain/requests/claim.ts";
import { forgetDrafts } from "#app/domain/requests/draft.ts";
import { lapseUnconfirmed } from "#app/domain/requests/end.ts";
import { releasePolicies } from "#app/domain/requests/policy.ts";

import type { Composition } from "./composition.server.ts";

export type RunningWorker = { sweeps: Sweeps; stop(): Promise<void> };

/** Begins to do the office's work that nobody waits for at a page: the jobs that acts left behind, and what falls due by the office's clock. */
export async function startWorker(made: Composition): Promise<RunningWorker> {
  const { queue, office } = made;
  handleJobs(made);
  const sweeps = makeSweeps(made);
  await queue.start();
  sweeps.start();
  return {
    sweeps,
    stop: async () => {
      await sweeps.stop();
      await queue.stop();
      // Nothing stays without a seal on the way out.
      await sealEvents(office.db, { ...made.audit, headEverySeconds: 0 });
    },
  };
}

/** Says how each kind of job is done; before the queue starts. */
export function handleJobs(made: Composition): void {
  const { queue, clock } = made;
  queue.work(tellJob, (telling) => tell(made.telling, telling, clock.now()), { concurrency: 2 });
  queue.work(
    sendMailJob,
    ({ mailId }) =>
      sendMail(made.post, mailId, clock, async (tx, mail, now) => {
        // The template that carries the user number is what delivery waits for (R25).
        if (mail.userNumber && mail.requestId) await numberWasSent(tx, mail.requestId, now);
      }),
    { concurrency: 2 },
  );
  queue.work(fulfilJob, ({ requestId }) => fulfilRequest(made.fulfil, { requestId, now: clock.now() }));
  queue.work(newPinJob, ({ userNumber }) => makeNewPin(made.fulfil, { userNumber, now: clock.now() }));
}

/** All that falls due by the office's clock, in the order in which one thing follows from another. */
export function makeSweeps(made: Composition): Sweeps {
  const { clock, office, database } = made;
  /** A policy that is a list of days. */
  const days = async (key: string, now: Date): Promise<number[]> => {
    const value = (await releasePolicies(office.db, await currentRelease(office.db), { certificateKind: "personal" }, now))[key];
    return Array.isArray(value) ? value : [];
  };
  const sweeps = createSweeps({ database, clock: () => clock.now(), log: made.log });
  // First, so that a long sweep never keeps the seal waiting.
  sweeps.everyTick("audit", async () => void (await sealEvents(office.db, made.audit)));
  sweeps.everyTick("decisions", async (now) => void (await takeDecisionsIntoEffect(office, now)));
  sweeps.everyTick("late-claims", (now) => releaseLateClaims(office, now));
  sweeps.everyTick("unconfirmed", (now) => lapseUnconfirmed(office, now));
  sweeps.everyTick("drafts", (now) => forgetDrafts(office, now));
  sweeps.everyTick("identifications", async (now) => void (await sweepIdentifications(office, { now, reminderDays: await days("identification.reminderDays", now) })));
  sweeps.everyTick("certificates", async (now) => void (await recoverCertificates(office, office.authority, { now })));
  sweeps.everyTick("not-installed", async (now) => void (await purgeUninstalled(office, { now, reminderDays: await days("install.reminderDays", now) })));
  sweeps.everyTick("tries", async (now) => (randomInt(600) === 0 ? forgetTries(office.db, now) : undefined));
  return sweeps;
}
