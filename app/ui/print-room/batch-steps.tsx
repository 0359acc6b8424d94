import { useTranslation } from "react-i18next";

import { StepList, type Step } from "../timeline.tsx";
import type { BatchFormat, BatchShown } from "./batch.ts";

/** Where the batch stands: also after a page was closed, for what was handed out and settled is kept at the office. */
export function BatchSteps({ batch, isOpenHere, format }: { batch: BatchShown; isOpenHere: boolean; format: BatchFormat }) {
  const { t } = useTranslation("print-room");
  const of = (status: string) => batch.letters.filter((letter) => letter.status === status).length;
  const isSettled = of("in-batch") === 0;
  const { openedAt } = batch;
  const print: Step["state"] = openedAt === null ? (isSettled ? "stopped" : "next") : isOpenHere && !isSettled ? "now" : "done";
  const settle: Step["state"] = isSettled ? "done" : print === "done" ? "now" : "next";
  return (
    <StepList
      label={t("steps.label")}
      steps={[
        { key: "open", title: openedAt === null ? t("steps.open") : t("steps.opened", { moment: format.dateTime(openedAt) }), state: openedAt !== null ? "done" : isSettled ? "stopped" : "now" },
        { key: "print", title: t("steps.print"), state: print },
        { key: "settle", title: isSettled ? t("steps.settled", { posted: of("posted"), spoilt: of("spoilt") + of("returned") }) : t("steps.settle"), state: settle },
      ]}
    />
  );
}
