import { BracesIcon } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Language } from "#app/domain/people.ts";

import { Button } from "../../../button.tsx";
import { classNames } from "../../../class-names.ts";
import { withBlank } from "./blocks.ts";

/** A blank as it can be chosen: what it is and an example of it, in words. */
export type BlankShown = { name: string; about: string; sample: string };

type Props = {
  path: string;
  label: string;
  /** What it is of, for who does not see what stands above it. */
  of?: string | undefined;
  language: Language;
  value: string;
  onChange: (text: string) => void;
  blanks: readonly BlankShown[];
  isLine?: boolean;
};

/** A text with blanks in it: what the office knows is chosen from a list, and comes where the cursor stands. */
export function BlankField({ path, label, of, language, value, onChange, blanks, isLine = false }: Props) {
  const { t } = useTranslation("studio");
  const id = useId();
  const control = useRef<HTMLTextAreaElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const cursor = useRef<number | null>(null);
  // Once the text stands there with the blank in it.
  useEffect(() => {
    if (cursor.current === null) return;
    control.current?.focus();
    control.current?.setSelectionRange(cursor.current, cursor.current);
    cursor.current = null;
  });
  const insert = (name: string) => {
    const { selectionStart = value.length, selectionEnd = value.length } = control.current ?? {};
    const made = withBlank(value, name, selectionStart, selectionEnd);
    onChange(made.text);
    setOpen(false);
    cursor.current = made.cursor;
  };
  const close = () => {
    setOpen(false);
    opener.current?.focus();
  };
  const ids = { list: `${id}-list`, field: `${id}-field` };
  return (
    <div className="grid min-w-0 content-start gap-1">
      <div className="flex flex-wrap items-end justify-between gap-x-2">
        <label htmlFor={ids.field} className="text-soft">
          {label}
          {of === undefined ? null : <span className="sr-only">, {of}</span>}
        </label>
        {blanks.length === 0 ? null : (
        <button
          type="button" ref={opener} aria-expanded={isOpen} aria-controls={isOpen ? ids.list : undefined} onClick={() => setOpen(!isOpen)}
          className="inline-flex min-h-6 items-center gap-1 text-sm text-link"
        >
          <BracesIcon aria-hidden className="size-3.5" />
          {t("template.insert")}
          <span className="sr-only">: {label}{of === undefined ? "" : `, ${of}`}</span>
        </button>
        )}
      </div>
      {isOpen ? (
        <ul id={ids.list} aria-label={t("template.blanks")} className="grid max-h-64 overflow-y-auto rounded-md border border-edge bg-paper p-1">
          {blanks.map(({ name, about, sample }) => (
            <li key={name}>
              <button
                type="button" onClick={() => insert(name)} onKeyDown={(event) => event.key === "Escape" && close()}
                className="grid w-full gap-x-3 rounded-md px-2 py-1 text-left hover:bg-petrol-tint sm:grid-cols-[1fr_auto]"
              >
                <span>{about}</span>
                <span className="min-w-0 truncate text-sm text-soft">{sample}</span>
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      <textarea
        id={ids.field} ref={control} lang={language} data-path={path} className={classNames("control", isLine && "resize-none")} rows={isLine ? 1 : rowsFor(value)} value={value}
        onKeyDown={isLine ? (event) => event.key === "Enter" && event.preventDefault() : undefined}
        onChange={(event) => onChange(isLine ? event.currentTarget.value.replace(/\s*\n\s*/g, " ") : event.currentTarget.value)}
      />
    </div>
  );
}

/** As high as the text is, so that it is read without scrolling. */
function rowsFor(text: string): number {
  return Math.min(12, Math.max(2, text.split("\n").reduce((rows, line) => rows + Math.max(1, Math.ceil(line.length / 52)), 0)));
}

/** What can be done with one of a list; the name says with which. */
export function ActButton({ act, icon, label, ...rest }: { act: string; icon: Parameters<typeof Button>[0]["icon"] & {}; label: string; disabled?: boolean; onClick: () => void; "aria-expanded"?: boolean }) {
  return (
    <Button type="button" look="other" size="small" icon={icon} data-act={act} title={label} className="min-w-9 !px-2" {...rest}>
      <span className="sr-only">{label}</span>
    </Button>
  );
}
