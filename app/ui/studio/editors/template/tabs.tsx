import { classNames } from "../../../class-names.ts";

/** One of a few ways to look at something, each a button that says whether it is chosen. */
export function Tabs<V extends string>({ label, value, choices, onChoose }: { label: string; value: V; choices: ReadonlyArray<{ value: V; label: string }>; onChoose: (value: V) => void }) {
  return (
    <div role="group" aria-label={label} className="flex flex-wrap gap-2">
      {choices.map((choice) => (
        <button
          key={choice.value} type="button" aria-pressed={choice.value === value} onClick={() => onChoose(choice.value)}
          className={classNames("min-h-9 rounded-md border px-3 text-sm font-semibold", choice.value === value ? "border-petrol bg-petrol text-on-petrol" : "border-edge bg-sheet text-petrol hover:bg-petrol-tint")}
        >
          {choice.label}
        </button>
      ))}
    </div>
  );
}
