import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";

import { LANGUAGES } from "#app/domain/people.ts";

import { isObject, textOf, worded } from "../template/blocks.ts";

type Labelled = { path: string; label: string; /** What it is of, for who does not see what stands above it. */ of?: string };

function Label({ id, label, of, children }: { id: string; label: string; of: string | undefined; children: ReactNode }) {
  return (
    <div className="grid min-w-0 content-start gap-1">
      <label htmlFor={id} className="text-soft">
        {label}
        {of === undefined ? null : <span className="sr-only">, {of}</span>}
      </label>
      {children}
    </div>
  );
}

/** A name or a sentence in both languages, beside each other where there is room. */
export function WordingPair({ path, label, of, value, onChange }: Labelled & { value: unknown; onChange: (value: unknown) => void }) {
  const { t } = useTranslation("studio");
  const now = isObject(value) ? value : {};
  return (
    <div className="grid gap-3 md:grid-cols-2">
      {LANGUAGES.map((language) => (
        <LineField key={language} path={`${path}.${language}`} label={`${label} (${t(`texts.language.${language}`)})`} {...(of === undefined ? {} : { of })} value={now[language]} language={language} onChange={(text) => onChange(worded(now, language, text))} />
      ))}
    </div>
  );
}

export function LineField({ path, label, of, value, language, onChange, mono = false }: Labelled & { value: unknown; language?: string; onChange: (text: string) => void; mono?: boolean }) {
  const id = useId();
  return (
    <Label id={id} label={label} of={of}>
      <input id={id} lang={language} data-path={path} className={mono ? "control font-mono" : "control"} value={textOf(value)} onChange={(event) => onChange(event.currentTarget.value)} />
    </Label>
  );
}

/** A whole number; nothing typed is null, which is "none" where that may be, and else what the check tells of. */
export function NumberField({ path, label, of, value, onChange, min, max }: Labelled & { value: unknown; onChange: (value: number | null) => void; min: number; max: number }) {
  const id = useId();
  return (
    <Label id={id} label={label} of={of}>
      <input
        id={id} type="number" step={1} min={min} max={max} data-path={path} className="control max-w-28" value={typeof value === "number" ? value : ""}
        onChange={(event) => onChange(Number.isNaN(event.currentTarget.valueAsNumber) ? null : event.currentTarget.valueAsNumber)}
      />
    </Label>
  );
}

export function ChoiceField({ path, label, of, value, choices, onChange }: Labelled & { value: string; choices: ReadonlyArray<{ value: string; label: string }>; onChange: (value: string) => void }) {
  const id = useId();
  return (
    <Label id={id} label={label} of={of}>
      <select id={id} data-path={path} className="control" value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {choices.some((one) => one.value === value) ? null : <option value={value}>{value}</option>}
        {choices.map((one) => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
      </select>
    </Label>
  );
}

/** Any of a few; what is chosen stays in the order in which it is offered, and what is not offered stays. */
export function Ticks<V extends string | number>({ path, label, of, chosen, choices, onChange }: Labelled & { chosen: readonly unknown[]; choices: ReadonlyArray<{ value: V; label: string }>; onChange: (chosen: readonly unknown[]) => void }) {
  const others = chosen.filter((one) => !choices.some(({ value }) => value === one));
  const turn = (turned: V) => onChange([...choices.map(({ value }) => value).filter((value) => chosen.includes(value) !== (value === turned)), ...others]);
  return (
    <fieldset data-path={path} className="min-w-0">
      <legend className="mb-1 text-soft">
        {label}
        {of === undefined ? null : <span className="sr-only">, {of}</span>}
      </legend>
      <div className="flex flex-wrap gap-x-5 gap-y-1">
        {choices.map(({ value, label: words }) => (
          <label key={value} className="inline-flex min-h-8 items-center gap-2">
            <input type="checkbox" className="size-5 accent-petrol" checked={chosen.includes(value)} onChange={() => turn(value)} />
            {words}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** Codes with commas between them; none is null, which is all. What is typed stays as it is while it says the same. */
export function CodesField({ path, label, of, value, onChange }: Labelled & { value: unknown; onChange: (codes: readonly string[] | null) => void }) {
  const id = useId();
  const joined = Array.isArray(value) ? value.join(", ") : "";
  const [typed, setTyped] = useState(joined);
  return (
    <Label id={id} label={label} of={of}>
      <input
        id={id} data-path={path} className="control font-mono" value={codesIn(typed).join(", ") === joined ? typed : joined}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          const codes = codesIn(event.currentTarget.value);
          onChange(codes.length === 0 ? null : codes);
        }}
      />
    </Label>
  );
}

const codesIn = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);
