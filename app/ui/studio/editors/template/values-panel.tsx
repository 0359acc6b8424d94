import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { nameOfBlank } from "#app/domain/definitions/request-types/form-edits.ts";
import type { TemplateChoices } from "#app/domain/definitions/choices/template.ts";
import { LANGUAGES } from "#app/domain/people.ts";

import { Button } from "../../../button.tsx";
import { Select, TextInput } from "../../../field.tsx";
import { StatusTag } from "../../../status-tag.tsx";
import { whenEnter } from "../request-type/add.tsx";
import type { BlankShown } from "./blank-field.tsx";
import { type Content, isObject, languagesWith, listOf, textOf } from "./blocks.ts";

type Props = { content: Content; onChange: (next: Content) => void; around: TemplateChoices; shownAs: (name: string, description: string) => BlankShown };

/** Blanks that every template has by itself. */
const BRAND = ["organisation", "phone", "website"];

/** A blank that an answer of a form will fill: what it holds, in words, and of which kind it is. Its name is made of the words. */
function AskedBlank({ types, taken, onAdd }: { types: TemplateChoices["asked"]; taken: readonly string[]; onAdd: (variable: Content) => void }) {
  const { t } = useTranslation("studio");
  const [words, setWords] = useState("");
  const [type, setType] = useState<string>(types[0] ?? "text");
  const add = () => {
    if (words.trim() === "") return;
    onAdd({ name: nameOfBlank(words, taken), type, description: words.trim() });
    setWords("");
  };
  return (
    <fieldset className="mt-2 grid gap-3 rounded-md border border-dashed border-edge p-3">
      <legend className="px-1 font-semibold">{t("template.asked.title")}</legend>
      <p className="max-w-text text-help">{t("template.asked.help")}</p>
      <div className="flex flex-wrap items-end gap-3">
        <TextInput name="asked-blank" label={t("template.asked.what")} value={words} onChange={(event) => setWords(event.currentTarget.value)} onKeyDown={(event) => whenEnter(event, add)} optional />
        <Select name="asked-blank-kind" label={t("template.asked.kind")} value={type} choices={types.map((value) => ({ value, label: t(`template.asked.type.${value}`) }))} onChange={(event) => setType(event.currentTarget.value)} />
        <Button type="button" id="asked-blank-add" look="other" size="small" icon={Plus} disabled={words.trim() === ""} onClick={add}>
          {t("template.asked.add")}
        </Button>
      </div>
    </fieldset>
  );
}

/** What the office knows when the message is sent: what the text uses of it, and what it could. */
export function ValuesPanel({ content, onChange, around, shownAs }: Props) {
  const { t } = useTranslation("studio");
  const [chosen, setChosen] = useState("");
  const declared = listOf(content["variables"]);
  const names = declared.map((one) => (isObject(one) ? textOf(one["name"]) : ""));
  const left = around.filled.filter(({ name }) => !names.includes(name));
  const add = () => {
    const one = left.find(({ name }) => name === chosen);
    if (!one) return;
    setChosen("");
    onChange({ ...content, variables: [...declared, { name: one.name, type: one.type, description: one.description }] });
  };
  return (
    <section aria-label={t("template.blanks")} className="grid gap-2" data-path="variables">
      <h3 className="font-semibold">{t("template.blanks")}</h3>
      <p className="max-w-text text-help">{t(around.asked.length > 0 ? "template.blanksHelpLetter" : "template.blanksHelp")}</p>
      <ul className="grid">
        {declared.map((one, index) => {
          const name = names[index] ?? "";
          const { about, sample } = shownAs(name, isObject(one) ? textOf(one["description"]) : "");
          const used = languagesWith(content, name);
          const isKnown = around.filled.some((filled) => filled.name === name);
          const isAsked = !isKnown && isObject(one) && around.asked.some((type) => type === one["type"]);
          const isFilled = isKnown || isAsked;
          return (
            <li key={index} data-path={`variables.${index}`} className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 border-b border-line py-1.5 last:border-0">
              <span className="flex min-w-0 flex-wrap items-center gap-x-3">
                <span className="font-semibold">{about}</span>
                <code className="font-mono text-sm break-all text-soft">{`{{${name}}}`}</code>
                <span className="min-w-0 text-sm break-words text-soft">{sample}</span>
                {used.length === LANGUAGES.length || !isFilled ? null : <StatusTag tone="soon">{used.length === 0 ? t("template.unused") : t("template.unusedIn", { language: t(`texts.language.${used[0] === "nl" ? "en" : "nl"}`) })}</StatusTag>}
                {isAsked ? <StatusTag>{t("template.asked.mark")}</StatusTag> : null}
                {isFilled ? null : <StatusTag tone="late">{t("template.notFilled")}</StatusTag>}
              </span>
              {used.length > 0 ? null : (
                <Button type="button" look="quiet" size="small" onClick={() => onChange({ ...content, variables: declared.filter((_, place) => place !== index) })}>
                  {t("template.leaveOut")}
                  <span className="sr-only">: {about}</span>
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {left.length === 0 ? (
        <p className="text-soft">{t("template.nothingLeft")}</p>
      ) : (
        <div className="flex flex-wrap items-end gap-3">
          <label className="grid min-w-0 gap-1">
            <span className="text-soft">{t("template.more")}</span>
            <select name="template-more" className="control" value={chosen} onChange={(event) => setChosen(event.currentTarget.value)}>
              <option value="">{t("template.choose")}</option>
              {left.map(({ name, description }) => (
                <option key={name} value={name}>
                  {shownAs(name, description).about}
                </option>
              ))}
            </select>
          </label>
          <Button type="button" look="other" size="small" icon={Plus} disabled={chosen === ""} onClick={add}>
            {t("template.use")}
          </Button>
        </div>
      )}
      {around.asked.length === 0 ? null : <AskedBlank types={around.asked} taken={[...names, ...around.filled.map(({ name }) => name), ...BRAND]} onAdd={(one) => onChange({ ...content, variables: [...declared, one] })} />}
    </section>
  );
}
