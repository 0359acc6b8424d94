import { Form } from "@remix-run/react";
import { Phone } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { TextArea } from "../field.tsx";
import { Card } from "../section.tsx";
import type { ActPath, CaseShown, DeskFormat, DeskProblem } from "./screen.ts";
import { typedText } from "./typed.ts";

/** What was asked of the applicant and what came back, in the order of a conversation. */
export function Questions({ screen, format }: { screen: CaseShown; format: DeskFormat }) {
  const { t } = useTranslation("desk");
  return (
    <Card title={t("questions.title")}>
      <ul className="grid gap-3">
        {screen.questions.map(({ id, question, by, askedAt, answerBy, answer, answeredAt, isOver, phone }) => (
          <li key={id} className="grid gap-2">
            <div className="border-l-2 border-line pl-3">
              <p className="text-xs text-soft">{t("questions.asked", { who: by, when: format.dateTime(askedAt) })}</p>
              <p className="whitespace-pre-line">{question}</p>
            </div>
            {answer === null ? (
              <p className="pl-3 text-soft">{t(isOver ? "questions.over" : "questions.open", { date: format.date(answerBy) })}</p>
            ) : (
              <div className="border-l-2 border-petrol pl-3">
                <p className="text-xs text-soft">{t(phone ? "questions.byPhone" : "questions.answered", { who: screen.applicant.name, when: format.dateTime(answeredAt ?? askedAt), staff: phone?.by })}</p>
                <p className="whitespace-pre-line">{answer}</p>
                {phone ? <Confirmation phone={phone} format={format} /> : null}
              </div>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** What the applicant said of what was written down of the call. */
function Confirmation({ phone, format }: { phone: NonNullable<CaseShown["questions"][number]["phone"]>; format: DeskFormat }) {
  const { t } = useTranslation("desk");
  const { confirmedAt, correctedAt, correction } = phone;
  if (correction !== null && correctedAt !== null) {
    return (
      <>
        <p className="mt-1 text-xs font-semibold text-soon">{t("questions.corrected", { when: format.dateTime(correctedAt) })}</p>
        <p className="whitespace-pre-line">{correction}</p>
      </>
    );
  }
  return <p className="mt-1 text-xs text-soft">{confirmedAt === null ? t("questions.unconfirmed") : t("questions.confirmed", { when: format.dateTime(confirmedAt) })}</p>;
}

/** Where staff write down what the applicant answers by phone. */
export function PhoneAnswer({ screen, problem, path }: { screen: CaseShown; problem: DeskProblem | null; path: ActPath }) {
  const { t } = useTranslation("desk");
  return (
    <Form method="post" action={path("phone-answer")} className="grid gap-3 border-t border-line pt-3">
      <h3 className="font-semibold">{t("phone.title")}</h3>
      <input type="hidden" name="version" value={screen.version} />
      <TextArea name="answer" label={t("phone.answer")} help={t("phone.help")} rows={3} most={4000} error={problem?.fields["answer"]} defaultValue={typedText(problem, "answer")} />
      <div>
        <Button size="small" look="other" icon={Phone}>
          {t("phone.act")}
        </Button>
      </div>
    </Form>
  );
}
