import { Link } from "@remix-run/react";
import { ArrowDown, ArrowUp } from "lucide-react";
import type { ReactNode } from "react";

import { classNames } from "./class-names.ts";

export type Column<Row> = {
  key: string;
  head: ReactNode;
  cell: (row: Row) => ReactNode;
  align?: "start" | "end";
  /** Where a click on the head goes, and how the column is sorted now. */
  sort?: { to: string; now: "ascending" | "descending" | null };
  /** Left out below 640 px. */
  wideOnly?: boolean;
};

type Table<Row> = {
  /** Says what the rows are; only read aloud when `captionShown` is false. */
  caption: ReactNode;
  captionShown?: boolean;
  columns: ReadonlyArray<Column<Row>>;
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** The first cell heads its row; it holds the link. */
  selected?: (row: Row) => boolean;
};

/** A plain table: quick to draw for hundreds of rows, and every screen reader knows it. Scrolls by itself where it does not fit. */
export function DataTable<Row>({ caption, captionShown = false, columns, rows, rowKey, selected }: Table<Row>) {
  return (
    <div className="overflow-x-auto rounded-md border border-line bg-sheet">
      <table className="w-full border-collapse text-left text-sm">
        <caption className={captionShown ? "px-3 py-2 text-left font-semibold" : "sr-only"}>{caption}</caption>
        <thead>
          <tr className="border-b border-edge text-soft">
            {columns.map((column) => (
              <th key={column.key} scope="col" aria-sort={column.sort?.now ?? undefined} className={cellClass(column)}>
                <SortedHead column={column} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} className={classNames("h-9 border-b border-line last:border-0 hover:bg-petrol-tint", selected?.(row) && "bg-petrol-tint")}>
              {columns.map((column, index) =>
                index === 0 ? (
                  <th key={column.key} scope="row" className={classNames(cellClass(column), "font-normal")}>
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.key} className={cellClass(column)}>
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function cellClass<Row>({ align, wideOnly }: Column<Row>): string {
  return classNames("px-3 py-1.5 align-middle", align === "end" && "text-right", wideOnly && "max-sm:hidden");
}

function SortedHead<Row>({ column: { head, sort } }: { column: Column<Row> }) {
  if (sort === undefined) return <>{head}</>;
  const Arrow = sort.now === "descending" ? ArrowDown : ArrowUp;
  return (
    <Link to={sort.to} className="inline-flex min-h-6 items-center gap-1 text-petrol underline-offset-4 hover:underline">
      {head}
      {sort.now === null ? null : <Arrow aria-hidden className="size-3.5" />}
    </Link>
  );
}
