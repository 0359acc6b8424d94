import { useTranslation } from "react-i18next";

import type { TemplateChoices } from "#app/domain/definitions/choices/template.ts";
import { LANGUAGES } from "#app/domain/people.ts";

import type { EditorProps } from "../editor.ts";
import { BlankField, type BlankShown } from "./blank-field.tsx";
import { type Content, isObject, listOf, textOf, worded } from "./blocks.ts";
import { BodyEditor } from "./body-editor.tsx";
import { LayoutForm } from "./layout-form.tsx";
import { LetterPreview } from "./letter-preview.tsx";
import { MailPreview } from "./mail-preview.tsx";
import { ValuesPanel } from "./values-panel.tsx";

/** Blanks that every template has: they come from the branding. */
const BRAND = ["organisation", "phone", "website"];

/** A letter or an e-mail: what it says in both languages beside each other, what can be filled in, and what it looks like as it stands. */
export function TemplateEditor({ content, onChange, around, path }: EditorProps<Content, TemplateChoices>) {
  const { t } = useTranslation("studio");
  const shownAs = (name: string, description: string): BlankShown => ({
    name,
    about: t(`template.value.${name}.about`, { defaultValue: description === "" ? name : description }),
    sample: t(`template.value.${name}.sample`, { defaultValue: "" }),
  });
  const declared = listOf(content["variables"]).filter(isObject);
  const shown = (of: readonly Content[]) => of.map((one) => shownAs(textOf(one["name"]), textOf(one["description"])));
  // A PIN has a block of its own, and stands nowhere else (D7).
  const blanks = [...shown(declared.filter(({ type }) => type !== "pin")), ...BRAND.map((name) => shownAs(name, ""))];
  const only = (type: "url" | "pin") => shown(declared.filter((one) => one["type"] === type));
  const pair = (name: "title" | "subject", filling: readonly BlankShown[]) => {
    const now = isObject(content[name]) ? content[name] : {};
    return (
      <fieldset className="grid min-w-0 gap-x-5 gap-y-3 lg:grid-cols-2">
        <legend className="mb-1 font-semibold">{t(`template.${name}`)}</legend>
        {LANGUAGES.map((language) => (
          <BlankField
            key={language} path={`${name}.${language}`} label={t(`texts.language.${language}`)} of={t(`template.${name}`)} language={language} isLine blanks={filling}
            value={textOf(now[language])} onChange={(text) => onChange({ ...content, [name]: worded(now, language, text) })}
          />
        ))}
      </fieldset>
    );
  };
  const isLetter = content["medium"] === "letter";
  return (
    <div className="grid min-w-0 gap-6">
      {pair("title", [])}
      {pair("subject", blanks)}
      <BodyEditor content={content} onChange={onChange} blanks={blanks} only={only} />
      <ValuesPanel content={content} onChange={onChange} around={around} shownAs={shownAs} />
      {isLetter ? (
        <section aria-label={t("template.preview.title")} className="grid min-w-0 gap-5 lg:grid-cols-[17rem_minmax(0,1fr)]">
          <LayoutForm layout={content["layout"]} onChange={(layout) => onChange({ ...content, layout })} />
          <LetterPreview content={content} path={path("preview")} />
        </section>
      ) : (
        <MailPreview content={content} path={path("preview")} />
      )}
    </div>
  );
}
