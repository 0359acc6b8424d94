import { Form, Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { Button, buttonClass } from "../button.tsx";
import { ErrorSummary, type SummaryProblem } from "../error-summary.tsx";
import { TextInput } from "../field.tsx";
import { PageTitle } from "../section.tsx";

type Face = { app: "begun" | "linked"; name: string; to: string; problem: SummaryProblem | null; action: string; again: string; lost: string };

/** The code of the app, of who has one; whoever began to link one and lost the picture makes another. */
export function CodeForm({ app, name, to, problem, action, again, lost }: Face) {
  const { t } = useTranslation("login");
  return (
    <>
      <ErrorSummary problem={problem} labels={{ code: t("code.label") }} hasCode={false} />
      <PageTitle kicker={t("hello", { name })} title={t(`code.title.${app}`)} lead={t(`code.lead.${app}`)} />
      <Form method="post" action={action} noValidate className="grid gap-6">
        <input type="hidden" name="to" value={to} />
        <CodeInput error={problem?.fields["code"]} />
        <Button className="justify-self-start">{t(`code.act.${app}`)}</Button>
      </Form>
      {app === "begun" ? (
        <Form method="post" action={again}>
          <input type="hidden" name="to" value={to} />
          <button className={buttonClass("quiet")}>{t("link.again")}</button>
        </Form>
      ) : (
        <p className="max-w-text text-help">
          {t("code.lost")}{" "}
          <Link to={lost} className="text-link">{t("code.lostAct")}</Link>
        </p>
      )}
    </>
  );
}

/** Six digits; phones offer the code that they know. */
export function CodeInput({ error }: { error?: string | undefined }) {
  const { t } = useTranslation("login");
  return <TextInput name="code" label={t("code.label")} help={t("code.help")} error={error} inputMode="numeric" autoComplete="one-time-code" spellCheck={false} width="half" mono />;
}
