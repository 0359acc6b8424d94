import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";

import type { FactValue } from "#app/domain/decisions/facts.ts";

import { classNames } from "../../class-names.ts";
import { DateInput } from "../../date-input.tsx";
import { dayParts } from "../../day-parts.ts";
import type { FieldTried } from "./use-trial.ts";

const UNKNOWN = "\u0000";

/** One fact, asked for as what it is: yes or no, one of a list, a day, a number, words; or that nobody knows it. */
export function FactField({ field, today, onChange }: { field: FieldTried; today: string; onChange: (value: FactValue) => void }) {
  const { t } = useTranslation("studio");
  const { name, label, value, isNullable, typical } = field;
  const id = `trial-${name}`;
  const isOther = JSON.stringify(value) !== JSON.stringify(typical);
  if (field.type === "date" && value !== null) return <DayField field={field} id={id} isOther={isOther} onChange={onChange} />;
  return (
    <div className={classNames("grid gap-1 border-b border-line py-2 last:border-0", isOther && "border-l-4 border-l-petrol pl-2")}>
      <label htmlFor={id} className="flex flex-wrap items-baseline gap-x-2">
        {label}
        {isOther ? <span className="text-help">({t("trial.changed")})</span> : null}
        <code className="font-mono text-xs break-all text-soft">{name}</code>
      </label>
      <div className="flex flex-wrap items-center gap-2">
        <Control field={field} id={id} onChange={onChange} />
        {isNullable && field.type !== "boolean" && field.choices.length === 0 ? (
          <label className="inline-flex min-h-6 items-center gap-1 text-sm">
            <input type="checkbox" checked={value === null} onChange={(event) => onChange(event.currentTarget.checked ? null : emptyOf(field, today))} />
            {t("trial.unknown")}
            <span className="sr-only">: {label}</span>
          </label>
        ) : null}
      </div>
    </div>
  );
}

/** A day, typed as everywhere; what is no day yet is not tried. */
function DayField({ field, id, isOther, onChange }: { field: FieldTried; id: string; isOther: boolean; onChange: (value: FactValue) => void }) {
  const { t } = useTranslation("studio");
  const read = (event: FormEvent<HTMLDivElement>) => {
    const part = (name: string) => event.currentTarget.querySelector<HTMLInputElement>(`[name="${id}.${name}"]`)?.value.trim() ?? "";
    const day = `${part("year").padStart(4, "20")}-${part("month").padStart(2, "0")}-${part("day").padStart(2, "0")}`;
    if (/^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day))) onChange(day);
  };
  return (
    <div onInput={read} className={classNames("grid gap-1 border-b border-line py-2 last:border-0", isOther && "border-l-4 border-l-petrol pl-2")}>
      <DateInput
        name={id} value={dayParts(String(field.value))}
        label={<span className="inline-flex flex-wrap items-baseline gap-x-2 font-normal">{field.label}{isOther ? <span className="text-help">({t("trial.changed")})</span> : null}<code className="font-mono text-xs break-all text-soft">{field.name}</code></span>}
      />
      {field.isNullable ? (
        <label className="inline-flex min-h-6 items-center gap-1 text-sm">
          <input type="checkbox" checked={false} onChange={() => onChange(null)} />
          {t("trial.unknown")}
          <span className="sr-only">: {field.label}</span>
        </label>
      ) : null}
    </div>
  );
}

function Control({ field, id, onChange }: { field: FieldTried; id: string; onChange: (value: FactValue) => void }) {
  const { t } = useTranslation("studio");
  const { type, value, choices, isNullable } = field;
  const unknown = isNullable ? [{ value: UNKNOWN, label: t("trial.unknown") }] : [];
  const choose = (all: ReadonlyArray<{ value: string; label: string }>, now: string, read: (chosen: string) => FactValue) => (
    <select id={id} className="control max-w-72" value={now} onChange={(event) => onChange(event.currentTarget.value === UNKNOWN ? null : read(event.currentTarget.value))}>
      {[...unknown, ...all].map((one) => (
        <option key={one.value} value={one.value}>
          {one.label}
        </option>
      ))}
    </select>
  );
  if (type === "boolean") return choose([{ value: "yes", label: t("trial.yes") }, { value: "no", label: t("trial.no") }], value === null ? UNKNOWN : value === true ? "yes" : "no", (chosen) => chosen === "yes");
  if (type === "text" && choices.length > 0) return choose(choices, value === null ? UNKNOWN : String(value), (chosen) => chosen);
  const isUnknown = value === null;
  if (type === "list") {
    const items = Array.isArray(value) ? value : [];
    const rows = Math.min(6, Math.max(2, items.length + 1));
    return (
      <textarea
        id={id} rows={rows} className="control max-w-72" disabled={isUnknown} placeholder={t("trial.listHelp")} defaultValue={items.join("\n")} key={isUnknown ? "unknown" : "known"}
        onChange={(event) => onChange(event.currentTarget.value.split("\n").map((one) => one.trim()).filter(Boolean))}
      />
    );
  }
  if (type === "number") return <input id={id} type="number" className="control max-w-28" disabled={isUnknown} value={isUnknown ? "" : Number(value)} onChange={(event) => onChange(event.currentTarget.valueAsNumber || 0)} />;
  return <input id={id} type="text" className="control max-w-72" disabled={isUnknown} value={isUnknown ? "" : String(value)} onChange={(event) => onChange(event.currentTarget.value)} />;
}

/** What a fact is when somebody says that it is known after all: what it is in the ordinary case, or nothing of its kind; a day may as well be today. */
function emptyOf({ type, typical }: FieldTried, today: string): FactValue {
  if (typical !== null) return typical;
  return type === "number" ? 0 : type === "list" ? [] : type === "date" ? today : "";
}
