import { Form, Link } from "@remix-run/react";
import { Filter } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { Select } from "../field.tsx";

export type Option = { value: string; label: string };
type Props = { action: string; search: Readonly<Record<string, string>>; choices: { state: readonly Option[]; profile: readonly Option[] }; /** Where nothing is narrowed. */ clear: string };

/** What the list is narrowed by: an ordinary form, so that the answer has an address. What was searched for goes along. */
export function CertificateFilters({ action, search, choices, clear }: Props) {
  const { t } = useTranslation("certificates");
  const carried = ["q", "agb", "enterprise", "within", "since"].filter((name) => search[name] !== undefined);
  return (
    <Form method="get" action={action} key={JSON.stringify(search)} aria-label={t("filter.title")} className="flex flex-wrap items-end gap-3">
      {carried.map((name) => (
        <input key={name} type="hidden" name={name} value={search[name]} />
      ))}
      <Select name="state" id="filter-state" label={t("filter.state")} choices={choices.state} placeholder={t("filter.any")} defaultValue={search["state"] ?? ""} aria-required={undefined} />
      {choices.profile.length > 1 ? <Select name="profile" id="filter-profile" label={t("filter.profile")} choices={choices.profile} placeholder={t("filter.any")} defaultValue={search["profile"] ?? ""} aria-required={undefined} /> : null}
      <Button size="small" look="other" icon={Filter}>
        {t("filter.show")}
      </Button>
      {Object.keys(search).length === 0 ? null : (
        <Link to={clear} className="inline-flex min-h-9 items-center text-link">
          {t("filter.clear")}
        </Link>
      )}
    </Form>
  );
}
