import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { keysOf, optionsOf, splitKey } from "#app/domain/definitions/request-types/field-words.ts";
import { slugOf, type EditedField, type FieldPlace } from "#app/domain/definitions/request-types/form-edits.ts";
import { movedTo, withAt } from "#app/domain/definitions/request-types/json-parts.ts";
import { fieldTexts } from "#app/domain/definitions/schema/form-texts.ts";

import { Button } from "../../../button.tsx";
import { TextInput } from "../../../field.tsx";
import { whenEnter } from "./add.tsx";
import { ListActs } from "./parts.tsx";
import { useEditedType } from "./type-context.ts";
import { WordingInput } from "./wording.tsx";

/** The answers that somebody can choose from, each with its words. */
export function FieldOptions({ field, at }: { field: EditedField; at: FieldPlace }) {
  const { t } = useTranslation("studio");
  const { id, put, change, type, said, language, moveOn } = useEditedType();
  const [fresh, setFresh] = useState("");
  const options = optionsOf(field);
  const steps = ["pages", at.page, "fields", at.field, "options"];
  const name = `f-${at.page}-${at.field}-option`;
  const texts = fieldTexts(id, keysOf(field));
  const labelOf = (option: string) => said(texts.option(option), language) || option;
  const move = (from: number, to: number) => () => {
    put(steps, movedTo(options, from, to));
    moveOn(`${name}-${to}-${to < from ? "up" : "down"}`, t("form-builder.moved", { what: labelOf(options[from] ?? ""), number: to + 1 }));
  };
  const add = () => {
    if (fresh.trim() === "") return;
    const option = slugOf(fresh, options, "option");
    change(withAt(type, steps, [...options, option]), [{ ...splitKey(texts.option(option)), ...{ nl: "", en: "", [language]: fresh.trim() } }]);
    setFresh("");
    moveOn(`${name}-${options.length}-${language === "nl" ? "en" : "nl"}`, t("form-builder.added", { what: fresh }));
  };
  return (
    <fieldset className="grid min-w-0 gap-3" data-path={steps.join(".")}>
      <legend className="mb-1 font-semibold">{t("form-builder.options")}</legend>
      <ol className="grid gap-3">
        {options.map((option, index) => (
          <li key={option} className="grid min-w-0 gap-2 border-l-4 border-line pl-3">
            <WordingInput name={`${name}-${index}`} label={t("form-builder.option", { number: index + 1 })} textKey={texts.option(option)} />
            <ListActs
              name={`${name}-${index}`} of={labelOf(option)} up={index > 0 ? move(index, index - 1) : null} down={index < options.length - 1 ? move(index, index + 1) : null}
              remove={() => {
                put(steps, options.filter((_, place) => place !== index));
                moveOn(`${name}-new`, t("form-builder.removed", { what: labelOf(option) }));
              }}
            />
          </li>
        ))}
      </ol>
      <div className="flex flex-wrap items-end gap-3">
        <TextInput name={`${name}-new`} label={t("form-builder.optionNew")} value={fresh} onChange={(event) => setFresh(event.currentTarget.value)} onKeyDown={(event) => whenEnter(event, add)} optional />
        <Button type="button" id={`${name}-add`} look="other" size="small" icon={Plus} onClick={add}>{t("form-builder.optionAdd")}</Button>
      </div>
    </fieldset>
  );
}
