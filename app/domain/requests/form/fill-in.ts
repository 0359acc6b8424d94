import type { Db } from "#db/types.ts";
import { officeDate } from "#app/domain/deadlines/calendar.ts";
import { judge } from "#app/domain/decisions/judge.ts";
import { allowedServices } from "#app/domain/decisions/services.ts";
import { inputNames } from "#app/domain/definitions/schema/form-texts.ts";
import type { Page } from "#app/domain/definitions/schema/form.ts";
import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import type { ServiceCatalogue } from "#app/domain/definitions/schema/services.ts";
import { getDefinition, listDefinitions } from "#app/domain/definitions/store.ts";
import type { AgbEntry, Registers } from "#app/domain/organisations/ports.ts";
import { Problem } from "#app/domain/problem.ts";
import { findParty, intakeFacts, lookUp, type Looked } from "#app/domain/requests/facts.ts";
import { releasePolicies } from "#app/domain/requests/policy.ts";
import type { Outcome } from "#rules/vocabulary.ts";

import { draftContent, type DraftContent } from "./content.ts";
import { checkPractice } from "./practice.ts";
import { answerAt, readAnswers, readPage, type Answers, type FormReading, type ReadContext } from "./read.ts";
import type { FieldNote } from "./kinds/result.ts";
import type { Typed } from "./visible.ts";

/** A form under way with the definition that it began with. */
export type Form = { releaseId: number; type: RequestType; content: DraftContent };

export type FilledIn = { content: DraftContent; errors: FieldNote[]; warnings: FieldNote[] };

/**
 * Takes in one page as it was sent: reads it, asks the registers where the page says so, and gives the form's new content, which is to be
 * saved also when there are errors, so that nothing typed is lost.
 */
export async function fillIn(db: Db, registers: Registers, form: Form, page: Page, sent: Typed, now: Date): Promise<FilledIn> {
  const { type, content } = form;
  const own = new Set(page.fields.flatMap((field) => inputNames(field)));
  const others = Object.fromEntries(Object.entries(content.typed).filter(([name]) => !own.has(name)));
  const today = officeDate(now);
  const offered = await servicesFor(db, form);
  const context: ReadContext = { today, services: offered.allowed };

  const reading = readPage(page, type.pages, { ...others, ...sent }, context);
  let looked = content.looked;
  const notes = { errors: [...reading.errors], warnings: [...reading.warnings] };
  if (page.checks.includes("registers") && reading.errors.length === 0) {
    const codes = { agbCode: textOf(reading.answers, type.about.agbCode), kvkNumber: textOf(reading.answers, type.about.kvkNumber) };
    looked = await lookUp(registers, codes);
    const said = checkPractice(looked, type.about, codes, today);
    notes.errors.push(...said.errors);
    notes.warnings.push(...said.warnings);
  }

  const typed = { ...others, ...reading.typed };
  const whole = readAnswers(type, typed, context);
  const masked = [...new Set([...content.masked, ...reading.masked])];
  return { content: { answers: whole.answers, typed, masked, looked, from: page.id }, ...notes };
}

/** Reads the whole form again as it stands, for the page that shows it and for sending it: what was allowed then may not be now. */
export async function readForm(db: Db, form: Form, now: Date): Promise<FormReading> {
  const { type, content } = form;
  const { allowed } = await servicesFor(db, form);
  const today = officeDate(now);
  const reading = readAnswers(type, content.typed, { today, services: allowed });
  const practice = type.pages.find((page) => page.checks.includes("registers"));
  if (!practice || reading.unfinished.includes(practice.id)) return reading;
  const looked = content.looked;
  const kvkNumber = textOf(reading.answers, type.about.kvkNumber);
  const errors = looked === null ? [{ field: type.about.agbCode, code: "practice.not-asked", details: {} }] : checkPractice(looked, type.about, { kvkNumber }, today).errors;
  if (errors.length === 0) return reading;
  const unfinished = type.pages.map((page) => page.id).filter((id) => id === practice.id || reading.unfinished.includes(id));
  return { ...reading, errors: [...errors, ...reading.errors], unfinished };
}

/** What the intake rules of the form's own release make of it so far (R1, R4, R6, R10). */
export async function judgeIntake(db: Db, form: Form, answers: Answers, now: Date): Promise<Outcome<"intake">> {
  const { releaseId, type, content } = form;
  const ruleSet = await getDefinition(db, releaseId, "rule-set", type.points.intake);
  if (ruleSet.content.point !== "intake") throw new Problem("rules.other-point", { ruleSet: ruleSet.key, point: "intake" });
  const looked: Looked = content.looked ?? { agb: "unavailable", trade: "unavailable" };
  const facts = await intakeFacts(db, { type, answers, channel: "online", looked, now });
  const policies = await releasePolicies(db, releaseId, { channel: "online", ...(facts.segment ? { segment: facts.segment } : {}) }, now);
  return (await judge(ruleSet.content, facts, { policies })).outcome as Outcome<"intake">;
}

/** The catalogue of the form's release, and what this AGB code may have of it; `allowed` is null while nobody can tell (R14, R88). */
export async function servicesFor(db: Db, { releaseId, type, content }: Form): Promise<{ catalogue: ServiceCatalogue; allowed: string[] | null }> {
  const [found] = await listDefinitions(db, releaseId, "services");
  if (!found) throw new Problem("definition.unknown", { kind: "services", key: "" });
  const catalogue = found.content;
  const code = textOf(content.answers, type.about.agbCode);
  const kvk = textOf(content.answers, type.about.kvkNumber);
  if (!code || !kvk || content.looked === null) return { catalogue, allowed: null };
  const ours = await findParty(db, code, kvk);
  const agb: AgbEntry | null = content.looked.agb === "unavailable" ? null : content.looked.agb;
  // With a silent register what the agreement gives is all we know; the screening looks at the rest.
  if (agb === null) return { catalogue, allowed: ours.services.length > 0 ? ours.services : null };
  const segment = ours.enterprise?.segment ?? "regular";
  return { catalogue, allowed: allowedServices(catalogue, { careType: agb.careType.code, recognitions: agb.recognitions, segment, agreementServices: ours.services }) };
}

/** The form of a draft row. */
export function formOf(row: { releaseId: number; answers: unknown }, type: RequestType): Form {
  return { releaseId: row.releaseId, type, content: draftContent(row.answers) };
}

function textOf(answers: Answers, path: string): string {
  const answer = answerAt(answers, path);
  return typeof answer === "string" ? answer : "";
}
