import { data, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { severalTexts } from "#app/domain/definitions/schema/form-texts.ts";
import type { Language } from "#app/domain/people.ts";
import type { FieldNote } from "#app/domain/requests/form/kinds/result.ts";
import { lineId } from "#app/domain/requests/form/rows.ts";
import { fingerprint } from "#app/domain/requests/form/seen.ts";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { BackLink } from "#app/ui/form/back-link.tsx";
import { FormSteps } from "#app/ui/form/form-steps.tsx";
import { linesSent } from "#app/ui/form/lines-sent.ts";
import { PasteList } from "#app/ui/form/paste-list.tsx";
import { PublicLayout } from "#app/ui/public-layout.tsx";
import { PageTitle } from "#app/ui/section.tsx";
import { summaryItem } from "#app/ui/summary-item.ts";
import { draftBehind, practiceOf, sentenceOf, stepsOf } from "#app/web/counter.server.ts";
import { placeOf } from "#app/web/draft-page.server.ts";
import type { RepeatingPage } from "#app/web/entries.server.ts";
import { publicAction, publicLoader } from "#app/web/guards.server.ts";
import type { Translate } from "#app/web/i18n.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { pageForList, SentList, takeInList } from "#app/web/pasted-list.server.ts";

export const handle: PageHandle = { i18n: ["form", "requests"] };
export const meta = pageMeta;

const Params = z.object({ token: z.string(), page: z.string() });

/** Several at once, from a spreadsheet (Q24, R108). */
export const loader = publicLoader({ params: Params }, async ({ params, context, db, now, t }) => {
  const { row, form } = await draftBehind(context.office, params.token, now);
  const draft = `/draft/${params.token}`;
  if (row.submittedAt) throw redirect(`${draft}/sent`);
  const page = pageForList(form, params.page);
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

/** Adds the lines of a list that are right; the page shows the others again. */
export const action = publicAction(
  { params: Params, input: SentList, limit: { name: "draft.list", points: 60, perSeconds: 3600 } },
  async ({ params, input, context, now, language, t }) => {
    const sayOfCell = (type: string, page: RepeatingPage, note: FieldNote) => sentenceOfCell(type, page, note, t, language);
    const taken = await takeInList(context, params, input, { language, now, t, sayOfCell });
    if (taken.kind === "shown") return data(taken.list, { status: taken.status });
    const draft = `/draft/${params.token}`;
    return redirect(taken.kind === "submitted" ? `${draft}/sent?late=yes` : `${draft}/${params.page}`, 303);
  },
);

/** What is wrong in one cell, with the name of its column where the sentence does not say it. */
function sentenceOfCell(type: string, page: RepeatingPage, note: FieldNote, t: Translate, language: Language): string {
  const { columns, as } = page.repeats;
  const labels = Object.fromEntries(columns.map(({ input }) => [input, t(severalTexts(type, as).column(input))]));
  return summaryItem(note.field, sentenceOf("errors", note, t, language), labels);
}

export default function DraftList() {
  const { t } = useTranslation("form");
  const { title, lead, type, page, at, seen, steps, practice } = useLoaderData<typeof loader>();
  const returned = useActionData<typeof action>();
  const own = returned !== undefined && "pasted" in returned ? returned : null;
  // Refused before it was read: what was typed is in the problem.
  const refused = own === null && returned?.problem ? linesSent(returned.problem) : null;
  const problem = returned?.problem && refused ? { ...returned.problem, fields: refused.fields } : (returned?.problem ?? null);
  const kept = problem?.values["list"];
  const pasted = refused?.pasted ?? own?.pasted ?? null;
  const lines = pasted?.lines ?? [];
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
        shared={own?.shared ?? problem?.values ?? {}}
        errors={problem?.fields ?? {}}
        pasted={pasted}
      />
    </PublicLayout>
  );
}
