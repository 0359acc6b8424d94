import house from "#templates/branding.json";

import type { StaffActor } from "#app/domain/access/actor.ts";
import { may } from "#app/domain/access/permissions.ts";
import { Branding } from "#app/domain/correspondence/branding.ts";
import { PREVIEW_LINK, previewDecision, type MailPreview } from "#app/domain/correspondence/preview.ts";
import { explainRule, findingSentence, type Words } from "#app/domain/decisions/explain.ts";
import type { Texts } from "#app/domain/decisions/texts.ts";
import { fieldTexts, pageTexts } from "#app/domain/definitions/schema/form-texts.ts";
import type { Field } from "#app/domain/definitions/schema/form.ts";
import { listDefinitions } from "#app/domain/definitions/store.ts";
import { fullName, PersonName, type Language } from "#app/domain/people.ts";
import { isProblem, Problem } from "#app/domain/problem.ts";
import { answerAt, listAt, textAt } from "#app/domain/requests/answers.ts";
import { lastActOn, readCase, type Case, type CaseJudgement, type TrailLine } from "#app/domain/requests/case.ts";
import { actsFrom } from "#app/domain/requests/lifecycle.ts";
import { listNotes } from "#app/domain/requests/notes.ts";
import { referenceOf } from "#app/domain/requests/reference.ts";
import type { Db } from "#db/types.ts";

import { formatters } from "./format.ts";
import { i18nFor, translator, type Translate } from "./i18n.server.ts";

const branding = Branding.parse(house);

type Reader = { db: Db; actor: StaffActor; now: Date; t: Translate; language: Language };

/** The whole request screen, worded for its reader; dates as ISO 8601. */
export async function showCase(reader: Reader, requestId: string) {
  const { db, actor, now, t, language } = reader;
  const found = await readCase(db, { requestId, now });
  const { row, type, code, party, clock, people, round } = found;
  const services = await serviceNames(db, row.releaseId, language);
  const words = wordsFor(language, services);
  const mailTitles = Object.fromEntries((await listDefinitions(db, row.releaseId, "mail")).map(({ key, content }) => [key, content.title[language]]));
  const notes = await listNotes(db, requestId);
  const screening = found.judgements.find(({ point }) => point === "screening");
  return {
    id: row.id,
    reference: referenceOf(row.number),
    version: row.version,
    status: row.status,
    type: row.type,
    channel: row.channel,
    subjectName: row.subjectName,
    receivedAt: (row.confirmedAt ?? row.submittedAt).toISOString(),
    isUrgent: row.priority === "high",
    isObjected: row.objectedAt !== null,
    clock: clock && { stage: clock.stage, daysLeft: clock.daysLeft, pausedSince: iso(clock.pausedSince), dueAt: clock.dueAt.toISOString() },
    practice: { name: code?.name ?? party?.name ?? null, agbCode: row.agbCode, kvkNumber: party?.kvkNumber ?? null },
    applicant: { name: row.applicantName, email: row.applicantEmail },
    answers: answersOf(found, services, t, language),
    judgements: found.judgements.map((one) => showJudgement(one, words)),
    isBlocked: row.objectedAt !== null || screening === undefined || screening.findings.some(({ severity }) => severity === "block"),
    needsSecondCheck: row.secondCheckRequired,
    earlier: found.earlier.map((one) => ({ ...one, submittedAt: one.submittedAt.toISOString() })),
    // That an e-mail was written says nothing beside that it was sent.
    trail: found.trail.filter(({ act }) => act !== "mail.written").map((line) => showLine(line, t, mailTitles)),
    notes: notes.map((note) => ({ ...note, writtenAt: note.writtenAt.toISOString() })),
    claim: row.claimedBy && row.claimedAt ? { isMine: row.claimedBy === actor.id && (row.claimedUntil === null || row.claimedUntil > now), name: people.get(row.claimedBy) ?? "", since: row.claimedAt.toISOString() } : null,
    decision: row.decision && {
      what: row.decision,
      by: people.get(row.decidedBy ?? "") ?? "",
      isMine: row.decidedBy === actor.id,
      at: iso(row.decidedAt),
      reason: row.reasonCode ? t(`requests:reasons.${row.reasonCode}`) : null,
      note: row.note,
      second: row.secondBy ? { by: people.get(row.secondBy) ?? "", at: iso(row.secondAt) } : null,
    },
    // The last who decided may take it back, as long as nothing has left the house.
    undoSeconds: row.status === "decided" && (row.secondBy ?? row.decidedBy) === actor.id && row.effectiveAt && row.effectiveAt > now ? Math.ceil((row.effectiveAt.getTime() - now.getTime()) / 1000) : null,
    round: round && {
      status: round.status,
      expiresAt: round.expiresAt.toISOString(),
      everybody: round.everybody,
      ruling: round.ruledBy && round.status === "at-desk" ? { by: round.ruledByName ?? "", isMine: round.ruledBy === actor.id, note: round.rulingNote, at: iso(round.ruledAt) } : null,
      parties: round.parties.map((one) => ({ id: one.id, name: fullName(one), role: one.role, stage: stageOf(one), at: iso(one.resultAt ?? one.deniedAt ?? one.confirmedAt ?? one.openedAt ?? one.sentAt) })),
    },
    delivery: row.fulfilledAt && { numberSentAt: iso(row.numberSentAt), letterPostedAt: iso(row.letterPostedAt) },
    reasons: type.reasonCodes.map(({ code: reason, textKey }) => ({ code: reason, label: t(textKey), told: translator(row.language)(textKey) })),
    previews: await previewsOf(db, found, t),
    acts: actsFrom(row.status, "reviewer"),
    may: {
      claim: may(actor, "request:claim"),
      takeOver: may(actor, "request:take-over"),
      decide: may(actor, "request:decide"),
      secondCheck: may(actor, "request:second-check"),
      note: may(actor, "request:note"),
      judgeIdentity: may(actor, "identification:judge"),
      secondIdentity: may(actor, "identification:second-check"),
    },
  };
}
export type CaseScreen = Awaited<ReturnType<typeof showCase>>;

/** What stands in the place of the reason until one is chosen; the page replaces it by the sentence of the chosen one. */
export const REASON_MARK = "…";

/**
 * Runs an act on a request. Who was just too late hears who was first, and when and with what, instead of only that something changed
 *.
 */
export async function inTurn<Out>(reader: Pick<Reader, "db" | "t" | "language">, requestId: string, act: () => Promise<Out>): Promise<Out> {
  const { db, t, language } = reader;
  try {
    return await act();
  } catch (problem) {
    if (!isProblem(problem, "request.moved")) throw problem;
    const last = await lastActOn(db, requestId);
    if (!last) throw problem;
    const { what, who } = showLine(last, t);
    throw new Problem("request.moved-by", { who, what, time: formatters(language, (key, values) => t(key, values)).time(last.at) });
  }
}

/** The words in which rules are explained: the sentences of "findings", and the names of services. */
export function wordsFor(language: Language, names: Readonly<Record<string, string>> = {}): Words {
  return { language, texts: i18nFor(language).getResourceBundle(language, "findings") as Texts, names };
}

async function serviceNames(db: Db, releaseId: number, language: Language): Promise<Record<string, string>> {
  const catalogues = await listDefinitions(db, releaseId, "services");
  return Object.fromEntries(catalogues.flatMap(({ content }) => content.services.map(({ id, name }) => [id, name[language]])));
}

function showJudgement({ point, ruleSet, version, judgedAt, findings, trace, isSame }: CaseJudgement, words: Words) {
  return {
    point,
    ruleSet,
    version,
    judgedAt: judgedAt.toISOString(),
    isSame,
    findings: findings.map((finding) => ({ ruleId: finding.ruleId, severity: finding.severity, text: findingSentence(point, finding, words) })),
    why: trace?.map((rule) => explainRule(point, rule, words)) ?? null,
  };
}

/** The form as it was sent, page by page, with the labels that the applicant saw. */
function answersOf({ row, type }: Case, services: Readonly<Record<string, string>>, t: Translate, language: Language) {
  const { dateOnly } = formatters(language, (key, values) => t(key, values));
  const lines = (field: Field): string[] => {
    const texts = fieldTexts(type.id, field);
    const answer = answerAt(row.answers, field.id);
    const name = PersonName.safeParse(answer);
    if (name.success) return [fullName(name.data)];
    switch (field.kind) {
      case "services":
        return listAt(row.answers, field.id).map((id) => services[id] ?? id);
      case "choice":
      case "choices":
        return [answer].flat().filter((one) => typeof one === "string" && one !== "").map((one) => t(texts.option(String(one))));
      case "declaration":
        return answer === true || answer === "yes" ? [t("common:yes")] : [];
      case "date":
        return typeof answer === "string" && answer !== "" ? [dateOnly(answer)] : [];
      case "address":
        return typeof answer === "object" && answer !== null ? [Object.values(answer).filter(Boolean).join(" ")] : [];
      default:
        return [textAt(row.answers, field.id)].filter(Boolean);
    }
  };
  return type.pages
    .map((page) => ({
      id: page.id,
      title: t(pageTexts(type.id, page).short),
      rows: page.fields.map((field) => ({ id: field.id, kind: field.kind, label: t(fieldTexts(type.id, field).label), lines: lines(field) })).filter((one) => one.lines.length > 0),
    }))
    .filter(({ rows }) => rows.length > 0);
}

/** An event as a sentence: what happened, and who did it. */
function showLine({ id, at, act, actorKind, actorName, details }: TrailLine, t: Translate, mailTitles: Readonly<Record<string, string>> = {}) {
  const key = `desk:acts.${act}`;
  const worded = t(key);
  const mail = typeof details["template"] === "string" ? mailTitles[details["template"]] : undefined;
  const text = [mail, details["note"], details["reason"], details["text"]].find((one) => typeof one === "string" && one !== "");
  const reasonCode = details["reasonCode"];
  return {
    id,
    at: at.toISOString(),
    // An act that has no words yet is still shown.
    what: worded === key || worded === `acts.${act}` ? act : worded,
    who: actorName ?? t(`desk:actor.${actorKind}`),
    text: typeof reasonCode === "string" ? t(`requests:reasons.${reasonCode}`) : typeof text === "string" ? text : null,
  };
}

type Stage = "asked" | "sent" | "opened" | "confirmed" | "denied" | "match" | "near" | "mismatch";

function stageOf(party: { sentAt: Date | null; openedAt: Date | null; confirmedAt: Date | null; deniedAt: Date | null; result: "match" | "near" | "mismatch" | null }): Stage {
  if (party.deniedAt) return "denied";
  if (party.result) return party.result;
  if (party.confirmedAt) return "confirmed";
  if (party.openedAt) return "opened";
  return party.sentAt ? "sent" : "asked";
}

async function previewsOf(db: Db, { row }: Case, t: Translate) {
  if (row.status !== "in-review" && row.status !== "second-check") return { approve: null, reject: null };
  const about = { row, branding, say: (language: Language, key: string) => translator(language)(key) };
  const shown = (mail: MailPreview | null) => mail && { ...mail, text: mail.text.replaceAll(PREVIEW_LINK, `[${t("desk:mail.link")}]`) };
  return {
    approve: shown(await previewDecision(db, { ...about, happening: "request.approved" })),
    reject: shown(await previewDecision(db, { ...about, happening: "request.rejected", reason: REASON_MARK })),
  };
}

function iso(instant: Date | null): string | null {
  return instant?.toISOString() ?? null;
}
