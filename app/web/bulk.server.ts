import type { StaffActor } from "#app/domain/access/actor.ts";
import { may } from "#app/domain/access/permissions.ts";
import { previewDecision } from "#app/domain/correspondence/preview.ts";
import { waitUntil } from "#app/domain/deadlines/clock.ts";
import { findStaff } from "#app/domain/access/directory.ts";
import type { Language } from "#app/domain/people.ts";
import { BULK, BULK_ACTS } from "#app/domain/requests/bulk/acts.ts";
import { getBulkRun, type BulkRunRow } from "#app/domain/requests/bulk/plan.ts";
import { countExclusions, countLanguages, countOpenDecisions, listBulk, listBulkReasons, stageOf, type BulkLine, type BulkPart } from "#app/domain/requests/bulk/read.ts";
import { countOutcomes } from "#app/domain/requests/bulk/run.ts";
import { getRequest } from "#app/domain/requests/decide.ts";
import { requestPolicy } from "#app/domain/requests/policy.ts";
import type { Db } from "#db/types.ts";

import { shippedBranding } from "./branding.ts";
import { formatters } from "./format.ts";
import { translator, type Translate } from "./i18n.server.ts";
import { problemSentence } from "./show-problem.server.ts";
import { shownLinks } from "./mail-links.ts";
import { showLine } from "./trail.server.ts";

type Reader = { db: Db; actor: StaffActor; now: Date; t: Translate; language: Language };

/** So many requests of a part stand on the page; the file has them all. */
const SHOWN = 50;

/** A run as its page shows it, worded for its reader: what can be chosen, who takes part and who does not and why, how far it is, what came of it. Dates as ISO 8601. */
export async function showBulk(reader: Reader, runId: string) {
  const { db, actor, now, t } = reader;
  const run = await getBulkRun(db, runId);
  const stage = stageOf(run);
  const isMine = run.by === actor.id;
  const counts = await countOutcomes(db, runId);
  const reasons = stage === "choosing" || stage === "planned" ? (await listBulkReasons(db, runId)).map(({ code, textKey }) => ({ code, label: t(textKey) })) : [];
  const parts: BulkPart[] = stage === "planned" ? ["excluded", "taking-part"] : stage === "ended" ? ["refused", "untouched", "done", "excluded"] : [];
  const lists = [];
  for (const part of parts) lists.push({ part, total: totalOf(part, counts), lines: (await listBulk(db, { runId, part, limit: SHOWN })).map((line) => showBulkLine(line, reader)) });
  const undo = await countOpenDecisions(db, run, now);
  return {
    id: runId,
    stage,
    act: run.act,
    plan: run.plan,
    isMine,
    by: (await findStaff(db, run.by))?.name ?? "",
    begunAt: run.begunAt.toISOString(),
    plannedAt: run.plannedAt?.toISOString() ?? null,
    isCancelled: run.cancelledAt !== null,
    reasonCode: run.reasonCode,
    reason: run.reasonCode === null ? null : t(`requests:reasons.${run.reasonCode}`),
    text: run.text,
    counts,
    total: Object.values(counts).reduce((sum, count) => sum + count, 0),
    reasons,
    acts: BULK_ACTS.filter((act) => may(actor, BULK[act].can)),
    exclusions: stage === "planned" ? await countExclusions(db, runId) : [],
    lists: lists.filter(({ total }) => total > 0),
    mail: stage === "planned" && counts.pending > 0 ? await exampleOf(reader, run) : null,
    undo: isMine && undo.until !== null && undo.count > 0 ? { count: undo.count, seconds: Math.max(1, Math.ceil((undo.until.getTime() - now.getTime()) / 1000)) } : null,
  };
}
export type BulkScreen = Awaited<ReturnType<typeof showBulk>>;

/** One request of a run in words: why it does not take part, or what came of it. */
export function showBulkLine(line: BulkLine, reader: Pick<Reader, "t" | "language">) {
  const { requestId, reference, type, subjectName, status, outcome, endedAt } = line;
  return { id: requestId, reference, type, subjectName, status, outcome, why: whyOf(line, reader), at: endedAt?.toISOString() ?? null };
}

function whyOf({ excluded, code, details }: BulkLine, { t, language }: Pick<Reader, "t" | "language">): string | null {
  const { dateTime } = formatters(language, (key, values) => t(key, values));
  const { who = "", at, status, rule = "", act, actorKind } = details ?? {};
  const when = at === undefined ? "" : dateTime(at);
  const exclusion = excluded ?? (code?.startsWith("bulk.") ? code.slice("bulk.".length) : null);
  if (exclusion !== null) return t(`bulk:why.${exclusion}`, { who, when, rule, status: status === undefined ? "" : t(`desk:status.${status}`) });
  if (code === null) return null;
  if (act === undefined || at === undefined) return problemSentence(code, {}, language);
  const first = showLine({ id: 0, at: new Date(at), act, subjectId: "", actorKind: actorKind ?? "system", actorName: who || null, details: {} }, { t });
  return t("bulk:first", { who: first.who, when, what: first.what });
}

/** The e-mail that the first request of the group would send, and how many go out in which language. Null when the act sends none. */
async function exampleOf({ db, now, t }: Reader, run: BulkRunRow) {
  const happening = run.act === "approve" ? ("request.approved" as const) : run.act === "reject" ? ("request.rejected" as const) : run.act === "ask" ? ("request.asked" as const) : null;
  const [first] = happening === null ? [] : await listBulk(db, { runId: run.id, part: "taking-part", limit: 1 });
  if (!first || happening === null) return null;
  const row = await getRequest(db, first.requestId);
  const say = (language: Language, key: string, values: Record<string, unknown> = {}) => translator(language)(key, values);
  const mail = await previewDecision(db, {
    row,
    branding: shippedBranding,
    say,
    happening,
    ...(run.reasonCode !== null && { reason: say(row.language, `requests:reasons.${run.reasonCode}`) }),
    ...(run.act === "ask" && { question: run.text ?? "", answerBy: waitUntil(now, await requestPolicy(db, row.id, "wait.maxDays", now)) }),
  });
  if (mail === null) return null;
  const languages = await countLanguages(db, run.id);
  return {
    mail: shownLinks(mail, t),
    reference: first.reference,
    count: languages.reduce((sum, { count }) => sum + count, 0),
    languages: languages.map(({ language, count }) => t("bulk:mail.language", { count, language: t(`desk:mail.language.${language}`) })).join(", "),
  };
}

function totalOf(part: BulkPart, counts: Awaited<ReturnType<typeof countOutcomes>>): number {
  if (part === "everything") return Object.values(counts).reduce((sum, count) => sum + count, 0);
  return part === "taking-part" ? counts.pending : counts[part];
}
