import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { addPage, editedPages, FIELD_KINDS, nameOfField, newField, putField, slugOf } from "#app/domain/definitions/request-types/form-edits.ts";
import { splitKey } from "#app/domain/definitions/request-types/field-words.ts";
import { fieldTexts, pageTexts } from "#app/domain/definitions/schema/form-texts.ts";

import { Button } from "../../../button.tsx";
import { Select, TextInput } from "../../../field.tsx";
import { useEditedType } from "./type-context.ts";

/** Yes and no: what a new question with choices begins with. */
const FIRST_OPTIONS = { yes: { nl: "Ja", en: "Yes" }, no: { nl: "Nee", en: "No" } } as const;

/** A new field on a page: what is asked, and what an applicant sees to answer it with. */
export function AddField({ page, onAdded }: { page: number; onAdded: (field: number) => void }) {
  const { t } = useTranslation("studio");
  const { id, type, language, change, moveOn } = useEditedType();
  const [words, setWords] = useState("");
  const [kind, setKind] = useState<string>(FIELD_KINDS[0]);
  const [isOpen, setOpen] = useState(false);
  const place = editedPages(type)[page]?.fields.length ?? 0;
  const add = () => {
    const name = nameOfField(type, page, words);
    const field = newField(kind, name);
    const texts = fieldTexts(id, { id: name });
    const label = { nl: "", en: "", [language]: words.trim() };
    const options = "options" in field ? Object.entries(FIRST_OPTIONS).map(([one, said]) => ({ ...splitKey(texts.option(one)), ...said })) : [];
    change(putField(type, { page, field: place }, field), [...(words.trim() === "" ? [] : [{ ...splitKey(texts.label), ...label }]), ...options]);
    onAdded(place);
    moveOn(`f-${page}-${place}-label-nl`, t("form-builder.added", { what: words }));
    setWords("");
    setOpen(false);
  };
  if (!isOpen) {
    return (
      <div className="border-t border-line p-3">
        <Button
          type="button" id={`add-field-${page}`} look="other" size="small" icon={Plus}
          onClick={() => {
            setOpen(true);
            moveOn(`new-field-${page}`, "");
          }}
        >
          {t("form-builder.addField")}
        </Button>
      </div>
    );
  }
  return (
    <fieldset className="grid gap-3 border-t border-line bg-paper p-3">
      <legend className="sr-only">{t("form-builder.addField")}</legend>
      <TextInput name={`new-field-${page}`} label={t("form-builder.whatAsked")} help={t("form-builder.whatAskedHelp")} value={words} onChange={(event) => setWords(event.currentTarget.value)} onKeyDown={(event) => whenEnter(event, add)} optional />
      <Select
        name={`new-kind-${page}`} label={t("form-builder.whatSeen")} value={kind} onChange={(event) => setKind(event.currentTarget.value)} help={t(`form-builder.kind.${kind}.about`)}
        choices={FIELD_KINDS.map((value) => ({ value, label: t(`form-builder.kind.${value}.name`) }))}
      />
      <span className="flex flex-wrap gap-3">
        <Button type="button" id={`put-field-${page}`} size="small" look="other" onClick={add}>{t("form-builder.add")}</Button>
        <Button
          type="button" size="small" look="quiet"
          onClick={() => {
            setOpen(false);
            moveOn(`add-field-${page}`, "");
          }}
        >
          {t("form-builder.cancel")}
        </Button>
      </span>
    </fieldset>
  );
}

/** A new page, with a first question on it: a page without any cannot be. */
export function AddPage({ onAdded }: { onAdded: (page: number) => void }) {
  const { t } = useTranslation("studio");
  const { id, type, language, change, moveOn } = useEditedType();
  const [words, setWords] = useState("");
  const add = () => {
    const name = slugOf(words, [...editedPages(type).map((page) => page?.id ?? ""), "review"], "page");
    const first = newField("text", nameOfField({ pages: [...editedPages(type), { id: name, fields: [] }] }, editedPages(type).length, t("form-builder.firstField")));
    const added = addPage(type, name, first);
    const texts = pageTexts(id, { id: name });
    const said = { nl: "", en: "", [language]: words.trim() };
    change(added.type, words.trim() === "" ? [] : [{ ...splitKey(texts.title), ...said }, { ...splitKey(texts.short), ...said }]);
    onAdded(added.page);
    moveOn(`p-${added.page}-title-nl`, t("form-builder.added", { what: words }));
    setWords("");
  };
  return (
    <fieldset className="flex flex-wrap items-end gap-3 rounded-md border border-dashed border-edge p-3">
      <legend className="sr-only">{t("form-builder.addPage")}</legend>
      <TextInput name="new-page" label={t("form-builder.newPage")} value={words} onChange={(event) => setWords(event.currentTarget.value)} onKeyDown={(event) => whenEnter(event, add)} optional />
      <Button type="button" id="add-page" look="other" size="small" icon={Plus} onClick={add}>{t("form-builder.addPage")}</Button>
    </fieldset>
  );
}

/** Enter would save the whole definition; here it adds what was typed. */
export function whenEnter(event: { key: string; preventDefault: () => void }, then: () => void): void {
  if (event.key !== "Enter") return;
  event.preventDefault();
  then();
}
