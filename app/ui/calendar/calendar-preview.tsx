import { Form } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import type { DeskFormat, DeskProblem } from "../desk/screen.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { BackLink } from "../navigation.tsx";
import { Card, PageTitle } from "../section.tsx";
import { ChangeForm } from "./change-form.tsx";
import { Difference, Moves } from "./consequences.tsx";
import type { DifferenceShown, MovesShown, NamedDay } from "./shown.ts";

type Sent = { flavour: string; remove: readonly string[]; from: string; to: string; nl: string; en: string; reason: string };

type Props = {
  title: string;
  flavour: "office" | "legal";
  closed: readonly NamedDay[];
  preview: { sent: Sent; difference: DifferenceShown; moves: MovesShown } | null;
  problem: DeskProblem | null;
  calendarPath: string;
  previewPath: string;
  proposePath: string;
  requestPath: (id: string) => string;
  format: DeskFormat;
};

/** What a change would do, with the button that puts it before a colleague; or the form again, with what was typed wrongly. */
export function CalendarPreview({ title, flavour, closed, preview, problem, calendarPath, previewPath, proposePath, requestPath, format }: Props) {
  const { t } = useTranslation("calendar");
  const labels = { from: t("change.from"), to: t("change.to"), nl: t("change.nl"), en: t("change.en"), reason: t("change.reason") };
  return (
    <>
      <div className="grid gap-2">
        <BackLink to={calendarPath}>{t("preview.back")}</BackLink>
        <PageTitle title={title} lead={preview ? t("preview.lead") : undefined} />
      </div>
      <ErrorSummary problem={problem} labels={labels} />
      {preview === null ? (
        <ChangeForm action={previewPath} flavour={flavour} closed={closed} problem={problem} format={format} />
      ) : (
        <Card title={t("preview.would")}>
          <div className="grid gap-4">
            <Difference difference={preview.difference} format={format} />
            <q className="text-soft">{preview.sent.reason}</q>
            <Moves moves={preview.moves} requestPath={requestPath} format={format} />
            <Form method="post" action={proposePath}>
              {Object.entries(preview.sent).map(([name, value]) =>
                typeof value === "string" ? <input key={name} type="hidden" name={name} value={value} /> : value.map((one) => <input key={`${name} ${one}`} type="hidden" name={`${name}[]`} value={one} />),
              )}
              <Button size="small">{t("preview.propose")}</Button>
            </Form>
          </div>
        </Card>
      )}
    </>
  );
}
