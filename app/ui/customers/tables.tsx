import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { RequestStatus } from "#app/domain/requests/lifecycle.ts";

import { DataTable, type Column } from "../data-table.tsx";
import { RequestState } from "../desk/request-state.tsx";
import type { DeskFormat } from "../desk/screen.ts";
import { InstallState, State, type Install } from "./states.tsx";

export type AccountRow = { userNumber: string; name: string; agbCode: string; status: "active" | "blocked" | "ended"; endsOn: string | null; install: Install };
export type CertificateRow = { serial: string; userNumber: string; name: string; profile: string; state: "intended" | "valid" | "expired" | "revoked"; notBefore: string; notAfter: string; revokedAt: string | null; revocationReason: string | null };
export type RequestRow = { id: string; reference: string; type: string; status: RequestStatus; subjectName: string; submittedAt: string };
export type LetterRow = { reference: string; userNumber: string | null; name: string; status: "waiting" | "in-batch" | "posted" | "spoilt" | "returned"; madeAt: string; at: string };

type Common = { format: DeskFormat };
type ToAccount = { accountPath: (userNumber: string) => string };

/** Accounts: who, under which code, and how far installing is. */
export function AccountTable({ rows, format, accountPath }: Common & ToAccount & { rows: readonly AccountRow[] }) {
  const { t } = useTranslation("customers");
  return (
    <DataTable
      caption={t("section.accounts")}
      rows={rows}
      rowKey={({ userNumber }) => userNumber}
      columns={[
        { key: "userNumber", head: t("column.userNumber"), cell: ({ userNumber }) => <NumberLink to={accountPath(userNumber)}>{userNumber}</NumberLink> },
        {
          key: "name",
          head: t("column.person"),
          cell: ({ name, status }) => (
            <>
              {name}
              {status === "active" ? null : (
                <span className="block sm:hidden">
                  <State of="account" is={status} />
                </span>
              )}
            </>
          ),
        },
        { key: "agbCode", head: t("column.agbCode"), cell: ({ agbCode }) => <Mono>{agbCode}</Mono>, wideOnly: true },
        { key: "endsOn", head: t("column.endsOn"), cell: ({ endsOn }) => (endsOn ? format.briefDate(endsOn) : <None />), wideOnly: true },
        { key: "install", head: t("column.install"), cell: ({ status, install }) => (status === "ended" ? <None /> : <InstallState install={install} />) },
        { key: "status", head: t("column.status"), cell: ({ status }) => <State of="account" is={status} />, wideOnly: true },
      ]}
    />
  );
}

/** Certificates: whose, from when until when, and why one ended. Without `accountPath` they are all of one person. */
export function CertificateTable({ rows, format, accountPath, certificatePath }: Common & Partial<ToAccount> & { rows: readonly CertificateRow[]; /** Left out for who may not open one. */ certificatePath?: ((serial: string) => string) | undefined }) {
  const { t } = useTranslation("customers");
  const owner: Column<CertificateRow> = { key: "owner", head: t("column.person"), cell: ({ name, userNumber }) => (accountPath ? <Owner to={accountPath(userNumber)}>{name}</Owner> : name) };
  return (
    <DataTable
      caption={t("section.certificates")}
      rows={rows}
      rowKey={({ serial }) => serial}
      columns={[
        { key: "serial", head: t("column.serial"), cell: ({ serial }) => (certificatePath ? <SerialLink to={certificatePath(serial)}>{serial}</SerialLink> : <span className="font-mono text-xs break-all">{serial}</span>) },
        ...(accountPath ? [owner] : []),
        { key: "profile", head: t("column.profile"), cell: ({ profile }) => t(`certificate.profile.${profile}`, { defaultValue: profile }), wideOnly: true },
        { key: "notBefore", head: t("column.notBefore"), cell: ({ notBefore }) => format.briefDate(notBefore), wideOnly: true },
        { key: "notAfter", head: t("column.notAfter"), cell: ({ notAfter }) => format.briefDate(notAfter) },
        {
          key: "state",
          head: t("column.status"),
          cell: ({ state, revokedAt, revocationReason }) => (
            <>
              <State of="certificate" is={state} />
              {revokedAt === null ? null : (
                <span className="block text-help">
                  {format.briefDate(revokedAt)} · {t(`certificate.reason.${revocationReason ?? "unspecified"}`, { defaultValue: revocationReason ?? "" })}
                </span>
              )}
            </>
          ),
        },
      ]}
    />
  );
}

/** Requests: what was asked, for whom, and where it is. `requestPath` is null for who may not open one. */
export function RequestTable({ rows, format, requestPath }: Common & { rows: readonly RequestRow[]; requestPath: ((id: string) => string) | null }) {
  const { t } = useTranslation(["customers", "requests"]);
  return (
    <DataTable
      caption={t("customers:section.requests")}
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        { key: "reference", head: t("customers:column.reference"), cell: ({ id, reference }) => (requestPath ? <NumberLink to={requestPath(id)}>{reference}</NumberLink> : <Mono>{reference}</Mono>) },
        { key: "type", head: t("customers:column.type"), cell: ({ type }) => t(`requests:${type}.title`), wideOnly: true },
        { key: "subject", head: t("customers:column.subject"), cell: ({ subjectName }) => subjectName },
        { key: "submittedAt", head: t("customers:column.submittedAt"), cell: ({ submittedAt }) => <span className="whitespace-nowrap">{format.briefDate(submittedAt)}</span>, wideOnly: true },
        { key: "status", head: t("customers:column.status"), cell: ({ status }) => <RequestState status={status} /> },
      ]}
    />
  );
}

/** Letters: which, to whom, and where it is; never what stands in one. Without `accountPath` they are all of one person. */
export function LetterTable({ rows, format, accountPath }: Common & Partial<ToAccount> & { rows: readonly LetterRow[] }) {
  const { t } = useTranslation("customers");
  const owner: Column<LetterRow> = { key: "owner", head: t("column.person"), cell: ({ name, userNumber }) => (accountPath && userNumber !== null ? <Owner to={accountPath(userNumber)}>{name}</Owner> : name) };
  return (
    <DataTable
      caption={t("section.letters")}
      rows={rows}
      rowKey={({ reference }) => reference}
      columns={[
        { key: "reference", head: t("column.letter"), cell: ({ reference }) => <Mono>{reference}</Mono> },
        ...(accountPath ? [owner] : []),
        { key: "madeAt", head: t("column.madeAt"), cell: ({ madeAt }) => format.briefDate(madeAt), wideOnly: true },
        { key: "at", head: t("column.lastChange"), cell: ({ at }) => format.briefDate(at), wideOnly: true },
        { key: "status", head: t("column.status"), cell: ({ status }) => <State of="letter" is={status} /> },
      ]}
    />
  );
}

export function NumberLink({ to, children }: { to: string; children: ReactNode }) {
  return (
    <Link to={to} className="inline-flex min-h-6 items-center font-mono text-link" data-queue-link>
      {children}
    </Link>
  );
}

function SerialLink({ to, children }: { to: string; children: ReactNode }) {
  return (
    <Link to={to} className="inline-flex min-h-6 items-center font-mono text-xs break-all text-link">
      {children}
    </Link>
  );
}

function Owner({ to, children }: { to: string; children: ReactNode }) {
  return (
    <Link to={to} className="inline-flex min-h-6 items-center text-link">
      {children}
    </Link>
  );
}

export function Mono({ children }: { children: ReactNode }) {
  return <span className="font-mono whitespace-nowrap">{children}</span>;
}

export function None() {
  return <span className="text-soft">–</span>;
}
