import { redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { openLink } from "#app/domain/access/links.ts";
import { Problem } from "#app/domain/problem.ts";
import { cancelRequest } from "#app/domain/requests/end.ts";
import { getStatus } from "#app/domain/requests/status.ts";
import { Button, LinkButton } from "#app/ui/button.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { BackLink } from "#app/ui/form/back-link.tsx";
import { PublicLayout } from "#app/ui/public-layout.tsx";
import { PageTitle } from "#app/ui/section.tsx";
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
  if (!link.requestId) throw new Problem("link.unknown");
  const { reference, subjectName, canCancel } = await getStatus(db, { requestId: link.requestId });
  return { title: t("status:cancel.title"), back: paths.status(params.token), reference, subjectName, canCancel };
});

/** The applicant cancels. */
export const action = publicAction({ params: Params, limit: { name: "status.cancel", points: 30, perSeconds: 3600 } }, async ({ params, context, db, now }) => {
  const link = await openLink(db, context.office.secrets.link, params.token, "status", now);
  if (!link.requestId) throw new Problem("link.unknown");
  await cancelRequest(context.office, { requestId: link.requestId, now });
  return redirect(paths.status(params.token), 303);
});

export default function Cancel() {
  const { t } = useTranslation("status");
  const { title, back, reference, subjectName, canCancel } = useLoaderData<typeof loader>();
  const returned = useActionData<typeof action>();
  return (
    <PublicLayout>
      <BackLink to={back}>{t("cancel.back")}</BackLink>
      <ErrorSummary problem={returned?.problem} />
      <PageTitle title={title} lead={canCancel ? t("cancel.text", { reference, name: subjectName }) : t("cancel.late")} />
      <Form method="post" className="flex flex-wrap gap-3">
        {canCancel ? <Button look="danger">{t("cancel.button")}</Button> : null}
        <LinkButton to={back} look="other">
          {t("cancel.back")}
        </LinkButton>
      </Form>
    </PublicLayout>
  );
}
