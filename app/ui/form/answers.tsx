import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { fieldTexts, pageTexts } from "#app/domain/definitions/schema/form-texts.ts";
import type { Field, Page } from "#app/domain/definitions/schema/form.ts";
import { visibleFields, visiblePages, type Typed } from "#app/domain/requests/form/visible.ts";

import { Card, DefinitionList } from "../section.tsx";
import { StatusTag } from "../status-tag.tsx";

type OverviewProps = {
  type: string;
  pages: readonly Page[];
  typed: Typed;
  services: Readonly<Record<string, string>>;
  /** What the registers call the practice; stands with the numbers by which it was found. */
  practice: string | null;
  /** Pages that another tab changed. */
  changed: readonly string[];
  href: (page: string) => string;
};

/** What was filled in, page by page as the form asks it, each with a link to change it. */
export function AnswersOverview({ type, pages, typed, services, practice, changed, href }: OverviewProps) {
  const { t } = useTranslation(["form", "requests"]);
  return (
    <div className="grid gap-4">
      {visiblePages(pages, typed).map((page) => {
        const short = t(pageTexts(type, page).short);
        return (
          <Card
            key={page.id}
            title={short}
            aside={
              <span className="flex flex-wrap items-baseline gap-3">
                {changed.includes(page.id) ? <StatusTag tone="soon">{t("form:elsewhere.mark")}</StatusTag> : null}
                <Link to={href(page.id)} className="text-base text-link" aria-label={t("form:changeLabel", { page: short })}>
                  {t("form:change")}
                </Link>
              </span>
            }
          >
            <DefinitionList
              facts={[
                { key: "practice", label: t("form:practiceFound"), value: page.checks.includes("registers") ? practice : null },
                ...visibleFields(page, pages, typed).map((field) => ({
                  key: field.id,
                  label: t(fieldTexts(type, field).label),
                  value: <Answer type={type} field={field} typed={typed} services={services} />,
                })),
              ]}
            />
          </Card>
        );
      })}
    </div>
  );
}

/** One answer in words, as it was typed or chosen. */
export function Answer({ type, field, typed, services }: { type: string; field: Field; typed: Typed; services: Readonly<Record<string, string>> }) {
  const { t } = useTranslation(["form", "requests"]);
  const part = (name: string) => [typed[`${field.id}.${name}`] ?? ""].flat().join(" ");
  const own = [typed[field.id] ?? []].flat().filter((text) => text !== "");
  const lines = (() => {
    switch (field.kind) {
      case "dutch-name":
        return [[part("initials"), part("prefix"), part("surname")].filter(Boolean).join(" ")];
      case "address":
        return [[part("street"), part("houseNumber"), part("houseNumberSuffix")].filter(Boolean).join(" "), [part("postcode"), part("town")].filter(Boolean).join("  ")];
      case "date":
        return [[part("day"), part("month"), part("year")].filter(Boolean).join("-")];
      case "choice":
      case "choices":
        return own.map((option) => t(fieldTexts(type, field).option(option)));
      case "services":
        return own.map((service) => services[service] ?? service);
      case "declaration":
        return own.map(() => t("form:yes"));
      default:
        return own;
    }
  })().filter(Boolean);
  if (lines.length === 0) return <span className="text-soft">{t("form:notFilledIn")}</span>;
  return lines.length === 1 ? <>{lines[0]}</> : <ul>{lines.map((line) => <li key={line}>{line}</li>)}</ul>;
}
