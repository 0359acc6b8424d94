import { useTranslation } from "react-i18next";

import { Card } from "../section.tsx";
import { StatusTag } from "../status-tag.tsx";

export type StatusPerson = { name: string; endsOn: string | null; decision: "approve" | "reject" | null; reasonCode: string | null };

/** Those whom a request is about, where there are several: once it was decided, what about each, with the reason for who was not approved (P6). */
export function StatusPeople({ people, date }: { people: readonly StatusPerson[]; date: (day: string) => string }) {
  const { t } = useTranslation(["status", "requests"]);
  return (
    <Card title={t("status:people.title", { count: people.length })} className="max-w-text">
      <ol className="grid">
        {people.map(({ name, endsOn, decision, reasonCode }, index) => (
          <li key={index} className="grid gap-0.5 border-b border-line py-2 first:pt-0 last:border-0 last:pb-0">
            <p className="flex flex-wrap items-baseline justify-between gap-x-4">
              <span className="font-semibold">{name}</span>
              {decision === null ? null : <StatusTag tone={decision === "approve" ? "well" : "late"}>{t(`status:people.${decision}`)}</StatusTag>}
            </p>
            {endsOn === null ? null : <p className="text-help">{t("status:endsOn", { date: date(endsOn) })}</p>}
            {decision === "reject" && reasonCode !== null ? <p className="text-base">{t(`requests:reasons.${reasonCode}`)}</p> : null}
          </li>
        ))}
      </ol>
    </Card>
  );
}
