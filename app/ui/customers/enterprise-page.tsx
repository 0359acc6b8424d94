import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import type { DeskFormat } from "../desk/screen.ts";
import { DataTable } from "../data-table.tsx";
import { BackLink } from "../navigation.tsx";
import { Card, DefinitionList, PageTitle, Section } from "../section.tsx";
import { StatusTag } from "../status-tag.tsx";
import { SectionTable, type SectionList } from "./section-page.tsx";
import { State } from "./states.tsx";
import { Mono, None, type AccountRow, type CertificateRow, type LetterRow, type RequestRow } from "./tables.tsx";

type Agreement = "active" | "pending" | "ended" | "none";
type HolderRow = { id: string; role: string; rank: number; agbCode: string | null; name: string; email: string; phone: string | null; since: string; until: string | null; changedLately: boolean };
type CodeRow = { code: string; name: string; kind: string; careType: string; endsOn: string | null; hasEnded: boolean; services: readonly string[] };

/** The page as its route words it. */
export type EnterpriseShown = {
  id: string;
  name: string;
  kvkNumber: string;
  legalForm: string;
  segment: string;
  isJoint: boolean;
  registeredAt: string;
  agreement: Agreement;
  agreements: ReadonlyArray<{ id: string; origin: string; startsOn: string; endsOn: string | null; state: Agreement }>;
  address: { lines: readonly string[]; changedAt: string | null; changedLately: boolean };
  holders: readonly HolderRow[];
  former: readonly HolderRow[];
  codes: readonly CodeRow[];
  counts: Readonly<Record<string, { count: number; isMore: boolean }>>;
  accounts: readonly AccountRow[];
  certificates: readonly CertificateRow[];
  requests: readonly RequestRow[];
  letters: readonly LetterRow[];
};

type Props = {
  screen: EnterpriseShown;
  format: DeskFormat;
  /** Where all customers are. */
  back: string;
  listPath: (section: string) => string;
  accountPath: (userNumber: string) => string;
  requestPath: ((id: string) => string) | null;
  certificatePath: (serial: string) => string;
};

/** One customer: how it stands between us, where letters go, who speaks for it, and everything that was asked and given. */
export function EnterprisePage(props: Props) {
  const { t } = useTranslation("customers");
  const { screen, back } = props;
  return (
    <>
      <div className="grid gap-2">
        <BackLink to={back}>{t("back")}</BackLink>
        <PageTitle kicker={t("kicker", { kvkNumber: screen.kvkNumber, legalForm: screen.legalForm })} title={screen.name} acts={<State of="agreement" is={screen.agreement} />} />
      </div>
      <div className="grid items-stretch gap-4 md:grid-cols-2 xl:grid-cols-3">
        <AgreementCard {...props} />
        <AddressCard {...props} />
        <Card title={t("about.title")} className="md:col-span-2 xl:col-span-1">
          <DefinitionList
            facts={[
              { label: t("column.kvkNumber"), value: <Mono>{screen.kvkNumber}</Mono> },
              { label: t("about.segment"), value: t(`about.segments.${screen.segment}`) },
              { label: t("about.signing"), value: t(screen.isJoint ? "about.jointly" : "about.alone") },
              { label: t("about.registeredAt"), value: props.format.briefDate(screen.registeredAt) },
            ]}
          />
        </Card>
      </div>
      <Holders {...props} />
      <Codes {...props} />
      <Cut {...props} of={{ section: "requests", rows: screen.requests }} />
      <Cut {...props} of={{ section: "accounts", rows: screen.accounts }} />
      <Cut {...props} of={{ section: "certificates", rows: screen.certificates }} />
      <Cut {...props} of={{ section: "letters", rows: screen.letters }} />
    </>
  );
}

function AgreementCard({ screen, format }: Props) {
  const { t } = useTranslation("customers");
  return (
    <Card title={t("agreement.title")}>
      {screen.agreements.length === 0 ? <p className="text-soft">{t("agreement.none")}</p> : null}
      <ul className="grid gap-2">
        {screen.agreements.map(({ id, origin, startsOn, endsOn, state }) => (
          <li key={id} className="grid gap-0.5 border-b border-line pb-2 last:border-0">
            <span className="flex flex-wrap items-center justify-between gap-2">
              {endsOn ? t("agreement.between", { from: format.briefDate(startsOn), until: format.briefDate(endsOn) }) : t("agreement.from", { from: format.briefDate(startsOn) })}
              <State of="agreement" is={state} />
            </span>
            <span className="text-help">{t(`agreement.origin.${origin}`)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function AddressCard({ screen: { address }, format }: Props) {
  const { t } = useTranslation("customers");
  return (
    <Card title={t("address.title")} aside={address.changedLately ? <StatusTag tone="soon">{t("changedLately")}</StatusTag> : undefined}>
      <p className="whitespace-pre-line">{address.lines.join("\n")}</p>
      <p className="mt-2 text-help">{address.changedAt ? t("address.changed", { date: format.date(address.changedAt) }) : t("address.never")}</p>
    </Card>
  );
}

function Holders({ screen, format }: Props) {
  const { t } = useTranslation("customers");
  return (
    <Section title={t("holders.title", { count: screen.holders.length })}>
      {screen.holders.length === 0 ? <p className="text-soft">{t("holders.none")}</p> : <HolderTable rows={screen.holders} format={format} />}
      {screen.former.length === 0 ? null : (
        <details>
          <summary className="inline-flex min-h-6 items-center text-link">{t("holders.former", { count: screen.former.length })}</summary>
          <div className="mt-2">
            <HolderTable rows={screen.former} format={format} />
          </div>
        </details>
      )}
    </Section>
  );
}

function HolderTable({ rows, format }: { rows: readonly HolderRow[]; format: DeskFormat }) {
  const { t } = useTranslation("customers");
  const areFormer = rows.some(({ until }) => until !== null);
  return (
    <DataTable
      caption={t(areFormer ? "holders.formerCaption" : "holders.caption")}
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        {
          key: "role",
          head: t("column.role"),
          cell: ({ role, rank, agbCode }) => (
            <>
              {t(`role.${role}`)}
              {rank > 1 ? ` ${rank}` : ""}
              {agbCode === null ? null : <span className="block font-mono text-xs text-soft">{agbCode}</span>}
            </>
          ),
        },
        {
          key: "name",
          head: t("column.person"),
          cell: ({ name, email, phone, changedLately }) => (
            <>
              <span className="font-semibold">{name}</span>
              {changedLately ? (
                <span className="ml-2">
                  <StatusTag tone="soon">{t("changedLately")}</StatusTag>
                </span>
              ) : null}
              <span className="block text-help break-all sm:hidden">{email}</span>
              <span className="block text-help sm:hidden">{phone}</span>
            </>
          ),
        },
        { key: "email", head: t("column.email"), cell: ({ email }) => <span className="break-all">{email}</span>, wideOnly: true },
        { key: "phone", head: t("column.phone"), cell: ({ phone }) => (phone ? <span className="whitespace-nowrap">{phone}</span> : <None />), wideOnly: true },
        { key: "since", head: t(areFormer ? "column.period" : "column.since"), cell: ({ since, until }) => (until ? t("agreement.between", { from: format.briefDate(since), until: format.briefDate(until) }) : format.briefDate(since)), wideOnly: true },
      ]}
    />
  );
}

function Codes({ screen: { codes }, format }: Props) {
  const { t } = useTranslation("customers");
  return (
    <Section title={t("codes.title", { count: codes.length })}>
      {codes.length === 0 ? (
        <p className="text-soft">{t("codes.none")}</p>
      ) : (
        <DataTable
          caption={t("codes.caption")}
          rows={codes}
          rowKey={({ code }) => code}
          columns={[
            {
              key: "code",
              head: t("column.agbCode"),
              cell: ({ code, name, kind }) => (
                <>
                  <Mono>{code}</Mono>
                  <span className="block">{name}</span>
                  <span className="block text-help">{t(`codes.kind.${kind}`)}</span>
                </>
              ),
            },
            { key: "careType", head: t("column.careType"), cell: ({ careType }) => careType, wideOnly: true },
            { key: "services", head: t("column.services"), cell: ({ services }) => (services.length > 0 ? services.join(" · ") : <span className="text-soft">{t("codes.noServices")}</span>) },
            { key: "endsOn", head: t("column.endsOn"), cell: ({ endsOn, hasEnded }) => (endsOn === null ? <None /> : hasEnded ? <StatusTag tone="late">{format.briefDate(endsOn)}</StatusTag> : format.briefDate(endsOn)), wideOnly: true },
          ]}
        />
      )}
    </Section>
  );
}

/** The beginning of a list, with how long it is and, where it goes on, the link to all of it. */
function Cut({ screen, of, listPath, ...paths }: Props & { of: SectionList }) {
  const { t } = useTranslation("customers");
  const { section, rows } = of;
  const { count = rows.length, isMore = false } = screen.counts[section] ?? {};
  const counted = `${paths.format.number(count)}${isMore ? "+" : ""}`;
  return (
    <Section title={`${t(`section.${section}`)} (${counted})`}>
      {rows.length === 0 ? <p className="text-soft">{t(`empty.${section}`)}</p> : <SectionTable list={of} {...paths} />}
      {count > rows.length ? (
        <p>
          <Link to={listPath(section)} className="inline-flex min-h-6 items-center text-link">
            {t(`all.${section}`, { count: counted })}
          </Link>
        </p>
      ) : null}
    </Section>
  );
}
