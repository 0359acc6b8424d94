import { useTranslation } from "react-i18next";

import { LANGUAGES } from "#app/domain/people.ts";

import { isObject, textOf, worded } from "../template/blocks.ts";
import { CodesInput, DayInput, NumberInput, TicksInput } from "./inputs.tsx";
import { Choose, SmallField, SmallGroup, type Option } from "./small-field.tsx";

type Labelled = { path: string; label: string; /** What it is of, for who does not see what stands above it. */ of?: string | undefined };

function Label({ label, of }: Pick<Labelled, "label" | "of">) {
  return (
    <>
      {label}
      {of === undefined ? null : <span className="sr-only">, {of}</span>}
    </>
  );
}

/** A name or a sentence in both languages, beside each other where there is room. */
export function WordingPair({ path, label, of, value, onChange }: Labelled & { value: unknown; onChange: (value: unknown) => void }) {
  const { t } = useTranslation("studio");
  const now = isObject(value) ? value : {};
  return (
    <div className="grid gap-3 md:grid-cols-2">
      {LANGUAGES.map((language) => (
        <LineField key={language} path={`${path}.${language}`} label={`${label} (${t(`texts.language.${language}`)})`} of={of} value={now[language]} language={language} onChange={(text) => onChange(worded(now, language, text))} />
      ))}
    </div>
  );
}

export function LineField({ path, label, of, value, language, onChange, mono = false }: Labelled & { value: unknown; language?: string; onChange: (text: string) => void; mono?: boolean }) {
  return (
    <SmallField label={<Label label={label} of={of} />}>
      <input type="text" lang={language} data-path={path} className={mono ? "control font-mono" : "control"} value={textOf(value)} onChange={(event) => onChange(event.currentTarget.value)} />
    </SmallField>
  );
}

/** A number; nothing typed is null, which is "none" where that may be, and else what the check tells of, as is what is no number. */
export function NumberField({ path, label, of, value, onChange }: Labelled & { value: unknown; onChange: (value: number | string | null) => void }) {
  return (
    <SmallField label={<Label label={label} of={of} />}>
      <NumberInput path={path} value={value} onChange={onChange} />
    </SmallField>
  );
}

export function ChoiceField({ path, label, of, value, choices, onChange }: Labelled & { value: string; choices: readonly Option[]; onChange: (value: string) => void }) {
  return (
    <SmallField label={<Label label={label} of={of} />}>
      <Choose path={path} value={value} options={choices} onChange={onChange} />
    </SmallField>
  );
}

export function Ticks<V extends string | number>({ path, label, of, chosen, choices, onChange }: Labelled & { chosen: readonly unknown[]; choices: ReadonlyArray<{ value: V; label: string }>; onChange: (chosen: readonly unknown[]) => void }) {
  return (
    <SmallGroup label={<Label label={label} of={of} />} path={path}>
      <TicksInput value={chosen} options={choices} onChange={onChange} />
    </SmallGroup>
  );
}

/** Codes with commas between them; none is null, which is all. */
export function CodesField({ path, label, of, value, onChange }: Labelled & { value: unknown; onChange: (codes: readonly string[] | null) => void }) {
  return (
    <SmallField label={<Label label={label} of={of} />}>
      <CodesInput path={path} value={value} onChange={(codes) => onChange(codes.length === 0 ? null : codes)} />
    </SmallField>
  );
}

/** A day in three boxes; "YYYY-MM-DD" in the definition, and null where nothing is typed. */
export function DayField({ path, label, of, value, onChange }: Labelled & { value: unknown; onChange: (day: string | null) => void }) {
  return (
    <SmallGroup label={<Label label={label} of={of} />}>
      <DayInput path={path} value={value} onChange={onChange} />
    </SmallGroup>
  );
}
