import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { TemplateChoices } from "#app/domain/definitions/choices/template.ts";
import { LANGUAGES } from "#app/domain/people.ts";

import { Button } from "../../../button.tsx";
import { StatusTag } from "../../../status-tag.tsx";
import type { BlankShown } from "./blank-field.tsx";
import { type Content, isObject, languagesWith, listOf, textOf } from "./blocks.ts";

type Props = { content: Content; onChange: (next: Content) => void; around: TemplateChoices; shownAs: (name: string, description: string) => BlankShown };

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
      <p className="max-w-text text-help">{t("template.blanksHelp")}</p>
      <ul className="grid">
        {declared.map((one, index) => {
          const name = names[index] ?? "";
          const { about, sample } = shownAs(name, isObject(one) ? textOf(one["description"]) : "");
          const used = languagesWith(content, name);
          const isFilled = around.filled.some((filled) => filled.name === name);
          return (
            <li key={index} data-path={`variables.${index}`} className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 border-b border-line py-1.5 last:border-0">
              <span className="flex min-w-0 flex-wrap items-center gap-x-3">
                <span className="font-semibold">{about}</span>
                <code className="font-mono text-sm break-all text-soft">{`{{${name}}}`}</code>
                <span className="min-w-0 text-sm break-words text-soft">{sample}</span>
                {used.length === LANGUAGES.length || !isFilled ? null : <StatusTag tone="soon">{used.length === 0 ? t("template.unused") : t("template.unusedIn", { language: t(`texts.language.${used[0] === "nl" ? "en" : "nl"}`) })}</StatusTag>}
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
    </section>
  );
}
