import { Form, Link } from "@remix-run/react";
import { Search } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { DateInput } from "../date-input.tsx";
import { dayParts } from "../day-parts.ts";
import { Field, TextInput, wiring } from "../field.tsx";

export type FilterField = "from" | "until" | "actor" | "act" | "request" | "about";
type Choice = { value: string; label: string };
type Props = {
  action: string;
  values: Readonly<Record<FilterField, string>>;
  /** What is wrong, in a sentence at its field. */
  errors: Readonly<Partial<Record<FilterField, string>>>;
  people: readonly Choice[];
  others: readonly Choice[];
  acts: ReadonlyArray<{ group: string; acts: readonly Choice[] }>;
  looks: Choice;
};

/** What an auditor narrows the trail by; it all stands in the address, so that it can be sent to a colleague. */
export function TrailFilterForm({ action, values, errors, people, others, acts, looks }: Props) {
  const { t } = useTranslation("audit");
  const isNarrowed = Object.values(values).some((value) => value !== "");
  const face = (name: FilterField) => ({ name, label: t(`filter.field.${name}`), error: errors[name], optional: false });
  const known = [...people, ...others].some(({ value }) => value === values.actor);
  return (
    <Form method="get" action={action} role="search" aria-label={t("filter.title")} className="grid gap-x-4 gap-y-3 rounded-md border border-line bg-sheet p-4 sm:grid-cols-2 xl:grid-cols-3">
      <DateInput {...face("from")} value={dayParts(values.from)} />
      <DateInput {...face("until")} value={dayParts(values.until)} />
      <Field {...face("actor")}>
        <select className="control" {...wiring(face("actor"))} aria-required={undefined} defaultValue={values.actor}>
          <option value="">{t("filter.everybody")}</option>
          {known || values.actor === "" ? null : <option value={values.actor}>{values.actor}</option>}
          <optgroup label={t("filter.staff")}>
            {people.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </optgroup>
          <optgroup label={t("filter.others")}>
            {others.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </optgroup>
        </select>
      </Field>
      <Field {...face("act")}>
        <select className="control" {...wiring(face("act"))} aria-required={undefined} defaultValue={values.act}>
          <option value="">{t("filter.everything")}</option>
          <option value={looks.value}>{looks.label}</option>
          {acts.map(({ group, acts: ofGroup }) => (
            <optgroup key={group} label={group}>
              {ofGroup.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </Field>
      <TextInput {...face("request")} help={t("filter.requestExample")} defaultValue={values.request} mono aria-required={undefined} />
      <TextInput {...face("about")} help={t("filter.aboutExample")} defaultValue={values.about} mono aria-required={undefined} />
      <p className="flex flex-wrap items-center gap-4 sm:col-span-full">
        <Button size="small" icon={Search}>
          {t("filter.show")}
        </Button>
        {isNarrowed ? (
          <Link to={action} className="inline-flex min-h-6 items-center text-link">
            {t("filter.clear")}
          </Link>
        ) : null}
      </p>
    </Form>
  );
}
