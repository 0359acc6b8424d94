import type { Db } from "#db/types.ts";
import { officeDate } from "#app/domain/deadlines/calendar.ts";
import { judge } from "#app/domain/decisions/judge.ts";
import { numberPolicy } from "#app/domain/decisions/policies.ts";
import { allowedServices } from "#app/domain/decisions/services.ts";
import { inputNames } from "#app/domain/definitions/schema/form-texts.ts";
import type { Page } from "#app/domain/definitions/schema/form.ts";
import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import { repeatingPage } from "#app/domain/definitions/schema/several.ts";
import type { ServiceCatalogue } from "#app/domain/definitions/schema/services.ts";
import { getDefinition, listDefinitions } from "#app/domain/definitions/store.ts";
import type { AgbEntry, Registers } from "#app/domain/organisations/ports.ts";
import { Problem } from "#app/domain/problem.ts";
import { findParty, intakeFacts, lookUp, type Looked } from "#app/domain/requests/facts.ts";
import { certificateKindOf } from "#app/domain/requests/mapped.ts";
import { releasePolicies } from "#app/domain/requests/policy.ts";
import type { Destination, Outcome } from "#rules/vocabulary.ts";

import { draftContent, type DraftContent } from "./content.ts";
import { keptNames, typedOfEntry, underEntry } from "./entries.ts";
import { checkPractice } from "./practice.ts";
import { answerAt, readAnswers, readPage, type Answers, type FormReading, type ReadContext } from "./read.ts";
import type { FieldNote } from "./kinds/result.ts";
import { sameAsAnother } from "./twice.ts";
import type { Typed } from "./visible.ts";

/** A form under way with the definition that it began with. */
export type Form = { releaseId: number; type: RequestType; content: DraftContent };

export type FilledIn = { content: DraftContent; errors: FieldNote[]; warnings: FieldNote[] };

/**
 * Takes in one page as it was sent: reads it, asks the registers where the page says so, and gives the form's new content, which is to be
 * saved also when there are errors, so that nothing typed is lost. Of a page for several it takes in one, `entry`, whose inputs have the names of the
 * fields; notes come back under those names too.
 */
export async function fillIn(db: Db, registers: Registers, form: Form, page: Page, sent: Typed, now: Date, entry = 1): Promise<FilledIn> {
  const { type, content } = form;
  const own = new Set(page.fields.flatMap((field) => inputNames(field)));
  const kept = keptNames(type.pages, page, content.typed, entry);
  const others = Object.fromEntries(Object.entries(content.typed).filter(([name]) => !kept.has(name)));
  const context = await readContext(db, form, now);
  const { today } = context;
  const reading = readPage(page, type.pages, { ...typedOfEntry(type.pages, others, entry), ...sent }, context);
  let looked = content.looked;
  const notes = { errors: [...reading.errors], warnings: [...reading.warnings] };
  if (page.checks.includes("registers") && reading.errors.length === 0) {
    // A page that asks for neither number looks at the ones given before: what the registers say of them may have changed meanwhile.
    const given = { ...content.answers, ...reading.answers };
    const codes = { agbCode: textOf(given, type.about.agbCode), kvkNumber: textOf(given, type.about.kvkNumber) };
    looked = await lookUp(registers, codes);
    const said = checkPractice(looked, type.about, codes, today);
    notes.errors.push(...said.errors.filter(({ field }) => own.has(field)));
    notes.warnings.push(...said.warnings.filter(({ field }) => own.has(field)));
  }

  const typed = { ...others, ...(page.repeats ? underEntry(page.repeats.as, entry, reading.typed) : reading.typed) };
  notes.warnings.push(...sameAsAnother(page, type.pages, typed, entry));
  const whole = readAnswers(type, typed, context);
  const masked = [...new Set([...content.masked, ...reading.masked])];
  return { content: { answers: whole.answers, typed, masked, looked, from: page.id }, ...notes };
}

/** What reading a form needs to know besides what was typed. */
export async function readContext(db: Db, form: Form, now: Date): Promise<ReadContext> {
  const { allowed, own } = await servicesFor(db, form);
  return { today: officeDate(now), services: allowed, own };
}

/** How many people one form may be about: what the policy of its release says (R108). */
export async function mostEntries(db: Db, { releaseId, type }: Form, now: Date): Promise<number> {
  const page = repeatingPage(type.pages);
  return page ? numberPolicy(await releasePolicies(db, releaseId, { channel: "online" }, now), page.repeats.most) : 1;
}

/** The content of a form whose inputs were changed otherwise than page by page: everything is read again. */
export async function contentWith(db: Db, form: Form, typed: Typed, now: Date): Promise<DraftContent> {
  const whole = readAnswers(form.type, typed, await readContext(db, form, now));
  return { ...form.content, answers: whole.answers, typed, masked: [...new Set([...form.content.masked, ...whole.masked])] };
}

/** Reads the whole form again as it stands, for the page that shows it and for sending it: what was allowed then may not be now. */
export async function readForm(db: Db, form: Form, now: Date): Promise<FormReading> {
  const { type, content } = form;
  const context = await readContext(db, form, now);
  const { today } = context;
  const reading = readAnswers(type, content.typed, context);
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
  if (type.points.intake === undefined) return { kind: "allow", proposal: null };
  const ruleSet = await getDefinition(db, releaseId, "rule-set", type.points.intake);
  if (ruleSet.content.point !== "intake") throw new Problem("rules.other-point", { ruleSet: ruleSet.key, point: "intake" });
  const looked: Looked = content.looked ?? { agb: "unavailable", trade: "unavailable" };
  const facts = await intakeFacts(db, { type, answers, channel: "online", looked, now });
  const policies = await releasePolicies(db, releaseId, { channel: "online", ...(facts.segment ? { segment: facts.segment } : {}) }, now);
  return (await judge(ruleSet.content, facts, { policies })).outcome as Outcome<"intake">;
}

/** What a form may offer of the catalogue of its release: `allowed` is null while nobody can tell; `own` is what has a form of its own, by that form. */
export type Offered = { catalogue: ServiceCatalogue; allowed: string[] | null; own: (form: Destination) => string[] };

/** The catalogue of the form's release, and what this AGB code may have of it (R10, R14, R88). */
export async function servicesFor(db: Db, { releaseId, type, content }: Form): Promise<Offered> {
  const [found] = await listDefinitions(db, releaseId, "services");
  if (!found) throw new Problem("definition.unknown", { kind: "services", key: "" });
  const catalogue = found.content;
  const code = textOf(content.answers, type.about.agbCode);
  const kvk = textOf(content.answers, type.about.kvkNumber);
  const agb: AgbEntry | null = content.looked === null || content.looked.agb === "unavailable" ? null : content.looked.agb;
  const ours = code && kvk && content.looked !== null ? await findParty(db, code, kvk) : null;
  const party = { careType: agb?.careType.code ?? "", recognitions: agb?.recognitions ?? [], segment: ours?.enterprise?.segment ?? "regular", agreementServices: ours?.services ?? [], certificateKind: certificateKindOf(type) } as const;
  const own = (form: Destination) => allowedServices(catalogue, party, form);
  if (ours === null) return { catalogue, allowed: null, own };
  // With a silent register what the agreement gives is all we know; the screening looks at the rest.
  if (agb === null) return { catalogue, allowed: ours.services.length > 0 ? ours.services : null, own };
  return { catalogue, allowed: allowedServices(catalogue, party), own };
}

/** The form of a draft row. */
export function formOf(row: { releaseId: number; answers: unknown }, type: RequestType): Form {
  return { releaseId: row.releaseId, type, content: draftContent(row.answers) };
}

function textOf(answers: Answers, path: string): string {
  const answer = answerAt(answers, path);
  return typeof answer === "string" ? answer : "";
}
