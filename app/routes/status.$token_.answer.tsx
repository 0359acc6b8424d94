import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { openLink } from "#app/domain/access/links.ts";
import { Problem } from "#app/domain/problem.ts";
import { answerInformation } from "#app/domain/requests/ask.ts";
import { getStatus } from "#app/domain/requests/status.ts";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { AnswerForm } from "#app/ui/form/answer-form.tsx";
import { BackLink } from "#app/ui/form/back-link.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PublicLayout } from "#app/ui/public-layout.tsx";
import { PageTitle } from "#app/ui/section.tsx";
import { publicAction, publicLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["status"] };
export const meta = pageMeta;

const Params = z.object({ token: z.string() });
const Answer = z.object({ answer: z.string().trim().min(1, "request.answer-missing").max(4000) });

/** The question by itself, for whoever comes back with an answer that could not be taken. */
export const loader = publicLoader({ params: Params }, async ({ params, context, db, now, t }) => {
  const link = await openLink(db, context.office.secrets.link, params.token, "status", now);
  if (!link.requestId) throw new Problem("link.unknown", { kind: link.kind });
  const { reference, question } = await getStatus(db, { requestId: link.requestId });
  return { title: t("status:answer.title"), reference, back: paths.status(params.token), question: question && { text: question.text, answerBy: question.answerBy.toISOString() } };
});

/** The applicant answers what we asked (D9): `answerInformation`. */
export const action = publicAction({ params: Params, input: Answer, limit: { name: "status.answer", points: 30, perSeconds: 3600 } }, async ({ params, input, context, db, now }) => {
  const link = await openLink(db, context.office.secrets.link, params.token, "status", now);
  const { masked } = await answerInformation(context.office, { link, answer: input.answer, now });
  return redirect(`${paths.status(params.token)}?answered=${masked ? "masked" : "yes"}`, 303);
});

export default function AnswerPage() {
  const { t } = useTranslation("status");
  const { date } = useFormat();
  const { title, reference, back, question } = useLoaderData<typeof loader>();
  const returned = useActionData<typeof action>();
  const problem = returned && "problem" in returned ? returned.problem : null;
  const typed = problem?.values["answer"];
  return (
    <PublicLayout>
      <BackLink to={back}>{t("answer.back")}</BackLink>
      <ErrorSummary problem={problem} labels={{ answer: t("answer.label") }} />
      <PageTitle kicker={<span className="font-mono">{reference}</span>} title={title} />
      {question ? (
        <AnswerForm action="" question={question.text} answerBy={date(question.answerBy)} error={problem?.fields["answer"]} typed={typeof typed === "string" ? typed : ""} />
      ) : (
        <Notice kind="info">{t("answer.none")}</Notice>
      )}
    </PublicLayout>
  );
}
