import { classNames } from "./class-names.ts";

/** How far something is. Without `value` (0 to 1) it only says that work goes on. The label is read aloud and stands above. */
export function Progress({ label, value }: { label: string; value?: number }) {
  return (
    <label className="grid max-w-form gap-1">
      <span>{label}</span>
      <progress
        className="h-3 w-full appearance-none overflow-hidden rounded-full bg-line [&::-moz-progress-bar]:bg-petrol [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-petrol [&:indeterminate]:animate-pulse [&:indeterminate]:bg-petrol"
        max={1}
        value={value}
      />
    </label>
  );
}

/** Holds the place of what comes, in its size: `className` gives height and width. */
export function Skeleton({ className }: { className: string }) {
  return <div aria-hidden className={classNames("animate-pulse rounded-md bg-line", className)} />;
}
