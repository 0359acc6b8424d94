import { Form } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { ErrorSummary, type SummaryProblem } from "../error-summary.tsx";
import { PageTitle } from "../section.tsx";

const STEPS = ["get", "scan", "type"] as const;

/** The first time: what an authenticator app is for, before there is a secret on screen. */
export function LinkApp({ name, to, problem, begin }: { name: string; to: string; problem: SummaryProblem | null; begin: string }) {
  const { t } = useTranslation("login");
  return (
    <>
      <ErrorSummary problem={problem} />
      <PageTitle kicker={t("hello", { name })} title={t("link.title")} lead={t("link.lead")} />
      <ol className="grid max-w-text list-decimal gap-2 pl-6">
        {STEPS.map((step) => (
          <li key={step}>{t(`link.step.${step}`)}</li>
        ))}
      </ol>
      <p className="max-w-text">{t("link.once")}</p>
      <Form method="post" action={begin}>
        <input type="hidden" name="to" value={to} />
        <Button>{t("link.begin")}</Button>
      </Form>
    </>
  );
}
