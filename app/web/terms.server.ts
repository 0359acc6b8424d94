import { may } from "#app/domain/access/permissions.ts";
import { officeDate } from "#app/domain/deadlines/calendar.ts";
import { previewTerms, type StageShown, type TermPreview } from "#app/domain/dashboards/terms/preview.ts";
import type { PolicyMove } from "#app/domain/dashboards/terms/of-policies.ts";
import type { Whom } from "#app/domain/dashboards/terms/whom.ts";
import { OPEN_CHANGES } from "#app/domain/definitions/changes/lifecycle.ts";
import { getChange, listRelease } from "#app/domain/definitions/changes/read.ts";
import type { PolicyValue } from "#app/domain/definitions/schema/policy.ts";
import { currentRelease } from "#app/domain/definitions/store.ts";

import { movesShown } from "./calendar.server.ts";
import type { Translate } from "./i18n.server.ts";
import { paths } from "./paths.ts";
import type { Place } from "./studio.server.ts";

/** Which due dates a change would move, in words; null where it sets none, or is over. */
export async function showTerms(place: Omit<Place, "texts">, changeId: string) {
  const { db, now } = place;
  const { status, entries, publishFrom } = await getChange(db, changeId);
  if (!OPEN_CHANGES.includes(status)) return null;
  const released = await listRelease(db, await currentRelease(db));
  const preview = await previewTerms(db, { released, entries, on: officeDate(publishFrom ?? now), now });
  return preview === null || preview === "not-ready" ? preview : previewShown(place, preview);
}

function previewShown({ actor, now, t, language }: Omit<Place, "texts">, { on, stages, policies, calendar }: TermPreview) {
  const pathOf = (requestId: string) => (may(actor, "request:read") ? paths.request(requestId) : null);
  const moment = (date: Date | null) => date && { at: date.toISOString(), isNow: date <= now };
  return {
    on,
    stages: stages.map(({ stage, whom, was, is, example, kept, forms, perType }) => ({
      key: JSON.stringify([stage, whom, was, is, perType.map(({ type }) => type)]),
      stage,
      whom: whomInWords(whom, t),
      was: amountInWords(was.amount, was.unit, t),
      is: amountInWords(is.amount, is.unit, t),
      hasTime: was.unit === "hours" || is.unit === "hours",
      example: exampleShown(example),
      kept,
      forms,
      perType: perType.map(({ type, kept: { count, isMore, first } }) => ({ type: typeName(type, t), count, isMore, first: first.map(({ requestId, reference, dueAt }) => ({ reference, path: pathOf(requestId), dueAt: dueAt.toISOString() })) })),
    })),
    policies: policies.map(({ key, title, whom, unit, hold, was, is, example, kept, forms, open }) => ({
      key: JSON.stringify([key, whom, was, is]),
      title: title[language],
      whom: whomInWords(whom, t),
      hold,
      was: amountInWords(was, unit, t),
      is: amountInWords(is, unit, t),
      hasTime: unit === "hours",
      example: example && exampleShown(example),
      kept,
      forms,
      open: open && {
        ...open,
        first: open.first.map(({ about, from, to }) => ({ about: "reference" in about ? { reference: about.reference, path: pathOf(about.requestId) } : { until: about.until.toISOString() }, from: moment(from), to: moment(to) })),
      },
    })),
    calendar: calendar && movesShown(calendar, t),
  };
}

function exampleShown({ begins, from, to }: StageShown["example"]) {
  return { begins: begins.toISOString(), from: from.toISOString(), to: to.toISOString() };
}

function typeName(type: string, t: Translate): string {
  const title = t(`requests:${type}.title`);
  return title === `${type}.title` ? type : title;
}

/** "pgb, papier"; nothing where it is for everybody. */
function whomInWords({ segments, channels }: Whom, t: Translate): string | null {
  const words = [...(segments ?? []).map((one) => t(`studio:policy-editor.scope.segment.${one}`)), ...(channels ?? []).map((one) => t(`studio:policy-editor.scope.channel.${one}`))];
  return words.length === 0 ? null : words.join(", ");
}

/** "5 werkdagen", "3, 10 dagen", "geen grens". */
function amountInWords(value: PolicyValue, unit: PolicyMove["unit"], t: Translate): string {
  if (Array.isArray(value)) return value.length === 0 ? t("studio:terms.noDays") : t("studio:terms.amount.days", { count: value.at(-1) ?? 0, amount: value.join(", ") });
  return typeof value === "number" ? t(`studio:terms.amount.${unit}`, { count: value, amount: value }) : t("studio:terms.unlimited");
}
