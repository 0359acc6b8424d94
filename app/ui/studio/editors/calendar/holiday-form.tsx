import { ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";

import { holidayOn } from "#app/domain/deadlines/working-days.ts";

import { Button } from "../../../button.tsx";
import { ChoiceField, NumberField, Ticks, WordingPair } from "../inputs/fields.tsx";
import { isObject, listOf, textOf } from "../template/blocks.ts";
import { localeOf } from "./locale.ts";
import { readableHoliday } from "./readable.ts";

type Holiday = Readonly<Record<string, unknown>>;

/** One feast day: closed it says what it is called and when it falls, open it is changed. */
export function HolidayForm({ index, holiday, year, onChange, onRemove }: { index: number; holiday: unknown; year: number; onChange: (next: Holiday) => void; onRemove: () => void }) {
  const { t, i18n } = useTranslation("studio");
  const now = isObject(holiday) ? holiday : {};
  const rule = isObject(now["rule"]) ? now["rule"] : {};
  const name = isObject(now["name"]) ? textOf(now["name"][i18n.language]) : "";
  const of = name === "" ? t("calendar-editor.nameless") : name;
  const path = `holidays.${index}`;
  const day = new Intl.DateTimeFormat(localeOf(i18n.language), { weekday: "short", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  const falls = readableHoliday(now).flatMap((one) => [year, year + 1].flatMap((of_) => holidayOn(one, of_) ?? []).map((on) => day.format(new Date(on))));
  const flavours = listOf(now["flavours"]);
  const ruled = (name_: string) => (value: unknown) => onChange({ ...now, rule: without({ ...rule, [name_]: value }, value === null ? name_ : "") });
  const months = new Intl.DateTimeFormat(localeOf(i18n.language), { month: "long", timeZone: "UTC" });
  return (
    <details data-holiday={index} data-path={path} className="group rounded-md border border-line">
      <summary className="flex min-h-9 cursor-pointer flex-wrap items-center gap-x-4 px-3 py-1.5">
        <span className="inline-flex items-center gap-2 font-semibold">
          <ChevronRight aria-hidden className="size-4 shrink-0 group-open:rotate-90" />
          {of}
        </span>
        <span className="text-soft">{falls.length === 0 ? t("calendar-editor.notSoon") : falls.join(" · ")}</span>
        <span className="text-soft">{flavours.map((one) => t(`calendar-editor.flavours.${String(one)}`, { defaultValue: String(one) })).join(", ")}</span>
      </summary>
      <div className="grid gap-4 border-t border-line p-3">
        <WordingPair path={`${path}.name`} label={t("calendar-editor.name")} of={of} value={now["name"]} onChange={(value) => onChange({ ...now, name: value })} />
        <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
          <ChoiceField
            path={`${path}.rule.kind`} label={t("calendar-editor.rule")} of={of} value={textOf(rule["kind"])} choices={(["fixed", "easter"] as const).map((value) => ({ value, label: t(`calendar-editor.rules.${value}`) }))}
            onChange={(kind) => onChange({ ...now, rule: kind === "easter" ? { kind, days: 1 } : { kind, month: 1, day: 1 } })}
          />
          {rule["kind"] === "easter" ? (
            <NumberField path={`${path}.rule.days`} label={t("calendar-editor.days")} of={of} value={rule["days"]} onChange={(days) => onChange({ ...now, rule: { ...rule, days } })} />
          ) : (
            <>
              <NumberField path={`${path}.rule.day`} label={t("calendar-editor.day")} of={of} value={rule["day"]} onChange={(value) => onChange({ ...now, rule: { ...rule, day: value } })} />
              <ChoiceField path={`${path}.rule.month`} label={t("calendar-editor.month")} of={of} value={String(rule["month"])} choices={Array.from({ length: 12 }, (_, month) => ({ value: String(month + 1), label: months.format(Date.UTC(2026, month, 15)) }))} onChange={(value) => onChange({ ...now, rule: { ...rule, month: Number(value) } })} />
              <NumberField path={`${path}.rule.whenSunday`} label={t("calendar-editor.whenSunday")} of={of} value={rule["whenSunday"]} onChange={ruled("whenSunday")} />
            </>
          )}
          <NumberField path={`${path}.everyYears`} label={t("calendar-editor.everyYears")} of={of} value={now["everyYears"]} onChange={(value) => onChange(without({ ...now, everyYears: value }, value === null ? "everyYears" : ""))} />
        </div>
        <Ticks path={`${path}.flavours`} label={t("calendar-editor.counts")} of={of} chosen={flavours} choices={(["office", "legal"] as const).map((value) => ({ value, label: t(`calendar-editor.flavours.${value}`) }))} onChange={(value) => onChange({ ...now, flavours: value })} />
        <span>
          <Button type="button" look="quiet" size="small" onClick={onRemove}>
            {t("calendar-editor.removeHoliday")}
            <span className="sr-only">: {of}</span>
          </Button>
        </span>
      </div>
    </details>
  );
}

/** What is left empty is not said at all. */
function without(all: Holiday, name: string): Holiday {
  return Object.fromEntries(Object.entries(all).filter(([key]) => key !== name));
}
