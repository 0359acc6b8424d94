import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { Pagination } from "../navigation.tsx";

/** How many rows this page of a list has, and the way to its first and its next page; nothing when one page holds them all. */
export function Pager({ rows, first, next }: { rows: number; first: string | null; next: string | null }) {
  const { t } = useTranslation("customers");
  if (next === null && first === null) return null;
  return (
    <Pagination next={next}>
      <span className="flex flex-wrap items-center justify-center gap-x-4">
        <span className="text-soft">{t("onPage", { count: rows })}</span>
        {first ? (
          <Link to={first} className="inline-flex min-h-9 items-center text-link">
            {t("toStart")}
          </Link>
        ) : null}
      </span>
    </Pagination>
  );
}
