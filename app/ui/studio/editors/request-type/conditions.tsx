import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { EditedField } from "#app/domain/definitions/request-types/form-edits.ts";
import { isPart, listOf, textOf, wordsOf, type Part } from "#app/domain/definitions/request-types/json-parts.ts";

import { Button } from "../../../button.tsx";
import { Select, TextInput } from "../../../field.tsx";
import { JsonPart, Ticks } from "./parts.tsx";
import { useEditedType } from "./type-context.ts";
import { useTypeWords } from "./type-words.ts";

/** How a condition looks at an answer, as it stands in the JSON. */
const WAYS = ["equals", "in", "filled", "empty"] as const;
type Way = (typeof WAYS)[number];

type Props = { name: string; label: string; when: unknown; before: readonly EditedField[]; lists?: readonly string[]; onChange: (when: unknown) => void; path: string };

/** When a page or a field is shown: all of these hold. They look at what was asked before it, and at nothing else. */
export function Conditions({ name, label, when, before, lists = [], onChange, path }: Props) {
  const { t } = useTranslation("studio");
  const { moveOn } = useEditedType();
  const all = listOf(when);
  const put = (index: number, next: Part | null) => {
    const left = all.flatMap((one, at) => (at !== index ? [one] : next === null ? [] : [next]));
    onChange(left.length === 0 ? undefined : left);
  };
  const first = before.at(-1);
  if (when !== undefined && !Array.isArray(when)) return <JsonPart name={`${name}-when-json`} label={label} help={t("form-builder.notUnderstood")} value={when} onChange={onChange} path={path} />;
  return (
    <fieldset className="grid min-w-0 gap-2" data-path={path}>
      <legend className="mb-1 font-semibold">{label}</legend>
      {all.length === 0 ? <p className="text-soft">{t("form-builder.always")}</p> : null}
      {all.map((condition, index) => (
        <div key={index} className="grid min-w-0 gap-3 border-l-4 border-petrol pl-3">
          {isPart(condition) && typeof condition["field"] === "string" ? (
            <One name={`${name}-when-${index}`} condition={condition} before={before} lists={lists} onChange={(next) => put(index, next)} />
          ) : (
            <JsonPart name={`${name}-when-${index}`} label={t("form-builder.condition")} help={t("form-builder.notUnderstood")} value={condition} onChange={(next) => put(index, isPart(next) ? next : null)} />
          )}
          <span>
            <Button
              type="button" look="quiet" size="small"
              onClick={() => {
                put(index, null);
                moveOn(`${name}-when-add`, t("form-builder.conditionGone"));
              }}
            >
              {t("form-builder.conditionRemove")}<span className="sr-only"> {index + 1}</span>
            </Button>
          </span>
        </div>
      ))}
      {first === undefined && lists.length === 0 ? (
        <p className="text-help">{t("form-builder.nothingBefore")}</p>
      ) : (
        <span>
          <Button
            type="button" id={`${name}-when-add`} look="other" size="small" icon={Plus}
            onClick={() => {
              onChange([...all, first === undefined ? { field: lists[0], filled: true } : begun(first)]);
              moveOn(`${name}-when-${all.length}-field`, t("form-builder.conditionAdded"));
            }}
          >
            {t(all.length === 0 ? "form-builder.conditionAdd" : "form-builder.conditionAnd")}
          </Button>
        </span>
      )}
    </fieldset>
  );
}

function begun(field: EditedField): Part {
  const values = field.kind === "declaration" ? ["yes"] : wordsOf(field["options"]);
  return values[0] === undefined ? { field: field.id, filled: true } : { field: field.id, equals: values[0] };
}

function One({ name, condition, before, lists, onChange }: { name: string; condition: Part; before: readonly EditedField[]; lists: readonly string[]; onChange: (next: Part) => void }) {
  const { t } = useTranslation("studio");
  const words = useTypeWords();
  const asked = textOf(condition["field"]);
  const field = before.find(({ id }) => id === asked);
  const way: Way = "equals" in condition ? "equals" : "in" in condition ? "in" : condition["filled"] === false ? "empty" : "filled";
  const values = field === undefined ? null : words.valuesOf(field);
  const now = way === "in" ? wordsOf(condition["in"]) : [textOf(condition["equals"])].filter((one) => one !== "");
  const isList = lists.includes(asked);
  const choices = [...before.map((one) => ({ value: one.id, label: words.labelOf(one) })), ...lists.map((one) => ({ value: one, label: t("form-builder.listOf", { name: one }) }))];
  const become = (next: Way, chosen: readonly string[]): void => {
    if (next === "filled" || next === "empty") return onChange({ field: asked, filled: next === "filled" });
    onChange(next === "in" ? { field: asked, in: chosen.length === 0 ? (values ?? []).slice(0, 1).map(({ value }) => value) : chosen } : { field: asked, equals: chosen[0] ?? values?.[0]?.value ?? "" });
  };
  return (
    <div className="grid min-w-0 gap-3 sm:grid-cols-2">
      <Select
        name={`${name}-field`} label={t("form-builder.conditionField")} value={asked} choices={choices.some(({ value }) => value === asked) ? choices : [...choices, { value: asked, label: t("form-builder.goneOrLater", { name: asked }) }]}
        onChange={(event) => {
          const next = before.find(({ id }) => id === event.currentTarget.value);
          onChange(next === undefined ? { field: event.currentTarget.value, filled: true } : begun(next));
        }}
      />
      <Select name={`${name}-way`} label={t("form-builder.conditionWay")} value={way} choices={(isList ? WAYS.slice(2) : WAYS).map((value) => ({ value, label: t(`form-builder.way.${value}`) }))} onChange={(event) => become(event.currentTarget.value as Way, now)} />
      {way !== "equals" && way !== "in" ? null : values === null ? (
        <TextInput name={`${name}-value`} label={t("form-builder.conditionValue")} help={way === "in" ? t("form-builder.conditionValues") : undefined} value={now.join(", ")} onChange={(event) => become(way, way === "in" ? event.currentTarget.value.split(",").map((one) => one.trimStart()) : [event.currentTarget.value])} />
      ) : way === "equals" ? (
        <Select name={`${name}-value`} label={t("form-builder.conditionValue")} value={now[0] ?? ""} choices={values.some(({ value }) => value === now[0]) ? values : [...values, { value: now[0] ?? "", label: t("form-builder.gone", { name: now[0] ?? "" }) }]} onChange={(event) => become(way, [event.currentTarget.value])} />
      ) : (
        <div className="sm:col-span-2"><Ticks name={`${name}-value`} label={t("form-builder.conditionValue")} values={now} choices={values} onChange={(next) => become("in", next)} /></div>
      )}
    </div>
  );
}
