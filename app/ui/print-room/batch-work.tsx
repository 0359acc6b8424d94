import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Language } from "#app/domain/people.ts";

import { LinkButton } from "../button.tsx";
import { Notice } from "../notice.tsx";
import { Card } from "../section.tsx";
import { BatchSteps } from "./batch-steps.tsx";
import type { BatchFormat, BatchShown, Outside, Printable } from "./batch.ts";
import { LetterList } from "./letter-list.tsx";
import { OpenBatch } from "./open-batch.tsx";
import { SettleBatch } from "./settle-batch.tsx";
import { TakeOverBatch } from "./take-over-batch.tsx";

type Work = {
  batch: BatchShown;
  language: Language;
  mayPrint: boolean;
  mayConfirm: boolean;
  outside: Outside;
  path: string;
  format: BatchFormat;
};

/** The batch from key to post, one act at a time. What was opened stays in this page, and is gone with it; where the batch stands the office knows. */
export function BatchWork({ batch, language, mayPrint, mayConfirm, outside, path, format }: Work) {
  const { t } = useTranslation("print-room");
  const [opened, setOpened] = useState<Printable | null>(null);
  useEffect(() => () => [opened?.printFile, opened?.controlSheet].forEach((url) => url && URL.revokeObjectURL(url)), [opened]);
  useLeaveWarning(opened !== null && batch.letters.some(({ status }) => status === "in-batch"));
  const isSettled = batch.letters.every(({ status }) => status !== "in-batch");
  const isReleased = batch.openedAt !== null;
  const mayWork = batch.isMine && !isSettled;

  return (
    <div className="grid max-w-page gap-4">
      {isSettled ? <Notice kind="well" title={t("settled.title")}>{batch.closedAt ? t("settled.text", { moment: format.dateTime(batch.closedAt) }) : null}</Notice> : null}
      <BatchSteps batch={batch} isOpenHere={opened !== null} format={format} />
      <TakenOut batch={batch} />
      {!isSettled && !batch.isMine ? <TakeOverBatch batch={batch} mayTakeOver={mayPrint} path={path} /> : null}
      {mayWork && mayPrint && (!isReleased || opened === null) ? (
        <OpenBatch batch={batch} language={language} outside={outside} path={path} format={format} isReleased={isReleased} onOpened={setOpened} />
      ) : null}
      {opened && !isSettled ? (
        <Card title={t("print.title")}>
          <ol className="grid list-decimal gap-3 pl-5">
            <li>
              <p className="mb-2">{t("print.letters")}</p>
              <LinkButton to={opened.printFile} reloadDocument target="_blank" rel="noopener" size="small">
                {t("print.openLetters", { count: opened.letters.size })}
              </LinkButton>
            </li>
            <li>
              <p className="mb-2">{t("print.sheet")}</p>
              <LinkButton to={opened.controlSheet} reloadDocument target="_blank" rel="noopener" size="small" look="other">
                {t("print.openSheet")}
              </LinkButton>
            </li>
            <li>{t("print.envelopes")}</li>
          </ol>
        </Card>
      ) : null}
      {/* Stays when the batch is settled: it brings what was posted to the demonstration's doormat, and says so. */}
      {batch.isMine && mayConfirm && isReleased ? <SettleBatch batch={batch} isSettled={isSettled} opened={opened} doormat={outside?.doormat ?? null} path={path} /> : null}
      {mayWork && mayConfirm && isReleased ? null : <LetterList letters={batch.letters} />}
    </div>
  );
}

/** Letters whose PIN ended while they were here. One may lie in its envelope already, so somebody has to know. */
function TakenOut({ batch: { letters } }: { batch: BatchShown }) {
  const { t } = useTranslation("print-room");
  const out = letters.filter(({ isDead, status }) => isDead && status === "spoilt");
  if (out.length === 0) return null;
  return (
    <Notice kind="warn" title={t("takenOut.title", { count: out.length, references: out.map(({ reference }) => reference).join(", ") })}>
      {t("takenOut.text")}
    </Notice>
  );
}

/** Opened letters do not come back: the browser asks before the page is left with the work half done. */
function useLeaveWarning(isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isOn]);
}
