import { useTranslation } from "react-i18next";

import { LANGUAGES } from "#app/domain/people.ts";

import { useEditedType } from "./type-context.ts";

type Props = {
  /** Unique on the page: the ids are made of it. */
  name: string;
  label: string;
  help?: string;
  /** Where the text stands: "requests:new-user.title". */
  textKey: string;
  /** What is said where it says nothing of its own. */
  instead?: string;
  rows?: number;
};

/** A text of the screens in both languages; where one is not there yet it says so. */
export function WordingInput({ name, label, help, textKey, instead, rows = 1 }: Props) {
  const { t } = useTranslation("studio");
  const { said, say } = useEditedType();
  return (
    <fieldset className="grid min-w-0 gap-1">
      <legend className="mb-1 font-semibold">{label}</legend>
      {help === undefined ? null : <p className="text-help">{help}</p>}
      <div className="grid gap-x-3 gap-y-2 sm:grid-cols-2">
        {LANGUAGES.map((language) => {
          const text = said(textKey, language) ?? "";
          const id = `${name}-${language}`;
          const isMissing = instead === undefined && text.trim() === "";
          const shared = { id, name: id, lang: language, value: text, "data-path": textKey, className: "control", onChange: (event: { currentTarget: { value: string } }) => say(textKey, language, event.currentTarget.value) };
          return (
            <label key={language} htmlFor={id} className="grid content-start gap-1">
              <span className="text-soft">
                {t(`texts.language.${language}`)}
                {isMissing ? <span className="font-semibold text-soon"> · {t("form-builder.missing")}</span> : null}
                {instead !== undefined && text === "" ? <span> · {instead}</span> : null}
              </span>
              {rows === 1 ? <input {...shared} /> : <textarea {...shared} rows={rows} />}
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
