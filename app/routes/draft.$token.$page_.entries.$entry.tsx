import { data, redirect } from "@remix-run/node";
import { type ShouldRevalidateFunction, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { Language } from "#app/domain/people.ts";
import { Problem } from "#app/domain/problem.ts";
import { typedOfEntry } from "#app/domain/requests/form/entries.ts";
import type { FieldNote } from "#app/domain/requests/form/kinds/result.ts";
import { fingerprint, fingerprints } from "#app/domain/requests/form/seen.ts";
import type { Typed } from "#app/domain/requests/form/visible.ts";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { BackLink } from "#app/ui/form/back-link.tsx";
import { Conflict } from "#app/ui/form/conflict.tsx";
import { fieldLabels } from "#app/ui/form/field-labels.ts";
import { FormSteps } from "#app/ui/form/form-steps.tsx";
import { PAGE_FORM, PageForm, type Warning } from "#app/ui/form/page-form.tsx";
import { PublicLayout } from "#app/ui/public-layout.tsx";
import { PageTitle } from "#app/ui/section.tsx";
import { draftBehind, practiceOf, sentencesOf, stepsOf, typedOf, warningsOf, withTaken } from "#app/web/counter.server.ts";
import { differing, keepWrong, placeOf, takeInPage } from "#app/web/draft-page.server.ts";
import { entryIn, notesOfEntry, repeatingPageOf, titleOfEntry } from "#app/web/entries.server.ts";
import { publicAction, publicLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { languageCookie } from "#app/web/language.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import type { ShownProblem } from "#app/web/problems.ts";
import { showProblem } from "#app/web/show-problem.server.ts";

export const handle: PageHandle = { i18n: ["form", "requests"] };
export const meta = pageMeta;

const Params = z.object({ token: z.string(), page: z.string(), entry: z.string() });

/** One of several on a page for several (R108), with the same fields as the first. `look`: there is something to say of who was just added. */
export const loader = publicLoader({ params: Params, input: z.object({ look: z.literal("yes").optional().catch(undefined) }) }, async ({ params, input, context, db, now, language, t }) => {
  const { row, form } = await draftBehind(context.office, params.token, now);
  const draft = `/draft/${params.token}`;
  if (row.submittedAt) throw redirect(`${draft}/sent`);
  const page = repeatingPageOf(form, params.page);
  const list = `${draft}/${page.id}`;
  const entry = await entryIn(db, form, params.entry, { list, now });
  const place = await placeOf(db, form, page, now);
  if (!place.isReachable) throw redirect(`${draft}/${place.first}`);
  const { type, content } = form;
  const said = input.look ? await notesOfEntry(db, form, page, entry, now) : { errors: [], warnings: [] };
  return {
    title: titleOfEntry(form, page, entry, t),
    type: type.id,
    page,
    pages: type.pages,
    typed: typedOfEntry(type.pages, content.typed, entry),
    seen: fingerprint(page, content.typed),
    drawn: fingerprints(type.pages, content.typed),
    list,
    steps: stepsOf(form, { at: draft, now: page.id, unfinished: place.unfinished, t }),
    practice: practiceOf(form),
    problem: said.errors.length > 0 ? showProblem(new Problem("form.invalid"), { language, correlationId: context.correlationId, fields: sentencesOf(said.errors, t, language) }) : null,
    warnings: said.errors.length > 0 ? [] : warningsOf(said.warnings, t, language),
    warned: said.errors.length > 0 ? "" : namesOf(said.warnings),
  };
});

const Input = z.looseObject({
  _intent: z.enum(["next", "later", "language"]).catch("next"),
  _language: Language.optional().catch(undefined),
  _seen: z.string().max(40).catch(""),
  _warned: z.string().max(2_000).catch(""),
  _take: z.string().max(400).catch(""),
});

type Returned = { problem: ShownProblem | null; warnings: Warning[]; warned: string; seen: string; typed: Typed; conflict: { fields: string[]; saved: Typed } | null };

export const shouldRevalidate: ShouldRevalidateFunction = ({ actionStatus, defaultShouldRevalidate }) => defaultShouldRevalidate || actionStatus === 409 || actionStatus === 422;

/** Takes in one of several, and saves also what is wrong or half; then back to the list, or here again with what has to change. */
export const action = publicAction(
  { params: Params, input: Input, limit: { name: "draft.page", points: 600, perSeconds: 3600 } },
  async ({ params, input, request, context, db, now, language, t }) => {
    const { office, correlationId } = context;
    const draft = `/draft/${params.token}`;
    const before = await draftBehind(office, params.token, now);
    if (before.row.submittedAt) return redirect(`${draft}/sent?late=yes`, 303);
    const list = `${draft}/${params.page}`;
    repeatingPageOf(before.form, params.page);
    const entry = await entryIn(db, before.form, params.entry, { list, now });
    const sent = withTaken(typedOf(input), input._take);
    const taken = await takeInPage(office, { token: params.token, pageId: params.page, entry, sent, seen: input._seen, language: input._language ?? language, now });
    if (taken.kind === "submitted") return redirect(`${draft}/sent${taken.lost ? "?late=yes" : ""}`, 303);
    const { form, page, filled } = taken;
    const { pages } = form.type;
    const mine = typedOfEntry(pages, filled.content.typed, entry);
    const answer = (back: Partial<Returned> & { errors?: FieldNote[] }, status: number) => {
      const { errors = [], ...rest } = back;
      const problem = errors.length > 0 ? showProblem(new Problem("form.invalid"), { language, correlationId, fields: sentencesOf(errors, t, language) }) : null;
      const returned: Returned = { problem, warnings: [], warned: "", seen: fingerprint(page, filled.content.typed), typed: keepWrong(mine, sent, errors), conflict: null, ...rest };
      return data(returned, { status });
    };
    if (taken.kind === "conflict") {
      const other = taken.newer.content.typed;
      return answer({ conflict: differing({ ...page, repeats: undefined }, mine, typedOfEntry(pages, other, entry)), seen: fingerprint(page, other) }, 409);
    }
    // Whoever was new is on the list from now on, under a number of their own.
    const own = `${list}/entries/${entry}`;
    if (input._intent === "language" && input._language) return redirect(own + new URL(request.url).search, { status: 303, headers: { "Set-Cookie": languageCookie(input._language, context.mode === "production") } });
    if (input._intent === "later") return redirect(`${draft}/later`, 303);
    const isUnread = filled.warnings.some((note) => !input._warned.split(" ").includes(namesOf([note])));
    if (params.entry === "new" && (filled.errors.length > 0 || isUnread)) return redirect(`${own}?look=yes`, 303);
    if (filled.errors.length > 0) return answer({ errors: filled.errors }, 422);
    if (isUnread) return answer({ warnings: warningsOf(filled.warnings, t, language), warned: namesOf(filled.warnings) }, 200);
    return redirect(list, 303);
  },
);

function namesOf(notes: readonly FieldNote[]): string {
  return notes.map(({ field, code }) => `${field}=${code}`).join(" ");
}

export default function DraftEntry() {
  const { t } = useTranslation(["form", "requests"]);
  const loaded = useLoaderData<typeof loader>();
  const returned = useActionData<typeof action>();
  const own = returned !== undefined && "typed" in returned ? returned : null;
  const { type, page, pages, steps, practice, list, title } = loaded;
  const problem = returned === undefined ? loaded.problem : returned.problem;
  const typed: Typed = own?.typed ?? { ...loaded.typed, ...problem?.values };
  const { warnings, warned } = own ?? loaded;
  const seen = own?.seen ?? loaded.seen;
  return (
    <PublicLayout aside={<FormSteps steps={steps} practice={practice} form={PAGE_FORM} />}>
      <BackLink to={list}>{t("several.toList")}</BackLink>
      <ErrorSummary problem={problem} labels={fieldLabels({ type, page, pages, typed }, problem?.fields ?? {}, t)} />
      {own?.conflict ? <Conflict type={type} fields={page.fields.filter(({ id }) => own.conflict?.fields.includes(id))} saved={own.conflict.saved} services={{}} /> : null}
      <PageTitle title={title} />
      <PageForm
        key={`${title} ${problem?.correlationId ?? ""} ${warned} ${seen}`}
        type={type}
        page={page}
        pages={pages}
        typed={typed}
        errors={problem?.fields ?? {}}
        warnings={warnings}
        warned={warned}
        seen={seen}
        drawn={loaded.drawn}
        backToReview={false}
        services={null}
        act={t("several.save")}
      />
    </PublicLayout>
  );
}
