import type { StaffActor } from "#app/domain/access/actor.ts";
import { may } from "#app/domain/access/permissions.ts";
import { previewDecision, type MailPreview } from "#app/domain/correspondence/preview.ts";
import { listSentLetters } from "#app/domain/correspondence/sent-letters.ts";
import { findUndelivered } from "#app/domain/correspondence/undelivered.ts";
import { waitUntil } from "#app/domain/deadlines/clock.ts";
import type { Words } from "#app/domain/decisions/explain.ts";
import type { Texts } from "#app/domain/decisions/texts.ts";
import { fieldTexts, officePageTexts, officeTexts, pageTexts } from "#app/domain/definitions/schema/form-texts.ts";
import type { Field } from "#app/domain/definitions/schema/form.ts";
import { listDefinitions } from "#app/domain/definitions/store.ts";
import { listReissues } from "#app/domain/certificates/reissue-list.ts";
import { listTasks } from "#app/domain/effects/tasks.ts";
import { listFiles } from "#app/domain/files/store.ts";
import { listIntakesOf } from "#app/domain/intake/list.ts";
import { fullName, type Language } from "#app/domain/people.ts";
import { isProblem, Problem } from "#app/domain/problem.ts";
import { answerLines } from "#app/domain/requests/answer-words.ts";
import { listQuestions } from "#app/domain/requests/ask.ts";
import { lastActOn, readCase, type Case } from "#app/domain/requests/case.ts";
import { checklistOfFacts } from "#app/domain/requests/checklist.ts";
import { shownValue } from "#app/domain/requests/form/kinds/contact.ts";
import { actsFrom } from "#app/domain/requests/lifecycle.ts";
import { listNotes } from "#app/domain/requests/notes.ts";
import { isOnPaper } from "#app/domain/requests/paper/print.ts";
import { listPhoneAnswers, type PhoneAnswerRow } from "#app/domain/requests/phone.ts";
import { requestPolicy } from "#app/domain/requests/policy.ts";
import { subjectOf } from "#app/domain/requests/mapped.ts";
import { peopleOf } from "#app/domain/requests/people.ts";
import { referenceOf } from "#app/domain/requests/reference.ts";
import { tallyOf } from "#app/domain/requests/persons.ts";
import { isCallersProposal, tookCallOf } from "#app/domain/requests/urgent-call.ts";
import type { Db } from "#db/types.ts";

import { shippedBranding } from "./branding.ts";
import { showJudgement, showPeople } from "./desk-people.server.ts";
import { showFiles } from "./files.server.ts";
import { formatters } from "./format.ts";
import { i18nFor, translator, type Translate } from "./i18n.server.ts";
import { shownLinks } from "./mail-links.ts";
import { undoSecondsOf } from "./next.server.ts";
import { paths } from "./paths.ts";
import { showReissues } from "./reissues.server.ts";
import { showRound } from "./round.server.ts";
import { showSame } from "./same-request.server.ts";
import { showLine, showTrail } from "./trail.server.ts";
import { showCallOfCase } from "./urgent-block.server.ts";

type Reader = { db: Db; actor: StaffActor; now: Date; t: Translate; language: Language };

/** The whole request screen, worded for its reader; dates as ISO 8601. */
export async function showCase(reader: Reader, requestId: string) {
  const { db, actor, now, t, language } = reader;
  const found = await readCase(db, { requestId, now });
  const { row, type, code, party, clock, staff, round } = found;
  const services = await serviceNames(db, row.releaseId, language);
  const words = wordsFor(language, services);
  const mailTitles = Object.fromEntries((await listDefinitions(db, row.releaseId, "mail")).map(({ key, content }) => [key, content.title[language]]));
  const notes = await listNotes(db, requestId);
  const questions = await listQuestions(db, requestId);
  const calls = await listPhoneAnswers(db, requestId);
  const tasks = await listTasks(db, requestId);
  const sent = await listSentLetters(db, row);
  const reissues = showReissues(await listReissues(db, { requestId }), { actor, t });
  const screening = found.judgements.find(({ point }) => point === "screening");
  const shown = showPeople(found, found.judgements.map((one) => showJudgement(one, words)), { words, services, t, language, mayReadAccounts: may(actor, "account:read") });
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
    clock: clock && { ...clock, pausedSince: iso(clock.pausedSince) },
    practice: { name: code?.name ?? party?.name ?? null, agbCode: row.agbCode, kvkNumber: party?.kvkNumber ?? null, to: party && may(actor, "organisation:read") ? paths.customer(party.id) : null },
    subjectTo: found.accounts.length === 1 && found.accounts[0] && may(actor, "account:read") ? paths.account(found.accounts[0]) : null,
    applicant: { name: row.applicantName, email: row.applicantEmail },
    answers: answersOf(found, services, t, language),
    printAt: isOnPaper(type) && may(actor, "request:print") ? paths.requestPrint(row.id) : null,
    change: showChange(found, services),
    roleChange: showRoleChange(found, t),
    dataChange: showDataChange(found, t),
    call: row.channel === "phone" ? await showCallOfCase(db, requestId) : null,
    isOwnCall: await tookCallOf(db, { requestId, by: actor }),
    isCallersProposal: row.status === "second-check" && (await isCallersProposal(db, requestId)),
    same: await showSame({ db, actor }, row, (of) => answersOf(of, services, t, language)),
    checklist: screening ? checklistOfFacts(screening.facts) : null,
    ...shown,
    outcomeWords: outcomeWordsFor(row.language, shown.people.length),
    isBlocked: row.objectedAt !== null || screening === undefined || (shown.people.length > 0 ? shown.people.every((one) => one.isBlocked) : screening.findings.some(({ severity }) => severity === "block")),
    needsSecondCheck: row.secondCheckRequired,
    earlier: found.earlier.map((one) => ({ ...one, submittedAt: one.submittedAt.toISOString() })),
    trail: showTrail(found.trail, { t, mailTitles, recipients: found.recipients, holders: found.holders, asked: new Map(round?.parties.map((one) => [one.id, `${fullName(one)}, ${t(`desk:role.${one.role}`)}`])) }),
    notes: notes.map((note) => ({ ...note, writtenAt: note.writtenAt.toISOString() })),
    questions: questions.map(({ id, question, askedBy, askedAt, expiresAt, answer, answeredAt, endedAt }) => ({
      id,
      question,
      by: staff.get(askedBy) ?? "",
      askedAt: askedAt.toISOString(),
      answerBy: expiresAt.toISOString(),
      answer,
      answeredAt: iso(answeredAt),
      isOver: endedAt !== null,
      phone: showCall(calls.get(id), staff),
    })),
    claim: row.claimedBy && row.claimedAt ? { isMine: row.claimedBy === actor.id && (row.claimedUntil === null || row.claimedUntil > now), name: staff.get(row.claimedBy) ?? "", since: row.claimedAt.toISOString() } : null,
    decision: row.decision && {
      what: row.decision,
      tally: tallyOf(found.people),
      by: staff.get(row.decidedBy ?? "") ?? "",
      isMine: row.decidedBy === actor.id,
      at: iso(row.decidedAt),
      reason: row.reasonCode ? t(`requests:reasons.${row.reasonCode}`) : null,
      note: row.note,
      second: row.secondBy ? { by: staff.get(row.secondBy) ?? "", at: iso(row.secondAt) } : null,
    },
    // The last who decided may take it back, as long as nothing has left the house.
    undoSeconds: undoSecondsOf(row, actor, now),
    round: await showRound(reader, found),
    reissues,
    tasks: tasks.map(({ id, task, doneAt, doneBy, note }) => ({
      id,
      title: t(`desk:task.${task}.title`),
      how: t(`desk:task.${task}.how`),
      done: doneAt && { by: doneBy ?? "", at: doneAt.toISOString(), note },
      // As long as nothing was carried out, what cannot be done leads back to the desk.
      mayReturn: doneAt === null && row.status === "fulfilling" && row.fulfilledAt === null,
    })),
    sentLetters: sent.map(({ madeAt, postedAt, title, ...letter }) => ({ ...letter, title: title[language], madeAt: madeAt.toISOString(), postedAt: iso(postedAt) })),
    files: showFiles(await listFiles(db, requestId)),
    papers: (await listIntakesOf(db, requestId)).map(({ sender, senderEmail, receivedAt, channel, idCopy, idDocument, idLastFour, idExpiresOn, shreddedAt }) => ({
      sender: [sender, senderEmail].filter(Boolean).join(", "),
      receivedAt: receivedAt.toISOString(),
      idDocument: idCopy === "present" && idDocument && idLastFour && idExpiresOn ? { kind: idDocument, lastFour: idLastFour, expiresOn: idExpiresOn } : null,
      isToShred: channel === "paper" && idCopy !== null && idCopy !== "missing" && idCopy !== "not-asked" && shreddedAt === null,
      shreddedAt: iso(shreddedAt),
    })),
    ending: !row.deliveryRequired ? (row.postRequired ? ("sent" as const) : ("carriedOut" as const)) : row.numberRequired ? ("status" as const) : ("posted" as const),
    delivery: row.deliveryRequired && row.fulfilledAt ? { hasNumber: row.numberRequired, numberSentAt: iso(row.numberSentAt), letterPostedAt: iso(row.letterPostedAt), undeliveredAt: iso((await findUndelivered(db, row.id))?.since ?? null), solve: may(actor, "number:send-again") ? paths.undelivered() : null } : null,
    fields: type.pages.flatMap((page) => page.fields.map((field) => ({ value: field.id, label: `${t(officePageTexts(type.id, page).short)} · ${t(officeTexts(type.id, field).label)}` }))),
    reasons: type.reasonCodes.map(({ code: reason, textKey }) => ({ code: reason, label: t(textKey), told: translator(row.language)(textKey) })),
    previews: await previewsOf(db, found, now, t),
    acts: actsFrom(row.status, "reviewer"),
    may: {
      claim: may(actor, "request:claim"),
      takeOver: may(actor, "request:take-over"),
      decide: may(actor, "request:decide"),
      ask: may(actor, "request:ask"),
      secondCheck: may(actor, "request:second-check"),
      note: may(actor, "request:note"),
      judgeIdentity: may(actor, "identification:judge"),
      secondIdentity: may(actor, "identification:second-check"),
      completeTask: may(actor, "task:complete"),
      readFiles: may(actor, "file:read"),
      addFiles: may(actor, "request:register"),
    },
  };
}
export type CaseScreen = Awaited<ReturnType<typeof showCase>>;

/** What stands in the place of a reason or a question until there is one; the page replaces it. */
export const REASON_MARK = "…";

/**
 * Runs an act on a request. Who was just too late hears who was first, and when and with what, instead of only that something changed; and of what they did
 * themselves in another window, that it was they.
 */
export async function inTurn<Out>(reader: Pick<Reader, "db" | "t" | "language" | "actor">, requestId: string, act: () => Promise<Out>): Promise<Out> {
  const { db, t, language, actor } = reader;
  try {
    return await act();
  } catch (problem) {
    if (!isProblem(problem, "request.moved")) throw problem;
    const last = await lastActOn(db, requestId);
    if (!last) throw problem;
    const { what, who } = showLine(last, { t });
    throw new Problem(last.actorKind === "staff" && last.actorId === actor.id ? "request.moved-by-you" : "request.moved-by", { who, what, time: formatters(language, (key, values) => t(key, values)).time(last.at) });
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

/** Old and new of every service that the user has or would have (R47); those that are taken away stand among those that stay. */
function showChange({ change, row }: Case, names: Readonly<Record<string, string>>) {
  if (change === null) return null;
  const all = [...change.before, ...change.granted];
  return { isDone: row.fulfilledAt !== null, rows: all.map((id) => ({ id, name: names[id] ?? id, before: change.before.includes(id), after: change.after.includes(id) })) };
}

/** Who has a role and who would (R96), with the accounts that go along (D16). */
function showRoleChange({ roleChange, row, trail }: Case, t: Translate) {
  if (roleChange === null) return null;
  const { seat, before, after } = roleChange;
  // What has ended is no account of theirs any more: the trail has which it were.
  const accounts = row.fulfilledAt ? trail.filter(({ act }) => act === "account.ended").map(({ subjectId }) => subjectId) : roleChange.accounts;
  const people = [...before, ...after.filter((name) => !before.includes(name))];
  return {
    isDone: row.fulfilledAt !== null,
    role: t(`common:seats.${seat}`),
    agbCode: roleChange.isOfEnterprise ? null : row.agbCode,
    people: people.map((name) => ({ name, before: before.includes(name), after: after.includes(name) })),
    accounts,
  };
}

/** Old and new of what we have registered of somebody (R101, R103, R107). */
function showDataChange({ dataChange, row }: Case, t: Translate) {
  if (dataChange === null) return null;
  const rows = dataChange.map(({ field, before, after }) => ({ field, name: t(`common:data.${field}`), before: shownValue(field, before), after: shownValue(field, after) }));
  return { isDone: row.fulfilledAt !== null, rows };
}

/** The form as it was sent, page by page, with the labels that the applicant saw. */
function answersOf({ row, type }: Pick<Case, "row" | "type">, services: Readonly<Record<string, string>>, t: Translate, language: Language) {
  const { dateOnly } = formatters(language, (key, values) => t(key, values));
  const words = { say: (key: string) => t(key), service: (id: string) => services[id] ?? id, day: dateOnly };
  const lines = (field: Field, answers = row.answers) => answerLines({ type: type.id, field, answers }, words);
  const people = peopleOf(type, row.answers);
  const label = (field: Field) => t(fieldTexts(type.id, field).label);
  // The same question has the same name in another form too, whatever was left open above it: forms are laid side by side by it.
  const rowsOf = (fields: readonly Field[], answers = row.answers, whose = "") => fields.map((field) => ({ id: `${field.id}${whose}`, kind: field.kind, label: label(field), lines: lines(field, answers) }));
  // What each of several was asked for apart, by name; else once for all.
  const ofEach = (field: Field) => people.map((answers, index) => ({ id: `${field.id}-${index + 1}`, kind: field.kind, label: `${label(field)} · ${subjectOf(type, answers)}`, lines: lines(field, answers) }));
  return type.pages
    .flatMap((page) => {
      const short = t(pageTexts(type.id, page).short);
      if (page.repeats && people.length > 1) return people.map((answers, index) => ({ id: `${page.id}-${index + 1}`, title: `${short} ${index + 1}`, rows: rowsOf(page.fields, answers, `-${index + 1}`) }));
      const isApart = people.length > 1 && new Set(people.map((answers) => JSON.stringify(page.fields.map((field) => lines(field, answers))))).size > 1;
      return [{ id: page.id, title: short, rows: page.fields.flatMap((field) => (isApart && field.each ? ofEach(field) : rowsOf([field]))) }];
    })
    .map((page) => ({ ...page, rows: page.rows.filter((one) => one.lines.length > 0) }))
    .filter(({ rows }) => rows.length > 0);
}

/** How the e-mail to the applicant says what was decided about each of several, and about all of them; `partly` by how many are rejected. */
function outcomeWordsFor(language: Language, count: number) {
  const say = (key: string, values: Record<string, unknown> = {}) => translator(language)(`common:people.${key}`, values);
  return { approved: say("approved"), rejected: say("rejected"), all: say("all"), partly: Array.from({ length: count }, (_, refused) => say("partly", { approved: count - refused, count })) };
}

async function previewsOf(db: Db, { row }: Case, now: Date, t: Translate) {
  if (row.status !== "in-review" && row.status !== "second-check") return { approve: null, reject: null, ask: null };
  const about = { row, branding: shippedBranding, say: (language: Language, key: string, values: Record<string, unknown> = {}) => translator(language)(key, values) };
  const shown = (mail: MailPreview | null) => mail && shownLinks(mail, t);
  return {
    approve: shown(await previewDecision(db, { ...about, happening: "request.approved" })),
    reject: shown(await previewDecision(db, { ...about, happening: "request.rejected", reason: REASON_MARK })),
    ask: shown(await previewDecision(db, { ...about, happening: "request.asked", question: REASON_MARK, answerBy: waitUntil(now, await requestPolicy(db, row.id, "wait.maxDays", now)) })),
  };
}

/** Who wrote down what was said by phone, and what the applicant said of that. */
function showCall(call: PhoneAnswerRow | undefined, people: ReadonlyMap<string, string>) {
  return call ? { by: people.get(call.takenBy) ?? "", confirmedAt: iso(call.confirmedAt), correctedAt: iso(call.correctedAt), correction: call.correction } : null;
}

function iso(instant: Date | null): string | null {
  return instant?.toISOString() ?? null;
}
