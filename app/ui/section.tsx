import { type ReactNode, useId } from "react";

import { classNames } from "./class-names.ts";

/** A part of a page with a heading of its own, on a sheet. `acts` names what its buttons are acts on: when one of them is gone after it was pressed, the focus stays here. */
export function Card({ title, aside, children, className, acts, anchor }: { title?: ReactNode; aside?: ReactNode; children: ReactNode; className?: string; acts?: string; /** The name by which a link on the page leads here. */ anchor?: string }) {
  const id = useId();
  return (
    <section id={anchor} aria-labelledby={title === undefined ? undefined : id} tabIndex={acts === undefined ? undefined : -1} data-acts={acts} className={classNames("min-w-0 rounded-md border border-line bg-sheet p-4 sm:p-5", className)}>
      {title === undefined ? null : (
        <div className="mb-3 flex flex-wrap items-baseline justify-between gap-2">
          <h2 id={id} className="text-xl in-data-[scheme=desk]:text-lg">
            {title}
          </h2>
          {aside}
        </div>
      )}
      {children}
    </section>
  );
}

/** A part of a page with a heading, without a sheet. */
export function Section({ title, children, className }: { title: ReactNode; children: ReactNode; className?: string }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={classNames("grid min-w-0 gap-3", className)}>
      <h2 id={id} className="text-xl in-data-[scheme=desk]:text-lg">
        {title}
      </h2>
      {children}
    </section>
  );
}

/** The one `h1` of a page, with what stands above (`kicker`) and below it (`lead`), and acts beside it. */
export function PageTitle({ title, kicker, lead, acts }: { title: ReactNode; kicker?: ReactNode; lead?: ReactNode; acts?: ReactNode }) {
  return (
    <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="grid gap-1">
        {kicker === undefined ? null : <p className="text-help">{kicker}</p>}
        <h1 className="text-2xl in-data-[scheme=desk]:text-xl in-data-[scheme=public]:sm:text-3xl">{title}</h1>
        {lead === undefined ? null : <p className="max-w-text text-soft">{lead}</p>}
      </div>
      {acts === undefined ? null : <div className="flex flex-wrap gap-2">{acts}</div>}
    </div>
  );
}

export type Fact = { label: ReactNode; value: ReactNode; key?: string };

/** Labels with their values, beside each other where there is room. Facts without a value are left out. */
export function DefinitionList({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-[minmax(8rem,2fr)_3fr]">
      {facts
        .filter(({ value }) => value !== null && value !== undefined && value !== "")
        .map(({ label, value, key }, index) => (
          <div key={key ?? index} className="grid gap-x-6 border-b border-line pb-2 last:border-0 sm:col-span-2 sm:grid-cols-subgrid">
            <dt className="text-soft">{label}</dt>
            <dd className="min-w-0 whitespace-pre-line">{value}</dd>
          </div>
        ))}
    </dl>
  );
}

/** What stands where nothing is: one sentence and, where there is one, the next step. */
export function EmptyState({ title, children, act }: { title: ReactNode; children?: ReactNode; act?: ReactNode }) {
  return (
    <div className="grid justify-items-start gap-2 rounded-md border border-dashed border-edge px-5 py-8">
      <p className="font-semibold">{title}</p>
      {children === undefined ? null : <div className="max-w-text text-soft">{children}</div>}
      {act}
    </div>
  );
}
