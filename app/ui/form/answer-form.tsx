import { Form } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { TextArea } from "../field.tsx";
import { Card } from "../section.tsx";

type Asked = { action: string; question: string; answerBy: string; error?: string | undefined; typed?: string };

/** What the office asks the applicant, and the place for the answer. */
export function AnswerForm({ action, question, answerBy, error, typed = "" }: Asked) {
  const { t } = useTranslation("status");
  return (
    <Card title={t("answer.title")} className="max-w-text">
      <blockquote className="mb-4 border-l-4 border-petrol pl-4 whitespace-pre-line">{question}</blockquote>
      <Form method="post" action={action} className="grid gap-4">
        <TextArea name="answer" label={t("answer.label")} help={t("answer.help", { date: answerBy })} rows={6} most={4000} error={error} defaultValue={typed} />
        <div>
          <Button>{t("answer.send")}</Button>
        </div>
      </Form>
    </Card>
  );
}
