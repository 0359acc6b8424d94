import { sayNow } from "#app/domain/dashboards/say.ts";
import type { WeeklyPage } from "#app/domain/dashboards/weekly/send.ts";
import { findSubscription, type PageAsked, type PaperView } from "#app/domain/dashboards/weekly/subscription.ts";
import type { Week } from "#app/domain/dashboards/weekly/week.ts";
import { weekNumber } from "#app/domain/deadlines/week.ts";
import type { Language } from "#app/domain/people.ts";
import type { Db } from "#db/types.ts";

import { figurePaper, narrowedInWords, PaperSearch, penOf } from "./figure-paper.server.ts";
import { viewsOf } from "./figures.server.ts";
import { paths } from "./paths.ts";
import { showNow } from "./reports.server.ts";

/** The e-mail of the week to one subscriber: what `figurePaper` draws of their page, and the sentences of now about whatever it is narrowed to. */
export async function composeWeekly({ db, sender }: { db: Db; sender: string }, page: PageAsked, { week, language, now }: { week: Week; language: Language; now: Date }): Promise<WeeklyPage> {
  const search = PaperSearch.parse(page);
  const { view, span: _span, ...filter } = search;
  const pen = penOf(language);
  const { t, words, format } = pen;
  const paper = await figurePaper({ db, now, language, sender }, search);
  const { onTime, hurts, comes } = sayNow(await showNow({ db, now, t }, filter), pen);
  const number = String(weekNumber(week.monday));
  const moment = { when: format.dateTime(now), day: format.date(`${week.day}T12:00:00Z`) };
  return {
    paper,
    fileName: `${words("export.title")}-${words("week", { week: number }).replaceAll(" ", "-")}-${words(`views.${view}`).toLowerCase()}.pdf`,
    says: { week: number, onTime, hurts, comes, counted: words(week.isLate ? "weekly.countedLate" : "weekly.counted", moment), page: words(`views.${view}`), narrowed: narrowedInWords(filter, pen) },
    pagePath: viewsOf(search)[view],
    stopPath: paths.weeklyFigures(),
  };
}

/** A subscription in words: "Doorstroom, 13 weken (Nieuwe gebruiker)". */
function pageInWords(page: PageAsked, language: Language): string {
  const { view, span, ...filter } = PaperSearch.parse(page);
  const pen = penOf(language);
  const name = pen.words(`views.${view}`);
  return `${view === "now" ? name : `${name}, ${pen.words(`span.${span}`)}`} (${narrowedInWords(filter, pen)})`;
}

/** What a page of figures says of the e-mail of the week: whether this page is sent, another one, or none. */
export async function showWeekly({ db, language }: { db: Db; language: Language }, staffId: string, here: { view: PaperView; span?: string } & Omit<PageAsked, "view" | "span">) {
  const { canBeMailed, subscription } = await findSubscription(db, staffId);
  const isThis = subscription !== null && subscription.language === language && sameAddress(subscription, here);
  return { canBeMailed, is: subscription === null ? ("none" as const) : isThis ? ("this" as const) : ("another" as const), page: subscription && pageInWords(subscription, language) };
}
export type WeeklyShown = Awaited<ReturnType<typeof showWeekly>>;

/** By their addresses: where a page does not look back, how far back it would is no difference. */
function sameAddress(one: PageAsked, other: Omit<PageAsked, "span"> & { span?: string | undefined }): boolean {
  const address = (page: Partial<PageAsked>) => {
    const search = PaperSearch.parse(page);
    return viewsOf(search)[search.view];
  };
  return address(one) === address(other);
}

/** The subscription of somebody on a page of its own, with where its page stands; null where there is none. */
export async function showSubscription({ db, language }: { db: Db; language: Language }, staffId: string) {
  const { canBeMailed, subscription } = await findSubscription(db, staffId);
  if (subscription === null) return { canBeMailed, subscription: null };
  const search = PaperSearch.parse(subscription);
  return { canBeMailed, subscription: { page: pageInWords(subscription, language), to: viewsOf(search)[search.view], language: subscription.language } };
}
