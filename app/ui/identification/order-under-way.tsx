import { CalendarPlus, RotateCw } from "lucide-react";
import { useTranslation } from "react-i18next";

import { buttonClass, LinkButton } from "../button.tsx";
import { CopyButton } from "../copy-button.tsx";
import { Notice } from "../notice.tsx";
import { Card, DefinitionList } from "../section.tsx";

export type OrderShown = { stage: string; number: string | null; code: string | null; url: string | null; from: string | null; until: string | null; validUntil: string };

type Format = { date(moment: string): string; time(moment: string): string };

/** An order at AMP for the one who is to be visited: what to do with which number and code, and when somebody comes. */
export function OrderUnderWay({ order, again, format }: { order: OrderShown; again: string; format: Format }) {
  const { t } = useTranslation("appointment");
  if (order.number === null) {
    return (
      <div className="grid gap-4">
        <Notice kind="info">{t("underWay.placing.text")}</Notice>
        <LinkButton look="other" icon={RotateCw} to={again} reloadDocument className="justify-self-start">
          {t("underWay.refresh")}
        </LinkButton>
      </div>
    );
  }
  return (
    <div className="grid gap-4">
      {order.stage === "no-show" ? <Notice kind="warn">{t("underWay.no-show.text")}</Notice> : null}
      <Card title={t("underWay.facts")} className="max-w-text">
        <DefinitionList
          facts={[
            { key: "visit", label: t("underWay.visit"), value: order.from && <strong>{t("underWay.between", { day: format.date(order.from), from: format.time(order.from), until: format.time(order.until ?? order.from) })}</strong> },
            { key: "number", label: t("underWay.number"), value: <span className="font-mono">{order.number}</span> },
            {
              key: "code",
              label: t("underWay.code"),
              value: order.code && (
                <span className="flex flex-wrap items-center gap-2">
                  <span className="font-mono">{order.code}</span>
                  <CopyButton text={order.code} />
                </span>
              ),
            },
          ]}
        />
      </Card>
      {order.url ? (
        <a href={order.url} className={`${buttonClass(order.from ? "other" : "main")} justify-self-start`}>
          <CalendarPlus aria-hidden className="size-4 shrink-0" />
          {t(order.from ? "underWay.move" : "underWay.make")}
        </a>
      ) : (
        <p className="max-w-text">{t("underWay.byMail")}</p>
      )}
      <p className="max-w-text text-help">{t("underWay.bring")}</p>
    </div>
  );
}
