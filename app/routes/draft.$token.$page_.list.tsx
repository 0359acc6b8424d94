import { data, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { severalTexts } from "#app/domain/definitions/schema/form-texts.ts";
import { isProblem, Problem } from "#app/domain/problem.ts";
import { saveDraft } from "#app/domain/requests/draft.ts";
import { mostEntries } from "#app/domain/requests/form/fill-in.ts";
import { addList } from "#app/domain/requests/form/list.ts";
import { fingerprint } from "#app/domain/requests/form/seen.ts";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { BackLink } from "#app/ui/form/back-link.tsx";
import { FormSteps } from "#app/ui/form/form-steps.tsx";
import { type Pasted, PasteList } from "#app/ui/form/paste-list.tsx";
import { PublicLayout } from "#app/ui/public-layout.tsx";
import { PageTitle } from "#app/ui/section.tsx";
import { draftBehind, practiceOf, sentenceOf, stepsOf, typedOf } from "#app/web/counter.server.ts";
import { placeOf } from "#app/web/draft-page.server.ts";
import { repeatingPageOf, type RepeatingPage } from "#app/web/entries.server.ts";
import { publicAction, publicLoader } from "#app/web/guards.server.ts";
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

const Input = z.looseObject({ list: z.string().default(""), _seen: z.string().max(40).catch("") });

type Returned = { problem: ShownProblem | null; text: string; pasted: Pasted | null; seen: string };

/** Adds every line that there is room for, and says of each line what is wrong with it: what could not be added stays in the box. */
export const action = publicAction(
  { params: Params, input: Input, limit: { name: "draft.list", points: 60, perSeconds: 3600 } },
  async ({ params, input, context, db, now, language, t }) => {
    const { office, correlationId } = context;
    const { row, form } = await draftBehind(office, params.token, now);
    if (row.submittedAt) return redirect(`/draft/${params.token}/sent?late=yes`, 303);
    const page = withColumns(repeatingPageOf(form, params.page));
    const refused = (problem: Problem, fields: Record<string, string>, status: number) => {
      const returned: Returned = { problem: showProblem(problem, { language, correlationId, fields }), text: input.list, pasted: null, seen: fingerprint(page, form.content.typed) };
      return data(returned, { status });
    };
    if (input.list.trim() === "") return refused(new Problem("form.invalid"), { list: t("form:errors.list.empty") }, 422);
    const { list: _list, ...shared } = typedOf(input);
    const added = await addList(db, form, page, { text: input.list, shared, most: await mostEntries(db, form, now), now });
    try {
      await saveDraft(office, { row, page, seen: input._seen, content: added.content, language, now });
    } catch (problem) {
      if (!isProblem(problem, "draft.moved")) throw problem;
      return refused(problem, {}, 409);
    }
    if (added.notes.length === 0 && added.ignored.length === 0 && !added.isMasked) return redirect(`/draft/${params.token}/${page.id}`, 303);
    const lines = added.notes.map(({ line, text, entry, errors, warnings }) => ({
      line,
      text,
      entry,
      wrong: errors.map((note) => sentenceOf("errors", note, t, language)),
      doubtful: warnings.map((note) => sentenceOf("warnings", note, t, language)),
    }));
    const returned: Returned = { problem: null, text: "", pasted: { added: added.added, lines, left: added.left, ignored: added.ignored, isMasked: added.isMasked }, seen: fingerprint(page, added.content.typed) };
    return data(returned, { status: added.left === "" ? 200 : 422 });
  },
);

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
  return (
    <PublicLayout aside={<FormSteps steps={steps} practice={practice} />}>
      <BackLink to={at}>{t("several.toList")}</BackLink>
      <ErrorSummary problem={problem} labels={{ list: t("several.paste.label") }} />
      <PageTitle title={title} lead={lead} />
      <PasteList type={type} page={page} at={at} seen={own?.seen ?? seen} text={own?.text ?? (typeof kept === "string" ? kept : "")} errors={problem?.fields ?? {}} pasted={own?.pasted ?? null} />
    </PublicLayout>
  );
}
