import { type ReactNode, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import type { RuleSetChoices } from "#app/domain/definitions/choices/rule-set.ts";
import { LANGUAGES } from "#app/domain/people.ts";

import type { EditorProps, Target } from "../editor.ts";
import { Choose, SmallField } from "../inputs/small-field.tsx";
import { isObject, textIn, type Json } from "./changes.ts";
import { ExampleList } from "./example-list.tsx";
import { FactsForm, firstOf } from "./facts-form.tsx";
import { OutcomeForm } from "./outcome-form.tsx";
import { RuleList } from "./rule-list.tsx";
import { MakingContext, NO_CHOICES, type Making } from "./speaking.ts";

/** The rules of one decision: what they say, what is decided without them, and the worked examples. */
export function RuleSetEditor({ content, onChange, around, target }: EditorProps<Json, RuleSetChoices>) {
  const { t } = useTranslation("studio");
  const [rule, setRule] = useState<number | null>(null);
  const [example, setExample] = useState<number | null>(null);
  const [isTypical, setTypical] = useState(false);
  const [shown, setShown] = useState<Target | null>(null);
  if (target !== shown) {
    setShown(target);
    const [part, index] = (target?.path ?? "").split(".");
    if (part === "rules" && index !== undefined) setRule(Number(index));
    if (part === "typical") setTypical(true);
    if (part === "examples" && index !== undefined) setExample(Number(index));
  }
  const point = textIn(content, "point");
  const making = useMemo((): Making => makingOf(around, point), [around, point]);
  const title = isObject(content["title"]) ? content["title"] : {};
  return (
    <MakingContext.Provider value={making}>
      <div className="grid min-w-0 gap-6">
        <div className="grid gap-3 md:grid-cols-2">
          {LANGUAGES.map((language) => (
            <SmallField key={language} label={t(`rules.titleIn.${language}`)}>
              <input type="text" className="control" lang={language} data-path={`title.${language}`} value={textIn(title, language)} onChange={(event) => onChange({ ...content, title: { ...title, [language]: event.currentTarget.value } })} />
            </SmallField>
          ))}
          {making === NO_CHOICES || !Array.isArray(content["rules"]) || content["rules"].length === 0 ? (
            <SmallField label={t("rules.point")}><Choose value={point} options={Object.keys(around.points).map((value) => ({ value, label: t(`rules.points.${value}`) }))} onChange={(chosen) => onChange({ ...content, point: chosen })} path="point" /></SmallField>
          ) : null}
        </div>
        {making === NO_CHOICES ? <p className="text-soft">{t("rules.pointFirst")}</p> : (
          <>
            <Part title={t("rules.title")} help={t("rules.lead")}><RuleList content={content} onChange={onChange} open={rule} onOpen={setRule} /></Part>
            <Part title={t("rules.default")} help={t("rules.defaultHelp")}><OutcomeForm variants={making.point.outcomes} value={content["default"]} onChange={(next) => onChange({ ...content, default: next })} path="default" /></Part>
            <Part title={t("rules.examples")} help={t("rules.examplesHelp")}><ExampleList content={content} onChange={onChange} open={example} onOpen={setExample} /></Part>
            <details open={isTypical} onToggle={(event) => setTypical(event.currentTarget.open)} data-path="typical">
              <summary className="min-h-6 font-semibold text-link">{t("rules.typical")}</summary>
              <p className="mb-2 text-help">{t("rules.typicalHelp")}</p>
              {!isTypical ? null : <FactsForm value={content["typical"]} onChange={(next) => onChange({ ...content, typical: next })} path="typical" names={Object.keys(making.point.facts)} first={(name) => firstOf(name, null, making.known)} addLabel={t("rules.missingFact")} isWhole />}
            </details>
          </>
        )}
      </div>
    </MakingContext.Provider>
  );
}

function Part({ title, help, children }: { title: string; help: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="grid min-w-0 gap-2">
      <h3 className="text-lg">{title}</h3>
      <p className="text-help">{help}</p>
      {children}
    </section>
  );
}

function makingOf(around: RuleSetChoices, point: string): Making {
  const chosen = Object.entries(around.points).find(([name]) => name === point)?.[1];
  return chosen === undefined ? NO_CHOICES : { choices: around, point: chosen, known: { facts: { ...chosen.facts, ...around.policies }, operators: around.operators } };
}
