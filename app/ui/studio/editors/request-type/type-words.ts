import { useTranslation } from "react-i18next";

import type { UseAs } from "#app/domain/definitions/request-types/answer-uses.ts";
import { keysOf, optionsOf, pageKeysOf } from "#app/domain/definitions/request-types/field-words.ts";
import { editedFields, editedPages, type EditedField } from "#app/domain/definitions/request-types/form-edits.ts";
import { fieldTexts, inputNames, pageTexts, PARTS } from "#app/domain/definitions/schema/form-texts.ts";
import type { FieldKind } from "#app/domain/definitions/schema/form.ts";

import { useEditedType } from "./type-context.ts";

type Choice = { value: string; label: string };

/** What the parts of a type are called, for whoever edits it. */
export function useTypeWords() {
  const { t } = useTranslation("studio");
  const { id, type, said, language, around } = useEditedType();
  const labelOf = (field: EditedField) => said(fieldTexts(id, keysOf(field)).label, language) || field.id;
  const fieldLabel = (name: string) => {
    const field = editedFields(type).find((one) => one.id === name);
    return field === undefined ? name : labelOf(field);
  };
  const pageLabel = (name: string) => {
    const page = editedPages(type).find((one) => one?.id === name);
    return page ? said(pageTexts(id, pageKeysOf(page)).title, language) || name : name;
  };
  const word = (group: string, name: string) => t(`form-builder.${group}.${name}`, { defaultValue: name });
  return {
    labelOf,
    fieldLabel,
    word,
    taskLabel: (task: string) => said(`desk:task.${task}.title`, language) || t("form-builder.effects.ownTask", { task }),
    factLabel: (name: string) => around.facts.find(({ key }) => key === name)?.title ?? name,
    /** What a field can be answered with; null where anything can. */
    valuesOf: (field: EditedField): Choice[] | null => {
      if (field.kind === "declaration") return [{ value: "yes", label: t("form-builder.declared") }];
      const texts = fieldTexts(id, keysOf(field));
      return "options" in field ? optionsOf(field).map((value) => ({ value, label: said(texts.option(value), language) || value })) : null;
    },
    /** All answers of a form: the fields, and the parts of those that have any. `now` stays choosable when it is no longer there. */
    answers: (now: string): Choice[] => {
      const all = editedFields(type).flatMap((field) => {
        const whole = { value: field.id, label: labelOf(field) };
        const parts = PARTS[field.kind as FieldKind] === undefined || field.kind === "date" ? [] : inputNames({ id: field.id, kind: field.kind as FieldKind });
        return [whole, ...parts.map((value) => ({ value, label: `${whole.label}: ${word("inputPart", value.slice(field.id.length + 1))}` }))];
      });
      return now === "" || all.some(({ value }) => value === now) ? all : [...all, { value: now, label: t("form-builder.gone", { name: now }) }];
    },
    /** Of what a use is: a page, a field, a fact, an effect, a happening. */
    ofUse: (as: UseAs, of: string): string => {
      if (as === "page-condition" || as === "column") return pageLabel(of);
      if (as === "condition" || as === "each-condition") return fieldLabel(of);
      if (as === "fact") return around.facts.find(({ key }) => key === of)?.title ?? of;
      if (as === "about") return word("about", of);
      if (as === "effect-input" || as === "effect-condition") return word("effect", of);
      if (as === "message-condition") return word("happening", of.replaceAll(".", "-"));
      return of;
    },
  };
}
