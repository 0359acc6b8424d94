import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import type { CodeOverview } from "#app/domain/customers/certificates/per-code.ts";

import { CertificateRows, type CertificateLine } from "../certificates/certificate-rows.tsx";
import { DataTable } from "../data-table.tsx";
import type { DeskFormat } from "../desk/screen.ts";
import { ExportForm } from "../export-form.tsx";
import { BackLink } from "../navigation.tsx";
import { EmptyState, PageTitle, Section } from "../section.tsx";
import { Pager } from "./pager.tsx";

type Paths = { customer: string; exports: string; list: (narrowed: Record<string, string>) => string; certificate: (serial: string) => string; account: (userNumber: string) => string };
type Props = { id: string; name: string; codes: readonly CodeOverview[]; rows: readonly CertificateLine[]; next: string | null; first: string | null; paths: Paths; format: DeskFormat };

/** The certificates of one enterprise: how they stand under each AGB code, and all of them (R90). */
export function CustomerCertificates({ id, name, codes, rows, next, first, paths, format }: Props) {
  const { t } = useTranslation(["customers", "certificates"]);
  return (
    <>
      <div className="grid gap-2">
        <BackLink to={paths.customer}>{name}</BackLink>
        <PageTitle title={t("customers:section.certificates")} acts={rows.length > 0 ? <ExportForm action={paths.exports} fields={{ enterprise: id }} /> : undefined} />
      </div>
      {codes.length === 0 ? null : (
        <Section title={t("certificates:perCode.title")}>
          <Codes codes={codes} paths={paths} format={format} />
        </Section>
      )}
      <Section title={t("certificates:perCode.all")}>
        {rows.length === 0 ? (
          <EmptyState title={t("customers:empty.certificates")} />
        ) : (
          <CertificateRows rows={rows} caption={t("certificates:caption.certificates", { count: rows.length })} format={format} accountPath={paths.account} certificatePath={paths.certificate} />
        )}
      </Section>
      <Pager rows={rows.length} first={first} next={next} />
    </>
  );
}

/** Each number leads to what it counts. */
function Codes({ codes, paths, format }: Pick<Props, "codes" | "paths" | "format">) {
  const { t } = useTranslation(["customers", "certificates"]);
  const counted = (of: Exclude<keyof CodeOverview, "code" | "name">, state: string, wideOnly = false) => ({
    key: of,
    head: t(`certificates:state.${state}`),
    align: "end" as const,
    wideOnly,
    cell: (row: CodeOverview) => (row[of] === 0 ? "0" : <Link to={paths.list({ agb: row.code, state })} className="inline-flex min-h-6 min-w-6 items-center justify-end text-link">{format.number(row[of])}<span className="sr-only"> {t(`certificates:state.${state}`)}, {row.code}</span></Link>),
  });
  return (
    <DataTable
      caption={t("certificates:perCode.title")}
      rows={codes}
      rowKey={({ code }) => code}
      columns={[
        {
          key: "code",
          head: t("customers:column.agbCode"),
          cell: ({ code, name }) => (
            <>
              <Link to={paths.list({ agb: code })} className="inline-flex min-h-6 items-center font-mono text-link">
                {code}
              </Link>
              <span className="block text-help">{name}</span>
            </>
          ),
        },
        counted("valid", "valid"),
        counted("expiresSoon", "expires-soon"),
        counted("toInstall", "to-install"),
        counted("expired", "expired", true),
        counted("revoked", "revoked", true),
      ]}
    />
  );
}
