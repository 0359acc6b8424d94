import { decidedOtherwise, readRulesSpoken } from "#app/domain/dashboards/rules-spoken.ts";
import type { Span } from "#app/domain/dashboards/flow/read.ts";
import type { FigureFilter } from "#app/domain/dashboards/now.ts";
import type { Db } from "#db/types.ts";

import { choicesOf, figureAddress } from "./figures.server.ts";
import type { Translate } from "./i18n.server.ts";

/** The page "rules": what `readRulesSpoken` counted, each rule in its own sentence and with the requests behind its figures. */
export async function showRules({ db, now, t }: { db: Db; now: Date; t: Translate }, { span, ...filter }: FigureFilter & { span: Span }) {
  const { present, rules } = await readRulesSpoken(db, { filter, span, now });
  const to = figureAddress(filter, present);
  // The sentence as it stands in the rule, with its blanks.
  const says = (textKey: string) => t(`findings:${textKey}`, { skipInterpolation: true, defaultValue: textKey }).replaceAll(/\{\{[^}]*\}\}/g, "…");
  return {
    from: present.from,
    until: present.until,
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
}
