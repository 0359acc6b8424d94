import { and, eq, isNull } from "drizzle-orm";

import { storedFile } from "#db/schema/files.ts";
import { intake } from "#db/schema/intake.ts";
import { draft, request, requestClock } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { makeLink } from "#app/domain/access/links.ts";
import { record } from "#app/domain/audit/record.ts";
import { holdJob, tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import type { Registers } from "#app/domain/organisations/ports.ts";
import { Problem } from "#app/domain/problem.ts";
import { textAt } from "#app/domain/requests/answers.ts";
import { endQuestion } from "#app/domain/requests/close.ts";
import { getRequest } from "#app/domain/requests/decide.ts";
import { reportDeparture } from "#app/domain/requests/departure.ts";
import { lookUp } from "#app/domain/requests/facts.ts";
import { readForm } from "#app/domain/requests/form/fill-in.ts";
import { listHolders } from "#app/domain/requests/holders.ts";
import { moveRequest, type RequestRow } from "#app/domain/requests/move.ts";
import { isSigned } from "#app/domain/requests/paper.ts";
import { officeDay, requestPolicies, requestTypeOf } from "#app/domain/requests/policy.ts";
import { resumeReview, reviewTerm } from "#app/domain/requests/review-clock.ts";
import { screenRequest } from "#app/domain/requests/screen.ts";
import { makeRequest } from "#app/domain/requests/submit.ts";

import { lockOpen, type Intake } from "./begin.ts";
import { asksIdCopy, columnsOf, formBehind, type Seen } from "./type-over.ts";

type Registering = { intakeId: string; registers: Registers; by: StaffActor; now: Date };

/**
 * Makes a request of what was typed over (R11, R12): received on the day on which it came, from which its terms count (D9), judged by the same rules, and
 * the registered contact and main contact hear of it as of any other (D24). What is missing on the paper does not keep it out: the rules say so at the
 * desk, where it is asked for or refused with a reason. Throws `intake.unfinished`, `intake.unchecked`, `intake.closed`, `draft.moved`.
 */
export async function registerRequest(office: Office, input: Registering & { version: number }): Promise<RequestRow> {
  const { intakeId, version, registers, by, now } = input;
  const [row] = await office.db.select().from(intake).where(eq(intake.id, intakeId));
  if (!row) throw new Problem("intake.unknown");
  const { form } = await formBehind(office.db, row);
  if ((await readForm(office.db, form, now)).unfinished.length > 0) throw new Problem("intake.unfinished");
  const { type, content } = form;
  const isCopyAsked = await asksIdCopy(office.db, form, row.channel, now);
  const looked = await lookUp(registers, { agbCode: textAt(content.answers, type.about.agbCode), kvkNumber: textAt(content.answers, type.about.kvkNumber) });
  return office.db.transaction(async (tx) => {
    const locked = await lockOpen(tx, intakeId);
    const open = { ...locked, idCopy: isCopyAsked ? locked.idCopy : "not-asked" as const };
    if (open.signature === null || open.idCopy === null) throw new Problem("intake.unchecked");
    const { channel, receivedAt } = open;
    const [sent] = await tx
      .update(draft)
      .set({ submittedAt: now })
      .where(and(eq(draft.id, open.draftId ?? ""), eq(draft.version, version), isNull(draft.submittedAt)))
      .returning();
    if (!sent) throw new Problem("draft.moved");
    const made = await makeRequest(tx, { form: sent, type, channel, submittedAt: receivedAt });
    const requestId = made.id;
    await tx.update(intake).set({ idCopy: open.idCopy }).where(eq(intake.id, intakeId));
    await bind(tx, { intakeId, requestId, status: "registered", now });

    const clock = reviewTerm(type, await requestPolicies(tx, requestId, now), receivedAt, await officeDay(tx, made.releaseId, now));
    await tx.insert(requestClock).values({ requestId, stage: "review", ...clock });
    const moved = await moveRequest(tx, { requestId, act: "register", now, set: { dueAt: clock.dueAt } });
    await makeLink(tx, { kind: "status", requestId, now });
    const counts = await countsAsSigned(tx, open, moved);
    // Whoever writes a letter may say who they are: a report is credible once somebody with a role has signed it (D16, D23).
    if (counts) await reportDeparture(tx, { type, row: moved }, now);
    const judged = await screenRequest(tx, { row: moved, looked, confirmed: false, now });
    await record(tx, {
      now,
      actor: inTrail(by),
      act: "request.registered",
      subject: { kind: "request", id: requestId },
      requestId,
      details: { channel, receivedAt: receivedAt.toISOString(), route: judged.outcome.route, spoke: judged.spoke },
    });
    await office.queue.enqueue(tx, tellJob, { happening: "request.confirmed", requestId });
    if (open.idCopy === "unmasked") await office.queue.enqueue(tx, tellJob, { happening: "copy.unmasked", requestId, about: intakeId });
    if (type.precaution && counts) await office.queue.enqueue(tx, holdJob, { requestId });
    return getRequest(tx, requestId);
  });
}

/**
 * Adds what came in to a request that there is: the scan that was missing, or the answer to a question. The rules judge it anew, and a request that
 * waited for its applicant is at the desk again. Throws `request.unknown`, `intake.closed`, `intake.unchecked`.
 */
export async function attachToRequest(office: Office, input: Registering & { number: number; seen: Seen }): Promise<RequestRow> {
  const { intakeId, number, seen, registers, by, now } = input;
  const [found] = await office.db.select().from(request).where(eq(request.number, number));
  if (!found) throw new Problem("request.unknown", { field: "reference" });
  const requestId = found.id;
  const { about } = await requestTypeOf(office.db, found);
  const looked = await lookUp(registers, { agbCode: textAt(found.answers, about.agbCode), kvkNumber: textAt(found.answers, about.kvkNumber) });
  return office.db.transaction(async (tx) => {
    const before = await lockOpen(tx, intakeId);
    const said = columnsOf(seen);
    // What was said of it before stands, where nothing is said now.
    const idCopy = said.idCopy ?? before.idCopy;
    if (said.signature !== null || said.idCopy !== null) {
      await tx
        .update(intake)
        .set({ ...(said.signature === null ? {} : { signature: said.signature, signedBy: said.signedBy }), ...(said.idCopy === null ? {} : copyOf(said)), checkedBy: by.id, checkedAt: now })
        .where(eq(intake.id, intakeId));
    }
    await bind(tx, { intakeId, requestId, status: "attached", now });
    await record(tx, { now, actor: inTrail(by), act: "intake.attached", subject: { kind: "intake", id: intakeId }, requestId });
    const present = await getRequest(tx, requestId);
    if (present.status === "waiting-applicant") {
      await moveRequest(tx, { requestId, act: "answer-by-post", now, set: { dueAt: await resumeReview(tx, requestId, now) } });
      await endQuestion(tx, requestId, now);
      await record(tx, { now, actor: inTrail(by), act: "request.answered-by-post", subject: { kind: "request", id: requestId }, requestId });
    }
    const after = await getRequest(tx, requestId);
    if (after.status === "submitted" || after.status === "in-review") await screenRequest(tx, { row: after, looked, confirmed: after.confirmedAt !== null, now });
    if (idCopy === "unmasked") await office.queue.enqueue(tx, tellJob, { happening: "copy.unmasked", requestId, about: intakeId });
    return getRequest(tx, requestId);
  });
}

/** From now on it belongs to that request, with its scans. */
async function bind(tx: Db, { intakeId, requestId, status, now }: { intakeId: string; requestId: string; status: "registered" | "attached"; now: Date }): Promise<void> {
  await tx.update(intake).set({ status, requestId, closedAt: now }).where(eq(intake.id, intakeId));
  await tx.update(storedFile).set({ requestId }).where(eq(storedFile.intakeId, intakeId));
}

async function countsAsSigned(tx: Db, open: Intake, { enterpriseId, agbCode }: RequestRow): Promise<boolean> {
  return enterpriseId !== null && isSigned(open, await listHolders(tx, enterpriseId, agbCode));
}

function copyOf({ idCopy, idDocument, idLastFour, idExpiresOn }: ReturnType<typeof columnsOf>) {
  return { idCopy, idDocument, idLastFour, idExpiresOn };
}
