import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { classNames } from "../../class-names.ts";

export type ViewLink = { key: string; label: string; to: string; count: string; isHere: boolean };

/** The views beside the list, each with how many it has: the office's own, those of the team, and those of whoever looks. */
export function Views({ office, team, own }: { office: readonly ViewLink[]; team: readonly ViewLink[]; own: readonly ViewLink[] }) {
  const { t } = useTranslation("desk-list");
  return (
    <nav aria-label={t("views.label")} className="grid content-start gap-3">
      <ViewList views={office} />
      {team.length > 0 ? <ViewList title={t("views.team")} views={team} /> : null}
      {own.length > 0 ? <ViewList title={t("views.own")} views={own} /> : null}
    </nav>
  );
}

function ViewList({ title, views }: { title?: ReactNode; views: readonly ViewLink[] }) {
  return (
    <div className="grid gap-1">
      {title === undefined ? null : <p className="px-2 text-xs font-semibold text-soft">{title}</p>}
      <ul className="grid grid-cols-2 gap-x-2 lg:grid-cols-1">
        {views.map(({ key, label, to, count, isHere }) => (
          <li key={key} className="min-w-0">
            <Link
              to={to}
              aria-current={isHere ? "page" : undefined}
              className={classNames("flex min-h-8 items-center justify-between gap-2 rounded-md px-2", isHere ? "bg-petrol-tint font-semibold text-petrol" : "text-ink hover:bg-line")}
            >
              <span className="min-w-0">{label}</span>
              <span className="shrink-0 rounded-full bg-line px-2 text-xs text-ink tabular-nums">{count}</span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
