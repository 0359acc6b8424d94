import { data, redirect } from "@remix-run/node";
import { type ShouldRevalidateFunction, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { pageTexts, severalTexts } from "#app/domain/definitions/schema/form-texts.ts";
import { Language } from "#app/domain/people.ts";
import { formOf, judgeIntake, mostEntries } from "#app/domain/requests/form/fill-in.ts";
import type { FieldNote } from "#app/domain/requests/form/kinds/result.ts";
import { serviceChoice } from "#app/domain/requests/form/offer.ts";
import { changedSince, fingerprint, fingerprints } from "#app/domain/requests/form/seen.ts";
import type { Typed } from "#app/domain/requests/form/visible.ts";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Conflict } from "#app/ui/form/conflict.tsx";
import { type Elsewhere, ElsewhereNotice } from "#app/ui/form/elsewhere.tsx";
import { EntryList, MoreEntries } from "#app/ui/form/entry-list.tsx";
import { fieldLabels } from "#app/ui/form/field-labels.ts";
import { FormSteps } from "#app/ui/form/form-steps.tsx";
import { PAGE_FORM, PageForm, type Warning } from "#app/ui/form/page-form.tsx";
import { BackLink } from "#app/ui/form/back-link.tsx";
import { PublicLayout } from "#app/ui/public-layout.tsx";
import { PageTitle } from "#app/ui/section.tsx";
import { draftBehind, elsewhereOf, ElsewhereSearch, pageOf, practiceOf, sentencesOf, stepsOf, typedOf, warningsOf, withElsewhere, withTaken } from "#app/web/counter.server.ts";
import { differing, keepWrong, placeOf, takeInPage } from "#app/web/draft-page.server.ts";
import { listEntries } from "#app/web/entries.server.ts";
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

const Search = z.object({ from: z.literal("review").optional().catch(undefined), ...ElsewhereSearch });

/** One page of a declared form. Whoever jumps ahead comes to the first page that is unfinished. */
export const loader = publicLoader({ params: Params, input: Search }, async ({ params, input, context, db, now, language, t }) => {
  const { row, form } = await draftBehind(context.office, params.token, now);
  const at = `/draft/${params.token}`;
  if (row.submittedAt) throw redirect(`${at}/sent`);
  const page = pageOf(form, params.page);
  const { type, content } = form;
  const { shown, unfinished, index, isReachable, first } = await placeOf(db, form, page, now);
  if (!isReachable) throw redirect(`${at}/${first}`);
  const backToReview = input.from === "review";
  const services = page.fields.find((field) => field.kind === "services");
  return {
    title: t(pageTexts(type.id, page).title),
    type: type.id,
    page,
    pages: type.pages,
    typed: content.typed,
    seen: fingerprint(page, content.typed),
    drawn: fingerprints(type.pages, content.typed),
    elsewhere: elsewhereOf(form, at, input, t),
    back: backToReview ? `${at}/review` : index > 0 ? `${at}/${shown[index - 1]?.id}` : `/apply/${type.id}`,
    backToReview,
    number: index + 1,
    steps: stepsOf(form, { at, now: page.id, unfinished, t }),
    practice: practiceOf(form),
    services: services ? await serviceChoice(db, form, language, services.of) : null,
    entries: await listEntries(db, form, page, { t, language, now }),
    most: page.repeats ? await mostEntries(db, form, now) : 1,
    at,
    onward: shown[index + 1]?.id ?? "review",
  };
});

/** The page's own fields come beside these; what begins with an underscore is the page's. */
const Input = z.looseObject({
  _intent: z.enum(["next", "later", "language", "another", "list"]).catch("next"),
  _language: Language.optional().catch(undefined),
  _seen: z.string().max(40).catch(""),
  _drawn: z.string().max(4_000).catch(""),
  _warned: z.string().max(2_000).catch(""),
  _take: z.string().max(400).catch(""),
  _review: z.string().max(10).catch(""),
});

type Returned = {
  problem: ShownProblem | null;
  warnings: Warning[];
  warned: string;
  seen: string;
  typed: Typed;
  elsewhere: Elsewhere;
  /** What another tab saved on this page, and in which fields it differs. */
  conflict: { fields: string[]; saved: Typed } | null;
};

/** What another tab changed shows also where the answer was a refusal: the services on offer, the steps, the page itself. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ actionStatus, defaultShouldRevalidate }) => defaultShouldRevalidate || actionStatus === 409 || actionStatus === 422;

/**
 * Takes in one page: everything typed is saved, also what is wrong or half; then on to the next page, or back with what has to change. Nobody
 * is led elsewhere without hearing why: what another tab changed meanwhile goes along in the address.
 */
export const action = publicAction(
  { params: Params, input: Input, limit: { name: "draft.page", points: 600, perSeconds: 3600 } },
  async ({ params, input, request, context, db, now, language, t }) => {
    const { office, correlationId } = context;
    const at = `/draft/${params.token}`;
    const sent = withTaken(typedOf(input), input._take);
    const taken = await takeInPage(office, { token: params.token, pageId: params.page, sent, seen: input._seen, language: input._language ?? language, now });
    const { form, page, filled } = taken;
    if (taken.kind === "submitted") return redirect(`${at}/sent${taken.lost ? "?late=yes" : ""}`, 303);
    const changed = changedSince(input._drawn, form.type.pages, form.content.typed).filter(({ id }) => id !== page.id);
    const elsewhere = elsewhereOf(form, at, { elsewhere: changed.map(({ id }) => id).join("."), kept: "" }, t);
    const answer = (back: Partial<Returned> & { errors?: FieldNote[] }, status: number) => {
      const { errors, ...rest } = back;
      const fields = sentencesOf(errors ?? [], t, language);
      const problem = errors?.length ? showProblem(new Problem("form.invalid"), { language, correlationId, fields }) : null;
      const typed = keepWrong(filled.content.typed, sent, errors ?? []);
      const returned: Returned = { problem, warnings: [], warned: "", seen: fingerprint(page, filled.content.typed), typed, elsewhere, conflict: null, ...rest };
      return data(returned, { status });
    };
    const after = taken.kind === "conflict" ? taken.newer : formOf(taken.row, form.type);
    const place = await placeOf(db, after, page, now);
    if (taken.kind === "conflict") {
      const other = after.content.typed;
      if (!place.isReachable) return redirect(withElsewhere(`${at}/${place.first}`, { changed: [...changed, page] }), 303);
      return answer({ conflict: differing(page, filled.content.typed, other), seen: fingerprint(page, other) }, 409);
    }

    if (input._intent === "language" && input._language) {
      const { pathname, search } = new URL(request.url);
      return redirect(pathname + search, { status: 303, headers: { "Set-Cookie": languageCookie(input._language, context.mode === "production") } });
    }
    if (input._intent === "later") return redirect(`${at}/later`, 303);
    if (!place.isReachable) return redirect(withElsewhere(`${at}/${place.first}`, { changed, kept: page }), 303);
    if (input._intent === "list" && page.repeats) return redirect(`${at}/${page.id}/list`, 303);
    if (filled.errors.length > 0) return answer({ errors: filled.errors }, 422);
    const warned = filled.warnings.map(({ field, code }) => `${field}=${code}`);
    if (warned.some((one) => !input._warned.split(" ").includes(one))) {
      return answer({ warnings: warningsOf(filled.warnings, t, language), warned: warned.join(" ") }, 200);
    }

    if (input._intent === "another" && page.repeats) return redirect(`${at}/${page.id}/entries/new`, 303);
    const onward = input._review === "yes" && place.unfinished.length === 0 ? "review" : place.next;
    if (page.checks.includes("intake")) {
      const outcome = await judgeIntake(db, after, after.content.answers, now);
      if (outcome.kind === "refer") return redirect(`/refer/${outcome.to}?draft=${params.token}&page=${page.id}`, 303);
      if (outcome.proposal) return redirect(`/refer/${outcome.proposal.to}?draft=${params.token}&page=${page.id}&onward=${onward}`, 303);
    }
    return redirect(withElsewhere(`${at}/${onward}`, { changed }), 303);
  },
);

export default function DraftPage() {
  const { t } = useTranslation(["form", "requests"]);
  const loaded = useLoaderData<typeof loader>();
  const returned = useActionData<typeof action>();
  const { type, page, pages, steps, practice, services, backToReview, back, number, entries, most, at } = loaded;
  const texts = entries !== null && page.repeats ? severalTexts(type, page.repeats.as) : pageTexts(type, page);
  // A field that is far too long is refused before the page's own action sees it; then only the problem comes back.
  const own = returned !== undefined && "typed" in returned ? returned : null;
  const problem = returned?.problem ?? null;
  const typed: Typed = own?.typed ?? { ...loaded.typed, ...problem?.values };
  const seen = own?.seen ?? loaded.seen;
  const serviceNames = Object.fromEntries([...(services?.groups.flatMap((group) => group.services) ?? []), ...(services?.excluded ?? [])].map(({ id, name }) => [id, name]));
  return (
    <PublicLayout aside={<FormSteps steps={steps} practice={practice} form={PAGE_FORM} />}>
      <BackLink to={back}>{backToReview ? t("form:backToReview") : t("form:back")}</BackLink>
      <ErrorSummary problem={problem} labels={fieldLabels({ type, page, pages, typed }, problem?.fields ?? {}, t)} />
      <ElsewhereNotice elsewhere={own?.elsewhere ?? loaded.elsewhere} />
      {own?.conflict ? <Conflict type={type} fields={page.fields.filter(({ id }) => own.conflict?.fields.includes(id))} saved={own.conflict.saved} services={serviceNames} /> : null}
      <PageTitle kicker={t("form:step", { number, total: steps.length })} title={t(texts.title)} lead={t(texts.intro)} />
      {entries !== null && page.repeats ? (
        <EntryList type={type} as={page.repeats.as} entries={entries} most={most} at={`${at}/${page.id}`} onward={`${at}/${backToReview ? "review" : loaded.onward}`} later={`${at}/later`} hasList={page.repeats.columns.length > 0} seen={seen} />
      ) : (
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
        drawn={loaded.drawn}
        backToReview={backToReview}
        services={services}
      >
        {page.repeats ? <MoreEntries type={type} as={page.repeats.as} most={most} hasList={page.repeats.columns.length > 0} /> : null}
      </PageForm>
      )}
    </PublicLayout>
  );
}
