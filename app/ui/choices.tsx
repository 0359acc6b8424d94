import type { ReactNode } from "react";

import { type Choice, FieldError, type FieldFace, FieldHelp, fieldIds, OptionalMark } from "./field.tsx";

type Group = FieldFace & { choices: readonly Choice[] };

/** A question with its answers around it: `legend`, help, error, then what is inside. */
export function FieldGroup({ name, id, label, help, error, optional, children }: FieldFace & { children: ReactNode }) {
  const ids = fieldIds(name, id);
  const described = [help === undefined ? null : ids.help, error === undefined ? null : ids.error].filter(Boolean).join(" ");
  return (
    <fieldset id={ids.id} tabIndex={-1} aria-describedby={described === "" ? undefined : described} className="grid max-w-form min-w-0 content-start gap-2">
      <legend className="mb-1 font-semibold">
        {label}
        <OptionalMark optional={optional} />
      </legend>
      <FieldHelp id={ids.help}>{help}</FieldHelp>
      <FieldError id={ids.error} error={error} />
      {children}
    </fieldset>
  );
}

/** One of a few. */
export function RadioGroup({ choices, value, ...face }: Group & { value?: string }) {
  return (
    <FieldGroup {...face}>
      {choices.map((choice) => (
        <Option key={choice.value} type="radio" name={face.name} group={face.id ?? face.name} choice={choice} checked={choice.value === value} />
      ))}
    </FieldGroup>
  );
}

/** Any of a few; a form gets the name once for each that is ticked. */
export function CheckboxGroup({ choices, values = [], ...face }: Group & { values?: readonly string[] }) {
  return (
    <FieldGroup {...face}>
      {choices.map((choice) => (
        <Option key={choice.value} type="checkbox" name={face.name} group={face.id ?? face.name} choice={choice} checked={values.includes(choice.value)} />
      ))}
    </FieldGroup>
  );
}

/** One thing to agree with. */
export function Checkbox({ name, id = name, label, help, error, checked, value = "yes" }: FieldFace & { checked?: boolean; value?: string }) {
  const ids = fieldIds(name, id);
  return (
    <div className="grid max-w-form gap-1">
      <FieldError id={ids.error} error={error} />
      <Option
        type="checkbox"
        name={name}
        group={id}
        id={id}
        choice={{ value, label, help }}
        checked={checked ?? false}
        describedBy={error === undefined ? undefined : ids.error}
      />
    </div>
  );
}

type OptionProps = {
  type: "radio" | "checkbox";
  name: string;
  group: string;
  choice: Choice;
  checked: boolean;
  id?: string;
  describedBy?: string;
};

function Option({ type, name, group, choice, checked, id = `${group}--${choice.value}`, describedBy }: OptionProps) {
  const help = choice.help === undefined ? undefined : `${id}--help`;
  const described = [describedBy, help].filter(Boolean).join(" ");
  return (
    <div className="relative flex items-start gap-3 rounded-md border border-line bg-sheet px-4 py-3 has-checked:border-petrol has-checked:bg-petrol-tint has-disabled:opacity-60">
      <input
        type={type}
        id={id}
        name={name}
        value={choice.value}
        defaultChecked={checked}
        disabled={choice.disabled}
        aria-describedby={described === "" ? undefined : described}
        aria-invalid={describedBy === undefined ? undefined : true}
        // In the middle of the first line, whatever its size.
        className="mt-[calc((1lh-1.25rem)/2)] size-5 shrink-0 accent-petrol"
      />
      <div className="min-w-0">
        {/* The label reaches over the whole box, so that the target is large. */}
        <label htmlFor={id} className="after:absolute after:inset-0">
          {choice.label}
        </label>
        {choice.help === undefined ? null : (
          <div id={help} className="text-help">
            {choice.help}
          </div>
        )}
      </div>
    </div>
  );
}
