import { Link } from "@remix-run/react";
import { ChevronLeft, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { classNames } from "./class-names.ts";

export type Tab = { key: string; label: ReactNode; to: string; count?: string };

/** Views of one list as links: the address says which is open, and it works without scripts. */
export function Tabs({ label, tabs, current }: { label: string; tabs: readonly Tab[]; current: string }) {
  return (
    <nav aria-label={label} className="overflow-x-auto border-b border-line p-1 pb-0">
      <ul className="flex gap-1">
        {tabs.map((tab) => (
          <li key={tab.key}>
            <Link
              to={tab.to}
              aria-current={tab.key === current ? "page" : undefined}
              className={classNames(
                "flex min-h-9 items-center gap-2 border-b-3 px-3 whitespace-nowrap",
                tab.key === current ? "border-petrol font-semibold text-petrol" : "border-transparent text-soft hover:border-edge hover:text-ink",
              )}
            >
              {tab.label}
              {tab.count === undefined ? null : <span className="rounded-full bg-line px-2 text-xs text-ink tabular-nums">{tab.count}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** To the page before and after by cursor; an address that is absent is not offered. */
export function Pagination({ previous, next, children }: { previous?: string | null; next?: string | null; children?: ReactNode }) {
  const { t } = useTranslation("common");
  const look = "inline-flex min-h-9 items-center gap-1 text-link";
  return (
    <nav aria-label={t("pages.label")} className="flex items-center justify-between gap-4 text-sm">
      {previous ? <Link to={previous} rel="prev" className={look}><ChevronLeft aria-hidden className="size-4" />{t("pages.previous")}</Link> : <span />}
      {children}
      {next ? <Link to={next} rel="next" className={look}>{t("pages.next")}<ChevronRight aria-hidden className="size-4" /></Link> : <span />}
    </nav>
  );
}

/** "‹ Terug", above the title. */
export function BackLink({ to, children }: { to: string; children?: ReactNode }) {
  const { t } = useTranslation("common");
  return (
    <Link to={to} className="inline-flex min-h-6 items-center gap-1 text-base text-link">
      <ChevronLeft aria-hidden className="size-4" />
      {children ?? t("back")}
    </Link>
  );
}
