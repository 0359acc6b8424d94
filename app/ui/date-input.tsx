import { useTranslation } from "react-i18next";

import { FieldGroup } from "./choices.tsx";
import type { DateParts } from "./day-parts.ts";
import type { FieldFace } from "./field.tsx";

/**
 * A day, everywhere in the office and at the counter: typed as three numbers, `<name>.day`, `<name>.month`, `<name>.year`. Not a browser's own field, which
 * has the order and the language of the browser and not of the page, and in which a year is easily missed.
 */
export function DateInput({ value = {}, birthday = false, ...face }: FieldFace & { value?: DateParts; birthday?: boolean }) {
  const { t } = useTranslation("common");
  const parts = [
    { part: "day", width: "w-16", length: 2, autoComplete: "bday-day" },
    { part: "month", width: "w-16", length: 2, autoComplete: "bday-month" },
    { part: "year", width: "w-24", length: 4, autoComplete: "bday-year" },
  ] as const;
  return (
    <FieldGroup {...face}>
      <div className="flex flex-wrap gap-4">
        {parts.map(({ part, width, length, autoComplete }) => (
          <div key={part} className="grid gap-1">
            <label htmlFor={`${face.name}.${part}`}>{t(`date.${part}`)}</label>
            <input
              type="text"
              id={`${face.name}.${part}`}
              name={`${face.name}.${part}`}
              inputMode="numeric"
              maxLength={length}
              defaultValue={value[part]}
              autoComplete={birthday ? autoComplete : undefined}
              aria-invalid={face.error === undefined ? undefined : true}
              className={`control ${width}`}
            />
          </div>
        ))}
      </div>
    </FieldGroup>
  );
}
