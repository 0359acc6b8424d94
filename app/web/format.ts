import type { Language } from "#app/domain/people.ts";

const TIME_ZONE = "Europe/Amsterdam";
const LOCALES: Record<Language, string> = { nl: "nl-NL", en: "en-GB" };

type Say = (key: string, values?: Record<string, unknown>) => string;
type Moment = Date | string;

/** Each takes as long to make as fifty dates take to write, so a language makes its own once. */
const makers = new Map<Language, ReturnType<typeof makersOf>>();

function makersOf(locale: string) {
  const by = (options: Intl.DateTimeFormatOptions) => {
    const formatter = new Intl.DateTimeFormat(locale, { timeZone: TIME_ZONE, ...options });
    return (moment: Moment) => formatter.format(new Date(moment));
  };
  return {
    day: by({ weekday: "long", day: "numeric", month: "long", year: "numeric" }),
    shortDay: by({ weekday: "short", day: "numeric", month: "short" }),
    briefDay: by({ day: "numeric", month: "short", year: "numeric" }),
    plainDay: by({ day: "numeric", month: "long", year: "numeric" }),
    monthOfYear: by({ month: "long", year: "numeric" }),
    clock: by({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
    number: new Intl.NumberFormat(locale),
  };
}

/**
 * How the office writes dates, times and amounts, always by the clock of Amsterdam: "maandag 16 november 2026", "14:05 uur",
 * "nog 3 werkdagen". `t` says keys of the namespace "common". Moments are dates or ISO 8601 texts, as loaders send them.
 */
export function formatters(language: Language, t: Say) {
  const made = makers.get(language) ?? makersOf(LOCALES[language]);
  makers.set(language, made);
  const { day, shortDay, briefDay, plainDay, monthOfYear, clock, number } = made;
  return {
    /** "maandag 16 november 2026"; English without the comma that some versions of the data put in. */
    date: (moment: Moment) => day(moment).replace(",", ""),
    /** "16 november 2026" */
    dateOnly: plainDay,
    /** "ma 16 nov", for the desk. */
    shortDate: (moment: Moment) => shortDay(moment).replace(",", ""),
    /** "16 nov 2026", for tables that go back years. */
    briefDate: briefDay,
    /** "14:05 uur" */
    time: (moment: Moment) => t("common:time.at", { time: clock(moment) }),
    /** "maandag 16 november 2026 om 14:05 uur" */
    dateTime: (moment: Moment) => t("common:time.dateAndTime", { date: day(moment).replace(",", ""), time: clock(moment) }),
    /** "1.234" */
    number: (value: number) => number.format(value),
    /** What is left of a term: "nog 3 werkdagen", "laatste werkdag", "te laat" on a day off right after it, "2 werkdagen te laat". */
    timeLeft: ({ days, isLate }: { days: number; isLate: boolean }) => {
      if (!isLate) return days > 0 ? t("common:time.workingDaysLeft", { count: days }) : t("common:time.lastWorkingDay");
      return days < 0 ? t("common:time.workingDaysLate", { count: -days }) : t("common:time.late");
    },
    /** A date of which only part may be known, as "YYYYMMDD" with zeros for what is not: "14 maart 1968", "maart 1968, dag onbekend". */
    partialDate: (digits: string) => {
      const [year, month, date] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6, 8)];
      if (!/[1-9]/.test(year)) return "";
      if (!/[1-9]/.test(month)) return t("common:time.yearOnly", { year });
      return /[1-9]/.test(date) ? plainDay(`${year}-${month}-${date}`) : t("common:time.monthOnly", { month: monthOfYear(`${year}-${month}-01`) });
    },
    /** "nog 12 dagen", counting every day. */
    daysLeft: (days: number) => t("common:time.daysLeft", { count: Math.max(0, days) }),
  };
}

export type Format = ReturnType<typeof formatters>;
