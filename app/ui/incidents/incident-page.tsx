import { Form } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { RadioGroup } from "../choices.tsx";
import { DateInput } from "../date-input.tsx";
import { typedParts } from "../day-parts.ts";
import type { DeskFormat, DeskProblem } from "../desk/screen.ts";
import { typedText } from "../desk/typed.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { TextArea, TextInput } from "../field.tsx";
import { BackLink } from "../navigation.tsx";
import { Card, DefinitionList, PageTitle } from "../section.tsx";
import { TimeInput } from "../time-input.tsx";
import { IncidentState, type IncidentRow } from "./incident-list.tsx";

type Assessment = { people: number; consequences: string; measures: string; authority: "told" | "not-needed"; authorityAt: string | null; authorityWhy: string; persons: "told" | "not-needed"; personsWhy: string; by: string; at: string };
type Line = Omit<IncidentRow, "assessment"> & { registeredAt: string; description: string; assessment: Assessment | null };
type Face = { shown: { title: string; line: Line; mayAssess: boolean }; format: DeskFormat; problem: DeskProblem | null; back: string };

/** One incident: what we know, and what somebody found who looked at it. */
export function IncidentPage({ shown, format, problem, back }: Face) {
  const { t } = useTranslation("incidents");
  const { line, mayAssess } = shown;
  const labels = Object.fromEntries(["people", "consequences", "measures", "authority", "authorityDate", "authorityWhy", "persons", "personsWhy"].map((name) => [name, t(`one.${name}`)]));
  return (
    <>
      <div className="grid gap-2">
        <BackLink to={back}>{t("one.back")}</BackLink>
        <PageTitle kicker={t("one.kicker", { date: format.dateTime(line.discoveredAt) })} title={<><span className="font-mono">{line.reference}</span> · {t(`kind.${line.kind}`)}</>} acts={<IncidentState line={line} format={format} />} />
      </div>
      <ErrorSummary problem={problem} labels={{ ...labels, authorityAt: labels["authorityDate"] ?? "" }} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card title={t("one.facts")}>
          <div className="grid gap-3">
            {line.letter === null ? null : <p className="max-w-text">{t("one.letterText", { reference: line.letter })}</p>}
            {line.description === "" ? null : <p className="max-w-text whitespace-pre-line">{line.description}</p>}
            <DefinitionList facts={[{ label: t("column.by"), value: t("one.by", { who: line.registeredBy, when: format.dateTime(line.registeredAt) }) }]} />
          </div>
        </Card>
        {line.assessment ? <Assessed assessment={line.assessment} format={format} /> : null}
        {mayAssess ? <Assess shown={shown} problem={problem} /> : null}
      </div>
    </>
  );
}

function Assessed({ assessment, format }: { assessment: Assessment; format: DeskFormat }) {
  const { t } = useTranslation("incidents");
  return (
    <Card title={t("one.assessed")}>
      <DefinitionList
        facts={[
          { label: t("column.people"), value: format.number(assessment.people) },
          { label: t("column.consequences"), value: assessment.consequences },
          { label: t("column.measures"), value: assessment.measures },
          { label: t("column.authority"), value: [t(`state.${assessment.authority}`), assessment.authorityAt && format.dateTime(assessment.authorityAt), assessment.authorityWhy].filter(Boolean).join("\n") },
          { label: t("column.persons"), value: [t(assessment.persons === "told" ? "one.personsTold" : "one.personsNot"), assessment.personsWhy].join("\n") },
          { label: t("column.assessedBy"), value: t("one.by", { who: assessment.by, when: format.dateTime(assessment.at) }) },
        ]}
      />
    </Card>
  );
}

function Assess({ shown: { line }, problem }: Pick<Face, "shown" | "problem">) {
  const { t } = useTranslation("incidents");
  const area = (name: string) => <TextArea name={name} label={t(`one.${name}`)} rows={2} most={4000} error={problem?.fields[name]} defaultValue={typedText(problem, name)} />;
  return (
    <Card title={t("one.assess")}>
      <Form method="post" action={line.to} className="grid gap-4">
        <TextInput name="people" label={t("one.people")} inputMode="numeric" width="tiny" maxLength={8} error={problem?.fields["people"]} defaultValue={typedText(problem, "people")} />
        {area("consequences")}
        {area("measures")}
        <RadioGroup
          name="authority"
          label={t("one.authority")}
          error={problem?.fields["authority"]}
          value={typedText(problem, "authority")}
          choices={[
            { value: "told", label: t("one.told") },
            { value: "not-needed", label: t("one.not-needed") },
          ]}
        />
        <div className="flex flex-wrap items-end gap-4">
          <DateInput name="authorityDate" optional label={t("one.authorityDate")} error={problem?.fields["authorityDate"] ?? problem?.fields["authorityAt"]} value={typedParts(problem?.values, "authorityDate")} />
          <TimeInput name="authorityTime" optional label={t("one.authorityTime")} error={problem?.fields["authorityTime"]} defaultValue={typedText(problem, "authorityTime")} />
        </div>
        {area("authorityWhy")}
        <RadioGroup
          name="persons"
          label={t("one.persons")}
          error={problem?.fields["persons"]}
          value={typedText(problem, "persons")}
          choices={[
            { value: "told", label: t("one.personsTold") },
            { value: "not-needed", label: t("one.personsNot") },
          ]}
        />
        {area("personsWhy")}
        <p className="text-help">{t("one.once")}</p>
        <div>
          <Button size="small">{t("one.act")}</Button>
        </div>
      </Form>
    </Card>
  );
}
