import { useTranslation } from "react-i18next";

import { partOf, textOf, withAt, type Part } from "#app/domain/definitions/request-types/json-parts.ts";

import { Select } from "../../../field.tsx";
import { isObject } from "../template/blocks.ts";
import { LetterPreview } from "../template/letter-preview.tsx";
import { Shaped } from "./parts.tsx";
import { useEditedType } from "./type-context.ts";
import { useTypeWords } from "./type-words.ts";

/** The letter that an effect sends: which, to whom, which answer comes where in it; and the page with the window, as the printer would get it. */
export function LetterEffect({ index, effect }: { index: number; effect: Part }) {
  const { t } = useTranslation("studio");
  const { put, around, path } = useEditedType();
  const { word, answers } = useTypeWords();
  const name = `rt-effect-${index}`;
  const key = textOf(effect["letter"]);
  const letter = around.letters.find((one) => one.key === key);
  const gone = key === "" || letter !== undefined ? [] : [{ value: key, label: t("form-builder.gone", { name: key }) }];
  const blanks = partOf(effect["blanks"]);
  const asked = [...(letter?.blanks ?? []), ...Object.keys(blanks).filter((blank) => !letter?.blanks.some((one) => one.name === blank)).map((blank) => ({ name: blank, description: blank }))];
  const fill = (blank: string, answer: string) => {
    const next = partOf(withAt({ blanks }, ["blanks", blank], answer || undefined))["blanks"];
    put(["effects", index, "blanks"], Object.keys(partOf(next)).length === 0 ? undefined : next);
  };
  return (
    <>
      <p className="max-w-text text-help">{t("form-builder.effects.letter.about")}</p>
      {around.letters.length === 0 ? <p className="text-soon">{t("form-builder.effects.letter.none")}</p> : null}
      <div className="grid gap-3 md:grid-cols-2">
        <Select name={`${name}-letter`} label={t("form-builder.effects.letter.which")} help={t("form-builder.effects.letter.whichHelp")} value={key} placeholder={t("form-builder.choose")} data-path={`effects.${index}.letter`} choices={[...around.letters.map((one) => ({ value: one.key, label: one.title })), ...gone]} onChange={(event) => put(["effects", index, "letter"], event.currentTarget.value)} />
        <Select name={`${name}-to`} label={t("form-builder.effects.letter.to")} value={textOf(effect["to"])} placeholder={t("form-builder.choose")} data-path={`effects.${index}.to`} choices={around.addressees.map((value) => ({ value, label: word("addressee", value) }))} onChange={(event) => put(["effects", index, "to"], event.currentTarget.value)} />
      </div>
      <Shaped value={effect["blanks"]} as="part" name={`${name}-blanks`} label={t("form-builder.effects.letter.blanks")} path={`effects.${index}.blanks`} onChange={(value) => put(["effects", index, "blanks"], value)}>
        <fieldset className="grid gap-3" data-path={`effects.${index}.blanks`}>
          <legend className="mb-1 font-semibold">{t("form-builder.effects.letter.blanks")}</legend>
          {letter !== undefined && asked.length === 0 ? <p className="text-soft">{t("form-builder.effects.letter.blanksNone")}</p> : null}
          <div className="grid gap-3 md:grid-cols-2">
            {asked.map((blank) => {
              const answer = textOf(blanks[blank.name]);
              return (
                <Select
                  key={blank.name} name={`${name}-blank-${blank.name}`} label={blank.description || blank.name} value={answer} placeholder={t("form-builder.choose")} data-path={`effects.${index}.${blank.name}`}
                  choices={answers(answer)} onChange={(event) => fill(blank.name, event.currentTarget.value)}
                />
              );
            })}
          </div>
        </fieldset>
      </Shaped>
      {letter !== undefined && isObject(letter.content) ? <LetterPreview content={letter.content} path={path("preview")} /> : null}
    </>
  );
}
