import type { ReactNode } from "react";

import { classNames } from "../../../class-names.ts";

/** A field of an editor: a small label above its control. */
export function SmallField({ label, children, className }: { label: ReactNode; children: ReactNode; className?: string | undefined }) {
  return (
    <label className={classNames("grid min-w-0 content-start gap-0.5", className)}>
      <span className="text-sm text-soft">{label}</span>
      {children}
    </label>
  );
}

/** Several controls that are one field. */
export function SmallGroup({ label, children, className, path }: { label: ReactNode; children: ReactNode; className?: string | undefined; path?: string | undefined }) {
  return (
    <fieldset className={classNames("grid min-w-0 content-start gap-0.5", className)} data-path={path}>
      <legend className="text-sm text-soft">{label}</legend>
      {children}
    </fieldset>
  );
}

export type Option = { value: string; label: string };

/** One of several; what stands there and is none of them is shown as it is, and kept. */
export function Choose({ value, options, onChange, path, none }: { value: string; options: readonly Option[]; onChange: (value: string) => void; path?: string | undefined; /** What no choice is called, where that is possible. */ none?: string | undefined }) {
  const isKnown = options.some((one) => one.value === value) || (value === "" && none !== undefined);
  return (
    <select className="control" value={value} data-path={path} onChange={(event) => onChange(event.currentTarget.value)}>
      {none === undefined ? null : <option value="">{none}</option>}
      {isKnown ? null : <option value={value}>{value === "" ? "…" : value}</option>}
      {options.map((one) => (
        <option key={one.value} value={one.value}>
          {one.label}
        </option>
      ))}
    </select>
  );
}
