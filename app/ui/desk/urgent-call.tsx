import { useTranslation } from "react-i18next";

import { Notice } from "../notice.tsx";
import { Card, DefinitionList } from "../section.tsx";
import type { CaseShown, DeskFormat } from "./screen.ts";

/** The call that a request came of: who called about what, and the call back that made it count (D23). */
export function UrgentCall({ call, format }: { call: NonNullable<CaseShown["call"]>; format: DeskFormat }) {
  const { t } = useTranslation("urgent-block");
  const { calledBack, taken } = call;
  return (
    <Card title={t("desk.title")}>
      <div className="grid gap-3">
        <DefinitionList
          facts={[
            { label: t("desk.caller"), value: call.caller },
            { label: t("desk.said"), value: call.said },
            { label: t("desk.calledBack"), value: t("desk.calledBackLine", { number: calledBack.number, name: calledBack.name, role: t(`role.${calledBack.role}`), when: format.dateTime(calledBack.at) }) },
            { label: t("desk.answeredBy"), value: call.answeredBy },
            { label: t("desk.taken"), value: t("desk.takenLine", { name: taken.by, when: format.dateTime(taken.at) }) },
          ]}
        />
        {call.numberChangedAt === null ? null : <Notice kind="warn">{t("desk.changed", { date: format.date(call.numberChangedAt) })}</Notice>}
      </div>
    </Card>
  );
}
