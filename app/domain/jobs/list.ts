import { z } from "zod";

import { defineJob } from "./define.ts";

/** What can happen that somebody is told of by e-mail; who is told, and with which template, the request type declares. */
export const HAPPENINGS = [
  "draft.saved",
  "request.submitted",
  "request.confirmed",
  "copy.unmasked",
  "request.asked",
  "request.asked-reminder",
  "request.answered-by-phone",
  "request.approved",
  "request.rejected",
  "request.cancelled",
  "request.lapsed",
  "request.joined",
  "request.fulfilled",
  "number.asked",
  "number.sent-again",
  "tasks.done",
  "addendum.asked",
  "identification.invited",
  "identification.reminder",
  "identification.denied",
  "identification.renewed",
  "letter.posted",
  "letters.posted",
  "delivery.lapsed",
  "number.given-up",
  "change.lapsed",
  "letter.returned",
  "post.left",
  "post.returned",
  "account.blocked",
  "account.unblocked",
  "account.ending",
  "account.end-reached",
  "credential.blocked",
  "certificate.installed",
  "certificate.renewed",
  "certificate.reinstalled",
  "certificate.expiring",
  "reinstall.released",
  "reissue.opened",
  "reissue.closing",
  "reissue.done",
  "reissue.lapsed",
  "certificate.revoked-by-user",
  "certificate.revoked",
  "install.reminder",
  "install.lapsed",
  "register.ending",
  "register.ended",
  "register.cleared",
  "practice.moves",
  "practice.moved",
] as const;
export type Happening = (typeof HAPPENINGS)[number];

/** Tell those whom it concerns. Ids only: what is said is looked up and written when the job is done. */
export const tellJob = defineJob(
  "tell",
  z.strictObject({
    happening: z.enum(HAPPENINGS),
    draftId: z.uuid().optional(),
    /** `register_ending.id`, for what is told of an AGB code or KvK registration. */
    endingId: z.uuid().optional(),
    /** `practice_move.id`, for what is told of an AGB code that goes to another enterprise. */
    moveId: z.uuid().optional(),
    requestId: z.uuid().optional(),
    /** `identification_party.id`, for what only that person is told. */
    partyId: z.uuid().optional(),
    userNumber: z.string().regex(/^[0-9]{14}$/).optional(),
    serial: z.string().optional(),
    /** What it happened to, where it can happen more than once to one request: a PIN, a letter, a round of identification, an asking, the link to confirm an address. */
    about: z.uuid().optional(),
    /** Which time, for what is said more than once (reminders). */
    time: z.number().int().optional(),
  }),
);
export type Telling = z.infer<(typeof tellJob)["schema"]>;

/** Send one stored e-mail. */
export const sendMailJob = defineJob("mail.send", z.strictObject({ mailId: z.uuid() }));

/** Carry out what an approved and identified request asks for. */
export const fulfilJob = defineJob("request.fulfil", z.strictObject({ requestId: z.uuid() }));

/** Block the account that a request is about, or take its block away: whichever the request says now (D23). */
export const holdJob = defineJob("account.hold", z.strictObject({ requestId: z.uuid() }));

/** Make a new PIN and its letter for an account that has no valid one (a letter was spoilt or came back). */
export const newPinJob = defineJob("account.new-pin", z.strictObject({ userNumber: z.string().regex(/^[0-9]{14}$/) }));

/** Do for an order at AMP what it needs now: place it, ask how it stands, or say that nobody needs it any more. */
export const orderJob = defineJob("identification.order", z.strictObject({ orderId: z.uuid() }));

/** Replace the letters that only a lost key of the print room opens. */
export const replaceLettersJob = defineJob("letter.replace", z.strictObject({ keyId: z.string() }));

/** Write a letter without a PIN once more, in the place of one that was spoilt or came back. */
export const letterAgainJob = defineJob("letter.again", z.strictObject({ letterId: z.uuid() }));

/** Do the next requests of a bulk run: those whose place comes after this one. */
export const bulkJob = defineJob("bulk.run", z.strictObject({ runId: z.uuid(), after: z.number().int() }));

/** Judge the next requests of a back-test. */
export const backtestJob = defineJob("backtest.run", z.strictObject({ backtestId: z.uuid() }));

/** Tell staff at once of a term of hours that is nearly due or has passed. */
export const alertStaffJob = defineJob("staff.alert", z.strictObject({ requestId: z.uuid(), what: z.enum(["near", "passed"]), dueAt: z.iso.datetime() }));
export type AlertToStaff = z.infer<(typeof alertStaffJob)["schema"]>;

/** Let the terms that run count by the calendar that was published. */
export const recountTermsJob = defineJob("deadlines.recount", z.strictObject({ calendarVersion: z.number().int() }));

/** One step of the daily walk along the registers. */
export const checkRegistersJob = defineJob("registers.check", z.strictObject({}));

/** Make the e-mail of the week for a subscriber for whom it could not be made at first; `week` is its Monday. */
export const mailFiguresJob = defineJob("figures.mail", z.strictObject({ staffId: z.uuid(), week: z.iso.date() }));
export type MailFigures = z.infer<(typeof mailFiguresJob)["schema"]>;

/** Every kind of work; the queue is opened with this list. */
export const JOBS = [
  tellJob,
  sendMailJob,
  fulfilJob,
  holdJob,
  newPinJob,
  orderJob,
  replaceLettersJob,
  letterAgainJob,
  bulkJob,
  backtestJob,
  alertStaffJob,
  recountTermsJob,
  checkRegistersJob,
  mailFiguresJob,
] as const;
