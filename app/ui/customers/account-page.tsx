import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import type { DeskFormat, DeskProblem } from "../desk/screen.ts";
import { Trail } from "../desk/trail.tsx";
import { DataTable } from "../data-table.tsx";
import { BackLink } from "../navigation.tsx";
import { Notice } from "../notice.tsx";
import { Card, DefinitionList, PageTitle, Section } from "../section.tsx";
import { StatusTag } from "../status-tag.tsx";
import { Releases, type ReleasesShown } from "./releases.tsx";
import { Reissues, type ReissueShown } from "./reissues.tsx";
import { InstallState, State, type Install } from "./states.tsx";
import { Views } from "./views.tsx";
import { CertificateTable, LetterTable, RequestTable, type CertificateRow, type LetterRow, type RequestRow } from "./tables.tsx";

type Line = { id: number; at: string; what: string; who: string; isAutomatic: boolean; text: string | null };
type Pin = { id: string; madeAt: string; installUntil: string; installedAt: string | null; blockedAt: string | null; voidedAt: string | null; voidReason: string | null; wrongTries: number; install: Install };

/** The page as its route words it. */
export type AccountShown = {
  userNumber: string;
  name: string;
  certificateName: string;
  kind: "personal" | "system" | "test";
  /** From where the software of a practice may come. */
  addresses: readonly string[];
  status: "active" | "blocked" | "ended";
  practice: { name: string; agbCode: string; enterprise: string };
  email: string;
  /** Sentences: where the same person holds a role with another address (R102). */
  otherAddresses: readonly string[];
  phone: string | null;
  language: string;
  endsOn: string | null;
  /** When it was told of this end. */
  endWarnedAt: string | null;
  createdAt: string;
  authorisations: ReadonlyArray<{ service: string; grantedAt: string; withdrawnAt: string | null }>;
  pins: readonly Pin[];
  certificates: readonly CertificateRow[];
  reissues: readonly ReissueShown[];
  releases: ReleasesShown;
  letters: readonly LetterRow[];
  requests: readonly RequestRow[];
  trail: readonly Line[];
  views: readonly Line[];
};

type Props = { screen: AccountShown; format: DeskFormat; /** The page of its enterprise, for who may see that. */ customer: string | null; requestPath: ((id: string) => string) | null; certificatePath: ((serial: string) => string) | undefined; problem?: DeskProblem | null };

/** One user: who, what they may use, how far they are with installing, and what happened. */
export function AccountPage(props: Props) {
  const { t } = useTranslation(["customers", "common"]);
  const { screen, format, customer, requestPath, certificatePath } = props;
  return (
    <>
      <div className="grid gap-2">
        {customer === null ? null : <BackLink to={customer}>{screen.practice.enterprise}</BackLink>}
        <PageTitle
          kicker={t("customers:account.kicker")}
          title={
            <>
              {screen.name} · <span className="font-mono">{screen.userNumber}</span>
            </>
          }
          acts={<State of="account" is={screen.status} />}
        />
      </div>
      {screen.otherAddresses.length === 0 ? null : (
        <Notice kind="warn" title={t("customers:account.otherAddressTitle")}>
          {screen.otherAddresses.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </Notice>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card title={t("customers:account.who")}>
          <DefinitionList
            facts={[
              { label: t("customers:account.kind.label"), value: screen.kind === "personal" ? null : t(`customers:account.kind.${screen.kind}`) },
              { label: t("customers:account.practice"), value: <Practice {...props} /> },
              { label: t("customers:account.certificateName"), value: screen.certificateName },
              { label: t("customers:account.addresses"), value: screen.addresses.length === 0 ? null : <ul className="font-mono">{screen.addresses.map((address) => <li key={address}>{address}</li>)}</ul> },
              { label: t("customers:column.email"), value: <span className="break-all">{screen.email}</span> },
              { label: t("customers:column.phone"), value: screen.phone },
              { label: t("common:language.label"), value: t(`common:language.${screen.language}`) },
              { label: t("customers:account.createdAt"), value: format.date(screen.createdAt) },
              { label: t("customers:column.endsOn"), value: <EndDate {...props} /> },
            ]}
          />
        </Card>
        <Authorisations {...props} />
      </div>
      <Section title={t("customers:pin.title", { count: screen.pins.length })}>
        {screen.pins.length === 0 ? <p className="text-soft">{t("customers:pin.none")}</p> : <Pins rows={screen.pins} format={format} />}
      </Section>
      <Section title={`${t("customers:section.certificates")} (${format.number(screen.certificates.length)})`}>
        {screen.certificates.length === 0 ? <p className="text-soft">{t("customers:empty.certificates")}</p> : <CertificateTable rows={screen.certificates} format={format} certificatePath={certificatePath} />}
      </Section>
      {screen.reissues.length === 0 ? null : (
        <Section title={t("common:reissue.title")}>
          <Card>
            <Reissues lines={screen.reissues} here="account" format={format} />
          </Card>
        </Section>
      )}
      <Releases userNumber={screen.userNumber} shown={screen.releases} format={format} problem={props.problem ?? null} />
      <div className="grid items-start gap-5 xl:grid-cols-2">
        <Section title={`${t("customers:section.requests")} (${format.number(screen.requests.length)})`}>
          {screen.requests.length === 0 ? <p className="text-soft">{t("customers:empty.requests")}</p> : <RequestTable rows={screen.requests} format={format} requestPath={requestPath} />}
        </Section>
        <Section title={`${t("customers:section.letters")} (${format.number(screen.letters.length)})`}>
          {screen.letters.length === 0 ? <p className="text-soft">{t("customers:empty.letters")}</p> : <LetterTable rows={screen.letters} format={format} />}
        </Section>
      </div>
      {screen.trail.length === 0 ? null : <Trail trail={screen.trail} format={format} />}
      <Views views={props.screen.views} format={props.format} />
    </>
  );
}

function Practice({ screen: { practice }, customer }: Props) {
  return (
    <>
      {customer === null ? (
        practice.name
      ) : (
        <Link to={customer} className="text-link">
          {practice.name}
        </Link>
      )}
      <span className="block font-mono text-xs text-soft">{practice.agbCode}</span>
    </>
  );
}

/** The last working day, what follows from it, and whether that was said (R13). */
function EndDate({ screen: { endsOn, endWarnedAt, status }, format }: Props) {
  const { t } = useTranslation("customers");
  if (endsOn === null) return t("account.noEnd");
  return (
    <>
      {format.date(endsOn)}
      {status === "ended" ? null : <span className="block text-help">{t("account.endsItself")}</span>}
      {endWarnedAt === null ? null : <span className="block text-help">{t("account.endWarned", { date: format.briefDate(endWarnedAt) })}</span>}
    </>
  );
}

function Authorisations({ screen, format }: Props) {
  const { t } = useTranslation("customers");
  const [now, before] = [screen.authorisations.filter(({ withdrawnAt }) => withdrawnAt === null), screen.authorisations.filter(({ withdrawnAt }) => withdrawnAt !== null)];
  return (
    <Card title={t("authorisations.title", { count: now.length })}>
      {now.length === 0 ? <p className="text-soft">{t("authorisations.none")}</p> : null}
      <ul className="grid">
        {now.map(({ service, grantedAt }) => (
          <li key={service} className="flex flex-wrap justify-between gap-x-4 border-b border-line py-1.5 last:border-0">
            <span>{service}</span>
            <span className="text-help">{t("authorisations.since", { date: format.briefDate(grantedAt) })}</span>
          </li>
        ))}
      </ul>
      {before.length === 0 ? null : (
        <details className="mt-2">
          <summary className="inline-flex min-h-6 items-center text-link">{t("authorisations.before", { count: before.length })}</summary>
          <ul className="mt-1 grid">
            {before.map(({ service, grantedAt, withdrawnAt }) => (
              <li key={`${service} ${grantedAt}`} className="flex flex-wrap justify-between gap-x-4 border-b border-line py-1.5 last:border-0">
                <span>{service}</span>
                <span className="text-help">{t("agreement.between", { from: format.briefDate(grantedAt), until: format.briefDate(withdrawnAt ?? grantedAt) })}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </Card>
  );
}

/** What is known of each PIN; the PIN itself is known to nobody here. */
function Pins({ rows, format }: { rows: readonly Pin[]; format: DeskFormat }) {
  const { t } = useTranslation("customers");
  return (
    <DataTable
      caption={t("pin.caption")}
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        { key: "madeAt", head: t("pin.madeAt"), cell: ({ madeAt }) => format.briefDate(madeAt) },
        { key: "installUntil", head: t("pin.installUntil"), cell: ({ installUntil }) => format.briefDate(installUntil), wideOnly: true },
        { key: "installedAt", head: t("pin.installedAt"), cell: ({ installedAt }) => (installedAt ? format.briefDate(installedAt) : t("pin.notYet")), wideOnly: true },
        { key: "wrongTries", head: t("pin.wrongTries"), cell: ({ wrongTries }) => format.number(wrongTries), align: "end", wideOnly: true },
        {
          key: "state",
          head: t("column.status"),
          cell: ({ voidedAt, voidReason, blockedAt, install }) =>
            voidedAt === null ? (
              <>
                <InstallState install={install} />
                {blockedAt === null ? null : <span className="block text-help">{format.briefDate(blockedAt)}</span>}
              </>
            ) : (
              <>
                <StatusTag>{t("pin.voided")}</StatusTag>
                <span className="block text-help">
                  {format.briefDate(voidedAt)} · {t(`pin.reason.${voidReason ?? "ended"}`)}
                </span>
              </>
            ),
        },
      ]}
    />
  );
}
