import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { LinkButton } from "../button.tsx";
import { Notice } from "../notice.tsx";
import { Progress } from "../progress.tsx";
import { Card, DefinitionList, EmptyState, PageTitle } from "../section.tsx";
import { LoginTable, type LoginRow } from "./login-table.tsx";

/** The page as its route words it; dates as ISO 8601. */
export type Mine = {
  name: string;
  certificateName: string;
  userNumber: string;
  practice: string;
  organisation: string;
  agbCode: string;
  email: string;
  serial: string;
  notBefore: string;
  notAfter: string;
  daysLeft: number;
  leftOfWhole: number;
  /** Until when a newer certificate of the same user is valid. */
  newer: string | null;
  services: ReadonlyArray<{ service: string; name: string; grantedAt: string }>;
  /** Until when after its end; and until when already now, by leave, since it was said to be lost (D13). */
  reinstall: { pin: "none" | "blocked" | "works"; until: string | null; releasedUntil: string | null };
  logins: readonly LoginRow[];
};
/** Whether it may be renewed now; in the rules' words `sentence` says why not, and `because` why it has to be before its time (R107). */
export type MyRenewal = { mayRenew: boolean; opensAt: string; isRenewed: boolean; sentence: string | null; because: string | null };
export type MyFormat = { date: (moment: string) => string; dateOnly: (moment: string) => string; briefDate: (moment: string) => string; time: (moment: string) => string; dateTime: (moment: string) => string };

type Face = { mine: Mine; renewal: MyRenewal; format: MyFormat; logins: string; guide: string; install: string; renew: string; revocation: string; askAgain: string };

/** My certificate: who I am here, how long it lasts, what it opens, and who logged in. */
export function MyPage({ mine, format, renewal, logins, guide, install, renew, revocation, askAgain }: Face) {
  const { t } = useTranslation("my");
  return (
    <>
      <PageTitle title={t("title")} lead={t("lead", { name: mine.name, practice: mine.practice })} />
      <Card title={t("valid.title")}>
        <div className="grid gap-4">
          <Progress label={t("valid.left", { count: mine.daysLeft, date: format.date(mine.notAfter) })} value={mine.leftOfWhole} />
          {renewal.mayRenew ? (
            <>
              {renewal.because === null ? <p className="max-w-text">{t("renewal.now")}</p> : <Notice kind="warn" title={t("renewal.corrected")}>{renewal.because}</Notice>}
              <LinkButton to={renew} className="justify-self-start">{t("renewal.act")}</LinkButton>
            </>
          ) : (
            <p className="max-w-text">{renewal.isRenewed ? t("renewal.done") : t("renewal.from", { date: format.date(renewal.opensAt) })}</p>
          )}
          {mine.newer === null ? null : <p className="max-w-text">{t("valid.newer", { date: format.date(mine.newer) })}</p>}
        </div>
      </Card>
      <div className="grid gap-6 lg:grid-cols-2">
        <Card title={t("who.title")}>
          <DefinitionList
            facts={[
              { label: t(renewal.because === null ? "who.name" : "who.newName"), value: mine.certificateName },
              { label: t("who.number"), value: <span className="font-mono">{mine.userNumber}</span> },
              { label: t("who.practice"), value: mine.practice },
              { label: t("who.agbCode"), value: <span className="font-mono">{mine.agbCode}</span> },
              { label: t("who.organisation"), value: mine.organisation },
              { label: t("who.email"), value: <span className="break-all">{mine.email}</span> },
              { label: t("who.since"), value: format.dateOnly(mine.notBefore) },
              { label: t("who.serial"), value: <span className="font-mono text-sm break-all">{mine.serial}</span> },
            ]}
          />
        </Card>
        <Services services={mine.services} format={format} />
      </div>
      <Card title={t("reinstall.title")}>
        {mine.reinstall.releasedUntil === null ? null : (
          <div className="mb-4">
            <Notice kind="warn" title={t("reinstall.released.title", { date: format.date(mine.reinstall.releasedUntil) })}>
              {t("reinstall.released.text")}{" "}
              <Link to={install} className="text-link">{t("reinstall.released.act")}</Link>
            </Notice>
          </div>
        )}
        <p className="max-w-text">{t(mine.reinstall.until === null ? "reinstall.always" : "reinstall.until", { date: mine.reinstall.until === null ? "" : format.date(mine.reinstall.until) })}</p>
        <p className="mt-2 max-w-text">{t(`reinstall.pin.${mine.reinstall.pin}`)}</p>
        <p className="mt-2">
          <Link to={askAgain} className="text-link">{t("reinstall.ask")}</Link>
        </p>
      </Card>
      <Card title={t("logins.title")} aside={<Link to={logins} className="text-link">{t("logins.all")}</Link>}>
        <p className="mb-3 max-w-text">{t("logins.lead")}</p>
        <LoginTable logins={mine.logins} format={format} />
      </Card>
      <p className="max-w-text">
        {t("revocation.mention")}{" "}
        <Link to={revocation} className="text-link">{t("revocation.act")}</Link>
      </p>
      <LinkButton to={guide} look="other" className="justify-self-start">{t("help")}</LinkButton>
    </>
  );
}

function Services({ services, format }: { services: Mine["services"]; format: MyFormat }) {
  const { t } = useTranslation("my");
  return (
    <Card title={t("services.title")}>
      {services.length === 0 ? (
        <EmptyState title={t("services.none")} />
      ) : (
        <ul className="grid gap-2">
          {services.map(({ service, name, grantedAt }) => (
            <li key={service} className="border-b border-line pb-2 last:border-0">
              {name}
              <span className="block text-help">{t("services.since", { date: format.dateOnly(grantedAt) })}</span>
            </li>
          ))}
        </ul>
      )}
      <p className="mt-3 max-w-text text-help">{t("services.missing")}</p>
    </Card>
  );
}
