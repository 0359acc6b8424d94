import { useTranslation } from "react-i18next";

import type { DeskFormat } from "../desk/screen.ts";
import { BackLink } from "../navigation.tsx";
import { EmptyState, PageTitle } from "../section.tsx";
import { Pager } from "./pager.tsx";
import { AccountTable, CertificateTable, LetterTable, RequestTable, type AccountRow, type CertificateRow, type LetterRow, type RequestRow } from "./tables.tsx";

export type SectionList =
  | { section: "accounts"; rows: readonly AccountRow[] }
  | { section: "certificates"; rows: readonly CertificateRow[] }
  | { section: "requests"; rows: readonly RequestRow[] }
  | { section: "letters"; rows: readonly LetterRow[] };

type Paths = { accountPath: (userNumber: string) => string; requestPath: ((id: string) => string) | null; certificatePath: (serial: string) => string; format: DeskFormat };
type Props = Paths & { name: string; customer: string; list: SectionList; next: string | null; first: string | null };

/** One list of a customer on a page of its own, as long as it is. */
export function SectionPage({ name, customer, list, next, first, ...paths }: Props) {
  const { t } = useTranslation("customers");
  return (
    <>
      <div className="grid gap-2">
        <BackLink to={customer}>{name}</BackLink>
        <PageTitle title={t(`section.${list.section}`)} />
      </div>
      {list.rows.length === 0 ? <EmptyState title={t(`empty.${list.section}`)} /> : <SectionTable list={list} {...paths} />}
      <Pager rows={list.rows.length} first={first} next={next} />
    </>
  );
}

/** The table of a list, whichever it is. */
export function SectionTable({ list, format, accountPath, requestPath, certificatePath }: Paths & { list: SectionList }) {
  switch (list.section) {
    case "accounts":
      return <AccountTable rows={list.rows} format={format} accountPath={accountPath} />;
    case "certificates":
      return <CertificateTable rows={list.rows} format={format} accountPath={accountPath} certificatePath={certificatePath} />;
    case "requests":
      return <RequestTable rows={list.rows} format={format} requestPath={requestPath} />;
    case "letters":
      return <LetterTable rows={list.rows} format={format} accountPath={accountPath} />;
  }
}
