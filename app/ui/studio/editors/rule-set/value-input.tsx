import { useTranslation } from "react-i18next";

import type { ValueShape } from "#app/domain/decisions/operators.ts";
import type { FactShown } from "#app/domain/definitions/choices/rule-set.ts";

import { DayInput, LinesInput, NumberInput, NumbersInput, plain, TicksInput } from "../inputs/inputs.tsx";
import { Choose, SmallField, SmallGroup } from "../inputs/small-field.tsx";
import { useLanguage, valuesOf } from "./speaking.ts";

type Props = { label: string; fact: FactShown | undefined; value: unknown; onChange: (value: unknown) => void; path?: string | undefined };

/** The value of a condition, as its operator wants it: one, several, two, a number of days, a pattern. */
export function ConditionValueInput({ shape, fact, label, value, onChange, path }: Props & { shape: ValueShape | null }) {
  const { t } = useTranslation("studio");
  switch (shape) {
    case "true":
      return null;
    case "list":
      return <ListValue fact={fact} label={label} value={value} onChange={onChange} path={path} />;
    case "pair": {
      const pair = Array.isArray(value) ? (value as unknown[]) : [value, null];
      return (
        <>
          <OneValue fact={fact} label={t("rules.from")} value={pair[0]} onChange={(one) => onChange([one, pair[1] ?? null])} path={path} />
          <OneValue fact={fact} label={t("rules.until")} value={pair[1]} onChange={(one) => onChange([pair[0] ?? null, one])} />
        </>
      );
    }
    case "days":
      return <SmallField label={t("rules.days")}><NumberInput value={value} onChange={onChange} path={path} /></SmallField>;
    case "pattern":
      return (
        <SmallField label={t("rules.pattern")}>
          <input type="text" className="control font-mono" spellCheck={false} data-path={path} value={plain(value ?? "")} onChange={(event) => onChange(event.currentTarget.value)} />
        </SmallField>
      );
    default:
      return <OneValue fact={fact} label={label} value={value} onChange={onChange} path={path} />;
  }
}

/** A value of a fact as it can be given: a list where it is one, and, where nobody may know it, that nobody does. */
export function FactInput({ fact, label, value, onChange, path }: Props) {
  const { t } = useTranslation("studio");
  const isUnknown = value === null;
  if (fact?.nullable && (fact.type === "boolean" || fact.choices !== undefined) && fact.type !== "list") return <OneValue fact={fact} label={label} value={value} onChange={onChange} path={path} none={t("rules.unknown")} />;
  const input = fact?.type === "list" ? <ListValue fact={fact} label={label} value={value} onChange={onChange} path={path} /> : <OneValue fact={fact} label={label} value={value} onChange={onChange} path={path} />;
  if (!fact?.nullable) return input;
  return (
    <div className="grid content-start gap-1">
      {isUnknown ? <SmallField label={label}><input type="text" className="control" disabled value={t("rules.unknown")} /></SmallField> : input}
      <label className="inline-flex min-h-6 items-center gap-1.5 text-sm">
        <input type="checkbox" className="size-4 accent-petrol" checked={isUnknown} onChange={(event) => onChange(event.currentTarget.checked ? null : EMPTY[fact.type])} />
        {t("rules.unknown")}
        <span className="sr-only">: {label}</span>
      </label>
    </div>
  );
}

/** What a fact begins with once it is known. */
export const EMPTY: Record<FactShown["type"], unknown> = { text: "", number: 0, boolean: false, date: "", list: [] };

function OneValue({ fact, label, value, onChange, path, none }: Props & { none?: string }) {
  const { t } = useTranslation("studio");
  const language = useLanguage();
  const options = fact?.type === "number" || fact?.type === "date" ? null : valuesOf(fact, language);
  if (fact?.type === "boolean") {
    const options = [{ value: "true", label: t("rules.yes") }, { value: "false", label: t("rules.no") }];
    return <SmallField label={label}><Choose value={value === null || value === undefined ? "" : plain(value)} none={none} options={options} onChange={(one) => onChange(one === "" ? null : one === "true")} path={path} /></SmallField>;
  }
  if (options) return <SmallField label={label}><Choose value={value === null || value === undefined ? "" : plain(value)} none={none} options={options} onChange={(one) => onChange(one === "" && none !== undefined ? null : one)} path={path} /></SmallField>;
  if (fact?.type === "date") return <SmallGroup label={label}><DayInput value={value} onChange={onChange} path={path} /></SmallGroup>;
  if (fact?.type === "number" || fact?.numbers) return <SmallField label={label}><NumberInput value={value} onChange={onChange} path={path} /></SmallField>;
  return <SmallField label={label}><input type="text" className="control" data-path={path} value={plain(value ?? "")} onChange={(event) => onChange(event.currentTarget.value)} /></SmallField>;
}

function ListValue({ fact, label, value, onChange, path }: Props) {
  const { t } = useTranslation("studio");
  const options = valuesOf(fact, useLanguage());
  if (fact?.type === "number" || fact?.numbers) return <SmallField label={`${label} (${t("rules.commas")})`}><NumbersInput value={value} onChange={onChange} path={path} /></SmallField>;
  if (options) return <SmallGroup label={label}><TicksInput value={value} options={options} onChange={onChange} path={path} /></SmallGroup>;
  return <SmallField label={`${label} (${t(fact?.type === "date" ? "rules.dayLines" : "rules.lines")})`}><LinesInput value={value} onChange={onChange} path={path} /></SmallField>;
}
