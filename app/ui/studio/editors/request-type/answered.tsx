import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";

import { editedFields } from "#app/domain/definitions/request-types/form-edits.ts";
import { isPart, listOf, textOf, wordsOf, type Part } from "#app/domain/definitions/request-types/json-parts.ts";

import { Button } from "../../../button.tsx";
import { Select, TextInput } from "../../../field.tsx";
import { JsonPart, Ticks } from "./parts.tsx";
import { useEditedType } from "./type-context.ts";
import { useTypeWords } from "./type-words.ts";

type Props = { name: string; label: string; help?: string; when: unknown; onChange: (when: unknown) => void; path: string; /** What is said where nothing is asked. */ none: string };

/** What must have been answered, all of it, for an effect, a message or a step to apply. */
export function AnsweredInput({ name, label, help, when, onChange, path, none }: Props) {
  const { t } = useTranslation("studio");
  const { type, moveOn } = useEditedType();
  const all = listOf(when);
  const put = (index: number, next: Part | null) => {
    const left = all.flatMap((one, at) => (at !== index ? [one] : next === null ? [] : [next]));
    onChange(left.length === 0 ? undefined : left);
  };
  const choosable = editedFields(type).filter((field) => "options" in field);
  const first = choosable[0];
  if (when !== undefined && !Array.isArray(when)) return <JsonPart name={`${name}-json`} label={label} help={t("form-builder.notUnderstood")} value={when} onChange={onChange} path={path} />;
  return (
    <fieldset className="grid min-w-0 gap-2" data-path={path}>
      <legend className="mb-1 font-semibold">{label}</legend>
      {help === undefined ? null : <p className="text-help">{help}</p>}
      {all.length === 0 ? <p className="text-soft">{none}</p> : null}
      {all.map((condition, index) => (
        <div key={index} className="grid min-w-0 gap-3 border-l-4 border-petrol pl-3">
          {isPart(condition) && typeof condition["field"] === "string" ? (
            <One name={`${name}-${index}`} condition={condition} onChange={(next) => put(index, next)} />
          ) : (
            <JsonPart name={`${name}-${index}`} label={t("form-builder.condition")} help={t("form-builder.notUnderstood")} value={condition} onChange={(next) => put(index, isPart(next) ? next : null)} />
          )}
          <span>
            <Button
              type="button" look="quiet" size="small"
              onClick={() => {
                put(index, null);
                moveOn(`${name}-add`, t("form-builder.conditionGone"));
              }}
            >
              {t("form-builder.conditionRemove")}<span className="sr-only"> {index + 1}</span>
            </Button>
          </span>
        </div>
      ))}
      {first === undefined ? (
        <p className="text-help">{t("form-builder.noChoices")}</p>
      ) : (
        <span>
          <Button
            type="button" id={`${name}-add`} look="other" size="small" icon={Plus}
            onClick={() => {
              onChange([...all, { field: first.id, in: wordsOf(first["options"]).slice(0, 1) }]);
              moveOn(`${name}-${all.length}-field`, t("form-builder.conditionAdded"));
            }}
          >
            {t(all.length === 0 ? "form-builder.conditionAdd" : "form-builder.conditionAnd")}
          </Button>
        </span>
      )}
    </fieldset>
  );
}

function One({ name, condition, onChange }: { name: string; condition: Part; onChange: (next: Part) => void }) {
  const { t } = useTranslation("studio");
  const { type } = useEditedType();
  const words = useTypeWords();
  const asked = textOf(condition["field"]);
  const field = editedFields(type).find(({ id }) => id === asked);
  const way = "notIn" in condition ? "notIn" : "in";
  const now = wordsOf(condition[way]);
  const values = field === undefined ? null : words.valuesOf(field);
  return (
    <div className="grid min-w-0 gap-3 sm:grid-cols-2">
      <Select name={`${name}-field`} label={t("form-builder.conditionField")} value={asked} choices={words.answers(asked)} onChange={(event) => {
        const next = editedFields(type).find(({ id }) => id === event.currentTarget.value);
        onChange({ field: event.currentTarget.value, [way]: next ? wordsOf(next["options"]).slice(0, 1) : [] });
      }} />
      <Select name={`${name}-way`} label={t("form-builder.conditionWay")} value={way} choices={(["in", "notIn"] as const).map((value) => ({ value, label: t(`form-builder.way.${value}`) }))} onChange={(event) => onChange({ field: asked, [event.currentTarget.value]: now })} />
      <div className="sm:col-span-2">
        {values === null ? (
          <TextInput name={`${name}-value`} label={t("form-builder.conditionValue")} help={t("form-builder.conditionValues")} value={now.join(", ")} onChange={(event) => onChange({ field: asked, [way]: event.currentTarget.value.split(",").map((one) => one.trimStart()) })} />
        ) : (
          <Ticks name={`${name}-value`} label={t("form-builder.conditionValue")} values={now} choices={values} onChange={(next) => onChange({ field: asked, [way]: next })} />
        )}
      </div>
    </div>
  );
}
