import type { FigurePaper } from "#app/domain/correspondence/figure-paper.ts";

import type { showRules } from "../rules-spoken.server.ts";
import { plain, tableOf, type Pen } from "./parts.ts";

/** The page "rules" on paper: the same figures, without the links. */
export function rulesOnPaper({ rules }: Awaited<ReturnType<typeof showRules>>, { words, format }: Pen): Pick<FigurePaper, "sentences" | "tables"> {
  const table = tableOf({
    title: words("rules.title"),
    heads: [words("rules.rule"), words("terms.picture"), words("rules.spoke"), { text: words("rules.approved"), look: "full" }, { text: words("rules.rejected"), look: "hatched" }, words("rules.against")],
    rows: rules.map(({ id, says, severity, spoke, approved, rejected, against }) => ({
      label: says ?? id,
      below: `${id} · ${severity === null ? words("rules.gone") : words(`rules.severity.${severity}`)}`,
      cells: [
        { text: "", bar: [{ share: approved.amount, look: "full" as const }, { share: rejected.amount, look: "hatched" as const }] },
        ...[spoke, approved, rejected].map(({ amount }) => plain(format.number(amount))),
        plain(against === null ? "·" : format.number(against)),
      ],
    })),
    none: words("rules.none"),
    notes: [words("rules.counts")],
  });
  return { sentences: [], tables: [table] };
}
