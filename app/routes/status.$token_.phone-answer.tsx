import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { openLink } from "#app/domain/access/links.ts";
import { Problem } from "#app/domain/problem.ts";
import { getRequest } from "#app/domain/requests/decide.ts";
import { confirmPhoneAnswer, findUnconfirmed } from "#app/domain/requests/phone.ts";
import { referenceOf } from "#app/domain/requests/reference.ts";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { BackLink } from "#app/ui/form/back-link.tsx";
import { PhoneAnswerForm } from "#app/ui/form/phone-answer-form.tsx";
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
const Said = z
  .object({ right: z.enum(["yes", "no"], "field.required"), correction: z.string().trim().max(4000).default("") })
  .refine(({ right, correction }) => right === "yes" || correction !== "", { path: ["correction"], message: "request.answer-missing" });

/** What was written down of the call by itself, for whoever comes back with something that could not be taken. */
export const loader = publicLoader({ params: Params }, async ({ params, context, db, now, t }) => {
  const link = await openLink(db, context.office.secrets.link, params.token, "status", now);
  if (!link.requestId) throw new Problem("link.unknown", { kind: link.kind });
  const said = await findUnconfirmed(db, link.requestId);
  const { number } = await getRequest(db, link.requestId);
  return { title: t("status:phone.title"), reference: referenceOf(number), back: paths.status(params.token), said: said && { ...said, takenAt: said.takenAt.toISOString() } };
});

/** The applicant says whether it was written down right: `confirmPhoneAnswer`. */
export const action = publicAction({ params: Params, input: Said, limit: { name: "status.phone-answer", points: 30, perSeconds: 3600 } }, async ({ params, input, context, db, now }) => {
  const link = await openLink(db, context.office.secrets.link, params.token, "status", now);
  const { corrected } = await confirmPhoneAnswer(context.office, { link, correction: input.right === "no" ? input.correction : "", now });
  return redirect(`${paths.status(params.token)}?phone=${corrected ? "corrected" : "confirmed"}`, 303);
});

export default function PhoneAnswerPage() {
  const { t } = useTranslation("status");
  const { dateTime } = useFormat();
  const { title, reference, back, said } = useLoaderData<typeof loader>();
  const returned = useActionData<typeof action>();
  const problem = returned && "problem" in returned ? returned.problem : null;
  return (
    <PublicLayout>
      <BackLink to={back}>{t("answer.back")}</BackLink>
      <ErrorSummary problem={problem} labels={{ right: t("phone.right"), correction: t("phone.correction") }} />
      <PageTitle kicker={<span className="font-mono">{reference}</span>} title={title} />
      {said ? <PhoneAnswerForm action="" said={said} when={dateTime(said.takenAt)} problem={problem} /> : <Notice kind="info">{t("phone.none")}</Notice>}
    </PublicLayout>
  );
}
