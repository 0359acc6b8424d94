import { Form, Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import type { CertificateStanding } from "#app/domain/customers/certificates/states.ts";

import { Button } from "../button.tsx";
import { RadioGroup } from "../choices.tsx";
import type { DeskFormat, DeskProblem } from "../desk/screen.ts";
import { typedText } from "../desk/typed.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { TextArea } from "../field.tsx";
import { BackLink } from "../navigation.tsx";
import { Notice } from "../notice.tsx";
import { Card, DefinitionList, PageTitle } from "../section.tsx";
import { Standing } from "./standing.tsx";

type Shown = {
  name: string; userNumber: string; practice: { name: string; agbCode: string }; profile: string; state: CertificateStanding; notAfter: string;
  revoked: { at: string } | null; services: readonly string[]; reasons: readonly string[];
  isSoftware: boolean;
  /** The form by which it goes for any other reason than those that may be given here. */
  form: string | null;
};
type Props = { title: string; shown: Shown; problem: DeskProblem | null; back: string; format: DeskFormat };

/** Asks before a certificate is revoked: whose it is, what stops, and why. */
export function RevocationPage({ title, shown, problem, back, format }: Props) {
  const { t } = useTranslation(["certificates", "customers"]);
  const { name, userNumber, practice, profile, state, notAfter, revoked, services, reasons, isSoftware, form } = shown;
  return (
    <>
      <div className="grid gap-2">
        <BackLink to={back}>{t("certificates:revoke.back")}</BackLink>
        <PageTitle title={title} acts={<Standing is={state} />} />
      </div>
      <ErrorSummary problem={problem} labels={{ reason: t("certificates:revoke.reason"), note: t("certificates:revoke.note") }} />
      {revoked !== null || state === "intended" ? (
        <Notice kind="info">{revoked === null ? t("certificates:revoke.beingMade") : t("certificates:revoke.already", { when: format.dateTime(revoked.at) })}</Notice>
      ) : (
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <Card title={t("certificates:revoke.what")}>
            <div className="grid gap-4">
              <DefinitionList
                facts={[
                  { label: t("customers:column.person"), value: name },
                  { label: t("customers:column.userNumber"), value: <span className="font-mono">{userNumber}</span> },
                  { label: t("certificates:column.practice"), value: `${practice.name} (${practice.agbCode})` },
                  { label: t("customers:column.profile"), value: profile },
                  { label: t("customers:column.notAfter"), value: format.date(notAfter) },
                ]}
              />
              <div className="grid gap-2">
                <p className="font-semibold">{t("certificates:revoke.stops")}</p>
                <ul className="grid list-disc gap-1 pl-5">
                  <li>{t(isSoftware ? "certificates:revoke.software" : "certificates:revoke.login")}</li>
                  {services.map((service) => (
                    <li key={service}>{service}</li>
                  ))}
                </ul>
                <p className="text-help">{t("certificates:revoke.told")}</p>
              </div>
              <Notice kind="warn">{t("certificates:revoke.forGood")}</Notice>
            </div>
          </Card>
          <Card title={t("certificates:revoke.why")}>
            <Form method="post" className="grid gap-4">
              {form === null ? null : (
                <Notice kind="info">
                  {t("certificates:revoke.byForm")} <Link to={form} className="text-link">{t("certificates:revoke.form")}</Link>
                </Notice>
              )}
              <RadioGroup
                name="reason"
                label={t("certificates:revoke.reason")}
                error={problem?.fields["reason"]}
                choices={reasons.map((reason) => ({ value: reason, label: t(`customers:certificate.reason.${reason}`), help: t(`certificates:revoke.reasons.${reason}`) }))}
                value={typedText(problem, "reason")}
              />
              <TextArea name="note" optional label={t("certificates:revoke.note")} help={t("certificates:revoke.noteHelp")} rows={2} most={500} error={problem?.fields["note"]} defaultValue={typedText(problem, "note")} />
              <div>
                <Button size="small" look="danger">
                  {t("certificates:revoke.act")}
                </Button>
              </div>
            </Form>
          </Card>
        </div>
      )}
    </>
  );
}
