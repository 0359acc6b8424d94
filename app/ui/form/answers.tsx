import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { fieldTexts, pageTexts, severalTexts } from "#app/domain/definitions/schema/form-texts.ts";
import type { Field, Page } from "#app/domain/definitions/schema/form.ts";
import { repeatingPage } from "#app/domain/definitions/schema/several.ts";
import { countEntries, nameOfEntry, typedOfEntry } from "#app/domain/requests/form/entries.ts";
import { isAskedApart, visibleFields, visiblePages, type Typed } from "#app/domain/requests/form/visible.ts";

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
            <PageAnswers {...{ type, page, pages, typed, services, practice }} />
          </Card>
        );
      })}
    </div>
  );
}

type PageProps = Omit<OverviewProps, "changed" | "href"> & { page: Page };

/** The answers of one page; of a page for several (R108) those of each of them, so that nobody is sent along unread. */
function PageAnswers(props: PageProps) {
  const { t } = useTranslation(["form", "requests"]);
  const { type, page, pages, typed } = props;
  const count = countEntries(pages, typed);
  if (page.repeats === undefined || count === 1) return <EntryAnswers {...props} />;
  const one = t(severalTexts(type, page.repeats.as).one);
  return (
    <ol className="grid gap-6">
      {Array.from({ length: count }, (_, index) => (
        <li key={index} className="grid gap-2">
          <h3 className="font-semibold">{t("form:several.number", { one, number: index + 1 })}</h3>
          <EntryAnswers {...props} typed={typedOfEntry(pages, typed, index + 1)} />
        </li>
      ))}
    </ol>
  );
}

function EntryAnswers({ type, page, pages, typed, services, practice }: PageProps) {
  const { t } = useTranslation(["form", "requests"]);
  const people = repeatingPage(pages);
  const fact = (field: Field, entry: number) => {
    const label = t(fieldTexts(type, field).label);
    const theirs = typedOfEntry(pages, typed, entry);
    const name = people === null || !isAskedApart(field, pages, typed) ? "" : nameOfEntry(people, theirs);
    return {
      key: `${entry}.${field.id}`,
      label: name === "" ? label : `${label} (${name})`,
      value: <Answer type={type} field={field} typed={theirs} services={services} />,
    };
  };
  // What is asked of each apart on a page for all (their services) has a line for each of them.
  const times = (field: Field) => (isAskedApart(field, pages, typed) ? countEntries(pages, typed) : 1);
  return (
    <DefinitionList
      facts={[
        { key: "practice", label: t("form:practiceFound"), value: page.checks.includes("registers") ? practice : null },
        ...visibleFields(page, pages, typed).flatMap((field) => Array.from({ length: times(field) }, (_, index) => fact(field, index + 1))),
      ]}
    />
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
