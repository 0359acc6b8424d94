import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Language } from "#app/domain/people.ts";

import { LinkButton } from "../button.tsx";
import { Notice } from "../notice.tsx";
import { Card } from "../section.tsx";
import type { BatchFormat, BatchShown, Outside, Printable } from "./batch.ts";
import { OpenBatch } from "./open-batch.tsx";
import { SettleBatch } from "./settle-batch.tsx";

type Work = {
  batch: BatchShown;
  language: Language;
  mayPrint: boolean;
  mayConfirm: boolean;
  outside: Outside;
  path: string;
  format: BatchFormat;
};

/** The batch from key to post, one act at a time. What was opened stays in this page, and is gone with it. */
export function BatchWork({ batch, language, mayPrint, mayConfirm, outside, path, format }: Work) {
  const { t } = useTranslation("print-room");
  const [opened, setOpened] = useState<Printable | null>(null);
  useEffect(() => () => [opened?.printFile, opened?.controlSheet].forEach((url) => url && URL.revokeObjectURL(url)), [opened]);
  useLeaveWarning(opened !== null && batch.letters.some(({ status }) => status === "in-batch"));
  const isSettled = batch.letters.every(({ status }) => status !== "in-batch");
  const isReleased = batch.letters.some(({ isReleased: one }) => one);

  return (
    <div className="grid max-w-page gap-4">
      {isSettled ? <Notice kind="well" title={t("settled.title")}>{batch.closedAt ? t("settled.text", { moment: format.dateTime(batch.closedAt) }) : null}</Notice> : null}
      {!isSettled && !batch.isMine ? <Notice kind="info">{t("colleague", { name: batch.madeBy })}</Notice> : null}
      {!isSettled && (!isReleased || opened === null) && batch.isMine && mayPrint ? (
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
      {isReleased || isSettled ? <SettleBatch batch={batch} mayConfirm={mayConfirm && !isSettled} opened={opened} doormat={outside?.doormat ?? null} path={path} /> : null}
    </div>
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
