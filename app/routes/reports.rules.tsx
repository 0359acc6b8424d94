import { useLoaderData } from "@remix-run/react";

import { decidedOtherwise, readRulesSpoken } from "#app/domain/dashboards/rules-spoken.ts";
import { RulesPage } from "#app/ui/reports/rules-page.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { choicesOf, figureAddress, FlowSearch, headOf } from "#app/web/figures.server.ts";
import { staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["reports", "desk-list"] };
export const meta = pageMeta;

/** Which rules speak, and what the desk then decides: `readRulesSpoken`. */
export const loader = staffLoader({ can: "report:read", input: FlowSearch }, async ({ input, db, now, t }) => {
  const { span, ...filter } = input;
  const { present, rules } = await readRulesSpoken(db, { filter, span, now });
  const to = figureAddress(filter, present);
  // The sentence as it stands in the rule, with its blanks.
  const says = (textKey: string) => t(`findings:${textKey}`, { skipInterpolation: true, defaultValue: textKey }).replaceAll(/\{\{[^}]*\}\}/g, "…");
  return {
    title: t("reports:views.rules"),
    from: present.from,
    until: present.until,
    ...headOf(input, now),
    choices: await choicesOf({ db, t }),
    rules: rules.map(({ id, severity, textKey, approved, rejected }) => ({
      id,
      severity,
      says: textKey === null ? null : says(textKey),
      spoke: { amount: approved + rejected, to: to("rule", id) },
      approved: { amount: approved, to: to("rule", `${id} approve`) },
      rejected: { amount: rejected, to: to("rule", `${id} reject`) },
      against: decidedOtherwise({ severity, approved }),
    })),
  };
});

export default function Rules() {
  return (
    <StaffLayout wide>
      <RulesPage {...useLoaderData<typeof loader>()} path={paths.reportOf("rules")} format={useFormat()} />
    </StaffLayout>
  );
}
