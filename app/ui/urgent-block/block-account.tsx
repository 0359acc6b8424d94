import { Form, Link } from "@remix-run/react";
import { Ban } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { Checkbox, RadioGroup } from "../choices.tsx";
import type { DeskFormat, DeskProblem } from "../desk/screen.ts";
import { typedText } from "../desk/typed.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { TextArea, TextInput } from "../field.tsx";
import { BackLink } from "../navigation.tsx";
import { Notice } from "../notice.tsx";
import { Card, DefinitionList, PageTitle } from "../section.tsx";
import { TimeInput } from "../time-input.tsx";
import { AccountState, type AccountStatus } from "./account-state.tsx";

type Shown = {
  title: string;
  userNumber: string;
  practice: string;
  town: string;
  agbCode: string;
  status: AccountStatus;
  blocked: { reference: string; since: string } | null;
  numbers: ReadonlyArray<{ key: string; number: string; name: string; role: string; changedOn: string | null }>;
  reasons: ReadonlyArray<{ value: string; label: string }>;
  form: string;
  callId: string;
};
type Face = { shown: Shown; format: DeskFormat; problem: DeskProblem | null; back: string };

/** The account that somebody calls about: what we know of it, whom to call back, and the block. */
export function BlockAccount({ shown, format, problem, back }: Face) {
  const { t } = useTranslation("urgent-block");
  const labels = Object.fromEntries(FIELDS.map((name) => [name, t(`form.${name}.short`)]));
  return (
    <>
      <div className="grid gap-2">
        <BackLink to={back}>{t("account.back")}</BackLink>
        <PageTitle title={shown.title} />
      </div>
      <ErrorSummary problem={problem} labels={labels} />
      <Card title={t("account.facts")} aside={<AccountState status={shown.status} />}>
        <DefinitionList
          facts={[
            { label: t("account.practice"), value: `${shown.practice}, ${shown.town}` },
            { label: t("account.agbCode"), value: <span className="font-mono">{shown.agbCode}</span> },
            { label: t("account.userNumber"), value: <span className="font-mono">{shown.userNumber}</span> },
          ]}
        />
      </Card>
      {shown.status === "ended" ? <Notice kind="info" title={t("ended.title")}>{t("ended.text")}</Notice> : <Report shown={shown} format={format} problem={problem} />}
    </>
  );
}

const FIELDS = ["caller", "said", "reason", "called", "calledBackAt", "answeredBy", "confirmed"] as const;

function Report({ shown, format, problem }: Omit<Face, "back">) {
  const { t } = useTranslation("urgent-block");
  const { blocked } = shown;
  return (
    <>
      {shown.status === "blocked" ? (
        <Notice kind="warn" title={t("blocked.title")}>
          {blocked === null ? t("blocked.otherwise") : t("blocked.byReport", { when: format.dateTime(blocked.since), reference: blocked.reference })} {t("blocked.again")}
        </Notice>
      ) : null}
      {shown.numbers.length === 0 ? (
        <Notice kind="late" title={t("noNumber.title")}>
          {t("noNumber.text")} <Link to={shown.form} className="text-link">{t("noNumber.form")}</Link>
        </Notice>
      ) : (
        <CallForm shown={shown} format={format} problem={problem} />
      )}
    </>
  );
}

function CallForm({ shown, format, problem }: Omit<Face, "back">) {
  const { t } = useTranslation("urgent-block");
  const face = (name: (typeof FIELDS)[number]) => ({ name, label: t(`form.${name}.label`), error: problem?.fields[name] });
  const typed = (name: string) => typedText(problem, name);
  const numbers = shown.numbers.map(({ key, number, name, role, changedOn }) => ({
    value: key,
    label: (
      <>
        <span className="font-mono font-semibold whitespace-nowrap">{number}</span> · {name}, {t(`role.${role}`)}
      </>
    ),
    help: changedOn === null ? undefined : t("form.called.changed", { date: format.date(changedOn) }),
  }));
  return (
    <Form method="post" className="grid gap-4">
      {/* Sent twice, it is one call still. */}
      <input type="hidden" name="callId" value={typed("callId") || shown.callId} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card title={t("form.report")}>
          <div className="grid gap-4">
            <TextInput {...face("caller")} help={t("form.caller.help")} defaultValue={typed("caller")} most={120} autoComplete="off" />
            <TextArea {...face("said")} help={t("form.said.help")} defaultValue={typed("said")} rows={3} most={1000} />
            <RadioGroup {...face("reason")} choices={shown.reasons} value={typed("reason")} />
          </div>
        </Card>
        <Card title={t("form.callBack")}>
          <div className="grid gap-4">
            <RadioGroup {...face("called")} help={t("form.called.help")} choices={numbers} value={typed("called")} />
            <TimeInput {...face("calledBackAt")} help={t("form.calledBackAt.help")} defaultValue={typed("calledBackAt")} />
            <TextInput {...face("answeredBy")} help={t("form.answeredBy.help")} defaultValue={typed("answeredBy")} most={120} autoComplete="off" />
            <Checkbox {...face("confirmed")} checked={typed("confirmed") === "yes"} />
            <p className="text-help">
              {t("form.nobody")} <Link to={shown.form} className="text-link">{t("noNumber.form")}</Link>
            </p>
            <div>
              <Button look="danger" size="small" icon={Ban}>
                {t("form.act")}
              </Button>
            </div>
            <p className="text-help">{t("form.then")}</p>
          </div>
        </Card>
      </div>
    </Form>
  );
}
