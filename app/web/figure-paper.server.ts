import { z } from "zod";

import type { FigurePaper } from "#app/domain/correspondence/figure-paper.ts";
import type { FigureFilter } from "#app/domain/dashboards/now.ts";
import { PAPER_VIEWS, type PaperView } from "#app/domain/dashboards/weekly/subscription.ts";
import type { Language } from "#app/domain/people.ts";
import type { Db } from "#db/types.ts";

import { flowOnPaper } from "./figure-paper/flow.ts";
import { nowOnPaper } from "./figure-paper/now.ts";
import type { Pen } from "./figure-paper/parts.ts";
import { rulesOnPaper } from "./figure-paper/rules.ts";
import { FlowSearch } from "./figures.server.ts";
import { showFlow } from "./flow.server.ts";
import { formatters } from "./format.ts";
import { translator } from "./i18n.server.ts";
import { showNow } from "./reports.server.ts";
import { showRules } from "./rules-spoken.server.ts";

/** A page of figures as it stands: which, and what it is narrowed by. */
export const PaperSearch = FlowSearch.extend({ view: z.enum(PAPER_VIEWS).catch("now") });
export type PaperSearch = z.infer<typeof PaperSearch>;

type Reader = { db: Db; now: Date; language: Language; sender: string };

/** A page of figures on paper: counted now, by what counts the page itself, and in the same words. */
export async function figurePaper({ db, now, language, sender }: Reader, { view, span, ...filter }: PaperSearch): Promise<FigurePaper> {
  const pen = penOf(language);
  const { words, format } = pen;
  const { from, until, former, ...said } = await readView({ db, now, t: pen.t, language }, { view, span, filter }, pen);
  const day = (date: string) => format.dateOnly(`${date}T12:00:00Z`);
  const period = from === undefined || until === undefined ? [] : [{ label: words("paper.period"), value: former ? words("past.stretch", { from: day(from), until: day(until), formerFrom: day(former.from), formerUntil: day(former.until) }) : words("behind.narrowed", { from: day(from), until: day(until) }) }];
  return {
    language,
    title: words("paper.title", { view: words(`views.${view}`) }),
    sender,
    about: [{ label: words("paper.about"), value: narrowedInWords(filter, pen) }, ...period, { label: words("paper.counted"), value: format.dateTime(now) }],
    writtenAt: now.toISOString(),
    sentencesTitle: words("say.title"),
    ...said,
  };
}

type Said = Pick<FigurePaper, "sentences" | "tables"> & { from?: string; until?: string; former?: { from: string; until: string } };

async function readView(reader: Parameters<typeof showFlow>[0], { view, span, filter }: { view: PaperView; span: PaperSearch["span"]; filter: FigureFilter }, pen: Pen): Promise<Said> {
  switch (view) {
    case "now":
      return nowOnPaper(await showNow(reader, filter), pen);
    case "flow": {
      const shown = await showFlow(reader, { ...filter, span });
      return { ...flowOnPaper(shown, pen), from: shown.from, until: shown.until, former: { from: shown.formerFrom, until: shown.formerUntil } };
    }
    case "rules": {
      const shown = await showRules(reader, { ...filter, span });
      return { ...rulesOnPaper(shown, pen), from: shown.from, until: shown.until };
    }
  }
}

export function penOf(language: Language): Pen {
  const t = translator(language);
  return { t, words: (key, values) => t(`reports:${key}`, values), format: formatters(language, t) };
}

/** What figures are narrowed by, in words: "Nieuwe gebruiker · per post", or "everything". */
export function narrowedInWords({ type, channel, segment }: FigureFilter, { t, words }: Pick<Pen, "t" | "words">): string {
  const parts = [
    ...(type === undefined ? [] : [t(`requests:${type}.title`, { defaultValue: type })]),
    ...(channel === undefined ? [] : [t(`desk-list:channel.${channel}`)]),
    ...(segment === undefined ? [] : [t(`desk-list:segment.${segment}`)]),
  ];
  return parts.length === 0 ? words("paper.everything") : parts.join(" · ");
}
