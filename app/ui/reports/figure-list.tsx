import { Link } from "@remix-run/react";
import type { ComponentProps } from "react";
import { useTranslation } from "react-i18next";

import { Pager } from "../customers/pager.tsx";
import { DataTable } from "../data-table.tsx";
import { ExportForm } from "../export-form.tsx";
import { PageTitle } from "../section.tsx";

type Page = { title: string; lead: string; first: string | null; next: string | null; backPath: string; none: string; /** Null where there is nothing to take away. */ take: ComponentProps<typeof ExportForm> | null };

/** What a figure counts, a page of it: with the way back to the figure, and to a file of all. */
export function FigureList<Row>({ title, lead, first, next, backPath, none, take, ...table }: Page & ComponentProps<typeof DataTable<Row>>) {
  const { t } = useTranslation("reports");
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PageTitle
        title={title}
        kicker={
          <Link to={backPath} className="text-link print:hidden">
            {t("behind.back")}
          </Link>
        }
        lead={lead}
        acts={take ? <ExportForm {...take} /> : undefined}
      />
      {table.rows.length === 0 ? <p className="rounded-md border border-line bg-sheet p-4 text-soft">{none}</p> : <DataTable {...table} />}
      <Pager rows={table.rows.length} first={first} next={next} />
    </div>
  );
}
