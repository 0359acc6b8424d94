import { useActionData, useLoaderData } from "@remix-run/react";

import { reportPerson } from "#app/domain/privacy/report.ts";
import { PersonReportPage } from "#app/ui/privacy/person-report-page.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { EXPORT_LIMIT } from "#app/web/exports.server.ts";
import { formatters } from "#app/web/format.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";
import { WhomForm, wordReport, type ReportShown } from "#app/web/person-report.server.ts";
import { isActionProblem } from "#app/web/problems.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["person-report"] };
export const meta = pageMeta;

/** Where somebody asks what there is of one person. */
export const loader = staffLoader({ can: "person:report" }, async ({ t }) => ({ title: t("person-report:title") }));

/** Makes the report: `reportPerson`. It is the answer itself, so that no address holds whom it is about. */
export const action = staffAction({ can: "person:report", input: WhomForm, limit: EXPORT_LIMIT }, async ({ input, actor, db, now, t, language, context }) => {
  const report = await reportPerson(db, { whom: input, by: actor, now, correlationId: context.correlationId });
  return { report: wordReport(report, { t, moment: formatters(language, t).dateTime }) };
});

export default function PersonReport() {
  const answer: unknown = useActionData();
  return (
    <StaffLayout>
      <PersonReportPage {...useLoaderData<typeof loader>()} report={isReport(answer) ? answer.report : null} problem={isActionProblem(answer) ? answer.problem : null} path={`${paths.personReport()}?index`} filePath={paths.personReportFile()} format={useFormat()} />
    </StaffLayout>
  );
}

const isReport = (answer: unknown): answer is { report: ReportShown } => typeof answer === "object" && answer !== null && "report" in answer;
