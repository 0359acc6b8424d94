import { useState } from "react";
import { useTranslation } from "react-i18next";

import { textOf } from "../template/blocks.ts";
import { dayOf, partsOf } from "./day.ts";

const PARTS = ["day", "month", "year"] as const;

/** A day in three boxes, as days are asked everywhere; "YYYY-MM-DD" in the definition. What is typed stays as it is while it says the same. */
export function DayField({ path, label, of, value, onChange }: { path: string; label: string; of: string; value: unknown; onChange: (day: string) => void }) {
  const { t } = useTranslation("studio");
  const [typed, setTyped] = useState(partsOf(textOf(value)));
  const shown = dayOf(typed) === textOf(value) ? typed : partsOf(textOf(value));
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-soft">
        {label}
        <span className="sr-only">, {of}</span>
      </legend>
      <div className="flex gap-2">
        {PARTS.map((part) => (
          <input
            key={part} inputMode="numeric" autoComplete="off" aria-label={t(`calendar-editor.part.${part}`)} placeholder={t(`calendar-editor.short.${part}`)} data-path={part === "day" ? path : undefined} data-part={part}
            className={part === "year" ? "control max-w-20" : "control max-w-14"} value={shown[part]}
            onChange={(event) => {
              const next = { ...shown, [part]: event.currentTarget.value.replace(/\D/g, "") };
              setTyped(next);
              onChange(dayOf(next));
            }}
          />
        ))}
      </div>
    </fieldset>
  );
}
