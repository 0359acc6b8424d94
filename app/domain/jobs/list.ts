import { z } from "zod";

import { defineJob } from "./define.ts";

/** What can happen that somebody is told of by e-mail; who is told, and with which template, the request type declares. */
export const HAPPENINGS = [
  "draft.saved",
  "request.submitted",
  "request.confirmed",
  "request.approved",
  "request.rejected",
  "request.cancelled",
  "request.lapsed",
  "request.fulfilled",
  "identification.invited",
  "identification.reminder",
  "identification.denied",
  "letter.posted",
  "credential.blocked",
  "certificate.installed",
  "install.reminder",
  "install.lapsed",
] as const;
export type Happening = (typeof HAPPENINGS)[number];

/** Tell those whom it concerns. Ids only: what is said is looked up and written when the job is done. */
export const tellJob = defineJob(
  "tell",
  z.strictObject({
    happening: z.enum(HAPPENINGS),
    draftId: z.uuid().optional(),
    requestId: z.uuid().optional(),
    /** `identification_party.id`, for what only that person is told. */
    partyId: z.uuid().optional(),
    userNumber: z.string().regex(/^[0-9]{14}$/).optional(),
    serial: z.string().optional(),
    /** Which time, for what is said more than once (reminders). */
    time: z.number().int().optional(),
  }),
);
export type Telling = z.infer<(typeof tellJob)["schema"]>;

/** Send one stored e-mail. */
export const sendMailJob = defineJob("mail.send", z.strictObject({ mailId: z.uuid() }));

/** Carry out what an approved and identified request asks for. */
export const fulfilJob = defineJob("request.fulfil", z.strictObject({ requestId: z.uuid() }));

/** Make a new PIN and its letter for an account that has no valid one (a letter was spoilt or came back). */
export const newPinJob = defineJob("account.new-pin", z.strictObject({ userNumber: z.string().regex(/^[0-9]{14}$/) }));

/** Every kind of work; the queue is opened with this list. */
export const JOBS = [tellJob, sendMailJob, fulfilJob, newPinJob] as const;
