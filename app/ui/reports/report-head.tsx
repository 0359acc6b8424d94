import { Form, Link } from "@remix-run/react";
import { Filter } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { Select } from "../field.tsx";
import { Tabs } from "../navigation.tsx";
import { PageTitle } from "../section.tsx";

export type ReportChoices = Readonly<Record<string, ReadonlyArray<{ value: string; label: string }>>>;

type Props = {
  view: "now" | "flow" | "people" | "rules";
  title: string;
  /** The pages of figures, each narrowed as this one is. */
  views: Readonly<Record<"now" | "flow" | "people" | "rules", string>>;
  path: string;
  /** What the figures can be narrowed by; a field without an empty choice has one that is always asked. */
  fields: ReadonlyArray<{ name: string; always?: boolean }>;
  values: Readonly<Record<string, string>>;
  isNarrowed: boolean;
  choices: ReportChoices;
  acts: ReactNode;
};

/** What stands on top of every page of figures: which page it is, how old the figures are, and what they are narrowed by. */
export function ReportHead({ view, title, views, path, fields, values, isNarrowed, choices, acts }: Props) {
  const { t } = useTranslation("reports");
  return (
    <>
      <PageTitle title={title} lead={t(`leads.${view}`)} acts={acts} />
      <div className="print:hidden">
        <Tabs label={t("views.label")} current={view} tabs={(Object.keys(views) as Array<keyof typeof views>).map((key) => ({ key, label: t(`views.${key}`), to: views[key] }))} />
      </div>
      {fields.length === 0 ? null : (
        <Form method="get" action={path} key={JSON.stringify(values)} aria-label={t("filter.title")} className="flex flex-wrap items-end gap-3 print:hidden">
          {fields.map(({ name, always = false }) => (
            <div key={name} className="min-w-0 max-sm:w-[calc(50%-0.375rem)] sm:min-w-44">
              <Select
                name={name}
                id={`filter-${name}`}
                label={name === "span" ? t("filter.span") : t(`desk-list:filter.${name}`)}
                choices={choices[name] ?? []}
                defaultValue={values[name] ?? ""}
                aria-required={undefined}
                {...(!always && { placeholder: t("desk-list:filter.any") })}
              />
            </div>
          ))}
          <Button size="small" look="other" icon={Filter}>
            {t("filter.show")}
          </Button>
          {isNarrowed ? (
            <Link to={path} className="inline-flex min-h-9 items-center text-link">
              {t("filter.clear")}
            </Link>
          ) : null}
        </Form>
      )}
    </>
  );
}

/** How old the figures are; that they do not keep up is read aloud, and the time of each look is not. */
export function AsOf({ isCutOff, time }: { isCutOff: boolean; time: string }) {
  const { t } = useTranslation("reports");
  return (
    <div className="text-help">
      <p role="status" className="font-semibold text-late">{isCutOff ? t("cutOff", { time }) : null}</p>
      {isCutOff ? null : <p>{t("asOf", { time })}</p>}
    </div>
  );
}
