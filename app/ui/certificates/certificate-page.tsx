import { Link } from "@remix-run/react";
import { Download } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { CertificateStanding } from "#app/domain/customers/certificates/states.ts";
import type { CertificateRead } from "#app/domain/certificates/reading.ts";

import { buttonClass, LinkButton } from "../button.tsx";
import { CopyButton } from "../copy-button.tsx";
import type { DeskFormat } from "../desk/screen.ts";
import { Reissues, type ReissueShown } from "../customers/reissues.tsx";
import { Views } from "../customers/views.tsx";
import { BackLink } from "../navigation.tsx";
import { Notice } from "../notice.tsx";
import { Card, DefinitionList, PageTitle } from "../section.tsx";
import { Timeline } from "../timeline.tsx";
import { Extensions } from "./extensions.tsx";
import { LiveStatus, type StatusAnswered } from "./live-status.tsx";
import { Standing, useReason } from "./standing.tsx";

type Read = Omit<CertificateRead, "notBefore" | "notAfter"> & { notBefore: string; notAfter: string };
type Moment = { key: string; at: string; what: string; who: string | null; text: string | null; state: "done" | "stopped" | "next" };

/** The page as its route words it. */
export type CertificateShown = {
  serial: string;
  decimal: string;
  state: CertificateStanding;
  name: string;
  owner: { userNumber: string; to: string | null };
  practice: { name: string; agbCode: string; to: string | null };
  profile: string;
  notBefore: string;
  notAfter: string;
  revoked: { at: string; reason: string | null } | null;
  predecessor: { serial: string; to: string } | null;
  isKeyBlocked: boolean;
  /** As the certificate that had to be replaced, or as the one that came of it. */
  reissues: readonly ReissueShown[];
  findings: ReadonlyArray<{ what: string; foundAt: string }>;
  authorityTo: string | null;
  read: Read | null;
  chain: readonly Read[];
  policies: Readonly<Record<string, string>>;
  life: readonly Moment[];
  request: { reference: string; to: string | null } | null;
  views: ReadonlyArray<{ id: number; at: string; who: string }>;
  file: string | null;
  revocation: string | null;
};

type Props = { screen: CertificateShown; asked: StatusAnswered | null; isJustRevoked: boolean; back: string; status: { path: string; page: string }; format: DeskFormat };

/** One certificate: whose, how it stands by our books and by what we publish, what happened to it, and what it says of itself. */
export function CertificatePage(props: Props) {
  const { t } = useTranslation(["certificates", "common"]);
  const { screen, isJustRevoked, back, asked, status, format } = props;
  return (
    <>
      <div className="grid gap-2">
        <BackLink to={back}>{t("title")}</BackLink>
        <PageTitle
          kicker={t("page.kicker", { kind: screen.profile })}
          title={screen.name}
          acts={
            <span className="flex flex-wrap items-center gap-3">
              <Standing is={screen.state} />
              {screen.revocation === null ? null : (
                <LinkButton to={screen.revocation} size="small" look="danger">
                  {t("revoke.open")}
                </LinkButton>
              )}
            </span>
          }
        />
      </div>
      {isJustRevoked ? (
        <Notice kind="well" live title={t("revoke.done")}>
          {t("revoke.doneText")}
        </Notice>
      ) : null}
      <Findings {...props} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Facts {...props} />
        <Card title={t("life.title")}>
          <Life {...props} />
        </Card>
      </div>
      {screen.reissues.length === 0 ? null : (
        <Card title={t("common:reissue.title")}>
          <Reissues lines={screen.reissues} here="certificate" format={format} />
        </Card>
      )}
      <LiveStatus asked={asked} status={status} format={format} />
      <Chain {...props} />
      {screen.read === null ? null : (
        <>
          <Card title={t("extensions.title")}>
            <Extensions extensions={screen.read.extensions} policies={screen.policies} />
          </Card>
          <Pem read={screen.read} file={screen.file} />
        </>
      )}
      <Views views={props.screen.views} format={props.format} />
    </>
  );
}

function Findings({ screen: { findings, authorityTo }, format }: Props) {
  const { t } = useTranslation(["certificates", "authority"]);
  if (findings.length === 0) return null;
  return (
    <Notice kind="late" title={t("certificates:findings.here", { count: findings.length })}>
      <ul>
        {findings.map(({ what, foundAt }) => (
          <li key={what}>
            {t(`authority:finding.${what}`)} ({format.dateTime(foundAt)})
          </li>
        ))}
      </ul>
      {authorityTo === null ? null : (
        <Link to={authorityTo} className="inline-flex min-h-6 items-center text-link">
          {t("certificates:findings.open")}
        </Link>
      )}
    </Notice>
  );
}

function Facts({ screen, format }: Props) {
  const { t } = useTranslation(["certificates", "customers"]);
  const reason = useReason();
  const { read, revoked, owner, practice, predecessor } = screen;
  return (
    <Card title={t("certificates:page.facts")}>
      <DefinitionList
        facts={[
          { label: t("customers:column.userNumber"), value: <Mono><MayBeLink to={owner.to}>{owner.userNumber}</MayBeLink></Mono> },
          {
            label: t("certificates:column.practice"),
            value: (
              <>
                <MayBeLink to={practice.to}>{practice.name}</MayBeLink>
                <span className="block font-mono text-xs text-soft">{practice.agbCode}</span>
              </>
            ),
          },
          { label: t("customers:column.notBefore"), value: format.dateTime(screen.notBefore) },
          { label: t("customers:column.notAfter"), value: format.dateTime(screen.notAfter) },
          { label: t("certificates:column.revokedAt"), value: revoked && `${format.dateTime(revoked.at)} · ${reason(revoked.reason)}` },
          { label: t("certificates:page.follows"), value: predecessor && <Mono><MayBeLink to={predecessor.to}>{`${predecessor.serial.slice(0, 16)}…`}</MayBeLink></Mono> },
          {
            label: t("customers:column.serial"),
            value: (
              <>
                <Mono>{screen.serial.match(/../g)?.join(":")}</Mono>
                <span className="block text-help">
                  {t("certificates:page.decimal")} <Mono>{screen.decimal}</Mono>
                </span>
                <CopyButton text={screen.serial} label={t("certificates:page.copySerial")} />
              </>
            ),
          },
          { label: t("certificates:page.key"), value: read && `${read.key.type}${read.key.bits === null ? "" : ` ${read.key.bits}`}` },
          { label: t("certificates:page.fingerprint"), value: read && <Mono>{pairs(read.sha256)}</Mono> },
          {
            label: t("certificates:page.keyFingerprint"),
            value: read && (
              <>
                <Mono>{pairs(read.keySha256)}</Mono>
                {screen.isKeyBlocked ? <span className="block font-semibold text-late">{t("certificates:page.keyBlocked")}</span> : null}
              </>
            ),
          },
        ]}
      />
      {read === null ? <p className="mt-3 text-soft">{t("certificates:page.notSigned")}</p> : null}
    </Card>
  );
}

function Life({ screen: { life, request }, format }: Props) {
  const { t } = useTranslation("certificates");
  return (
    <>
      {request === null ? null : (
        <p className="mb-3">
          {t("life.request")} <MayBeLink to={request.to}>{request.reference}</MayBeLink>
        </p>
      )}
      <Timeline
        label={t("life.title")}
        steps={life.map(({ key, at, what, who, text, state }) => ({
          key,
          title: what,
          state,
          when: <time dateTime={at}>{format.dateTime(at)}</time>,
          children: who === null && text === null ? undefined : <span className="text-soft">{[who, text].filter(Boolean).join(" · ")}</span>,
        }))}
      />
    </>
  );
}

/** From the one that is looked at up to the root. */
function Chain({ screen: { read, chain }, format }: Props) {
  const { t } = useTranslation("certificates");
  const links = [...(read ? [read] : []), ...chain];
  return (
    <Card title={t("chain.title")}>
      {chain.length === 0 ? <p className="text-soft">{t("chain.unknown")}</p> : null}
      <ol className="grid gap-4">
        {links.map((one, place) => (
          <li key={one.sha256} className="border-l-3 border-petrol pl-4" data-chain>
            <p className="font-semibold">{t(place === links.length - 1 && chain.length > 0 ? "chain.root" : place === links.length - 2 && chain.length > 0 ? "chain.issuer" : "chain.leaf")}</p>
            <p className="break-words">{one.subject.map(({ attribute, value }) => `${attribute}=${value}`).join(", ")}</p>
            <p className="text-help">{t("chain.validity", { from: format.dateTime(one.notBefore), until: format.dateTime(one.notAfter) })}</p>
            <p className="text-help">
              SHA-256 <span className="font-mono text-xs break-all">{pairs(one.sha256)}</span>
            </p>
          </li>
        ))}
      </ol>
    </Card>
  );
}

function Pem({ read, file }: { read: Read; file: string | null }) {
  const { t } = useTranslation("certificates");
  return (
    <Card
      title={t("pem.title")}
      aside={
        <span className="flex flex-wrap items-center gap-3">
          <CopyButton text={read.pem} label={t("pem.copy")} />
          {file === null ? null : (
            <a href={file} className={buttonClass("quiet", "small")}>
              <Download aria-hidden className="size-4" />
              {t("pem.file")}
            </a>
          )}
        </span>
      }
    >
      <details>
        <summary className="inline-flex min-h-6 items-center text-link">{t("pem.show")}</summary>
        <pre className="mt-2 rounded-md bg-paper p-3 font-mono text-xs break-all whitespace-pre-wrap">{read.pem}</pre>
      </details>
    </Card>
  );
}

function MayBeLink({ to, children }: { to: string | null; children: ReactNode }) {
  return to === null ? <>{children}</> : <Link to={to} className="inline-flex min-h-6 items-center text-link">{children}</Link>;
}

function Mono({ children }: { children: ReactNode }) {
  return <span className="font-mono text-xs break-all">{children}</span>;
}

function pairs(hex: string): string {
  return hex.match(/../g)?.join(":") ?? hex;
}
