import { ArrowRight, Minus, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Card } from "../section.tsx";
import { StatusTag } from "../status-tag.tsx";
import { BeforeAfter } from "./before-after.tsx";
import type { ChangeShown } from "./screen.ts";

/** What the user may do now beside what they would be able to do, by the register and not by the form (R47). */
export function ChangeTable({ change }: { change: ChangeShown }) {
  const { t } = useTranslation("desk");
  return (
    <Card title={t("change.title")}>
      {change.rows.length === 0 ? (
        <p className="text-soft">{t("change.none")}</p>
      ) : (
        <BeforeAfter
          caption={t("change.caption")}
          what={t("change.service")}
          isDone={change.isDone}
          rows={change.rows.map(({ id, name, before, after }) => ({ key: id, name, before: t(before ? "change.yes" : "change.no"), after: <After before={before} after={after} /> }))}
        />
      )}
    </Card>
  );
}

function After({ before, after }: { before: boolean; after: boolean }) {
  const { t } = useTranslation("desk");
  if (before === after) return <>{t(after ? "change.yes" : "change.no")}</>;
  return (
    <span className="inline-flex flex-wrap items-center gap-1.5">
      <ArrowRight aria-hidden className="size-3.5" />
      <StatusTag tone={after ? "well" : "soon"} icon={after ? Plus : Minus}>
        {t(after ? "change.granted" : "change.withdrawn")}
      </StatusTag>
    </span>
  );
}
