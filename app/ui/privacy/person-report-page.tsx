import { Form } from "@remix-run/react";
import { Download } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import type { DeskFormat, DeskProblem } from "../desk/screen.ts";
import { typedText } from "../desk/typed.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { TextInput } from "../field.tsx";
import { Card, DefinitionList, EmptyState, PageTitle, Section } from "../section.tsx";

type Fact = { field: string; value: string };
export type PersonReportShown = { asked: { email: string; userNumber: string; name: string }; madeAt: string; isEmpty: boolean; sections: ReadonlyArray<{ section: string; items: ReadonlyArray<readonly Fact[]> }> };
type Face = { title: string; report: PersonReportShown | null; problem: DeskProblem | null; path: string; filePath: string; format: DeskFormat };

/** Whom it is about, and then all that there is of that person, by where it comes from (AVG, article 15). */
export function PersonReportPage({ title, report, problem, path, filePath, format }: Face) {
  const { t } = useTranslation("person-report");
  const none = (report?.sections ?? []).filter(({ items }) => items.length === 0).map(({ section }) => t(`section.${section}`));
  return (
    <>
      <PageTitle title={title} lead={t("lead")} />
      <ErrorSummary problem={problem} labels={{ email: t("form.email"), userNumber: t("form.number"), name: t("form.name") }} />
      <Card className="max-w-form">
        <Form method="post" action={path} className="grid justify-items-start gap-3">
          <TextInput name="email" type="email" label={t("form.email")} autoComplete="off" error={problem?.fields["email"]} defaultValue={problem ? typedText(problem, "email") : (report?.asked.email ?? "")} optional />
          <TextInput name="userNumber" label={t("form.number")} help={t("form.numberHelp")} inputMode="numeric" autoComplete="off" error={problem?.fields["userNumber"]} defaultValue={problem ? typedText(problem, "userNumber") : (report?.asked.userNumber ?? "")} optional />
          <TextInput name="name" label={t("form.name")} help={t("form.nameHelp")} autoComplete="off" error={problem?.fields["name"]} defaultValue={problem ? typedText(problem, "name") : (report?.asked.name ?? "")} optional />
          <Button size="small">{t("form.act")}</Button>
        </Form>
      </Card>
      {report === null ? null : report.isEmpty ? (
        <EmptyState title={t("nothing")}>{t("nothingText")}</EmptyState>
      ) : (
        <Section title={t("result")}>
          <p className="text-soft">{t("asked", { what: [report.asked.email, report.asked.userNumber, report.asked.name].filter(Boolean).join(", "), when: format.dateTime(report.madeAt) })}</p>
          <p className="max-w-text text-help">{t("secrets")}</p>
          <Form method="post" action={filePath} reloadDocument>
            <input type="hidden" name="email" value={report.asked.email} />
            <input type="hidden" name="userNumber" value={report.asked.userNumber} />
            <input type="hidden" name="name" value={report.asked.name} />
            <Button size="small" look="other" icon={Download}>
              {t("form.download")}
            </Button>
          </Form>
          {report.sections
            .filter(({ items }) => items.length > 0)
            .map(({ section, items }) => (
              <Card key={section} title={t(`section.${section}`)} aside={<span className="text-help">{t("count", { count: items.length })}</span>}>
                <p className="mb-2 text-help">{t(`from.${section}`)}</p>
                <ul className="grid gap-4">
                  {items.map((facts, place) => (
                    <li key={place} className="border-t border-line pt-3 wrap-anywhere whitespace-pre-line first:border-0 first:pt-0">
                      <DefinitionList facts={facts.map(({ field, value }) => ({ key: field, label: t(`field.${field}`), value }))} />
                    </li>
                  ))}
                </ul>
              </Card>
            ))}
          {none.length === 0 ? null : <p className="max-w-text text-soft">{t("empty", { what: none.join(", ") })}</p>}
        </Section>
      )}
    </>
  );
}
