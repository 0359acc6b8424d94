import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { DataTable } from "../data-table.tsx";
import type { DeskFormat } from "../desk/screen.ts";
import { Notice, type NoticeKind } from "../notice.tsx";
import { Card, DefinitionList, PageTitle, Section } from "../section.tsx";

type CaShown = { to: string; subject: string; sha256: string; notAfter: string };
type FindingShown = { serial: string; what: string; foundAt: string; account: { userNumber: string; to: string } | null };

/** One authority: its own certificates, its list, and the keys that answer. */
type OneState = {
  issuer: CaShown;
  root: CaShown;
  crl: { to: string; number: number; thisUpdate: string; nextUpdate: string; entries: number; isOver: boolean } | null;
  unlisted: number;
  responders: ReadonlyArray<{ serial: string; notBefore: string; notAfter: string }>;
};

export type AuthorityState = OneState & {
  title: string;
  /** Null where no test certificates are offered (R114). */
  tests: OneState | null;
  recheck: { state: "sound" | "wrong" | "late" | "never"; last: { checked: number; endedAt: string } | null; running: { checked: number; begunAt: string } | null; findingCount: number; findings: readonly FindingShown[] };
};

type Parts = { shown: AuthorityState; format: DeskFormat };
type OneParts = { shown: OneState; format: DeskFormat; ofTests?: boolean | undefined };

/** The authority at a glance: what is wrong first, then what it publishes, then what it is. */
export function AuthorityPage({ shown, format }: Parts) {
  const { t } = useTranslation("authority");
  return (
    <>
      <PageTitle title={shown.title} lead={t("lead")} />
      <Recheck shown={shown} format={format} />
      <OneAuthority shown={shown} format={format} />
      <Section title={t("tests")}>
        <p className="max-w-text">{t(shown.tests === null ? "noTests" : "testsLead")}</p>
        {shown.tests === null ? null : <OneAuthority shown={shown.tests} format={format} ofTests />}
      </Section>
    </>
  );
}

/** `ofTests`: the headings say so, for whoever goes from heading to heading. */
function OneAuthority({ shown, format, ofTests }: OneParts) {
  const { t } = useTranslation("authority");
  return (
    <>
      <div className="grid gap-4 lg:grid-cols-2">
        <Lists shown={shown} format={format} ofTests={ofTests} />
        <Answers shown={shown} format={format} ofTests={ofTests} />
      </div>
      <div className="grid gap-4 lg:grid-cols-2">
        <CaCard title={t(ofTests ? "ca.testIssuer" : "ca.issuer")} ca={shown.issuer} format={format} />
        <CaCard title={t(ofTests ? "ca.testRoot" : "ca.root")} ca={shown.root} format={format} />
      </div>
    </>
  );
}

const KIND: Record<AuthorityState["recheck"]["state"], NoticeKind> = { sound: "well", wrong: "late", late: "warn", never: "info" };

function Recheck({ shown: { recheck }, format }: Parts) {
  const { t } = useTranslation("authority");
  const { state, last, running, findings, findingCount } = recheck;
  return (
    <Card title={t("recheck.title")}>
      <div className="grid gap-3">
        <Notice kind={KIND[state]} title={t(`recheck.state.${state}`, { count: findingCount })}>
          {last === null ? null : <p>{t("recheck.last", { count: last.checked, checked: format.number(last.checked), when: format.dateTime(last.endedAt) })}</p>}
          {running === null ? null : <p>{t("recheck.running", { count: running.checked, checked: format.number(running.checked), when: format.dateTime(running.begunAt) })}</p>}
        </Notice>
        {findings.length === 0 ? null : (
          <>
            <p className="max-w-text">{t("recheck.what")}</p>
            <DataTable<FindingShown>
              caption={t("recheck.findings")}
              rows={findings}
              rowKey={({ serial, what }) => `${serial} ${what}`}
              columns={[
                { key: "serial", head: t("serial"), cell: ({ serial }) => <Serial serial={serial} /> },
                { key: "what", head: t("recheck.finding"), cell: ({ what }) => t(`finding.${what}`) },
                { key: "account", head: t("recheck.account"), cell: ({ account }) => (account === null ? "–" : <Link to={account.to} className="inline-flex min-h-6 items-center font-mono text-link">{account.userNumber}</Link>) },
                { key: "found", head: t("recheck.found"), cell: ({ foundAt }) => format.dateTime(foundAt), wideOnly: true },
              ]}
            />
            {findingCount > findings.length ? <p className="text-help">{t("recheck.more", { count: findingCount - findings.length })}</p> : null}
          </>
        )}
      </div>
    </Card>
  );
}

function Lists({ shown: { crl, unlisted }, format, ofTests }: OneParts) {
  const { t } = useTranslation("authority");
  const title = t(ofTests ? "crl.testTitle" : "crl.title");
  if (crl === null) {
    return (
      <Card title={title}>
        <p>{t("crl.none")}</p>
      </Card>
    );
  }
  return (
    <Card title={title} aside={<FileLink to={crl.to}>{t("crl.file")}</FileLink>}>
      <div className="grid gap-3">
        {crl.isOver ? <Notice kind="late">{t("crl.over")}</Notice> : null}
        <DefinitionList
          facts={[
            { label: t("crl.number"), value: format.number(crl.number) },
            { label: t("crl.entries"), value: format.number(crl.entries) },
            { label: t("crl.made"), value: format.dateTime(crl.thisUpdate) },
            { label: t("crl.until"), value: format.dateTime(crl.nextUpdate) },
            { label: t("crl.unlisted"), value: unlisted === 0 ? null : t("crl.waiting", { count: unlisted }) },
          ]}
        />
      </div>
    </Card>
  );
}

function Answers({ shown: { responders }, format, ofTests }: OneParts) {
  const { t } = useTranslation("authority");
  return (
    <Card title={t(ofTests ? "ocsp.testTitle" : "ocsp.title")}>
      {responders.length === 0 ? (
        <p>{t("ocsp.none")}</p>
      ) : (
        <DataTable
          caption={t(ofTests ? "ocsp.testKeys" : "ocsp.keys")}
          rows={responders}
          rowKey={({ serial }) => serial}
          columns={[
            { key: "serial", head: t("serial"), cell: ({ serial }) => <Serial serial={serial} /> },
            { key: "until", head: t("ocsp.until"), cell: ({ notAfter }) => format.date(notAfter) },
          ]}
        />
      )}
    </Card>
  );
}

function CaCard({ title, ca, format }: { title: string; ca: CaShown; format: DeskFormat }) {
  const { t } = useTranslation("authority");
  return (
    <Card title={title} aside={<FileLink to={ca.to}>{t("ca.file")}</FileLink>}>
      <DefinitionList
        facts={[
          { label: t("ca.name"), value: ca.subject },
          { label: t("ca.until"), value: format.date(ca.notAfter) },
          { label: "SHA-256", value: <span className="font-mono text-xs break-all">{ca.sha256}</span> },
        ]}
      />
    </Card>
  );
}

/** A file, not a page: the browser takes it as it is. */
function FileLink({ to, children }: { to: string; children: string }) {
  return (
    <a href={to} className="inline-flex min-h-6 items-center text-link">
      {children}
    </a>
  );
}

/** A serial is long: it may break, and is read by the letter. */
function Serial({ serial }: { serial: string }) {
  return <span className="font-mono text-xs break-all">{serial}</span>;
}
