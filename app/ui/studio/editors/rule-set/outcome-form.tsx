import { useTranslation } from "react-i18next";

import { referenceIn } from "#app/domain/decisions/reference.ts";
import type { FactShown } from "#app/domain/definitions/choices/rule-set.ts";
import type { FieldShape, Variant } from "#app/domain/definitions/choices/shape.ts";

import { Button } from "../../../button.tsx";
import { NumberInput, NumbersInput, plain, TicksInput } from "../inputs/inputs.tsx";
import { JsonInput } from "../inputs/json-input.tsx";
import { Choose, SmallField, SmallGroup } from "../inputs/small-field.tsx";
import { isObject, withProperty, type Json } from "./changes.ts";
import { FactSelect } from "./fact-select.tsx";
import { useMaking } from "./speaking.ts";

type Form = { value: unknown; onChange: (value: Json) => void; path: string };

/** An outcome, or what a rule adds to it: its fields by the schema of the point, and as JSON what has none. */
export function OutcomeForm({ variants, value, onChange, path }: Form & { variants: readonly Variant[] }) {
  const { t } = useTranslation("studio");
  const kind = isObject(value) ? value["kind"] : undefined;
  const variant = variants.length > 1 ? variants.find((one) => one.kind === kind) : variants[0];
  return (
    <div className="grid min-w-0 gap-2" data-path={path}>
      {variants.length > 1 ? (
        <SmallField label={t("rules.params.kind")}>
          <Choose
            value={plain(kind ?? "")} options={variants.map((one) => ({ value: one.kind ?? "", label: t(`rules.values.${one.kind ?? ""}`, { defaultValue: one.kind ?? "" }) }))} path={`${path}.kind`}
            onChange={(chosen) => onChange({ kind: chosen, ...Object.fromEntries((variants.find((one) => one.kind === chosen)?.fields ?? []).filter((one) => one.isNullable).map((one) => [one.name, null])) })}
          />
        </SmallField>
      ) : null}
      {variant === undefined ? <JsonInput label={t("rules.json")} value={value} onChange={(next) => isObject(next) && onChange(next)} path={path} /> : <Fields fields={variant.fields} known={variant.kind === null ? [] : ["kind"]} value={value} onChange={onChange} path={path} />}
    </div>
  );
}

function Fields({ fields, known, value, onChange, path }: Form & { fields: readonly FieldShape[]; known: readonly string[] }) {
  const { t } = useTranslation("studio");
  const object = isObject(value) ? value : {};
  const rest = Object.fromEntries(Object.entries(object).filter(([name]) => !known.includes(name) && !fields.some((one) => one.name === name)));
  const own = Object.fromEntries(Object.entries(object).filter(([name]) => !Object.hasOwn(rest, name)));
  return (
    <div className="grid min-w-0 items-start gap-3 sm:grid-cols-2">
      {fields.map((field) => (
        <OutcomeField key={field.name} field={field} value={object[field.name]} onChange={(next) => onChange(withProperty(object, field.name, next))} path={`${path}.${field.name}`} />
      ))}
      {Object.keys(rest).length === 0 ? null : <div className="sm:col-span-2"><JsonInput label={t("rules.otherJson")} value={rest} onChange={(next) => isObject(next) && onChange({ ...own, ...next })} /></div>}
    </div>
  );
}

type FieldProps = { field: FieldShape; value: unknown; onChange: (value: unknown) => void; path: string };

function OutcomeField({ field, value, onChange, path }: FieldProps) {
  const { t } = useTranslation("studio");
  const { known } = useMaking();
  const label = t(`rules.params.${field.name}`, { defaultValue: field.name });
  const reference = referenceIn(value);
  const others = Object.keys(known.facts).filter((name) => canStandFor(field, known.facts[name] as FactShown));
  if (field.kind === "group" || field.kind === "json") return <div className="sm:col-span-2"><Compound field={field} label={label} value={value} onChange={onChange} path={path} /></div>;
  const isOther = reference !== null;
  return (
    <div className="grid min-w-0 content-start gap-1">
      {isOther ? <SmallField label={label}><FactSelect value={reference} names={others} onChange={(name) => onChange({ fact: name })} path={path} /></SmallField> : <Plain field={field} label={label} value={value} onChange={onChange} path={path} />}
      {others.length === 0 ? null : (
        <label className="inline-flex min-h-6 items-center gap-1.5 text-sm">
          <input type="checkbox" className="size-4 accent-petrol" checked={isOther} onChange={(event) => onChange(event.currentTarget.checked ? { fact: others[0] } : undefined)} />
          {t("rules.fromOther")}
          <span className="sr-only">: {label}</span>
        </label>
      )}
    </div>
  );
}

function Plain({ field, label, value, onChange, path }: FieldProps & { label: string }) {
  const { t } = useTranslation("studio");
  const options = (field.values ?? []).map((one) => ({ value: one, label: t(`rules.values.${one}`, { defaultValue: one }) }));
  const none = field.isNullable ? t("rules.noValue") : field.isRequired ? undefined : t("rules.nothing");
  const nothing = field.isNullable ? null : undefined;
  const shown = value === null || value === undefined ? "" : plain(value);
  switch (field.kind) {
    case "choice":
      return <SmallField label={label}><Choose value={shown} options={options} none={none} onChange={(one) => onChange(one === "" ? nothing : one)} path={path} /></SmallField>;
    case "switch":
      return <SmallField label={label}><Choose value={shown} options={[{ value: "true", label: t("rules.yes") }, { value: "false", label: t("rules.no") }]} none={none} onChange={(one) => onChange(one === "" ? nothing : one === "true")} path={path} /></SmallField>;
    case "choices":
      return <SmallGroup label={label}><TicksInput value={value} options={options} onChange={(ticked) => onChange(ticked.length === 0 && !field.isRequired ? undefined : ticked)} path={path} /></SmallGroup>;
    case "number":
      return <SmallField label={label}><NumberInput value={value} onChange={(number) => onChange(number ?? nothing)} path={path} /></SmallField>;
    case "numbers":
      return <SmallField label={`${label} (${t("rules.commas")})`}><NumbersInput value={value} onChange={onChange} path={path} /></SmallField>;
    default:
      return <SmallField label={label}><input type="text" className="control" data-path={path} value={shown} onChange={(event) => onChange(event.currentTarget.value === "" ? nothing : event.currentTarget.value)} /></SmallField>;
  }
}

/** Several that belong together; where they need not be there, they are put in or left out as one. */
function Compound({ field, label, value, onChange, path }: FieldProps & { label: string }) {
  const { t } = useTranslation("studio");
  if (field.kind === "json") return <JsonInput label={label} value={value} onChange={onChange} path={path} />;
  const mayBeGone = field.isNullable || !field.isRequired;
  const nothing = field.isNullable ? null : undefined;
  return (
    <fieldset className="grid min-w-0 gap-2 rounded-md border border-line p-2" data-path={path}>
      <legend className="px-1 text-sm text-soft">{label}</legend>
      {isObject(value) ? <Fields fields={field.fields ?? []} known={[]} value={value} onChange={onChange} path={path} /> : value === undefined || value === null ? <p className="text-soft">{t("rules.notSet")}</p> : <JsonInput label={t("rules.json")} value={value} onChange={onChange} />}
      {isObject(value) ? mayBeGone ? <span><Button type="button" look="quiet" size="small" onClick={() => onChange(nothing)}>{t("rules.leaveOut")}<span className="sr-only">: {label}</span></Button></span> : null : (
        <span><Button type="button" look="other" size="small" onClick={() => onChange({})}>{t("rules.setIt")}<span className="sr-only">: {label}</span></Button></span>
      )}
    </fieldset>
  );
}

/** Whether the value of a fact or policy can be given in this place. */
function canStandFor(field: FieldShape, fact: FactShown): boolean {
  switch (field.kind) {
    case "number":
      return fact.type === "number";
    case "numbers":
      return fact.type === "list" && fact.numbers === true;
    case "switch":
      return fact.type === "boolean";
    case "choice":
      return fact.type === "text" && fact.choices !== undefined && Object.keys(fact.choices).every((one) => field.values?.includes(one));
    default:
      return false;
  }
}
