import { Form, Link, useRevalidator } from "@remix-run/react";
import { CircleStop, Play, RotateCw, Undo2 } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { Button, LinkButton } from "../../button.tsx";
import { ErrorSummary } from "../../error-summary.tsx";
import { Notice } from "../../notice.tsx";
import { Progress } from "../../progress.tsx";
import { Card, DefinitionList, EmptyState } from "../../section.tsx";
import { MailPreview } from "../mail-preview.tsx";
import type { ActPath, DeskFormat, DeskProblem } from "../screen.ts";
import { ChooseAct } from "./choose-act.tsx";
import type { BulkShown } from "./screen.ts";

export type BulkFace = { screen: BulkShown; problem: DeskProblem | null; format: DeskFormat; path: ActPath; here: string; taken: number | null; isChoosing: boolean };

/** What can be done with a run now: choose the act, let it go, follow and stop it, take it back. */
export function BulkActs(face: BulkFace) {
  const { t } = useTranslation("bulk");
  const { screen, problem, taken, isChoosing } = face;
  const { stage, isMine } = screen;
  const chooses = isMine && (stage === "choosing" || (stage === "planned" && (isChoosing || problem !== null)));
  return (
    <>
      {problem ? <ErrorSummary problem={problem} labels={{ act: t("choose.question"), reasonCode: t("choose.reason"), question: t("choose.ask"), note: t("choose.note") }} /> : null}
      {taken === null ? null : (
        <Notice kind={taken > 0 ? "well" : "warn"} live>
          {taken > 0 ? t("undo.taken", { count: taken }) : t("undo.none")}
        </Notice>
      )}
      {stage === "selecting" ? <EmptyState title={t("half.title")}>{t("half.text")}</EmptyState> : null}
      {chooses ? <ChooseAct {...face} /> : null}
      {stage === "planned" && !chooses ? <Plan {...face} /> : null}
      {stage === "running" || stage === "ended" ? <Course {...face} /> : null}
    </>
  );
}

/** Who takes part and who does not and why, before anything happens. */
function Plan({ screen, format, path, here }: BulkFace) {
  const { t } = useTranslation("bulk");
  const { counts, exclusions, mail, act, isMine, plannedAt } = screen;
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Card acts={screen.id} title={counts.pending > 0 ? t("plan.will", { count: counts.pending }) : t("plan.nobody")}>
        <div className="grid gap-4">
          <DefinitionList
            facts={[
              { label: t("choose.reason"), value: screen.reason },
              { label: t(act === "ask" ? "choose.ask" : "choose.note"), value: screen.text },
            ]}
          />
          {counts.excluded > 0 ? (
            <div className="grid gap-1">
              <p className="font-semibold">{t("plan.wont", { count: counts.excluded })}</p>
              <ul className="grid gap-0.5">
                {exclusions.map(({ why, count }) => (
                  <li key={why} className="flex justify-between gap-4 border-b border-line py-1 last:border-0">
                    <span>{t(`whyGroup.${why}`)}</span>
                    <span className="tabular-nums">{format.number(count)}</span>
                  </li>
                ))}
              </ul>
            </div>
          ) : null}
          {counts.pending > 0 ? (
            <p className="text-soft">
              {plannedAt ? t("plan.asItStood", { when: `${format.shortDate(plannedAt)} ${format.time(plannedAt)}` }) : null} {act === "approve" || act === "reject" ? t("plan.undo") : null}
            </p>
          ) : (
            <p>{t("plan.nobodyText")}</p>
          )}
          {isMine ? (
            <div className="flex flex-wrap gap-x-5 gap-y-3">
              {counts.pending > 0 ? (
                <Form method="post" action={path("start")}>
                  <input type="hidden" name="plan" value={screen.plan} />
                  <Button size="small" icon={Play}>
                    {t(`plan.start_${act}`, { count: counts.pending })}
                  </Button>
                </Form>
              ) : null}
              <LinkButton size="small" look="quiet" to={`${here}?choose=yes`}>
                {t("plan.otherAct")}
              </LinkButton>
            </div>
          ) : null}
        </div>
      </Card>
      {mail ? (
        <Card title={t("mail.title", { reference: mail.reference })}>
          <div className="grid gap-3">
            <p>{t("mail.count", { count: mail.count, languages: mail.languages })}</p>
            <MailPreview mail={mail.mail} />
          </div>
        </Card>
      ) : null}
    </div>
  );
}

const ASK_AGAIN_MS = 1000;

/** Asks how far it is once a second, until it is over. */
function useCourse(isRunning: boolean): void {
  const { revalidate, state } = useRevalidator();
  useEffect(() => {
    if (!isRunning || state !== "idle") return;
    const later = setTimeout(() => revalidate(), ASK_AGAIN_MS);
    return () => clearTimeout(later);
  }, [isRunning, revalidate, state]);
}

/** How far a run is, and what came of it; with the ways to stop it and to take back what has not left the house. */
function Course({ screen, path, here }: BulkFace) {
  const { t } = useTranslation("bulk");
  const { counts, stage, isMine, isCancelled, undo } = screen;
  const isRunning = stage === "running";
  useCourse(isRunning);
  const all = counts.done + counts.refused + counts.untouched + counts.pending;
  const done = counts.done + counts.refused;
  const ended = counts.done === all ? t("ended.all", { count: all }) : t(isCancelled ? "ended.cancelled" : "ended.some", { done: counts.done, refused: counts.refused, untouched: counts.untouched });
  return (
    <Card acts={screen.id}>
      <div className="grid gap-4">
        {isRunning ? <Progress label={t("running.label", { done, total: all })} value={all === 0 ? 0 : done / all} /> : null}
        {/* Read aloud in steps of a quarter and at the end, and not once a second. */}
        <p role="status" data-stage={stage} className={isRunning ? "sr-only" : "font-semibold"}>
          {isRunning ? t("running.live", { percent: Math.floor((4 * done) / Math.max(1, all)) * 25 }) : ended}
        </p>
        {isRunning ? <p className="text-soft">{t("running.leave")}</p> : null}
        {undo ? <p className="text-soft">{t("undo.help")}</p> : null}
        <div className="flex flex-wrap items-center gap-3">
          {isRunning && isMine ? (
            <Form method="post" action={path("cancellation")}>
              <Button size="small" look="danger" icon={CircleStop} aria-describedby="cancel-help">
                {t("running.cancel")}
              </Button>
            </Form>
          ) : null}
          {undo ? <TakeBack key={`${stage} ${undo.count}`} undo={undo} isRunning={isRunning} action={path("undo")} /> : null}
          {isRunning ? (
            <Link to={here} reloadDocument className="inline-flex min-h-9 items-center gap-1 text-link">
              <RotateCw aria-hidden className="size-4" />
              {t("running.reload")}
            </Link>
          ) : null}
        </div>
        {isRunning && isMine ? (
          <p id="cancel-help" className="text-help">
            {t("running.cancelHelp")}
          </p>
        ) : null}
        <noscript>{isRunning ? <p className="text-help">{t("running.reloadHelp")}</p> : null}</noscript>
      </div>
    </Card>
  );
}

/** Takes back what has not left the house; offered for as long as the last decision of the run can be undone. */
function TakeBack({ undo, isRunning, action }: { undo: { count: number; seconds: number }; isRunning: boolean; action: string }) {
  const { t } = useTranslation(["bulk", "desk"]);
  const [left, setLeft] = useState(undo.seconds);
  const { revalidate } = useRevalidator();
  useEffect(() => {
    const tick = setTimeout(() => (left > 0 ? setLeft(left - 1) : revalidate()), 1000);
    return () => clearTimeout(tick);
  }, [left, revalidate]);
  if (left <= 0) return null;
  return (
    <Form method="post" action={action} className="flex flex-wrap items-center gap-3">
      <Button size="small" look="other" icon={Undo2}>
        {isRunning ? t("bulk:undo.actAndStop") : t("bulk:undo.act", { count: undo.count })}
      </Button>
      {isRunning ? null : <span className="text-soft tabular-nums">{t("desk:undo.left", { count: left })}</span>}
    </Form>
  );
}
