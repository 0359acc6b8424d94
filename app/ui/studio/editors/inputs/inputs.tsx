import { useState } from "react";
import { useTranslation } from "react-i18next";

import { dayParts } from "../../../day-parts.ts";
import { codesFrom, dayFrom, linesFrom, numberFrom, numbersFrom } from "./typed.ts";

type Input<T> = { value: unknown; onChange: (value: T) => void; path?: string | undefined; label?: string };

/** A number; what is typed and is none yet stays as it is, and the check says so. */
export function NumberInput({ value, onChange, path, label }: Input<number | string | null>) {
  return (
    <input
      type="text" inputMode="decimal" className="control max-w-32" data-path={path} aria-label={label} value={value === null || value === undefined ? "" : plain(value)}
      onChange={(event) => onChange(numberFrom(event.currentTarget.value))}
      onBlur={(event) => {
        const done = numberFrom(event.currentTarget.value, true);
        if (done !== value) onChange(done);
      }}
    />
  );
}

/** A day in three boxes, as everywhere in the house. The boxes have words of their own; what the day is for stands around them. */
export function DayInput({ value, onChange, path }: Input<string | null>) {
  const { t } = useTranslation("common");
  const parts = { day: "", month: "", year: "", ...dayParts(typeof value === "string" ? value : "") };
  return (
    <span className="flex flex-wrap gap-2">
      {(["day", "month", "year"] as const).map((part) => (
        <input
          key={part} type="text" inputMode="numeric" autoComplete="off" maxLength={part === "year" ? 4 : 2} className={part === "day" ? "control max-w-14" : "control max-w-20"} aria-label={t(`date.${part}`)} placeholder={t(`date.${part}`).toLowerCase()}
          data-path={part === "day" ? path : undefined} data-part={part} value={parts[part]} onChange={(event) => onChange(dayFrom({ ...parts, [part]: event.currentTarget.value.trim() }))}
        />
      ))}
    </span>
  );
}

/** Texts, one a line. */
export function LinesInput({ value, onChange, path, label }: Input<string[]>) {
  const lines = (Array.isArray(value) ? value : value === null || value === undefined || value === "" ? [] : [value]).map(plain);
  return (
    <textarea
      className="control" rows={Math.min(8, Math.max(2, lines.length + 1))} data-path={path} aria-label={label} value={lines.join("\n")}
      onChange={(event) => onChange(linesFrom(event.currentTarget.value))}
      onBlur={() => {
        const done = lines.map((line) => line.trim()).filter(Boolean);
        if (done.join("\n") !== lines.join("\n")) onChange(done);
      }}
    />
  );
}

/** Numbers on a line: "3, 10". */
export function NumbersInput(props: Input<Array<number | string>>) {
  return <SeveralInput {...props} read={numbersFrom} />;
}

/** Codes on a line: "01, 12". */
export function CodesInput(props: Input<string[]>) {
  return <SeveralInput {...props} read={codesFrom} />;
}

/** Several on a line; what is typed stays as it is while it says the same. */
function SeveralInput<V>({ value, onChange, path, label, read }: Input<V[]> & { read: (text: string) => V[] }) {
  const joined = (Array.isArray(value) ? value : value === null || value === undefined ? [] : [value]).map(plain).join(", ");
  const [typed, setTyped] = useState(joined);
  // Others came in from elsewhere, by a step back say.
  const isSame = read(typed).map(plain).join(", ") === joined;
  return (
    <input
      type="text" className="control max-w-72" data-path={path} aria-label={label} value={isSame ? typed : joined}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        onChange(read(event.currentTarget.value));
      }}
    />
  );
}

/** Any of a few, in the order in which they are offered; what stands there and is none of them can be ticked off. */
export function TicksInput<V extends string | number>({ value, options, onChange, path }: Input<V[]> & { options: ReadonlyArray<{ value: V; label: string }> }) {
  const on = (Array.isArray(value) ? value : value === null || value === undefined || value === "" ? [] : [value]) as V[];
  const all = [...options, ...on.filter((one) => !options.some((option) => option.value === one)).map((one) => ({ value: one, label: plain(one) }))];
  return (
    <span className="flex flex-wrap gap-x-5 gap-y-1" data-path={path}>
      {all.map((option) => (
        <label key={plain(option.value)} className="inline-flex min-h-8 items-center gap-2">
          <input type="checkbox" className="size-5 shrink-0 accent-petrol" checked={on.includes(option.value)} onChange={() => onChange(all.map((one) => one.value).filter((one) => on.includes(one) !== (one === option.value)))} />
          {option.label}
        </label>
      ))}
    </span>
  );
}

/** A text as it is; anything else as it would be written, so that nothing throws. */
export function plain(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value) ?? "";
}
