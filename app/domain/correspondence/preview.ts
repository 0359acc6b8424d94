import { eq } from "drizzle-orm";

import { agbCode, enterprise } from "#db/schema/organisations.ts";
import type { Db } from "#db/types.ts";
import type { MailTemplate } from "#app/domain/definitions/schema/mail.ts";
import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import { getDefinition } from "#app/domain/definitions/store.ts";
import type { Language } from "#app/domain/people.ts";
import { isProblem } from "#app/domain/problem.ts";
import { textAt } from "#app/domain/requests/answers.ts";
import { listPresentHolders } from "#app/domain/requests/holders.ts";
import { isAnswered } from "#app/domain/requests/mapped.ts";
import type { RequestRow } from "#app/domain/requests/move.ts";
import { howMany } from "#app/domain/requests/people.ts";
import { readPeople, type Person } from "#app/domain/requests/persons.ts";
import { requestTypeOf } from "#app/domain/requests/policy.ts";
import { referenceOf } from "#app/domain/requests/reference.ts";

import type { Branding } from "./branding.ts";
import { listOutcomes, wordDecided, wordForWhom } from "./people-words.ts";
import { renderMail } from "./render.ts";
import type { Say } from "./post.ts";

/** Where a personal link will stand; the page shows words in its place. */
export const PREVIEW_LINK = "https://link.invalid/preview";

/** What will be sent: as text, in the language of who gets it. */
export type MailPreview = { to: string; language: Language; subject: string; text: string };

type About = { row: RequestRow; branding: Branding; say: Say };

type Asked = { happening: "request.approved" | "request.rejected" | "request.asked"; reason?: string; question?: string; answerBy?: Date };

/**
 * The e-mail that goes to the applicant when a request is approved, rejected with `reason`, or when something is asked (both already worded; the
 * page puts what is chosen or written in their place). From the template that the request pinned. Null when the request type sends none, or
 * when it cannot be written yet.
 */
export async function previewDecision(db: Db, about: About & Asked): Promise<MailPreview | null> {
  const { row, branding, say, happening, reason, question, answerBy } = about;
  const type = await requestTypeOf(db, row);
  const people = await readPeople(db, type, row);
  const message = type.messages[happening]?.find((one) => one.to === "applicant" && isAnswered(one.when, row.answers) && (one.people ?? howMany(people)) === howMany(people));
  if (!message) return null;
  const template = (await getDefinition(db, row.releaseId, "mail", message.template)).content;
  const { language } = row;
  const values = {
    recipientName: row.applicantName,
    requestTitle: say(language, `requests:${row.type}.title`),
    practice: await practiceOf(db, row, textAt(row.answers, type.about.agbCode)),
    agbCode: row.agbCode ?? textAt(row.answers, type.about.agbCode),
    ...whom({ type, row, people, language, say }),
    askedBy: row.applicantName,
    identifiers: await identifiers(db, row, say),
    reference: referenceOf(row.number),
    reason: reason ?? "",
    question: question ?? "",
    ...(answerBy && { expiresOn: answerBy }),
    ...linksOf(template),
  };
  try {
    const { subject, text } = renderMail(template, language, values, branding);
    return { to: row.applicantEmail, language, subject, text };
  } catch (problem) {
    // A template that asks for more than is known now is still sent rightly later; only the preview has to do without.
    if (isProblem(problem)) return null;
    throw problem;
  }
}

function whom(of: { type: RequestType; row: RequestRow; people: readonly Person[]; language: Language; say: Say }): Record<string, string> {
  const { type, row, people, language, say } = of;
  const about = { type, subjectName: row.subjectName, people };
  if (people.length < 2) return { forWhom: row.subjectName, people: row.subjectName };
  return { forWhom: wordForWhom(about, language), people: people.map(({ name }) => name).join("\n"), outcomes: listOutcomes(about, { language, say }), decided: wordDecided(people, { language, say }) };
}

function linksOf(template: MailTemplate): Record<string, string> {
  return Object.fromEntries(template.variables.filter(({ type }) => type === "url").map(({ name }) => [name, PREVIEW_LINK]));
}

async function practiceOf(db: Db, row: RequestRow, fallback: string): Promise<string> {
  const [code] = row.agbCode ? await db.select({ name: agbCode.name }).from(agbCode).where(eq(agbCode.code, row.agbCode)) : [];
  if (code) return code.name;
  const [party] = row.enterpriseId ? await db.select({ name: enterprise.name }).from(enterprise).where(eq(enterprise.id, row.enterpriseId)) : [];
  return party?.name ?? fallback;
}

/** By role and not by name, as the e-mail itself: the applicant need not learn who they are. */
async function identifiers(db: Db, row: RequestRow, say: Say): Promise<string> {
  const holders = row.enterpriseId ? await listPresentHolders(db, row.enterpriseId, row.agbCode) : [];
  const roles = (["signatory", "main-contact"] as const).filter((role) => holders.some((holder) => holder.role === role));
  const dutch = row.language === "nl";
  return (dutch ? "de " : "the ") + roles.map((role) => say(row.language, `common:roles.${role}`)).join(dutch ? " of de " : " or the ");
}
