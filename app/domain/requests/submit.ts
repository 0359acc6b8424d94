import { and, eq, isNull } from "drizzle-orm";

import { draft, request } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import { makeLink } from "#app/domain/access/links.ts";
import { outsider } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { daysLater } from "#app/domain/deadlines/clock.ts";
import { numberPolicy } from "#app/domain/decisions/policies.ts";
import { hasTasks, sendsLetters, type RequestType } from "#app/domain/definitions/schema/request-type.ts";
import { tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import { Problem } from "#app/domain/problem.ts";

import { textAt } from "./answers.ts";
import { findParty, practiceName, type Channel } from "./facts.ts";
import { requestAnswers } from "./form/content.ts";
import { effectsOf, inputOf, planOf } from "./mapped.ts";
import { subjectsOf } from "./people.ts";
import { storePersons } from "./persons.ts";
import { releasePolicies, requestTypeOf } from "./policy.ts";

/**
 * Makes a request of a filled-in form. Sent twice, the form is one request still: the second sending answers the first's id
 * (`draft_is_submitted_once`). Nobody at the office sees it before the applicant has confirmed the e-mail address. Throws `draft.unknown`,
 * `draft.moved` when a newer version was saved, `draft.terms` when other terms hold than were accepted (R15).
 */
export async function submitDraft(
  office: Office,
  input: { draftId: string; version: number; acceptedTerms: string; now: Date },
): Promise<{ requestId: string; again: boolean }> {
  const { draftId, version, acceptedTerms, now } = input;
  return office.db.transaction(async (tx) => {
    const [form] = await tx
      .update(draft)
      .set({ submittedAt: now })
      .where(and(eq(draft.id, draftId), eq(draft.version, version), isNull(draft.submittedAt)))
      .returning();
    if (!form) return { requestId: await alreadySubmitted(tx, draftId), again: true };

    const type = await requestTypeOf(tx, form);
    if (type.terms.version !== acceptedTerms) throw new Problem("draft.terms");
    const made = await makeRequest(tx, { form, type, channel: "online", submittedAt: now });
    const policies = await releasePolicies(tx, form.releaseId, { channel: "online" }, now);
    const confirming = await makeLink(tx, { kind: "confirm", requestId: made.id, now, expiresAt: daysLater(now, numberPolicy(policies, "confirmation.linkDays")) });
    await record(tx, {
      now,
      actor: inTrail(outsider("applicant", made.id)),
      act: "request.submitted",
      subject: { kind: "request", id: made.id },
      requestId: made.id,
      details: { type: form.type, terms: acceptedTerms },
    });
    await office.queue.enqueue(tx, tellJob, { happening: "request.submitted", requestId: made.id, about: confirming.id });
    return { requestId: made.id, again: false };
  });
}

/**
 * Makes the request of a form, which nobody at the office sees yet: unconfirmed. `submittedAt` is when it was sent, or received on paper. In the caller's
 * transaction, which has marked the form as sent. What came by phone was never a draft, and has no id.
 */
export async function makeRequest(
  tx: Db,
  input: { form: Pick<typeof draft.$inferSelect, "type" | "releaseId" | "language" | "answers"> & { id: string | null }; type: RequestType; channel: Channel; submittedAt: Date },
): Promise<typeof request.$inferSelect> {
  const { form, type, channel, submittedAt } = input;
  const answers = requestAnswers(form.answers);
  const plan = planOf(type, answers);
  const party = await findParty(tx, textAt(answers, type.about.agbCode), textAt(answers, type.about.kvkNumber));
  const [made] = await tx
    .insert(request)
    .values({
      draftId: form.id,
      type: form.type,
      channel,
      status: "unconfirmed",
      releaseId: form.releaseId,
      language: form.language,
      answers,
      termsVersion: type.terms.version,
      enterpriseId: party.enterprise?.id ?? null,
      agbCode: party.code?.code ?? null,
      subjectName: subjectsOf(type, answers) || practiceName(party) || textAt(answers, type.about.agbCode),
      applicantName: textAt(answers, type.about.applicantName),
      applicantEmail: textAt(answers, type.about.applicantEmail),
      submittedAt,
      identificationRequired: plan.identification,
      deliveryRequired: plan.letter,
      numberRequired: plan.number,
      tasksRequired: hasTasks({ effects: effectsOf(type, answers) }),
      postRequired: sendsLetters({ effects: effectsOf(type, answers) }),
      carryOutOn: textAt(answers, inputOf(type, "on")) || null,
    })
    .returning();
  if (!made) throw new Error("No request was made.");
  await storePersons(tx, { requestId: made.id, type, answers });
  return made;
}

async function alreadySubmitted(tx: Db, draftId: string): Promise<string> {
  const [made] = await tx.select({ id: request.id }).from(request).where(eq(request.draftId, draftId));
  if (made) return made.id;
  const [form] = await tx.select({ id: draft.id }).from(draft).where(eq(draft.id, draftId));
  throw new Problem(form ? "draft.moved" : "draft.unknown");
}
