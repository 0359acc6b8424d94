import { Form } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { RadioGroup } from "../choices.tsx";
import { TextArea } from "../field.tsx";
import { Card } from "../section.tsx";

type Said = { action: string; said: { question: string; answer: string }; when: string; problem: { fields: Readonly<Record<string, string>>; values: Readonly<Record<string, string | string[]>> } | null };

/** What a colleague wrote down of a call: the applicant says that it is right, or what it has to be. */
export function PhoneAnswerForm({ action, said, when, problem }: Said) {
  const { t } = useTranslation("status");
  const typed = (name: string) => [problem?.values[name]].flat()[0] ?? "";
  return (
    <Card title={t("phone.title")} className="max-w-text">
      <div className="grid gap-4">
        <p>{t("phone.lead", { when })}</p>
        <dl className="grid gap-3">
          <div>
            <dt className="text-soft">{t("phone.asked")}</dt>
            <dd className="whitespace-pre-line">{said.question}</dd>
          </div>
          <div>
            <dt className="text-soft">{t("phone.answered")}</dt>
            <dd className="border-l-4 border-petrol pl-4 whitespace-pre-line">{said.answer}</dd>
          </div>
        </dl>
        <Form method="post" action={action} className="grid gap-4">
          <RadioGroup
            name="right"
            label={t("phone.right")}
            error={problem?.fields["right"]}
            value={typed("right") || "yes"}
            choices={[
              { value: "yes", label: t("phone.yes") },
              { value: "no", label: t("phone.no") },
            ]}
          />
          <TextArea name="correction" label={t("phone.correction")} help={t("phone.correctionHelp")} optional rows={4} most={4000} error={problem?.fields["correction"]} defaultValue={typed("correction")} />
          <div>
            <Button>{t("phone.send")}</Button>
          </div>
        </Form>
      </div>
    </Card>
  );
}
