import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import { factLabel, useLanguage, useMaking } from "./speaking.ts";

type Props = { value: string; names?: readonly string[]; onChange: (name: string) => void; path?: string | undefined; none?: string; label?: string };

/** A fact or a policy, by what it is called. A name that does not exist stays and is shown as it is. */
export function FactSelect({ value, names, onChange, path, none, label }: Props) {
  const { t } = useTranslation("studio");
  const { known } = useMaking();
  const language = useLanguage();
  const all = names ?? Object.keys(known.facts);
  const listed = all.join("\n");
  // Some hundred options: drawn once, and not at each key.
  const options = useMemo(() => {
    const option = (name: string) => (
      <option key={name} value={name}>
        {factLabel(name, known.facts[name], language)}
      </option>
    );
    const each = listed === "" ? [] : listed.split("\n");
    const facts = each.filter((name) => !name.startsWith("policy."));
    const policies = each.filter((name) => name.startsWith("policy."));
    return (
      <>
        {facts.length === 0 ? null : <optgroup label={t("rules.facts")}>{facts.map(option)}</optgroup>}
        {policies.length === 0 ? null : <optgroup label={t("rules.policies")}>{policies.map(option)}</optgroup>}
      </>
    );
  }, [listed, known, language, t]);
  return (
    <select className="control" value={value} data-path={path} aria-label={label} onChange={(event) => onChange(event.currentTarget.value)}>
      {none === undefined ? null : <option value="">{none}</option>}
      {all.includes(value) || (value === "" && none !== undefined) ? null : <option value={value}>{value === "" ? "…" : value}</option>}
      {options}
    </select>
  );
}
