import { Link, Outlet, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { may } from "#app/domain/access/permissions.ts";
import { sealingLag } from "#app/domain/audit/seal.ts";
import { listRefusedMail } from "#app/domain/correspondence/refused.ts";
import { countMail } from "#app/domain/correspondence/send.ts";
import { listOpenTasks } from "#app/domain/effects/tasks.ts";
import { listStuck } from "#app/domain/jobs/stuck.ts";
import { latestVerification } from "#app/domain/jobs/verification.ts";
import { OpenTasks, RefusedMail, StuckJobs } from "#app/ui/desk/stuck-work.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Card, PageTitle, Section } from "#app/ui/section.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";
import { problemSentence } from "#app/web/show-problem.server.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["jobs", "desk"] };
export const meta = pageMeta;

/** A seal is made every few seconds; behind this, somebody should look. */
const LATE_SECONDS = 60;

/** What does not get done by itself (P16): in words, never a stack trace, with the button that tries once more, or the way to what waits for hands. */
export const loader = staffLoader({ can: "job:list" }, async ({ actor, db, now, t, language }) => {
  const stuck = await listStuck(db);
  const lag = await sealingLag(db);
  return {
    title: t("jobs:title"),
    jobs: stuck.map(({ id, name, payload, state, attempts, lastError, since, nextTry }) => ({
      id,
      name,
      state,
      attempts,
      requestId: requestOf(payload),
      // Problems are stored by their code; anything else is not for this page.
      cause: /^[a-z-]+\.[a-z-]+$/.test(lastError) ? problemSentence(lastError, {}, language) : lastError.split("\n")[0]?.slice(0, 200) ?? "",
      since: since.toISOString(),
      nextTry: nextTry?.toISOString() ?? null,
    })),
    tasks: (await listOpenTasks(db)).map(({ madeAt, ...task }) => ({ ...task, madeAt: madeAt.toISOString() })),
    mails: (await listRefusedMail(db)).map(({ queuedAt, ...mail }) => ({ ...mail, queuedAt: queuedAt.toISOString() })),
    waitingMail: (await countMail(db)).waiting,
    seal: { waiting: lag.waiting, seconds: Math.round(lag.oldestSeconds ?? 0), isLate: (lag.oldestSeconds ?? 0) > LATE_SECONDS },
    verification: (await latestVerification(db, now)).state,
    mayResume: may(actor, "job:resume"),
    mayReadTrail: may(actor, "audit:read"),
    maySeeMoves: may(actor, "practice:move"),
  };
});

function requestOf(payload: unknown): string | null {
  return typeof payload === "object" && payload !== null && "requestId" in payload && typeof payload.requestId === "string" ? payload.requestId : null;
}

export default function Jobs() {
  const { t } = useTranslation("jobs");
  const format = useFormat();
  const { title, jobs, tasks, mails, waitingMail, seal, verification, mayResume, mayReadTrail, maySeeMoves } = useLoaderData<typeof loader>();
  return (
    <StaffLayout>
      <PageTitle title={title} lead={t("lead")} />
      {/* A try that was refused comes back here. */}
      <Outlet />
      <Section title={t("work.title")}>
        <StuckJobs jobs={jobs} mayResume={mayResume} path={paths.jobs()} requestPath={paths.request} format={format} />
      </Section>
      <Section title={t("byHand.title")}>
        <OpenTasks tasks={tasks} requestPath={paths.request} movesPath={maySeeMoves ? paths.moves() : null} format={format} />
      </Section>
      <Section title={t("mail.title")}>
        {waitingMail > 0 ? <p className="text-soft">{t("mail.waiting", { count: waitingMail })}</p> : null}
        <RefusedMail mails={mails} mayResume={mayResume} path={paths.jobs()} format={format} />
      </Section>
      <Card title={t("seal.title")} className="max-w-form">
        <p>{seal.waiting === 0 ? t("seal.well") : t("seal.waiting", { count: seal.waiting, seconds: format.number(seal.seconds) })}</p>
        {seal.isLate ? <Notice kind="warn">{t("seal.late")}</Notice> : null}
      </Card>
      <Card title={t("verification.title")} className="max-w-form">
        {verification === "sound" || verification === "never" ? <p>{t(`verification.${verification}`)}</p> : <Notice kind={verification === "late" ? "warn" : "late"}>{t(`verification.${verification}`)}</Notice>}
        {mayReadTrail ? (
          <Link to={paths.audit()} className="inline-flex min-h-6 items-center text-link">
            {t("verification.see")}
          </Link>
        ) : null}
      </Card>
    </StaffLayout>
  );
}
