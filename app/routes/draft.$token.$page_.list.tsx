import { data, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { severalTexts } from "#app/domain/definitions/schema/form-texts.ts";
import type { Language } from "#app/domain/people.ts";
import { isProblem, Problem } from "#app/domain/problem.ts";
import { saveDraft } from "#app/domain/requests/draft.ts";
import { mostEntries } from "#app/domain/requests/form/fill-in.ts";
import { addList } from "#app/domain/requests/form/list.ts";
import type { FieldNote } from "#app/domain/requests/form/kinds/result.ts";
import { fingerprint } from "#app/domain/requests/form/seen.ts";
import type { Typed } from "#app/domain/requests/form/visible.ts";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { BackLink } from "#app/ui/form/back-link.tsx";
import { FormSteps } from "#app/ui/form/form-steps.tsx";
import { lineId, type Pasted, PasteList } from "#app/ui/form/paste-list.tsx";
import { PublicLayout } from "#app/ui/public-layout.tsx";
import { PageTitle } from "#app/ui/section.tsx";
import { summaryItem } from "#app/ui/summary-item.ts";
import { draftBehind, practiceOf, sentenceOf, sentencesOf, stepsOf, typedOf } from "#app/web/counter.server.ts";
import { placeOf } from "#app/web/draft-page.server.ts";
import { repeatingPageOf, type RepeatingPage } from "#app/web/entries.server.ts";
import { publicAction, publicLoader } from "#app/web/guards.server.ts";
import type { Translate } from "#app/web/i18n.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import type { ShownProblem } from "#app/web/problems.ts";
import { showProblem } from "#app/web/show-problem.server.ts";

export const handle: PageHandle = { i18n: ["form", "requests"] };
export const meta = pageMeta;

const Params = z.object({ token: z.string(), page: z.string() });

/** Several at once, from a spreadsheet (Q24, R108). */
export const loader = publicLoader({ params: Params }, async ({ params, context, db, now, t }) => {
  const { row, form } = await draftBehind(context.office, params.token, now);
  const draft = `/draft/${params.token}`;
  if (row.submittedAt) throw redirect(`${draft}/sent`);
  const page = withColumns(repeatingPageOf(form, params.page));
  const place = await placeOf(db, form, page, now);
  if (!place.isReachable) throw redirect(`${draft}/${place.first}`);
  const texts = severalTexts(form.type.id, page.repeats.as);
  return {
    title: t(texts.paste),
    lead: t(texts.pasteIntro),
    type: form.type.id,
    page,
    at: `${draft}/${page.id}`,
    seen: fingerprint(page, form.content.typed),
    steps: stepsOf(form, { at: draft, now: page.id, unfinished: place.unfinished, t }),
    practice: practiceOf(form),
  };
});

/** More lines than this nobody can put right on one page, and no request has so many users. */
const MOST_LINES = 200;

/** A list as it is pasted, or the lines that are left of one; what begins with an underscore is the page's own. */
const Input = z.looseObject({
  list: z.string().default(""),
  _seen: z.string().max(40).catch(""),
  _heading: z.string().max(4_000).catch(""),
  _numbers: z.array(z.coerce.number().int().min(1).max(100_000)).max(MOST_LINES).catch([]),
  _lines: z.array(z.string().max(4_000)).max(MOST_LINES).catch([]),
  _remove: z.coerce.number().int().optional().catch(undefined),
});

type Returned = { problem: ShownProblem | null; text: string; pasted: Pasted | null; shared: Typed; seen: string };

/** Adds every line that is right and for which there is room. The others stay lines, each with what is wrong with it, to be put right here or taken away. */
export const action = publicAction(
  { params: Params, input: Input, limit: { name: "draft.list", points: 60, perSeconds: 3600 } },
  async ({ params, input, context, db, now, language, t }) => {
    const { office, correlationId } = context;
    const { row, form } = await draftBehind(office, params.token, now);
    if (row.submittedAt) return redirect(`/draft/${params.token}/sent?late=yes`, 303);
    const page = withColumns(repeatingPageOf(form, params.page));
    const { list: text, ...shared } = typedOf(input);
    const lines = input._lines.map((line, index) => ({ line: input._numbers[index] ?? index + 1, text: line.replaceAll("\n", " ") }));
    const left = lines.filter(({ line }) => line !== input._remove);
    const list = lines.length > 0 ? { heading: input._heading, lines: left } : { text: input.list };
    const answer = (back: Partial<Returned>, status: number) => data({ problem: null, text: input.list, pasted: null, shared, seen: fingerprint(page, form.content.typed), ...back } satisfies Returned, { status });
    const refused = (fields: Record<string, string>, back: Partial<Returned> = {}) => answer({ problem: showProblem(new Problem("form.invalid"), { language, correlationId, fields }), ...back }, 422);
    if (lines.length === 0 && text === "") return refused({ list: t("form:errors.list.empty") });
    if (left.length === 0 && lines.length > 0) return redirect(`/draft/${params.token}/${page.id}`, 303);

    const added = await addList(db, form, page, { list, shared, most: await mostEntries(db, form, now), now });
    if (added.wrong.length > MOST_LINES) return refused({ list: t("form:errors.list.long", { most: MOST_LINES }) });
    const sentences = (errors: readonly FieldNote[]) => errors.map((note) => sentenceOfCell(form.type.id, page, note, t, language));
    const wrong = added.wrong.map(({ line, text: own, errors }) => ({ line, text: own, wrong: sentences(errors) }));
    const pasted = { heading: added.heading, ignored: added.ignored, added: 0, removed: null, isMasked: false, doubtful: [], lines: wrong };
    // What is answered for all of them is wrong for all of them alike: it is said once, and nobody is added.
    const forAll = sentencesOf(readShared(page, added.wrong.flatMap(({ errors }) => errors)), t, language);
    if (Object.keys(forAll).length > 0 && input._remove === undefined) return refused(forAll, lines.length > 0 ? { pasted: { ...pasted, lines: left.map((one) => ({ ...one, wrong: [] })) } } : {});
    if (input._remove !== undefined) {
      const stays = left.map((one) => wrong.find(({ line }) => line === one.line) ?? { ...one, wrong: [] });
      return answer({ pasted: { ...pasted, removed: input._remove, lines: stays } }, 200);
    }
    try {
      await saveDraft(office, { row, page, seen: input._seen, content: added.content, language, now });
    } catch (problem) {
      if (!isProblem(problem, "draft.moved")) throw problem;
      const kept = lines.length > 0 ? { pasted: { ...pasted, lines: left.map((one) => ({ ...one, wrong: [] })) } } : {};
      return answer({ problem: showProblem(problem, { language, correlationId }), ...kept }, 409);
    }
    if (wrong.length === 0 && added.notes.length === 0 && added.ignored.length === 0 && !added.isMasked) return redirect(`/draft/${params.token}/${page.id}`, 303);
    const doubtful = added.notes.map(({ line, text: own, entry, warnings }) => ({ line, text: own, entry, doubtful: warnings.map((note) => sentenceOf("warnings", note, t, language)) }));
    const became = { pasted: { ...pasted, added: added.added, doubtful, isMasked: added.isMasked }, seen: fingerprint(page, added.content.typed) };
    return wrong.length === 0 ? answer(became, 200) : refused(Object.fromEntries(wrong.map((one) => [lineId(one.line), one.wrong.join(" ")])), became);
  },
);

/** Which of the notes are of what is answered for all: that has no column. */
function readShared(page: RepeatingPage, notes: readonly FieldNote[]): FieldNote[] {
  return notes.filter(({ field }) => page.fields.some(({ id, kind }) => id === field && kind === "declaration"));
}

/** What is wrong in one cell, with the name of its column where the sentence does not say it. */
function sentenceOfCell(type: string, page: RepeatingPage, note: FieldNote, t: Translate, language: Language): string {
  const { columns, as } = page.repeats;
  const labels = Object.fromEntries(columns.map(({ input }) => [input, t(severalTexts(type, as).column(input))]));
  return summaryItem(note.field, sentenceOf("errors", note, t, language), labels);
}

function withColumns(page: RepeatingPage): RepeatingPage {
  if (page.repeats.columns.length === 0) throw new Problem("page.not-found");
  return page;
}

export default function DraftList() {
  const { t } = useTranslation("form");
  const { title, lead, type, page, at, seen, steps, practice } = useLoaderData<typeof loader>();
  const returned = useActionData<typeof action>();
  const own = returned !== undefined && "pasted" in returned ? returned : null;
  const problem = returned?.problem ?? null;
  const kept = problem?.values["list"];
  const lines = own?.pasted?.lines ?? [];
  const labels = { list: t("several.paste.label"), ...Object.fromEntries(lines.map(({ line }) => [lineId(line), t("several.paste.line", { line })])) };
  return (
    <PublicLayout aside={<FormSteps steps={steps} practice={practice} />}>
      <BackLink to={at}>{t("several.toList")}</BackLink>
      <ErrorSummary problem={problem} labels={labels} />
      <PageTitle title={title} lead={lead} />
      <PasteList
        type={type}
        page={page}
        at={at}
        seen={own?.seen ?? seen}
        text={own?.text ?? (typeof kept === "string" ? kept : "")}
        shared={own?.shared ?? {}}
        errors={problem?.fields ?? {}}
        pasted={own?.pasted ?? null}
      />
    </PublicLayout>
  );
}
