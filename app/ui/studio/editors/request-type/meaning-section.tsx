import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { editedFields } from "#app/domain/definitions/request-types/form-edits.ts";
import { partOf, textOf, wordsOf } from "#app/domain/definitions/request-types/json-parts.ts";

import { Button } from "../../../button.tsx";
import { Select } from "../../../field.tsx";
import { JsonPart, Ticks } from "./parts.tsx";
import { SectionFrame } from "./section-frame.tsx";
import { useEditedType } from "./type-context.ts";
import { useTypeWords } from "./type-words.ts";

const ABOUT = ["agbCode", "kvkNumber", "subjectName", "applicantName", "applicantEmail"] as const;

/** What the answers mean to the office: who and what a request is about, what makes two the same, and what rules get to know. */
export function MeaningSection() {
  const { t } = useTranslation("studio");
  const { type, put } = useEditedType();
  const words = useTypeWords();
  const about = partOf(type["about"]);
  return (
    <SectionFrame title={t("form-builder.part.meaning")} about={t("form-builder.meaning.about")}>
      <fieldset className="grid gap-3" data-path="about">
        <legend className="mb-1 font-semibold">{t("form-builder.meaning.aboutTitle")}</legend>
        <div className="grid gap-3 md:grid-cols-2">
          {ABOUT.map((name) =>
            Array.isArray(about[name]) ? (
              <JsonPart key={name} name={`rt-about-${name}`} label={t(`form-builder.about.${name}`)} help={t("form-builder.meaning.several")} value={about[name]} onChange={(value) => put(["about", name], value)} path={`about.${name}`} />
            ) : (
              <Select key={name} name={`rt-about-${name}`} label={t(`form-builder.about.${name}`)} value={textOf(about[name])} placeholder={t("form-builder.choose")} data-path={`about.${name}`} choices={words.answers(textOf(about[name]))} onChange={(event) => put(["about", name], event.currentTarget.value)} />
            ),
          )}
        </div>
      </fieldset>
      <Ticks
        name="rt-same" label={t("form-builder.meaning.same")} help={t("form-builder.meaning.sameHelp")} values={wordsOf(type["same"])} choices={editedFields(type).map((field) => ({ value: field.id, label: words.labelOf(field) }))}
        onChange={(value) => put(["same"], value)} path="same"
      />
      <Facts />
    </SectionFrame>
  );
}

/** Which answer fills which fact of the vocabulary. */
function Facts() {
  const { t } = useTranslation("studio");
  const { type, put, around, moveOn } = useEditedType();
  const words = useTypeWords();
  const [fresh, setFresh] = useState("");
  const facts = partOf(type["facts"]);
  const names = Object.keys(facts);
  return (
    <fieldset className="grid min-w-0 gap-3" data-path="facts">
      <legend className="mb-1 font-semibold">{t("form-builder.meaning.facts")}</legend>
      <p className="text-help">{t("form-builder.meaning.factsHelp")}</p>
      <ul className="grid gap-3">
        {names.map((name) => (
          <li key={name} className="flex min-w-0 flex-wrap items-end gap-3 border-b border-line pb-3 last:border-0">
            <div className="min-w-0 flex-1 basis-64">
              <Select name={`rt-fact-${name}`} label={words.factLabel(name)} help={<code className="font-mono">{name}</code>} value={textOf(facts[name])} placeholder={t("form-builder.choose")} data-path={`facts.${name}`} choices={words.answers(textOf(facts[name]))} onChange={(event) => put(["facts", name], event.currentTarget.value)} />
            </div>
            <Button
              type="button" look="quiet" size="small"
              onClick={() => {
                put(["facts", name], undefined);
                moveOn("rt-fact-new", t("form-builder.removed", { what: words.factLabel(name) }));
              }}
            >
              {t("form-builder.act.remove")}<span className="sr-only"> {words.factLabel(name)}</span>
            </Button>
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap items-end gap-3">
        <Select name="rt-fact-new" label={t("form-builder.meaning.factNew")} value={fresh} placeholder={t("form-builder.choose")} choices={around.facts.filter(({ key }) => !names.includes(key)).map(({ key, title }) => ({ value: key, label: `${title} (${key})` }))} onChange={(event) => setFresh(event.currentTarget.value)} optional />
        <Button
          type="button" id="rt-fact-add" look="other" size="small" icon={Plus} aria-disabled={fresh === "" || undefined}
          onClick={() => {
            if (fresh === "") return;
            put(["facts", fresh], editedFields(type)[0]?.id ?? "");
            moveOn(`rt-fact-${fresh}`, t("form-builder.added", { what: words.factLabel(fresh) }));
            setFresh("");
          }}
        >
          {t("form-builder.add")}
        </Button>
      </div>
    </fieldset>
  );
}
