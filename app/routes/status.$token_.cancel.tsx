import { redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { openLink } from "#app/domain/access/links.ts";
import { isProblem, Problem } from "#app/domain/problem.ts";
import { cancelRequest } from "#app/domain/requests/end.ts";
import { getStatus } from "#app/domain/requests/status.ts";
import { Button, LinkButton } from "#app/ui/button.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { BackLink } from "#app/ui/form/back-link.tsx";
import { PublicLayout } from "#app/ui/public-layout.tsx";
import { PageTitle } from "#app/ui/section.tsx";
import { useShell } from "#app/ui/shell.tsx";
import { publicAction, publicLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";

export const handle: PageHandle = { i18n: ["status"] };
export const meta = pageMeta;

const Params = z.object({ token: z.string() });

/** Asks once more, for a cancelled request does not come back. */
export const loader = publicLoader({ params: Params }, async ({ params, context, db, now, t }) => {
  const link = await openLink(db, context.office.secrets.link, params.token, "status", now);
  if (!link.requestId) throw new Problem("link.unknown", { kind: link.kind });
  const { reference, subjectName, canCancel, status } = await getStatus(db, { requestId: link.requestId });
  const over = canCancel ? null : status;
  return { title: t(over === null ? "status:cancel.title" : `status:cancel.over.${over}.title`), back: paths.status(params.token), reference, subjectName, over };
});

/** The applicant cancels. Who comes too late, perhaps by their own second tab, is told what became of the request and not that "somebody" acted. */
export const action = publicAction({ params: Params, limit: { name: "status.cancel", points: 30, perSeconds: 3600 } }, async ({ params, context, db, now }) => {
  const link = await openLink(db, context.office.secrets.link, params.token, "status", now);
  if (!link.requestId) throw new Problem("link.unknown", { kind: link.kind });
  try {
    await cancelRequest(context.office, { requestId: link.requestId, now });
  } catch (problem) {
    if (!isProblem(problem, "request.moved")) throw problem;
    return redirect(problem.details["status"] === "cancelled" ? `${paths.status(params.token)}?cancelled=before` : `${paths.status(params.token)}/cancel`, 303);
  }
  return redirect(paths.status(params.token), 303);
});

export default function Cancel() {
  const { t } = useTranslation("status");
  const { office } = useShell();
  const { title, back, reference, subjectName, over } = useLoaderData<typeof loader>();
  const returned = useActionData<typeof action>();
  if (over !== null) {
    return (
      <PublicLayout>
        <PageTitle title={title} lead={t(`cancel.over.${over}.text`, { reference, phone: office.phoneShown })} />
        <LinkButton to={back} look="other" className="justify-self-start">
          {t("cancel.toStatus")}
        </LinkButton>
      </PublicLayout>
    );
  }
  return (
    <PublicLayout>
      <BackLink to={back}>{t("cancel.back")}</BackLink>
      <ErrorSummary problem={returned?.problem} />
      <PageTitle title={title} lead={t("cancel.text", { reference, name: subjectName })} />
      <Form method="post" className="flex flex-wrap gap-3">
        <Button look="danger">{t("cancel.button")}</Button>
        <LinkButton to={back} look="other">
          {t("cancel.back")}
        </LinkButton>
      </Form>
    </PublicLayout>
  );
}
