import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import type { CustomerLine } from "#app/domain/customers/list.ts";

import { DataTable } from "../data-table.tsx";
import type { DeskFormat } from "../desk/screen.ts";
import { ExportForm } from "../export-form.tsx";
import { Notice } from "../notice.tsx";
import { EmptyState, PageTitle } from "../section.tsx";
import { Pager } from "./pager.tsx";
import { State } from "./states.tsx";
import { Mono } from "./tables.tsx";

type Props = {
  searched: string;
  rows: readonly CustomerLine[];
  /** The search fits more than is looked at. */
  isCut: boolean;
  next: string | null;
  first: string | null;
  /** The list without a search. */
  all: string;
  /** The same search among the requests, for who may see those. */
  requestSearch: string | null;
  exportAction: string;
  customerPath: (id: string) => string;
  accountPath: (userNumber: string) => string;
  format: DeskFormat;
};

/** So many codes and people of one customer stand in its row. */
const FEW = 3;

/** All customers by name, or those that a search fits, with the people that it found. */
export function CustomerList({ searched, rows, isCut, next, first, all, requestSearch, exportAction, customerPath, accountPath, format }: Props) {
  const { t } = useTranslation("customers");
  const isSearch = searched !== "";
  return (
    <>
      <PageTitle title={isSearch ? t("search.title", { text: searched }) : t("title")} acts={rows.length > 0 ? <ExportForm action={exportAction} fields={{ q: searched }} /> : undefined} />
      {isSearch ? (
        <p className="flex flex-wrap gap-x-4">
          <Link to={all} className="inline-flex min-h-6 items-center text-link">
            {t("search.all")}
          </Link>
          {requestSearch ? (
            <Link to={requestSearch} className="inline-flex min-h-6 items-center text-link">
              {t("search.requests")}
            </Link>
          ) : null}
        </p>
      ) : null}
      {isCut ? <Notice kind="info">{t("search.cut")}</Notice> : null}
      {rows.length === 0 ? (
        <EmptyState title={t(isSearch ? "search.none" : "none")}>{t(isSearch ? "search.noneText" : "noneText")}</EmptyState>
      ) : (
        <DataTable
          caption={isSearch ? t("search.caption", { count: rows.length }) : t("caption", { count: rows.length })}
          rows={rows}
          rowKey={({ id }) => id}
          columns={[
            {
              key: "name",
              head: t("column.name"),
              cell: (row) => (
                <>
                  <Link to={customerPath(row.id)} className="inline-flex min-h-6 items-center text-link" data-queue-link>
                    {row.name}
                  </Link>
                  <span className="block text-help sm:hidden">
                    {row.town} · <Mono>{row.kvkNumber}</Mono>
                  </span>
                  <People row={row} accountPath={accountPath} />
                </>
              ),
            },
            { key: "kvkNumber", head: t("column.kvkNumber"), cell: ({ kvkNumber }) => <Mono>{kvkNumber}</Mono>, wideOnly: true },
            { key: "town", head: t("column.town"), cell: ({ town }) => town, wideOnly: true },
            { key: "codes", head: t("column.codes"), cell: ({ codes }) => <Codes codes={codes.map(({ code }) => code)} />, wideOnly: true },
            { key: "accounts", head: t("column.accounts"), cell: ({ accounts }) => format.number(accounts), align: "end", wideOnly: true },
            { key: "agreement", head: t("column.agreement"), cell: ({ agreement }) => <State of="agreement" is={agreement} /> },
          ]}
        />
      )}
      <Pager rows={rows.length} first={first} next={next} />
      <p className="text-help max-md:hidden">{t("keys")}</p>
    </>
  );
}

/** Whom the search found at this customer. */
function People({ row: { people }, accountPath }: { row: CustomerLine; accountPath: Props["accountPath"] }) {
  const { t } = useTranslation("customers");
  if (people.length === 0) return null;
  return (
    <ul className="text-help">
      {people.slice(0, FEW).map(({ name, userNumber, role }) => (
        <li key={`${name} ${userNumber ?? role ?? ""}`} className="flex flex-wrap items-center gap-x-2">
          <span>{name}</span>
          {userNumber === null ? (
            <span>· {t(`role.${role ?? "contact"}`)}</span>
          ) : (
            <Link to={accountPath(userNumber)} className="inline-flex min-h-6 items-center font-mono text-link">
              {userNumber}
            </Link>
          )}
        </li>
      ))}
      {people.length > FEW ? <li>{t("search.morePeople", { count: people.length - FEW })}</li> : null}
    </ul>
  );
}

function Codes({ codes }: { codes: readonly string[] }) {
  const { t } = useTranslation("customers");
  return (
    <span className="font-mono text-xs">
      {codes.slice(0, FEW).join(", ")}
      {codes.length > FEW ? <span className="font-sans text-soft"> {t("moreCodes", { count: codes.length - FEW })}</span> : null}
    </span>
  );
}
