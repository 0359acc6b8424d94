import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { Card } from "../section.tsx";
import { StatusTag } from "../status-tag.tsx";
import { Findings } from "./findings.tsx";
import type { DeskFormat, PersonShown } from "./screen.ts";

/** Everybody whom a request is about, with what the rules say of each alone and what was decided (R108). What holds for all stands with the request. */
export function People({ people, format }: { people: readonly PersonShown[]; format: DeskFormat }) {
  const { t } = useTranslation("desk");
  return (
    <Card title={t("people.title", { count: people.length })}>
      <ol className="grid">
        {people.map((person) => (
          <li key={person.position} className="grid gap-2 border-b border-line py-3 first:pt-0 last:border-0 last:pb-0">
            <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
              <h3 className="font-semibold">
                <span className="text-soft tabular-nums">{person.position}.</span> {person.to === null ? person.name : <Link to={person.to} className="text-link">{person.name}</Link>}
              </h3>
              <PersonState person={person} />
            </div>
            {person.lines.length === 0 ? null : <p className="text-soft break-words">{person.lines.join(" · ")}</p>}
            {person.reason === null ? null : <p>{person.reason}</p>}
            {person.judgement === null ? null : <Findings judgement={person.judgement} format={format} none={t("people.nothing")} />}
          </li>
        ))}
      </ol>
    </Card>
  );
}

function PersonState({ person: { decision, isBlocked } }: { person: PersonShown }) {
  const { t } = useTranslation("desk");
  if (decision !== null) return <StatusTag tone={decision === "approve" ? "well" : "late"}>{t(decision === "approve" ? "people.approved" : "people.reject")}</StatusTag>;
  return isBlocked ? <StatusTag tone="late">{t("people.blocked")}</StatusTag> : null;
}
