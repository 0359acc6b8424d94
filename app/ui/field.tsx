import { CircleAlert } from "lucide-react";
import { type FormEvent, type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, type TextareaHTMLAttributes, useState } from "react";
import { useTranslation } from "react-i18next";

import { classNames } from "./class-names.ts";

/** What every field has. `name` is also its id, so that the error summary can link to it. */
export type FieldFace = {
  name: string;
  label: ReactNode;
  /** Where the name is not fit for an id or occurs twice on a page. */
  id?: string;
  help?: ReactNode;
  /** A sentence that says what to type instead. */
  error?: string;
  /** Says "(not required)" behind the label; fields are required unless said. */
  optional?: boolean;
};

/** The ids that belong together in one field. */
export function fieldIds(name: string, id = name): { id: string; help: string; error: string } {
  return { id, help: `${id}--help`, error: `${id}--error` };
}

/** What a control needs to be tied to its label, help and error. */
export function wiring({ name, id, help, error, optional }: FieldFace) {
  const ids = fieldIds(name, id);
  const described = classNames(help !== undefined && ids.help, error !== undefined && ids.error);
  return {
    id: ids.id,
    name,
    "aria-describedby": described === "" ? undefined : described,
    "aria-invalid": error === undefined ? undefined : (true as const),
    "aria-required": optional ? undefined : (true as const),
  };
}

/** Label above, help between, error in red with an icon, then the control. */
export function Field({ children, ...face }: FieldFace & { children: ReactNode }) {
  const ids = fieldIds(face.name, face.id);
  return (
    <div className="grid max-w-form content-start gap-1">
      <label htmlFor={ids.id} className="font-semibold">
        {face.label}
        <OptionalMark optional={face.optional} />
      </label>
      <FieldHelp id={ids.help}>{face.help}</FieldHelp>
      <FieldError id={ids.error} error={face.error} />
      {children}
    </div>
  );
}

export function OptionalMark({ optional }: { optional?: boolean }) {
  const { t } = useTranslation("common");
  return optional ? <span className="font-normal text-soft"> ({t("field.optional")})</span> : null;
}

export function FieldHelp({ id, children }: { id: string; children: ReactNode }) {
  return children === undefined || children === null ? null : (
    <div id={id} className="text-help">
      {children}
    </div>
  );
}

export function FieldError({ id, error }: { id: string; error?: string }) {
  const { t } = useTranslation("common");
  return error === undefined ? null : (
    <p id={id} className="flex items-start gap-2 font-semibold text-late">
      <CircleAlert aria-hidden className="mt-[calc((1lh-1rem)/2)] size-4 shrink-0" />
      <span>
        <span className="sr-only">{t("field.error")} </span>
        {error}
      </span>
    </p>
  );
}

type Controlled<Attributes> = FieldFace & Omit<Attributes, "name" | "id" | "children">;

/** How wide a field is says how much is to be typed. */
export type FieldWidth = "full" | "half" | "short" | "tiny";
const widths: Record<FieldWidth, string> = { full: "", half: "max-w-72", short: "max-w-44", tiny: "max-w-28" };

/**
 * At most so many characters. The browser's own limit cuts what is pasted without a word, so that it is not used where text is written: the limit is
 * said beforehand, what is too much is counted, and the office refuses it with everything that was typed kept.
 */
type Limited = { most?: number | undefined };

/** The limit in the help, and how far the text is from it; what is counted is counted as the office does. */
function useLimit(face: FieldFace, most: number | undefined, first: unknown) {
  const { t } = useTranslation("common");
  const [length, setLength] = useState(typeof first === "string" ? first.trim().length : 0);
  if (most === undefined) return { help: face.help, count: null, onInput: undefined };
  const left = most - length;
  return {
    help: (
      <>
        {face.help} {t("field.most", { most })}
      </>
    ),
    count: (
      <p aria-live="polite" className={classNames("empty:absolute", left < 0 ? "font-semibold text-late" : "text-help")}>
        {left < 0 ? t("field.over", { count: -left }) : left <= most / 5 ? t("field.left", { count: left }) : null}
      </p>
    ),
    onInput: (event: FormEvent<HTMLInputElement | HTMLTextAreaElement>) => setLength(event.currentTarget.value.trim().length),
  };
}

/** One line of text. `mono` for numbers and references; `most` for a line of words, `maxLength` for a number of so many digits. */
export function TextInput({
  name, label, id, help, error, optional, most, width = "full", mono = false, className, type = "text", ...rest
}: Controlled<InputHTMLAttributes<HTMLInputElement>> & Limited & { width?: FieldWidth; mono?: boolean }) {
  const limit = useLimit({ name, label, help }, most, rest.defaultValue);
  const face = { name, label, id, help: limit.help, error, optional };
  return (
    <Field {...face}>
      <input type={type} className={classNames("control", widths[width], mono && "font-mono", className)} {...wiring(face)} onInput={limit.onInput} {...rest} />
      {limit.count}
    </Field>
  );
}

/** Several lines of text, at most `most` characters of it. */
export function TextArea({
  name, label, id, help, error, optional, most, className, rows = 5, ...rest
}: Omit<Controlled<TextareaHTMLAttributes<HTMLTextAreaElement>>, "maxLength" | "onInput"> & Limited) {
  const limit = useLimit({ name, label, help }, most, rest.defaultValue);
  const face = { name, label, id, help: limit.help, error, optional };
  return (
    <Field {...face}>
      <textarea rows={rows} className={classNames("control", className)} {...wiring(face)} onInput={limit.onInput} {...rest} />
      {limit.count}
    </Field>
  );
}

export type Choice = { value: string; label: ReactNode; help?: ReactNode; disabled?: boolean };

/** One of many; with few choices a `RadioGroup` is easier. An empty first option asks for a choice. */
export function Select({
  name, label, id, help, error, optional, choices, placeholder, className, ...rest
}: Controlled<SelectHTMLAttributes<HTMLSelectElement>> & { choices: ReadonlyArray<{ value: string; label: string }>; placeholder?: string }) {
  const face = { name, label, id, help, error, optional };
  return (
    <Field {...face}>
      <select className={classNames("control", className)} {...wiring(face)} {...rest}>
        {placeholder === undefined ? null : <option value="">{placeholder}</option>}
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </Field>
  );
}
