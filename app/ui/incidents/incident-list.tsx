import { Form, Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { DataTable } from "../data-table.tsx";
import { DateInput } from "../date-input.tsx";
import { typedParts } from "../day-parts.ts";
import type { DeskFormat, DeskProblem } from "../desk/screen.ts";
import { typedText } from "../desk/typed.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { ExportForm } from "../export-form.tsx";
import { Select, TextArea } from "../field.tsx";
import { Notice } from "../notice.tsx";
import { Card, EmptyState, PageTitle } from "../section.tsx";
import { StatusTag } from "../status-tag.tsx";
import { TimeInput } from "../time-input.tsx";

export type IncidentRow = {
  id: string;
  reference: string;
  to: string;
  kind: string;
  letter: string | null;
  discoveredAt: string;
  tellBy: string;
  isLate: boolean;
  registeredBy: string;
  assessment: { authority: "told" | "not-needed" } | null;
};

type Shown = { title: string; noted: string | null; mayRegister: boolean; kinds: readonly string[]; today: { date: string; time: string }; lines: readonly IncidentRow[] };
type Face = { shown: Shown; format: DeskFormat; problem: DeskProblem | null; exports: string };

/** The register of breaches of personal data: what nobody has looked at first, and a form to note another one. */
export function IncidentList({ shown, format, problem, exports }: Face) {
  const { t } = useTranslation("incidents");
  const { lines, noted, mayRegister } = shown;
  return (
    <>
      <PageTitle title={shown.title} lead={t("lead")} acts={<ExportForm action={exports} fields={{}} />} />
      <ErrorSummary problem={problem} labels={{ kind: t("register.kind"), date: t("register.date"), time: t("register.time"), description: t("register.description"), discoveredAt: t("register.date") }} />
      {noted && !problem ? <Notice kind="well" live>{t("register.done", { reference: noted })}</Notice> : null}
      {lines.length === 0 ? (
        <EmptyState title={t("none")}>{t("noneText")}</EmptyState>
      ) : (
        <DataTable
          caption={t("caption")}
          rows={lines}
          rowKey={({ id }) => id}
          columns={[
            { key: "reference", head: t("column.reference"), cell: ({ reference, to }) => <Link to={to} className="inline-flex min-h-6 items-center font-mono text-link">{reference}</Link> },
            { key: "what", head: t("column.what"), cell: ({ kind, letter }) => [t(`kind.${kind}`), letter].filter(Boolean).join(" · ") },
            { key: "discovered", head: t("column.discovered"), cell: ({ discoveredAt }) => `${format.shortDate(discoveredAt)} ${format.time(discoveredAt)}`, wideOnly: true },
            { key: "by", head: t("column.by"), cell: ({ registeredBy }) => registeredBy, wideOnly: true },
            { key: "state", head: t("column.state"), cell: (line) => <IncidentState line={line} format={format} /> },
          ]}
        />
      )}
      {mayRegister ? <Register key={noted} shown={shown} problem={problem} /> : null}
    </>
  );
}

/** Until when the supervisor has to be told, or what became of that. */
export function IncidentState({ line, format }: { line: Pick<IncidentRow, "assessment" | "isLate" | "tellBy">; format: DeskFormat }) {
  const { t } = useTranslation("incidents");
  if (line.assessment) return <StatusTag tone="well">{t(`state.${line.assessment.authority}`)}</StatusTag>;
  const date = `${format.shortDate(line.tellBy)} ${format.time(line.tellBy)}`;
  return <StatusTag tone={line.isLate ? "late" : "soon"}>{t(line.isLate ? "state.late" : "state.open", { date })}</StatusTag>;
}

function Register({ shown, problem }: Pick<Face, "shown" | "problem">) {
  const { t } = useTranslation("incidents");
  const { kinds, today } = shown;
  return (
    <Card title={t("register.title")}>
      <Form method="post" action="/incidents?index" className="grid gap-4">
        <Select name="kind" label={t("register.kind")} error={problem?.fields["kind"]} choices={kinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))} defaultValue={typedText(problem, "kind") || kinds[0]} />
        <div className="flex flex-wrap items-end gap-4">
          <DateInput name="date" label={t("register.date")} error={problem?.fields["date"] ?? problem?.fields["discoveredAt"]} value={typedParts(problem?.values, "date", today.date)} />
          <TimeInput name="time" label={t("register.time")} error={problem?.fields["time"]} defaultValue={typedText(problem, "time") || today.time} />
        </div>
        <TextArea name="description" label={t("register.description")} help={t("register.descriptionHelp")} rows={4} most={4000} error={problem?.fields["description"]} defaultValue={typedText(problem, "description")} />
        <div>
          <Button size="small">{t("register.act")}</Button>
        </div>
      </Form>
    </Card>
  );
}
