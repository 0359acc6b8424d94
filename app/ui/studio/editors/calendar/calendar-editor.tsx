import { Plus, Trash2 } from "lucide-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";

import type { CalendarChoices } from "#app/domain/definitions/choices/calendar.ts";

import { Button } from "../../../button.tsx";
import type { EditorProps } from "../editor.ts";
import { ChoiceField, DayField, Ticks, WordingPair } from "../inputs/fields.tsx";
import { ActButton } from "../template/blank-field.tsx";
import { isObject, listOf, textOf } from "../template/blocks.ts";
import { useFocusAfter } from "../use-focus-after.ts";
import { HolidayForm } from "./holiday-form.tsx";
import { localeOf } from "./locale.ts";
import { YearView } from "./year-view.tsx";

type Content = Readonly<Record<string, unknown>>;

/** Monday to Sunday, as a week has them; 16 November 2026 is a Monday. */
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
const MONDAY = Date.UTC(2026, 10, 16, 12);

/** The calendar of working days: on which days the office works, which feast days there are, when it is closed; and the years that come of it. */
export function CalendarEditor({ content, onChange, around }: EditorProps<Content, CalendarChoices>) {
  const { t, i18n } = useTranslation("studio");
  const root = useRef<HTMLDivElement>(null);
  const focusOn = useFocusAfter(root);
  const holidays = listOf(content["holidays"]);
  const closed = listOf(content["closed"]);
  const weekday = new Intl.DateTimeFormat(localeOf(i18n.language), { weekday: "long", timeZone: "UTC" });
  const set = (name: string) => (value: unknown) => onChange({ ...content, [name]: value });
  const addHoliday = () => {
    const ids = holidays.map((one) => (isObject(one) ? one["id"] : null));
    const number = Array.from({ length: holidays.length + 1 }, (_, index) => index + 1).find((one) => !ids.includes(`own-day-${one}`)) ?? 1;
    focusOn(`[data-holiday="${holidays.length}"] summary`);
    set("holidays")([...holidays, { id: `own-day-${number}`, name: { nl: "", en: "" }, rule: { kind: "fixed", month: 1, day: 1 }, flavours: ["office"] }]);
  };
  const removeHoliday = (at: number) => {
    focusOn(`[data-holiday="${Math.min(at, holidays.length - 2)}"] summary`, "[data-add-holiday]");
    set("holidays")(holidays.filter((_, index) => index !== at));
  };
  const removeClosed = (at: number) => {
    focusOn(`[data-closed="${Math.min(at, closed.length - 2)}"] input`, "[data-add-closed]");
    set("closed")(closed.filter((_, index) => index !== at));
  };
  return (
    <div ref={root} className="grid min-w-0 gap-6">
      <WordingPair path="title" label={t("calendar-editor.title")} value={content["title"]} onChange={set("title")} />
      <div className="grid gap-x-6 gap-y-4 md:grid-cols-[18rem_1fr]">
        <ChoiceField path="flavour" label={t("calendar-editor.flavour")} value={textOf(content["flavour"])} choices={(["office", "legal"] as const).map((value) => ({ value, label: t(`calendar-editor.flavours.${value}`) }))} onChange={set("flavour")} />
        <Ticks path="workingWeekdays" label={t("calendar-editor.weekdays")} chosen={listOf(content["workingWeekdays"])} choices={WEEKDAYS.map((value) => ({ value, label: weekday.format(MONDAY + (value - 1) * 86_400_000) }))} onChange={set("workingWeekdays")} />
      </div>
      <section aria-label={t("calendar-editor.holidays")} data-path="holidays" className="grid gap-2">
        <h3 className="font-semibold">{t("calendar-editor.holidays")}</h3>
        {holidays.map((one, index) => (
          <HolidayForm key={index} index={index} holiday={one} year={Number(around.today.slice(0, 4))} onChange={(next) => set("holidays")(holidays.map((other, place) => (place === index ? next : other)))} onRemove={() => removeHoliday(index)} />
        ))}
        <span>
          <Button type="button" data-add-holiday look="other" size="small" icon={Plus} onClick={addHoliday}>
            {t("calendar-editor.addHoliday")}
          </Button>
        </span>
      </section>
      <section aria-label={t("calendar-editor.closed")} data-path="closed" className="grid gap-3">
        <h3 className="font-semibold">{t("calendar-editor.closed")}</h3>
        {closed.length === 0 ? <p className="text-soft">{t("calendar-editor.noneClosed")}</p> : null}
        {closed.map((one, index) => {
          const now = isObject(one) ? one : {};
          const of = t("calendar-editor.closedDay", { number: index + 1 });
          const say = (name: string) => (value: unknown) => set("closed")(closed.map((other, place) => (place === index ? { ...now, [name]: value } : other)));
          return (
            <div key={index} data-closed={index} className="grid items-end gap-3 border-b border-line pb-3 lg:grid-cols-[14rem_1fr_auto]">
              <DayField path={`closed.${index}.on`} label={t("calendar-editor.on")} of={of} value={now["on"]} onChange={(day) => say("on")(day ?? "")} />
              <WordingPair path={`closed.${index}.name`} label={t("calendar-editor.why")} of={of} value={now["name"]} onChange={say("name")} />
              <span>
                <ActButton act="remove" icon={Trash2} label={`${t("template.act.remove")}: ${of}`} onClick={() => removeClosed(index)} />
              </span>
            </div>
          );
        })}
        <span>
          <Button
            type="button" data-add-closed look="other" size="small" icon={Plus}
            onClick={() => {
              focusOn(`[data-closed="${closed.length}"] input`);
              set("closed")([...closed, { on: "", name: { nl: "", en: "" } }]);
            }}
          >
            {t("calendar-editor.addClosed")}
          </Button>
        </span>
      </section>
      <YearView content={content} today={around.today} />
    </div>
  );
}
