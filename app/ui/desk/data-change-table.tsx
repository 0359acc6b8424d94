import { useTranslation } from "react-i18next";

import { Card } from "../section.tsx";
import { BeforeAfter } from "./before-after.tsx";
import type { DataChangeShown } from "./screen.ts";

/** What we have registered now beside what it would become, by the register and not by the form (R101, R103, R107). */
export function DataChangeTable({ change }: { change: DataChangeShown }) {
  const { t } = useTranslation("desk");
  const nothing = <span className="text-soft">{t("dataChange.nothing")}</span>;
  return (
    <Card title={t("dataChange.title")}>
      <BeforeAfter
        caption={t("dataChange.caption")}
        what={t("dataChange.what")}
        isDone={change.isDone}
        rows={change.rows.map(({ field, name, before, after }) => ({ key: field, name, before: before === "" ? nothing : before, after: <strong className="font-semibold">{after}</strong> }))}
      />
    </Card>
  );
}
