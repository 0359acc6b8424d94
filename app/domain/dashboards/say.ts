import type { LeadTime } from "./flow/read.ts";
import { percentOf } from "./share.ts";

/** A text of the namespace "reports", by its key there. */
type Words = (key: string, values?: Record<string, unknown>) => string;
type Format = { number(value: number): string; date(moment: string): string };
type Speaker = { words: Words; format: Format };

/** What the sentences of "now" are made of. */
type OfNow = {
  terms: { over: number; ending: number; ample: number };
  worst: { type: string; status: string; over: number; amount: number } | null;
  thisWeek: { amount: number };
  friday: string;
  stuck: number;
};

/** Are we on time? Where does it hurt? What is late by Friday? And what is stuck, where something is. The same on the page, on paper and in the e-mail of the week. */
export function sayNow({ terms, worst, thisWeek, friday, stuck }: OfNow, { words, format }: Speaker): { onTime: string; hurts: string; comes: string; stuck: string | null } {
  const amount = terms.over + terms.ending + terms.ample;
  const percent = percentOf(amount - terms.over, amount);
  const day = format.date(`${friday}T12:00:00Z`);
  return {
    onTime: amount === 0 ? words("say.onTime.none") : terms.over === 0 ? words("say.onTime.all", { count: amount, amount: format.number(amount) }) : words("say.onTime.late", { count: terms.over, over: format.number(terms.over), amount: format.number(amount), percent }),
    hurts: worst ? words("say.hurts.most", { count: worst.over, type: worst.type, status: worst.status, over: format.number(worst.over), amount: format.number(worst.amount) }) : words("say.hurts.none"),
    comes: comes(thisWeek.amount, terms.over),
    stuck: stuck === 0 ? null : words("say.stuck", { count: stuck, amount: format.number(stuck) }),
  };

  /** First what is behind the sentence, and then with what is late already: that is what one finds on Monday. */
  function comes(more: number, over: number): string {
    if (more === 0) return words("say.comes.none", { friday: day });
    if (over === 0) return words("say.comes.some", { count: more, amount: format.number(more), friday: day });
    return words("say.comes.more", { total: format.number(more + over), over: format.number(over), amount: format.number(more), friday: day });
  }
}

/** What the sentences of "flow" are made of. */
type OfFlow = { decided: number; late: number; inTime: number | null; inTimeBefore: number | null; lead: LeadTime | null; leadBefore: LeadTime | null; right: number | null; rightBefore: number | null; asked: number };

export type Said = { text: string; aside: string | null };

/** Were we in time? How long does it take? Was it right at once? Each beside what it was before. */
export function sayFlow({ decided, late, inTime, inTimeBefore, lead, leadBefore, right, rightBefore, asked }: OfFlow, { words, format }: Speaker): { inTime: Said; lead: Said; right: Said } {
  const days = (count: number) => words("past.days", { count });
  const share = (percent: number | null) => (percent === null ? null : words("past.beforeShare", { percent }));
  return {
    inTime: {
      text: decided === 0 ? words("past.inTime.none") : late === 0 ? words("past.inTime.all", { count: decided, amount: format.number(decided) }) : words("past.inTime.some", { percent: inTime, count: late, late: format.number(late), amount: format.number(decided) }),
      aside: share(inTimeBefore),
    },
    lead: {
      text: lead === null ? words("past.lead.none") : words("past.lead.some", { median: days(lead.median), p90: days(lead.p90) }),
      aside: leadBefore === null ? null : words("past.beforeLead", { median: days(leadBefore.median), p90: days(leadBefore.p90) }),
    },
    right: {
      text: right === null ? words("past.right.none") : asked === 0 ? words("past.right.all") : words("past.right.some", { percent: right, count: asked, asked: format.number(asked) }),
      aside: share(rightBefore),
    },
  };
}
