import { randomInt } from "node:crypto";

import { forgetSessions } from "#app/domain/access/sessions.ts";
import { forgetTries } from "#app/domain/access/tries.ts";
import { purgeUninstalled } from "#app/domain/accounts/purge.ts";
import { sealEvents } from "#app/domain/audit/seal.ts";
import { authoritiesOf } from "#app/domain/certificates/authorities.ts";
import { publishCrl } from "#app/domain/certificates/publish-crl.ts";
import { recheckInTurn } from "#app/domain/certificates/recheck.ts";
import { recoverCertificates } from "#app/domain/certificates/recover.ts";
import { endReissues, remindOfReissues } from "#app/domain/certificates/reissue-due.ts";
import { remindOfExpiry } from "#app/domain/certificates/remind.ts";
import { sendMail } from "#app/domain/correspondence/send.ts";
import { alertStaff, sendDigests } from "#app/domain/correspondence/staff-mail.ts";
import { tell } from "#app/domain/correspondence/tell.ts";
import { carryOutMoves } from "#app/domain/customers/moves/carry-out.ts";
import { keepFigures } from "#app/domain/dashboards/flow/keep.ts";
import { mailFigures, sendWeekly } from "#app/domain/dashboards/weekly/send.ts";
import { lastHour } from "#app/domain/deadlines/calendar.ts";
import { numberPolicy } from "#app/domain/decisions/policies.ts";
import { numberWasSent } from "#app/domain/effects/complete.ts";
import { endWhatDelivers } from "#app/domain/effects/end-account.ts";
import { carryOutWhatIsDue } from "#app/domain/effects/carry-out.ts";
import { endOnEndDates, warnOfEndDates } from "#app/domain/effects/end-dates.ts";
import { fulfilRequest } from "#app/domain/effects/fulfil.ts";
import { holdAccount } from "#app/domain/effects/hold.ts";
import { makeNewPin } from "#app/domain/effects/new-pin.ts";
import { replaceSentLetter } from "#app/domain/effects/send-letter.ts";
import { takeDecisionsIntoEffect } from "#app/domain/effects/take-effect.ts";
import { sweepOrders } from "#app/domain/identification/appointment.ts";
import { attendToOrder } from "#app/domain/identification/attend.ts";
import { sweepIdentifications } from "#app/domain/identification/sweep.ts";
import { destroyOldCopies } from "#app/domain/intake/copies.ts";
import { replaceLetters } from "#app/domain/print-room/keys.ts";
import { alertStaffJob, backtestJob, bulkJob, checkRegistersJob, fulfilJob, holdJob, letterAgainJob, mailFiguresJob, newPinJob, orderJob, recountTermsJob, replaceLettersJob, sendMailJob, tellJob } from "#app/domain/jobs/list.ts";
import { createSweeps, type Sweeps } from "#app/domain/jobs/sweeps.ts";
import { verifyInTurn } from "#app/domain/jobs/verification.ts";
import { forgetLogins } from "#app/domain/login/seen.ts";
import { forgetUserSessions } from "#app/domain/login/sessions.ts";
import { runBacktest } from "#app/domain/definitions/backtest/run.ts";
import { currentRelease } from "#app/domain/definitions/store.ts";
import { blockWhatEnded } from "#app/domain/registers/endings.ts";
import { checkRegisters, walkRegisters } from "#app/domain/registers/walk.ts";
import { sweepWaiting } from "#app/domain/requests/ask.ts";
import { runBulk } from "#app/domain/requests/bulk/run.ts";
import { releaseLateClaims } from "#app/domain/requests/claim.ts";
import { forgetDrafts } from "#app/domain/requests/draft.ts";
import { lapseUnconfirmed } from "#app/domain/requests/end.ts";
import { releasePolicies } from "#app/domain/requests/policy.ts";
import { publishChangesOfToday } from "#app/domain/requests/publish-change.ts";
import { recountTerms } from "#app/domain/requests/recount.ts";
import { watchDeadlines } from "#app/domain/requests/watch-deadlines.ts";
import { clearInTurn } from "#app/domain/retention/run.ts";

import type { Composition } from "./composition.server.ts";
import { makeTrailVerifier } from "./start/verifier.server.ts";

/** When the nightly work begins, by the clock of Amsterdam. */
const NIGHT_HOUR = 2;
/** After the night, so that whoever is warned of an ending can call the same day. */
const MORNING_HOUR = 6;

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
        if (mail.userNumber && mail.requestId) await numberWasSent(tx, { requestId: mail.requestId, userNumber: mail.userNumber }, now);
      }),
    { concurrency: 2 },
  );
  queue.work(fulfilJob, ({ requestId }) => fulfilRequest(made.fulfil, { requestId, now: clock.now() }));
  queue.work(holdJob, ({ requestId }) => holdAccount(made.office, { requestId, now: clock.now() }));
  queue.work(replaceLettersJob, ({ keyId }) => replaceLetters(made.office, { keyId, now: clock.now() }));
  queue.work(bulkJob, (next) => runBulk(made.office, next, clock));
  queue.work(backtestJob, (next) => runBacktest({ ...made.office, judging: made.judging }, next, clock));
  queue.work(alertStaffJob, (alert) => alertStaff(made.telling, alert, clock.now()));
  queue.work(recountTermsJob, () => recountTerms(made.office, { now: clock.now() }));
  const means = { courier: made.office.courier, secret: made.office.secrets.identification };
  queue.work(orderJob, ({ orderId }) => attendToOrder(made.office, means, { orderId, now: clock.now() }), { concurrency: 2 });
  queue.work(checkRegistersJob, () => checkRegisters(made.office, clock.now()));
  queue.work(letterAgainJob, ({ letterId }) => replaceSentLetter(made.fulfil, { letterId, now: clock.now() }));
  queue.work(mailFiguresJob, (told) => mailFigures(made.weekly, told, clock.now()));
  queue.work(newPinJob, ({ userNumber }) => makeNewPin(made.fulfil, { userNumber, now: clock.now() }));
}

/** At one time: an office that has its whole past to count does so beside its other work. */
const BATCHES_OF_FIGURES = 5;

/** All that falls due by the office's clock, in the order in which one thing follows from another. */
export function makeSweeps(made: Composition): Sweeps {
  const { clock, office, database } = made;
  /** A policy that is a list of days. */
  const days = async (key: string, now: Date): Promise<number[]> => {
    const value = (await releasePolicies(office.db, await currentRelease(office.db), { certificateKind: "personal" }, now))[key];
    return Array.isArray(value) ? value : [];
  };
  const verifier = makeTrailVerifier(office.db, made.audit);
  const sweeps = createSweeps({ database, clock: () => clock.now(), log: made.log, keepUp: made.keepUp });
  // First, so that a long sweep never keeps the seal waiting.
  sweeps.everyTick("audit", async () => void (await sealEvents(office.db, made.audit)));
  sweeps.everyTick("figures", async (now) => void (await keepFigures(office.db, { now, most: BATCHES_OF_FIGURES })));
  sweeps.everyTick("decisions", async (now) => void (await takeDecisionsIntoEffect(office, now)));
  sweeps.everyTick("carry-out", (now) => carryOutWhatIsDue(office, now));
  sweeps.everyTick("definitions", (now) => publishChangesOfToday(office, { texts: office.texts, now }));
  sweeps.everyTick("late-claims", (now) => releaseLateClaims(office, now));
  sweeps.everyTick("waiting", async (now) => void (await sweepWaiting(office, { now, reminderDays: await days("wait.reminderDays", now) })));
  sweeps.everyTick("deadlines", (now) => watchDeadlines(office, { now }));
  sweeps.everyTick("digests", (now) => sendDigests(made.telling, now));
  sweeps.everyTick("weekly-figures", (now) => sendWeekly(made.weekly, now));
  sweeps.everyTick("unconfirmed", (now) => lapseUnconfirmed(office, now));
  sweeps.everyTick("drafts", (now) => forgetDrafts(office, now));
  sweeps.everyTick("identifications", async (now) => void (await sweepIdentifications(office, { now, reminderDays: await days("identification.reminderDays", now) })));
  sweeps.everyTick("appointments", async (now) => void (await sweepOrders(office, now)));
  sweeps.everyTick("id-copies", async (now) => {
    const policy = (await releasePolicies(office.db, await currentRelease(office.db), {}, now))["intake.idCopyDays"];
    await destroyOldCopies(office, { now, days: typeof policy === "number" ? policy : 0 });
  });
  // Each authority by itself: what stands in the way of the one does not keep the other waiting.
  for (const authority of authoritiesOf(office)) {
    const which = authority === office.authority ? "" : "-of-tests";
    sweeps.everyTick(`certificates${which}`, async (now) => void (await recoverCertificates(office, authority, { now })));
    sweeps.everyTick(`crl${which}`, async (now) => void (await publishCrl(office, authority, { now })));
  }
  sweeps.everyTick("not-installed", async (now) => void (await purgeUninstalled(office, { now, reminderDays: await days("install.reminderDays", now) }, (tx, of) => endWhatDelivers(tx, office, of))));
  sweeps.everyTick("expiring", async (now) => void (await remindOfExpiry(office, { now, days: await days("renew.reminderDays", now) })));
  sweeps.everyTick("reissues", async (now) => {
    await endReissues(office, now);
    await remindOfReissues(office, { now, days: await days("reissue.reminderDays", now) });
  });
  // The end first: whoever had no warning before the clock jumped is not warned of what has been.
  sweeps.everyTick("end-dates", async (now) => void (await endOnEndDates(office, { now })));
  sweeps.everyTick("end-warnings", async (now) => {
    const policies = await releasePolicies(office.db, await currentRelease(office.db), {}, now);
    await warnOfEndDates(office, { since: lastHour(now, MORNING_HOUR), days: numberPolicy(policies, "account.endWarnDays"), now });
  });
  sweeps.everyTick("moves", async (now) => void (await carryOutMoves(office, now)));
  sweeps.everyTick("registers", (now) => walkRegisters(office, { now, dueSince: lastHour(now, MORNING_HOUR) }));
  sweeps.everyTick("ended-registrations", async (now) => void (await blockWhatEnded(office, now)));
  sweeps.everyTick("verification", (now) => verifyInTurn(office.db, verifier, { now, dueSince: lastHour(now, NIGHT_HOUR) }));
  sweeps.everyTick("recheck", (now) => recheckInTurn(office.db, made.inspector, { now, dueSince: lastHour(now, NIGHT_HOUR) }));
  sweeps.everyTick("retention", (now) => clearInTurn(office, { now, dueSince: lastHour(now, NIGHT_HOUR) }));
  sweeps.everyTick("tries", async (now) => (randomInt(600) === 0 ? forgetTries(office.db, now) : undefined));
  sweeps.everyTick("sessions", async (now) => (randomInt(600) === 0 ? forgetSessions(office.db, now) : undefined));
  sweeps.everyTick("logins", async (now) => {
    if (randomInt(600) !== 0) return;
    await forgetUserSessions(office.db, now);
    const policies = await releasePolicies(office.db, await currentRelease(office.db), {}, now);
    await forgetLogins(office.db, { now, days: numberPolicy(policies, "login.logDays") });
  });
  return sweeps;
}
