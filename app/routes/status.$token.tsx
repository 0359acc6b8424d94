import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { openLink } from "#app/domain/access/links.ts";
import { Problem } from "#app/domain/problem.ts";
import { getStatus, type StatusView } from "#app/domain/requests/status.ts";
import { LinkButton } from "#app/ui/button.tsx";
import { StatusSteps } from "#app/ui/form/status-steps.tsx";
import { Notice } from "#app/ui/notice.tsx";
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

const Search = z.object({ confirmed: z.literal("yes").optional().catch(undefined) });

/** Where a request is, who is to act, and by when, in words and without signing in (R91, R92). */
export const loader = publicLoader({ params: z.object({ token: z.string() }), input: Search }, async ({ params, input, context, db, now, t }) => {
  const link = await openLink(db, context.office.secrets.link, params.token, "status", now);
  if (!link.requestId) throw new Problem("link.unknown");
  const { steps, closedAt: _closedAt, ...view } = await getStatus(db, { requestId: link.requestId });
  return {
    title: t("status:title"),
    view,
    steps: steps.map((step) => ({ key: step.key, state: step.state, who: step.who ?? null, at: step.at?.toISOString() ?? null, dueBy: step.dueBy?.toISOString() ?? null })),
    confirmed: input.confirmed === "yes",
    cancel: `${paths.status(params.token)}/cancel`,
  };
});

const TONES: Record<string, Tone> = { done: "well", rejected: "late", cancelled: "plain", lapsed: "plain", waiting: "soon", running: "waiting" };

export default function Status() {
  const { t } = useTranslation(["status", "requests"]);
  const { date } = useFormat();
  const { view, steps, confirmed, cancel, title } = useLoaderData<typeof loader>();
  const state = stateOf(view.status);
  return (
    <PublicLayout>
      {confirmed ? <Notice kind="well" live>{t("status:welcome")}</Notice> : null}
      <PageTitle
        kicker={<span className="font-mono">{view.reference}</span>}
        title={title}
        lead={t("status:lead", { type: t(`requests:${view.type}.title`), name: view.subjectName })}
        acts={<StatusTag tone={TONES[state]}>{t(`status:state.${state}`)}</StatusTag>}
      />
      {view.heldBy === null ? null : <Notice kind="warn">{t(`status:held.${view.heldBy}`)}</Notice>}
      {view.status === "waiting-applicant" ? <Notice kind="warn">{t("status:waiting")}</Notice> : null}
      {view.reasonCode === null ? null : (
        <Card title={t("status:rejectedTitle")} className="max-w-text">
          <p>{t(`requests:reasons.${view.reasonCode}`)}</p>
        </Card>
      )}
      <StatusSteps date={date} steps={steps} stopped={["rejected", "cancelled", "lapsed"].includes(view.status) ? view.status : null} />
      <p className="text-help max-w-text">{t("status:bookmark")}</p>
      <div className="flex flex-wrap gap-3">
        {view.canCancel ? (
          <LinkButton to={cancel} look="danger">
            {t("status:cancel.link")}
          </LinkButton>
        ) : null}
        {["rejected", "cancelled", "lapsed"].includes(view.status) ? <LinkButton to={paths.apply(view.type)}>{t("status:again")}</LinkButton> : null}
      </div>
    </PublicLayout>
  );
}

function stateOf(status: StatusView["status"]): string {
  if (status === "waiting-applicant" || status === "unconfirmed") return "waiting";
  return status === "done" || status === "rejected" || status === "cancelled" || status === "lapsed" ? status : "running";
}
