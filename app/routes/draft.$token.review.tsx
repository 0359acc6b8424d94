import { data, redirect } from "@remix-run/node";
import { Form, Link, type ShouldRevalidateFunction, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { submitDraft } from "#app/domain/requests/submit.ts";
import { judgeIntake, readForm, servicesFor } from "#app/domain/requests/form/fill-in.ts";
import { serviceChoice } from "#app/domain/requests/form/offer.ts";
import { changedSince, fingerprints } from "#app/domain/requests/form/seen.ts";
import { visiblePages } from "#app/domain/requests/form/visible.ts";
import { pageTexts } from "#app/domain/definitions/schema/form-texts.ts";
import { isProblem, Problem } from "#app/domain/problem.ts";
import { Button } from "#app/ui/button.tsx";
import { Checkbox } from "#app/ui/choices.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { AnswersOverview } from "#app/ui/form/answers.tsx";
import { DroppedServices } from "#app/ui/form/dropped-services.tsx";
import { ElsewhereNotice } from "#app/ui/form/elsewhere.tsx";
import { BackLink } from "#app/ui/form/back-link.tsx";
import { FormSteps } from "#app/ui/form/form-steps.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PublicLayout } from "#app/ui/public-layout.tsx";
import { PageTitle, Section } from "#app/ui/section.tsx";
import { draftBehind, elsewhereOf, ElsewhereSearch, practiceOf, stepsOf } from "#app/web/counter.server.ts";
import { publicAction, publicLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";
import { sentCookie } from "#app/web/sent-form.server.ts";
import { showProblem } from "#app/web/show-problem.server.ts";

export const handle: PageHandle = { i18n: ["form", "requests", "public"] };
export const meta = pageMeta;

const Params = z.object({ token: z.string() });

/** Everything once more, before it is sent (R15). */
export const loader = publicLoader({ params: Params, input: z.object(ElsewhereSearch) }, async ({ params, input, context, db, now, language, t }) => {
  const { row, form } = await draftBehind(context.office, params.token, now);
  const at = `/draft/${params.token}`;
  if (row.submittedAt) throw redirect(`${at}/sent`);
  const { unfinished } = await readForm(db, form, now);
  const { catalogue } = await servicesFor(db, form);
  const { type, content } = form;
  const shown = visiblePages(type.pages, content.typed);
  const asked = shown.flatMap((page) => page.fields).filter((field) => field.kind === "services" && field.of === "allowed").flatMap(({ id }) => content.typed[id] ?? []);
  const { excluded } = await serviceChoice(db, form, language);
  return {
    title: t("public:review.title"),
    at,
    type: type.id,
    terms: type.terms.version,
    version: row.version,
    drawn: fingerprints(type.pages, content.typed),
    elsewhere: elsewhereOf(form, at, input, t),
    dropped: excluded.filter(({ id }) => asked.includes(id)),
    pages: type.pages,
    typed: content.typed,
    unfinished: shown.filter((page) => unfinished.includes(page.id)).map((page) => ({ id: page.id, short: t(pageTexts(type.id, page).short) })),
    last: shown.at(-1)?.id ?? "",
    services: Object.fromEntries(catalogue.services.map((service) => [service.id, service.name[language]])),
    steps: stepsOf(form, { at, now: "review", unfinished, t }),
    practice: practiceOf(form),
  };
});

const Input = z.object({ version: z.coerce.number().int(), drawn: z.string().max(4_000).catch(""), terms: z.string().optional(), accepted: z.string().optional() });

/** Also after a refusal: it may be that another tab changed the answers, and then these are the ones to read. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ actionStatus, defaultShouldRevalidate }) => defaultShouldRevalidate || actionStatus === 409 || actionStatus === 422;

/**
 * Sends the request. The button may be pressed twice, on an older or an unfinished form: one request, or this page again with what changed
 * and what is to be done. What somebody did not read is never sent.
 */
export const action = publicAction(
  { params: Params, input: Input, limit: { name: "draft.send", points: 60, perSeconds: 3600 } },
  async ({ params, input, context, db, now, language, t }) => {
    const { office, correlationId } = context;
    const { row, form } = await draftBehind(office, params.token, now);
    const at = `/draft/${params.token}`;
    if (row.submittedAt) return redirect(`${at}/sent`, 303);
    const refuse = (problem: Problem, fields: Record<string, string> = {}) => ({ problem: showProblem(problem, { language, correlationId, fields }), moved: null });
    const moved = () => data({ problem: null, moved: changedSince(input.drawn, form.type.pages, form.content.typed).map(({ id }) => id) }, { status: 409 });
    if (input.version !== row.version) return moved();
    const { unfinished, answers } = await readForm(db, form, now);
    if (unfinished.length > 0) return data(refuse(new Problem("draft.unfinished")), { status: 422 });
    if (input.accepted === undefined) {
      return data(refuse(new Problem("form.invalid"), { accepted: t("form:errors.terms") }), { status: 422 });
    }
    const outcome = await judgeIntake(db, form, answers, now);
    if (outcome.kind === "refer") return redirect(`/refer/${outcome.to}?draft=${params.token}&page=review`, 303);
    try {
      await submitDraft(office, { draftId: row.id, version: input.version, acceptedTerms: input.terms ?? "", now });
    } catch (problem) {
      if (!isProblem(problem, "draft.moved")) throw problem;
      return moved();
    }
    const isSecure = context.mode === "production";
    return redirect(`${at}/sent`, { status: 303, headers: { "Set-Cookie": sentCookie(office.secrets.link, { token: params.token, draftId: row.id }, isSecure) } });
  },
);

export default function Review() {
  const { t } = useTranslation(["public", "form"]);
  const { at, type, terms, version, drawn, elsewhere, dropped, pages, typed, unfinished, last, services, steps, practice, title } = useLoaderData<typeof loader>();
  const returned = useActionData<typeof action>();
  const problem = returned?.problem ?? null;
  const moved = returned !== undefined && "moved" in returned ? returned.moved : null;
  return (
    <PublicLayout aside={<FormSteps steps={steps} practice={practice} />}>
      <BackLink to={`${at}/${last}`}>{t("form:back")}</BackLink>
      <ErrorSummary problem={problem} labels={{ accepted: t("public:review.terms", { version: terms }) }} />
      {moved === null ? (
        <ElsewhereNotice elsewhere={elsewhere} />
      ) : (
        <Notice kind="warn" title={t("public:review.moved.title")} live>
          <p>{t("public:review.moved.text")}</p>
        </Notice>
      )}
      <PageTitle kicker={t("form:step", { number: steps.length, total: steps.length })} title={title} lead={t("public:review.lead")} />
      {unfinished.length === 0 ? null : (
        <Notice kind="warn" title={t("public:review.unfinished")}>
          <p>{t("public:review.unfinishedText")}</p>
          <ul className="list-disc pl-5">
            {unfinished.map(({ id, short }) => (
              <li key={id}>
                <Link to={`${at}/${id}`} className="text-link">
                  {short}
                </Link>
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <DroppedServices dropped={dropped} />
      <AnswersOverview type={type} pages={pages} typed={typed} services={services} practice={practice} changed={moved ?? []} href={(page) => `${at}/${page}?from=review`} />
      <Form method="post" noValidate className="grid gap-6">
        <input type="hidden" name="version" value={version} />
        <input type="hidden" name="drawn" value={drawn} />
        <input type="hidden" name="terms" value={terms} />
        <Section title={t("public:review.termsTitle")}>
          <p className="max-w-text">
            {t([`public:review.termsHelpOf.${type}`, "public:review.termsHelp"])}{" "}
            <a href={paths.terms(terms)} target="_blank" rel="noreferrer" className="text-link">
              {t("public:review.readTerms")}
            </a>
          </p>
          <Checkbox name="accepted" label={t("public:review.terms", { version: terms })} error={problem?.fields["accepted"]} />
        </Section>
        <div className="flex flex-wrap items-center gap-3">
          <Button>{t("public:review.send")}</Button>
          <Link to={`${at}/later`} className="min-h-12 px-5 py-2.5 text-link">
            {t("form:later")}
          </Link>
        </div>
      </Form>
    </PublicLayout>
  );
}
