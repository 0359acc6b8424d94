import { z } from "zod";

import type { PersonReport } from "#app/domain/privacy/report.ts";
import type { Section } from "#app/domain/privacy/sections.ts";

import type { Translate } from "./i18n.server.ts";

/** Whom somebody asks about: an e-mail address, a user number, or both. Sent in the body of a form, so that it stands in no address and no log. */
export const WhomForm = z
  .object({ email: z.union([z.literal(""), z.email("field.email")]).default(""), userNumber: z.string().trim().regex(/^(\d{14})?$/, "person.number").default(""), name: z.string().trim().max(100).default("") })
  .refine(({ email, userNumber }) => email !== "" || userNumber !== "", { path: ["email"], message: "person.whom" });

/** The report in words: of acts, states and moments as the page says them. */
export function wordReport({ id, asked, madeAt, sections }: PersonReport, { t, moment }: { t: Translate; moment: (at: string) => string }) {
  return {
    id,
    asked,
    madeAt: madeAt.toISOString(),
    isEmpty: sections.every(({ items }) => items.length === 0),
    sections: sections.map(({ section, items }) => ({ section, items: items.map((item) => Object.entries(item).map(([field, value]) => ({ field, value: worded(section, field, value) }))) })),
  };

  function worded(section: Section, field: string, value: string): string {
    if (section === "looks" && field === "act") return t(`desk:acts.${value}`);
    if (section === "requests" && field === "type") return t(`requests:${value}.title`);
    if (section === "requests" && field === "status") return t(`desk:status.${value}`);
    if (CODED.includes(field)) return t([`person-report:value.${value}`, value]);
    return isMoment(value) ? moment(value) : value;
  }
}
export type ReportShown = ReturnType<typeof wordReport>;

/** Fields that hold a word of the machine's, which the page says in the reader's; what has no other word is said as it is. */
const CODED = ["status", "role", "kind", "result", "decision", "outcome", "document", "language"];

/** PostgreSQL's and JavaScript's spelling of a moment; nothing that somebody types looks like it. */
const isMoment = (value: string) => /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d(:?\d\d)?)$/.test(value);
