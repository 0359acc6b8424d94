import { useTranslation } from "react-i18next";

import { usersOfField, renameField } from "#app/domain/definitions/request-types/answer-uses.ts";
import { keysOf, wordsUnder } from "#app/domain/definitions/request-types/field-words.ts";
import { editedFields, fieldsBefore, moveField, nameOfField, nextPlace, putField, removeField, type EditedField, type FieldPlace } from "#app/domain/definitions/request-types/form-edits.ts";
import { withAt } from "#app/domain/definitions/request-types/json-parts.ts";
import { fieldTexts, officeTexts } from "#app/domain/definitions/schema/form-texts.ts";

import { AskBefore } from "./ask-before.tsx";
import { Conditions } from "./conditions.tsx";
import { FieldOptions } from "./field-options.tsx";
import { FieldSpecial } from "./field-special.tsx";
import { isTypedOver, listsBefore } from "./page-part.tsx";
import { ListActs, Shaped, Tick } from "./parts.tsx";
import type { Opened } from "./place-of.ts";
import { Rename } from "./rename.tsx";
import { useEditedType } from "./type-context.ts";
import { useTypeWords } from "./type-words.ts";
import { UsesList } from "./uses-list.tsx";
import { WordingInput } from "./wording.tsx";

/** What there is to say of a field: its words, its choices, when it is asked; and its place among the others. */
export function FieldPart({ field, at, onOpen }: { field: EditedField; at: FieldPlace; onOpen: (opened: Opened) => void }) {
  const { t } = useTranslation("studio");
  const { id, type, change, put, said, moveOn } = useEditedType();
  const { labelOf } = useTypeWords();
  const texts = fieldTexts(id, keysOf(field));
  const steps = ["pages", at.page, "fields", at.field];
  const name = `f-${at.page}-${at.field}`;
  const label = labelOf(field);
  const goTo = (to: FieldPlace, sentence: string) => {
    onOpen({ section: "form", ...to });
    moveOn(`field-${to.page}-${to.field}`, sentence);
  };
  const move = (way: -1 | 1) => {
    const to = nextPlace(type, at, way);
    if (to === null) return null;
    return () => {
      change(moveField(type, at, to));
      goTo(to, t("form-builder.movedField", { what: label, page: to.page + 1, number: to.field + 1 }));
    };
  };
  const copy = () => {
    const to = { page: at.page, field: at.field + 1 };
    const named = nameOfField(type, at.page, field.id.slice(field.id.lastIndexOf(".") + 1));
    const { labelKey: _label, helpKey: _help, ...own } = field;
    change(putField(type, to, { ...own, id: named }), wordsUnder(id, field, named, said));
    goTo(to, t("form-builder.added", { what: label }));
  };
  return (
    <div className="grid min-w-0 gap-4">
      <ListActs name={name} of={label} up={move(-1)} down={move(1)} copy={copy} />
      <WordingInput name={`${name}-label`} label={t("form-builder.field.label")} textKey={texts.label} />
      {field.kind === "choice" || field.kind === "choices" ? (
        <Shaped value={field["options"]} as="words" name={`${name}-options`} label={t("form-builder.options")} path={`${steps.join(".")}.options`} onChange={(value) => put([...steps, "options"], value)}>
          <FieldOptions field={field} at={at} />
        </Shaped>
      ) : null}
      <Tick name={`${name}-help`} label={t("form-builder.field.help")} checked={field["help"] !== false} onChange={(is) => put([...steps, "help"], is ? undefined : false)} path={`${steps.join(".")}.help`} />
      {field["help"] === false ? null : <WordingInput name={`${name}-help-text`} label={t("form-builder.field.helpText")} textKey={texts.help} rows={2} />}
      <Tick name={`${name}-required`} label={t("form-builder.field.required")} checked={field["required"] !== false} onChange={(is) => put([...steps, "required"], is ? undefined : false)} path={`${steps.join(".")}.required`} />
      <Conditions name={name} label={t("form-builder.field.when")} when={field["when"]} before={fieldsBefore(type, at)} lists={listsBefore(type, at.page)} onChange={(when) => put([...steps, "when"], when)} path={`${steps.join(".")}.when`} />
      <FieldSpecial field={field} at={at} />
      {isTypedOver(type["channels"]) ? <OfficeWords field={field} name={name} /> : null}
      <Rename
        name={`${name}-name`} label={t("form-builder.field.name")} value={field.id} pattern={/^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)*$/} taken={editedFields(type).filter((one) => one.id !== field.id).map((one) => one.id)} path={`${steps.join(".")}.id`}
        onRename={(to) => change(renameField(type, at, to), wordsUnder(id, field, to, said))}
      >
        <p className="text-help">{t("form-builder.field.renameText")}</p>
      </Rename>
      <AskBefore
        name={`${name}-remove`} act={t("form-builder.field.remove")} question={t("form-builder.field.removeQuestion", { field: label })}
        onAct={() => {
          change(removeField(type, at));
          const to = at.field > 0 ? `field-${at.page}-${at.field - 1}` : `page-${at.page}`;
          onOpen({ section: "form", page: at.page, field: null });
          moveOn(to, t("form-builder.removed", { what: label }));
        }}
      >
        <UsesList uses={usersOfField(withAt(type, steps, undefined), field.id)} />
      </AskBefore>
    </div>
  );
}

/** How the office reads a field where it types a form over that came on paper. */
function OfficeWords({ field, name }: { field: EditedField; name: string }) {
  const { t } = useTranslation("studio");
  const { id } = useEditedType();
  const { label, help, option } = officeTexts(id, keysOf(field));
  const { valuesOf } = useTypeWords();
  const options = "options" in field ? (valuesOf(field) ?? []) : [];
  return (
    <details>
      <summary className="min-h-7 cursor-pointer text-link">{t("form-builder.field.office")}</summary>
      <div className="mt-2 grid gap-4">
        <p className="text-help">{t("form-builder.field.officeText")}</p>
        <WordingInput name={`${name}-office-label`} label={t("form-builder.field.officeLabel")} textKey={label[0] ?? ""} instead={t("form-builder.sameAsPublic")} />
        <WordingInput name={`${name}-office-help`} label={t("form-builder.field.officeHelp")} textKey={help} instead={t("form-builder.none")} rows={2} />
        {options.map(({ value, label: word }, index) => (
          <WordingInput key={value} name={`${name}-office-option-${index}`} label={t("form-builder.field.officeOption", { option: word })} textKey={option(value)[0] ?? ""} instead={t("form-builder.sameAsPublic")} />
        ))}
      </div>
    </details>
  );
}
