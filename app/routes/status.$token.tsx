import { Form, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { openLink } from "#app/domain/access/links.ts";
import { Problem } from "#app/domain/problem.ts";
import { getRequest } from "#app/domain/requests/decide.ts";
import { leadTimeOf } from "#app/domain/requests/lead-time.ts";
import { findUnconfirmed } from "#app/domain/requests/phone.ts";
import { wordSubjects } from "#app/domain/requests/people.ts";
import { requestTypeOf } from "#app/domain/requests/policy.ts";
import { getStatus, type StatusView } from "#app/domain/requests/status.ts";
import type { Db } from "#db/types.ts";
import { Button, LinkButton } from "#app/ui/button.tsx";
import { AnswerForm } from "#app/ui/form/answer-form.tsx";
import { PhoneAnswerForm } from "#app/ui/form/phone-answer-form.tsx";
import { StatusPeople } from "#app/ui/form/status-people.tsx";
import { StatusSteps } from "#app/ui/form/status-steps.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PracticeLine } from "#app/ui/practice-line.tsx";
import { PublicLayout } from "#app/ui/public-layout.tsx";
import { Card, PageTitle } from "#app/ui/section.tsx";
import { StatusTag, type Tone } from "#app/ui/status-tag.tsx";
import { publicLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["status", "requests"] };
export const meta = pageMeta;

const Search = z.object({
  confirmed: z.literal("yes").optional().catch(undefined),
  cancelled: z.literal("before").optional().catch(undefined),
  answered: z.enum(["yes", "masked"]).optional().catch(undefined),
  phone: z.enum(["confirmed", "corrected"]).optional().catch(undefined),
});

/** Where a request is, who is to act, and by when, in words and without signing in (R91, R92). */
export const loader = publicLoader({ params: z.object({ token: z.string() }), input: Search }, async ({ params, input, context, db, now, language, t }) => {
  const link = await openLink(db, context.office.secrets.link, params.token, "status", now);
  if (!link.requestId) throw new Problem("link.unknown", { kind: link.kind });
  const { steps, closedAt: _closedAt, question, ...view } = await getStatus(db, { requestId: link.requestId });
  const expected = await expectedOf(db, link.requestId, now);
  const said = await findUnconfirmed(db, link.requestId);
  const subject = view.people.length > 0 ? wordSubjects(view.people.map(({ name }) => name), language) : view.subjectName;
  return {
    title: t("status:title"),
    view,
    subject,
    expectedOn: expected,
    // A day that we no longer expect to keep is not promised again beside the one that we do.
    steps: steps.map(({ key, state, who, at, dueBy, isAsked }) => ({ key, state, who: who ?? null, isAsked: isAsked === true, at: at?.toISOString() ?? null, dueBy: expected !== null && state === "current" ? null : (dueBy?.toISOString() ?? null) })),
    confirmed: input.confirmed === "yes",
    cancelledBefore: input.cancelled === "before",
    answered: input.answered ?? null,
    phone: input.phone ?? null,
    said: said && { question: said.question, answer: said.answer, takenAt: said.takenAt.toISOString() },
    phoneAnswer: `${paths.status(params.token)}/phone-answer`,
    question: question && { text: question.text, answerBy: question.answerBy.toISOString() },
    answer: `${paths.status(params.token)}/answer`,
    cancel: `${paths.status(params.token)}/cancel`,
    again: `${paths.status(params.token)}/again`,
  };
});

/** The day by which a decision is expected, where that is later than we promised; null while nobody need be told (R92). */
async function expectedOf(db: Db, requestId: string, now: Date): Promise<string | null> {
  const row = await getRequest(db, requestId);
  if (row.status !== "submitted" && row.status !== "in-review") return null;
  const { expectedOn, isLater } = await leadTimeOf(db, { type: await requestTypeOf(db, row), releaseId: row.releaseId, now, before: row });
  return isLater ? expectedOn : null;
}

const TONES: Record<string, Tone> = { done: "well", rejected: "late", cancelled: "plain", lapsed: "plain", joined: "plain", waiting: "soon", running: "waiting" };

export default function Status() {
  const { t } = useTranslation(["status", "requests"]);
  const { date, dateTime } = useFormat();
  const { view, subject, expectedOn, steps, confirmed, cancelledBefore, answered, question, answer, phone, said, phoneAnswer, cancel, again, title } = useLoaderData<typeof loader>();
  const state = stateOf(view.status);
  return (
    <PublicLayout>
      {confirmed ? <Notice kind="well" live>{t("status:welcome")}</Notice> : null}
      {cancelledBefore && view.status === "cancelled" ? <Notice live>{t("status:alreadyCancelled")}</Notice> : null}
      <PageTitle
        kicker={<span className="font-mono">{view.reference}</span>}
        title={title}
        lead={t("status:lead", { type: t(`requests:${view.type}.title`), name: subject })}
        acts={<StatusTag tone={TONES[state]}>{t(`status:state.${state}`)}</StatusTag>}
      />
      <p>
        <span className="text-soft">{t("status:practice")}: </span>
        <PracticeLine name={view.practice} agbCode={view.agbCode} />
      </p>
      {view.endsOn === null ? null : <p>{t("status:endsOn", { date: date(view.endsOn) })}</p>}
      {view.appointment === null ? null : <Notice kind="info">{t(`status:appointment.${view.appointment}`)}</Notice>}
      {expectedOn === null ? null : <Notice kind="warn">{t("status:busy", { date: date(expectedOn) })}</Notice>}
      {view.heldBy === null ? null : <Notice kind="warn">{t(`status:held.${view.heldBy}`, { reference: view.joinedTo })}</Notice>}
      {answered ? <Notice kind={answered === "masked" ? "warn" : "well"} live>{t(`status:answer.${answered === "masked" ? "masked" : "thanks"}`)}</Notice> : null}
      {phone ? <Notice kind="well" live>{t(`status:phone.${phone}`)}</Notice> : null}
      {said ? <PhoneAnswerForm action={phoneAnswer} said={said} when={dateTime(said.takenAt)} problem={null} /> : null}
      {question ? <AnswerForm action={answer} question={question.text} answerBy={date(question.answerBy)} /> : null}
      {view.people.length > 0 ? <StatusPeople people={view.people} date={date} /> : null}
      {view.reasonCode === null ? null : (
        <Card title={t("status:rejectedTitle")} className="max-w-text">
          <p>{t(`requests:reasons.${view.reasonCode}`)}</p>
        </Card>
      )}
      <StatusSteps type={view.type} isForSeveral={view.people.length > 0} date={date} steps={steps} stopped={view.stopped} />
      <p className="text-help max-w-text">{t("status:bookmark")}</p>
      <div className="flex flex-wrap gap-3">
        {view.canCancel ? (
          <LinkButton to={cancel} look="danger">
            {t("status:cancel.link")}
          </LinkButton>
        ) : null}
        {["rejected", "cancelled", "lapsed"].includes(view.status) ? (
          <Form method="post" action={again}>
            <Button>{t("status:again")}</Button>
          </Form>
        ) : null}
        {view.someRefused ? (
          <Form method="post" action={again}>
            <Button look="other">{t("status:people.again")}</Button>
          </Form>
        ) : null}
      </div>
    </PublicLayout>
  );
}

function stateOf(status: StatusView["status"]): string {
  if (status === "waiting-applicant" || status === "unconfirmed") return "waiting";
  return status === "done" || status === "rejected" || status === "cancelled" || status === "lapsed" || status === "joined" ? status : "running";
}
