import { ArrowDown, ArrowUp, Copy, Trash2, type LucideIcon } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import { isPart } from "#app/domain/definitions/request-types/json-parts.ts";

import { Button } from "../../../button.tsx";
import { FieldError, FieldHelp } from "../../../field.tsx";

type TickProps = { name: string; label: ReactNode; help?: string; checked: boolean; onChange: (checked: boolean) => void; path?: string };

/** Something that is so or not. */
export function Tick({ name, label, help, checked, onChange, path }: TickProps) {
  const described = help === undefined ? undefined : `${name}--help`;
  return (
    <div className="grid">
      <label className="flex min-h-7 items-center gap-2">
        <input type="checkbox" id={name} name={name} checked={checked} aria-describedby={described} data-path={path} onChange={(event) => onChange(event.currentTarget.checked)} className="size-5 shrink-0 accent-petrol" />
        {label}
      </label>
      {help === undefined ? null : <p id={described} className="pl-7 text-help">{help}</p>}
    </div>
  );
}

/** Any of a few, as ticks. */
export function Ticks({ name, label, help, values, choices, onChange, path }: { name: string; label: string; help?: string; values: readonly string[]; choices: ReadonlyArray<{ value: string; label: string }>; onChange: (values: string[]) => void; path?: string }) {
  // What stands there and cannot be chosen is shown as well: it can be taken away only where it is seen.
  const all = [...choices, ...values.filter((one) => !choices.some(({ value }) => value === one)).map((value) => ({ value, label: value }))];
  return (
    <fieldset className="grid min-w-0 gap-1" data-path={path}>
      <legend className="mb-1 font-semibold">{label}</legend>
      {help === undefined ? null : <p className="text-help">{help}</p>}
      <div className="flex flex-wrap gap-x-5 gap-y-1">
        {all.map(({ value, label: word }) => (
          <Tick key={value} name={`${name}-${value}`} label={word} checked={values.includes(value)} onChange={(is) => onChange(is ? all.map((one) => one.value).filter((one) => one === value || values.includes(one)) : values.filter((one) => one !== value))} />
        ))}
      </div>
    </fieldset>
  );
}

type Acts = { up?: (() => void) | null; down?: (() => void) | null; copy?: () => void; remove?: () => void; of: string; name: string };

/** What can be done with one of a list: up, down, a copy, away. `of` says with which. */
export function ListActs({ up, down, copy, remove, of, name }: Acts) {
  const { t } = useTranslation("studio");
  const act = (what: "up" | "down" | "copy" | "remove", icon: LucideIcon, run: (() => void) | null | undefined) =>
    run === undefined ? null : (
      <Button key={what} id={`${name}-${what}`} type="button" look="other" size="small" icon={icon} aria-disabled={run === null || undefined} className="aria-disabled:opacity-50" onClick={run ?? undefined}>
        {t(`form-builder.act.${what}`)}
        <span className="sr-only"> {of}</span>
      </Button>
    );
  return (
    <span className="flex flex-wrap gap-2">
      {act("up", ArrowUp, up)}
      {act("down", ArrowDown, down)}
      {act("copy", Copy, copy)}
      {act("remove", Trash2, remove)}
    </span>
  );
}

/** A part that is too special for fields, as JSON in its place. What is no JSON stays until it is. */
export function JsonPart({ name, label, help, value, onChange, path }: { name: string; label: string; help?: string; value: unknown; onChange: (value: unknown) => void; path?: string }) {
  const { t } = useTranslation("studio");
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? (value === undefined ? "" : JSON.stringify(value, null, 2));
  return (
    <div className="grid gap-1">
      <label htmlFor={name} className="font-semibold">{label}</label>
      <FieldHelp id={`${name}--help`}>{help ?? t("form-builder.asJson")}</FieldHelp>
      <FieldError id={`${name}--error`} error={typed === null ? undefined : t("form-builder.notJson")} />
      <textarea
        id={name} name={name} spellCheck={false} rows={Math.min(14, text.split("\n").length + 1)} className="control font-mono text-sm" value={text} data-path={path} aria-describedby={`${name}--help`} aria-invalid={typed !== null || undefined}
        onChange={(event) => {
          const words = event.currentTarget.value;
          try {
            onChange(words.trim() === "" ? undefined : (JSON.parse(words) as unknown));
            setTyped(null);
          } catch {
            setTyped(words);
          }
        }}
      />
    </div>
  );
}

/** What is inside where a part of the type has its shape or is not there; else that part as JSON, so that nothing of it is written over. */
export function Shaped({ value, as, name, label, path, onChange, children }: { value: unknown; as: "list" | "words" | "part"; name: string; label: string; path: string; onChange: (value: unknown) => void; children: ReactNode }) {
  const { t } = useTranslation("studio");
  const fits = value === undefined || (as === "part" ? isPart(value) : Array.isArray(value) && (as === "list" || value.every((one) => typeof one === "string")));
  return fits ? children : <JsonPart name={`${name}-json`} label={label} help={t("form-builder.notUnderstood")} value={value} onChange={onChange} path={path} />;
}
