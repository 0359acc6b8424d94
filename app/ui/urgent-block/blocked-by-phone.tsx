import { Phone } from "lucide-react";
import { useTranslation } from "react-i18next";

import { LinkButton } from "../button.tsx";
import type { DeskFormat } from "../desk/screen.ts";
import { Notice } from "../notice.tsx";
import { Card, DefinitionList, PageTitle } from "../section.tsx";
import { AccountState, type AccountStatus } from "./account-state.tsx";

type Shown = {
  title: string;
  status: AccountStatus;
  reference: string;
  request: string | null;
  dueAt: string | null;
  userNumber: string;
  practice: string;
  number: string;
  calledBackAt: string;
  answeredBy: string;
};

/** What came of a call: what to tell the caller, and what happens next. */
export function BlockedByPhone({ shown, again, format, next }: { shown: Shown; again: boolean; format: DeskFormat; next: string }) {
  const { t } = useTranslation("urgent-block");
  const isOpen = shown.status === "blocked" && shown.dueAt !== null;
  return (
    <>
      <PageTitle title={shown.title} kicker={t("done.kicker", { reference: shown.reference })} />
      {again ? (
        <Notice kind="info" live>
          {t("done.again")}
        </Notice>
      ) : null}
      {isOpen && shown.dueAt !== null ? (
        <Notice kind="well" live={!again} title={t("done.tell.title")}>
          {t("done.tell.text", { reference: shown.reference, when: format.dateTime(shown.dueAt) })}
        </Notice>
      ) : null}
      <Card title={t("done.facts")} aside={<AccountState status={shown.status} />}>
        <DefinitionList
          facts={[
            { label: t("done.reference"), value: <span className="font-mono">{shown.reference}</span> },
            { label: t("account.practice"), value: shown.practice },
            { label: t("account.userNumber"), value: <span className="font-mono">{shown.userNumber}</span> },
            { label: t("done.calledBack"), value: t("done.calledBackLine", { number: shown.number, when: format.dateTime(shown.calledBackAt), name: shown.answeredBy }) },
            { label: t("done.decision"), value: isOpen && shown.dueAt !== null ? t("done.decisionLine", { when: format.dateTime(shown.dueAt) }) : null },
            { label: t("done.told"), value: t("done.toldLine") },
          ]}
        />
      </Card>
      <div className="flex flex-wrap gap-2">
        <LinkButton to={next} size="small" icon={Phone}>
          {t("done.next")}
        </LinkButton>
        {shown.request === null ? null : (
          <LinkButton to={shown.request} size="small" look="other">
            {t("done.request")}
          </LinkButton>
        )}
      </div>
    </>
  );
}
