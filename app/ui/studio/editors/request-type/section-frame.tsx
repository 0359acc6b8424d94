import type { ReactNode } from "react";

/** A part of a request type: what it is about, and below it what can be said. */
export function SectionFrame({ title, about, children }: { title: string; about: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="grid max-w-page min-w-0 gap-5">
      <div>
        <h3 className="text-lg font-semibold">{title}</h3>
        <p className="max-w-text text-soft">{about}</p>
      </div>
      {children}
    </section>
  );
}
