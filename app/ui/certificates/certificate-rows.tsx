import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import type { CertificateStanding } from "#app/domain/customers/certificates/states.ts";

import { DataTable } from "../data-table.tsx";
import type { DeskFormat } from "../desk/screen.ts";
import { StatusTag } from "../status-tag.tsx";
import { Standing, useReason } from "./standing.tsx";

type Owner = { userNumber: string; name: string; agbCode: string; practice: string };
export type CertificateLine = Owner & {
  serial: string; profile: string; state: CertificateStanding; notBefore: string; notAfter: string; revokedAt: string | null; revocationReason: string | null;
  /** Of what expires soon. */
  daysLeft: number | null;
};
export type ToInstallLine = Owner & { id: string; madeAt: string; installUntil: string; isBlocked: boolean; isLate: boolean; daysLeft: number };

type Common = { format: DeskFormat; /** Null for who may not read accounts. */ accountPath: ((userNumber: string) => string) | null };

/** Certificates: whose, of which practice, until when, and how each stands. The serial is short here; its page has all of it. */
export function CertificateRows({ rows, caption, format, accountPath, certificatePath }: Common & { rows: readonly CertificateLine[]; caption: string; certificatePath: (serial: string) => string }) {
  const { t } = useTranslation(["certificates", "customers"]);
  const reason = useReason();
  return (
    <DataTable
      caption={caption}
      rows={rows}
      rowKey={({ serial }) => serial}
      columns={[
        {
          key: "name",
          head: t("customers:column.person"),
          cell: (row) => (
            <>
              <Link to={certificatePath(row.serial)} className="inline-flex min-h-6 items-center text-link" data-queue-link>
                {row.name}
              </Link>
              <span className="block text-help sm:hidden">{row.practice}</span>
            </>
          ),
        },
        { key: "userNumber", head: t("customers:column.userNumber"), cell: (row) => <UserNumber row={row} accountPath={accountPath} />, wideOnly: true },
        { key: "practice", head: t("certificates:column.practice"), cell: (row) => <Practice row={row} />, wideOnly: true },
        { key: "profile", head: t("customers:column.profile"), cell: ({ profile }) => t(`customers:certificate.profile.${profile}`, { defaultValue: profile }), wideOnly: true },
        { key: "serial", head: t("customers:column.serial"), cell: ({ serial }) => <span className="font-mono text-xs whitespace-nowrap" title={serial}>{`${serial.slice(0, 8)}…`}</span>, wideOnly: true },
        { key: "notAfter", head: t("customers:column.notAfter"), cell: ({ notAfter }) => <span className="sm:whitespace-nowrap">{format.briefDate(notAfter)}</span> },
        {
          key: "state",
          head: t("customers:column.status"),
          cell: ({ state, daysLeft, revokedAt, revocationReason }) => (
            <>
              <Standing is={state} />
              {daysLeft === null ? null : <span className="block text-help">{t("certificates:daysLeft", { count: daysLeft })}</span>}
              {revokedAt === null ? null : (
                <span className="block text-help">
                  {format.briefDate(revokedAt)} · {reason(revocationReason)}
                </span>
              )}
            </>
          ),
        },
      ]}
    />
  );
}

/** Accounts whose certificate waits to be installed, with the days that are left (R110). */
export function ToInstallRows({ rows, caption, format, accountPath }: Common & { rows: readonly ToInstallLine[]; caption: string }) {
  const { t } = useTranslation(["certificates", "customers"]);
  return (
    <DataTable
      caption={caption}
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        {
          key: "name",
          head: t("customers:column.person"),
          cell: (row) => (
            <>
              {accountPath === null ? (
                row.name
              ) : (
                <Link to={accountPath(row.userNumber)} className="inline-flex min-h-6 items-center text-link" data-queue-link>
                  {row.name}
                </Link>
              )}
              <span className="block text-help sm:hidden">{row.practice}</span>
            </>
          ),
        },
        { key: "userNumber", head: t("customers:column.userNumber"), cell: ({ userNumber }) => <span className="font-mono whitespace-nowrap">{userNumber}</span>, wideOnly: true },
        { key: "practice", head: t("certificates:column.practice"), cell: (row) => <Practice row={row} />, wideOnly: true },
        { key: "madeAt", head: t("certificates:column.sentAt"), cell: ({ madeAt }) => format.briefDate(madeAt), wideOnly: true },
        { key: "until", head: t("certificates:column.installUntil"), cell: ({ installUntil }) => <span className="sm:whitespace-nowrap">{format.briefDate(installUntil)}</span> },
        { key: "left", head: t("certificates:column.daysLeft"), cell: (row) => <DaysToInstall row={row} /> },
      ]}
    />
  );
}

function DaysToInstall({ row: { isBlocked, isLate, daysLeft } }: { row: ToInstallLine }) {
  const { t } = useTranslation("customers");
  if (isBlocked) return <StatusTag tone="late">{t("install.blocked")}</StatusTag>;
  if (isLate) return <StatusTag tone="late">{t("install.late")}</StatusTag>;
  return <StatusTag tone={daysLeft <= 10 ? "soon" : "waiting"}>{t("install.waiting", { count: daysLeft })}</StatusTag>;
}

function UserNumber({ row: { userNumber }, accountPath }: { row: Owner } & Pick<Common, "accountPath">) {
  if (accountPath === null) return <span className="font-mono whitespace-nowrap">{userNumber}</span>;
  return (
    <Link to={accountPath(userNumber)} className="inline-flex min-h-6 items-center font-mono text-link">
      {userNumber}
    </Link>
  );
}

function Practice({ row: { practice, agbCode } }: { row: Owner }) {
  return (
    <>
      {practice}
      <span className="block font-mono text-xs text-soft">{agbCode}</span>
    </>
  );
}
