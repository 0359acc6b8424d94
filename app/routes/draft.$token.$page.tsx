import { data, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { fieldTexts, inputNames, pageTexts } from "#app/domain/definitions/schema/form-texts.ts";
import { isProblem } from "#app/domain/problem.ts";
import { Language } from "#app/domain/people.ts";
import { fingerprint, saveDraft } from "#app/domain/requests/draft.ts";
import { draftContent } from "#app/domain/requests/form/content.ts";
import { fillIn, formOf, judgeIntake, readForm } from "#app/domain/requests/form/fill-in.ts";
import type { FieldNote } from "#app/domain/requests/form/kinds/result.ts";
import { serviceChoice } from "#app/domain/requests/form/offer.ts";
import { type Typed, visiblePages } from "#app/domain/requests/form/visible.ts";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Conflict } from "#app/ui/form/conflict.tsx";
import { FormSteps } from "#app/ui/form/form-steps.tsx";
import { PAGE_FORM, PageForm, type Warning } from "#app/ui/form/page-form.tsx";
import { BackLink } from "#app/ui/form/back-link.tsx";
import { PublicLayout } from "#app/ui/public-layout.tsx";
import { PageTitle } from "#app/ui/section.tsx";
import { draftBehind, pageOf, practiceOf, sentenceOf, sentencesOf, stepsOf, typedOf } from "#app/web/counter.server.ts";
import { publicAction, publicLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { languageCookie } from "#app/web/language.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import type { ShownProblem } from "#app/web/problems.ts";
import { showProblem } from "#app/web/show-problem.server.ts";
import { Problem } from "#app/domain/problem.ts";

export const handle: PageHandle = { i18n: ["form", "requests"] };
export const meta = pageMeta;

const Params = z.object({ token: z.string(), page: z.string() });

/** One page of a declared form. Whoever jumps ahead comes to the first page that is unfinished. */
export const loader = publicLoader({ params: Params }, async ({ params, request, context, db, now, language, t }) => {
  const { row, form } = await draftBehind(context.office, params.token, now);
  const at = `/draft/${params.token}`;
  if (row.submittedAt) throw redirect(`${at}/sent`);
  const page = pageOf(form, params.page);
  const { type, content } = form;
  const shown = visiblePages(type.pages, content.typed);
  const { unfinished } = await readForm(db, form, now);
  const index = shown.findIndex((one) => one.id === page.id);
  const first = shown.findIndex((one) => one.id === unfinished[0]);
  if (index < 0 || (first >= 0 && first < index)) throw redirect(`${at}/${shown[Math.max(0, first)]?.id ?? "review"}`);
  const backToReview = new URL(request.url).searchParams.get("from") === "review";
  return {
    title: t(pageTexts(type.id, page).title),
    type: type.id,
    page,
    pages: type.pages,
    typed: content.typed,
    seen: fingerprint(page, content.typed),
    back: backToReview ? `${at}/review` : index > 0 ? `${at}/${shown[index - 1]?.id}` : `/apply/${type.id}`,
    backToReview,
    number: index + 1,
    steps: stepsOf(form, { at, now: page.id, unfinished, t }),
    practice: practiceOf(form),
    services: page.fields.some((field) => field.kind === "services") ? await serviceChoice(db, form, language) : null,
  };
});

/** The page's own fields come beside these; what begins with an underscore is the page's. */
const Input = z.looseObject({
  _intent: z.enum(["next", "later", "language"]).catch("next"),
  _language: Language.optional().catch(undefined),
  _seen: z.string().max(40).catch(""),
  _warned: z.string().max(2_000).catch(""),
  _review: z.string().max(10).catch(""),
});

type Returned = {
  problem: ShownProblem | null;
  warnings: Warning[];
  warned: string;
  seen: string;
  typed: Typed;
  conflict: Array<{ label: string; value: string }> | null;
};

/** Takes in one page: everything typed is saved, also what is wrong or half; then on to the next page, or back with what has to change. */
export const action = publicAction(
  { params: Params, input: Input, limit: { name: "draft.page", points: 600, perSeconds: 3600 } },
  async ({ params, input, request, context, db, now, language, t }) => {
    const { office, correlationId } = context;
    const { row, form } = await draftBehind(office, params.token, now);
    const at = `/draft/${params.token}`;
    if (row.submittedAt) return redirect(`${at}/sent`, 303);
    const page = pageOf(form, params.page);
    const sent = typedOf(input);
    const filled = await fillIn(db, office.registers, form, page, sent, now);
    const answer = (back: Partial<Returned> & { errors?: FieldNote[]; problem?: ShownProblem }, status: number) => {
      const { errors, ...rest } = back;
      const fields = sentencesOf(errors ?? [], t, language);
      const problem = errors?.length ? showProblem(new Problem("form.invalid"), { language, correlationId, fields }) : null;
      const returned: Returned = { problem, warnings: [], warned: "", seen: fingerprint(page, filled.content.typed), typed: keepWrong(filled.content.typed, sent, errors ?? []), conflict: null, ...rest };
      return data(returned, { status });
    };

    let saved;
    try {
      saved = await saveDraft(office, { row, page, seen: input._seen, content: filled.content, language: input._language ?? language, now });
    } catch (problem) {
      if (!isProblem(problem, "draft.moved")) throw problem;
      const { row: newer } = await draftBehind(office, params.token, now);
      const other = draftContent(newer.answers).typed;
      const label = (field: string) => t(fieldTexts(form.type.id, { id: field }).label);
      const conflict = page.fields
        .map((field) => ({ label: label(field.id), mine: valueOf(field, filled.content.typed), value: valueOf(field, other) }))
        .filter(({ mine, value }) => mine !== value)
        .map(({ label, value }) => ({ label, value }));
      return answer({ conflict, seen: fingerprint(page, other) }, 409);
    }

    if (input._intent === "language" && input._language) {
      const { pathname, search } = new URL(request.url);
      return redirect(pathname + search, { status: 303, headers: { "Set-Cookie": languageCookie(input._language, context.mode === "production") } });
    }
    if (input._intent === "later") return redirect(`${at}/later`, 303);
    if (filled.errors.length > 0) return answer({ errors: filled.errors }, 422);
    const warned = filled.warnings.map(({ field, code }) => `${field}=${code}`);
    if (warned.some((one) => !input._warned.split(" ").includes(one))) {
      const shown = filled.warnings.map((note) => ({ message: sentenceOf("warnings", note, t, language), masked: note.code.startsWith("masked.") }));
      return answer({ warnings: shown, warned: warned.join(" ") }, 200);
    }

    const after = formOf(saved, form.type);
    const shown = visiblePages(form.type.pages, after.content.typed);
    const next = shown[shown.findIndex((one) => one.id === page.id) + 1]?.id ?? "review";
    const { unfinished } = await readForm(db, after, now);
    const onward = input._review === "yes" && unfinished.length === 0 ? "review" : next;
    if (page.checks.includes("intake")) {
      const outcome = await judgeIntake(db, after, after.content.answers, now);
      if (outcome.kind === "refer") return redirect(`/refer/${outcome.to}?draft=${params.token}&page=${page.id}`, 303);
      if (outcome.proposal) return redirect(`/refer/${outcome.proposal.to}?draft=${params.token}&page=${page.id}&onward=${onward}`, 303);
    }
    return redirect(`${at}/${onward}`, 303);
  },
);

/** What was understood as it will be kept; what was not exactly as it was typed, so that it can be put right. */
function keepWrong(kept: Typed, sent: Typed, errors: readonly FieldNote[]): Typed {
  const wrong = Object.entries(sent).filter(([name]) => errors.some(({ field }) => name === field || name.startsWith(`${field}.`)));
  return { ...kept, ...Object.fromEntries(wrong) };
}

function valueOf(field: Parameters<typeof inputNames>[0], typed: Typed): string {
  return inputNames(field).map((name) => [typed[name] ?? ""].flat().join(", ")).filter(Boolean).join(" ");
}

export default function DraftPage() {
  const { t } = useTranslation(["form", "requests"]);
  const loaded = useLoaderData<typeof loader>();
  const returned = useActionData<typeof action>();
  const { type, page, pages, steps, practice, services, backToReview, back, number } = loaded;
  // A field that is far too long is refused before the page's own action sees it; then only the problem comes back.
  const own = returned !== undefined && "typed" in returned ? returned : null;
  const problem = returned?.problem ?? null;
  const typed: Typed = own?.typed ?? { ...loaded.typed, ...problem?.values };
  const seen = own?.seen ?? loaded.seen;
  return (
    <PublicLayout aside={<FormSteps steps={steps} practice={practice} form={PAGE_FORM} />}>
      <BackLink to={back}>{backToReview ? t("form:backToReview") : t("form:back")}</BackLink>
      <ErrorSummary problem={problem} />
      {own?.conflict ? <Conflict saved={own.conflict} /> : null}
      <PageTitle
        kicker={t("form:step", { number, total: steps.length })}
        title={t(pageTexts(type, page).title)}
        lead={t(pageTexts(type, page).intro)}
      />
      <PageForm
        key={`${page.id} ${problem?.correlationId ?? ""} ${own?.warned ?? ""} ${seen}`}
        type={type}
        page={page}
        pages={pages}
        typed={typed}
        errors={problem?.fields ?? {}}
        warnings={own?.warnings ?? []}
        warned={own?.warned ?? ""}
        seen={seen}
        backToReview={backToReview}
        services={services}
      />
    </PublicLayout>
  );
}
