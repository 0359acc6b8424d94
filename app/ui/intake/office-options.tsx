type OptionsProps = { type: "radio" | "checkbox"; name: string; group: string; chosen: readonly string[]; choices: ReadonlyArray<{ value: string; label: string }> };

/** Answers beside each other as far as there is room. */
export function Options({ type, name, group, chosen, choices }: OptionsProps) {
  return (
    <div className="flex flex-wrap gap-x-5 gap-y-0.5">
      {choices.map(({ value, label }) => (
        <label key={value} className="inline-flex min-h-7 items-start gap-2 py-0.5">
          <input type={type} id={`${group}--${value}`} name={name} value={value} defaultChecked={chosen.includes(value)} className="mt-[calc((1lh-1rem)/2)] size-4 shrink-0 accent-petrol" />
          {label}
        </label>
      ))}
    </div>
  );
}
