import { Form, Link } from "@remix-run/react";
import { Filter, X } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Button } from "../../button.tsx";
import { Select, TextInput } from "../../field.tsx";

export type Option = { value: string; label: string };
export type FilterChoices = { type: readonly Option[]; channel: readonly Option[]; status: readonly Option[]; urgency: readonly Option[]; term: readonly Option[]; segment: readonly Option[]; reviewer: readonly Option[] };
export type FilterValues = Readonly<Record<"type" | "channel" | "status" | "urgency" | "term" | "segment" | "customer" | "reviewer" | "q", string>>;

type Props = {
  action: string;
  /** The view that is narrowed; it goes along. */
  view: string;
  values: FilterValues;
  /** What is wrong, in a sentence at its field. */
  errors: Readonly<{ customer?: string }>;
  choices: FilterChoices;
  /** Where nothing is narrowed; null when nothing is. */
  clear: string | null;
};

const SELECTS = ["type", "channel", "status", "urgency", "term", "segment", "reviewer"] as const;

/** What a list is narrowed by, beside it and always in sight: an ordinary form, so that the answer has an address. */
export function Filters({ action, view, values, errors, choices, clear }: Props) {
  const { t } = useTranslation("desk-list");
  const shown = SELECTS.filter((name) => choices[name].length > 1 || values[name] !== "");
  return (
    <Form method="get" action={action} key={JSON.stringify([view, values])} aria-label={t("filter.title")} className="grid content-start gap-2 sm:grid-cols-2 lg:grid-cols-1">
      <input type="hidden" name="view" value={view} />
      {shown.map((name) => (
        <Select key={name} name={name} id={`filter-${name}`} label={t(`filter.${name}`)} choices={choices[name]} placeholder={t("filter.any")} defaultValue={values[name]} aria-required={undefined} />
      ))}
      <TextInput name="customer" id="filter-customer" label={t("filter.customer")} mono inputMode="numeric" maxLength={40} error={errors.customer} defaultValue={values.customer} aria-required={undefined} />
      <TextInput name="q" id="filter-q" label={t("filter.text")} maxLength={100} defaultValue={values.q} aria-required={undefined} />
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1 sm:col-span-full">
        <Button size="small" look="other" icon={Filter}>
          {t("filter.show")}
        </Button>
        {clear === null ? null : (
          <Link to={clear} className="inline-flex min-h-6 items-center text-link">
            {t("filter.clear")}
          </Link>
        )}
      </p>
    </Form>
  );
}

export type Chip = { key: string; text: string; without: string };

/** What the list is narrowed by, in words above it; each can be taken away by itself. */
export function NarrowedBy({ chips }: { chips: readonly Chip[] }) {
  const { t } = useTranslation("desk-list");
  if (chips.length === 0) return null;
  return (
    <ul aria-label={t("filter.narrowed")} className="flex flex-wrap gap-2">
      {chips.map(({ key, text, without }) => (
        <li key={key}>
          <Link to={without} className="inline-flex min-h-7 items-center gap-1 rounded-full border border-petrol bg-petrol-tint px-3 text-petrol hover:underline">
            {text}
            <X aria-hidden className="size-3.5" />
            <span className="sr-only">{t("filter.without")}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
