import { useState } from "react";
import { useTranslation } from "react-i18next";

import { LANGUAGES, type Language } from "#app/domain/people.ts";

import { Button } from "../../../button.tsx";
import { Notice } from "../../../notice.tsx";
import type { ExampleShown } from "../../shown.ts";
import { useSpeech } from "../editor.ts";
import { Choose, SmallField, SmallGroup } from "../inputs/small-field.tsx";
import { inOrder, isObject, listIn, textIn, withProperty, type Json } from "./changes.ts";
import { FactsForm, firstOf } from "./facts-form.tsx";
import { OutcomeForm } from "./outcome-form.tsx";
import { withLabels } from "./rule-words.ts";
import { useLanguage, useMaking } from "./speaking.ts";

type Props = { example: Json; content: Json; result: ExampleShown | null; path: string; onChange: (example: Json) => void };

/** One worked example: what is otherwise than usual, and what has to come of it. */
export function ExampleForm({ example, content, result, path, onChange }: Props) {
  const { t } = useTranslation("studio");
  const { known, point, choices } = useMaking();
  const title = isObject(example["title"]) ? example["title"] : {};
  const expected = isObject(example["expect"]) ? example["expect"] : {};
  const set = (name: string, value: unknown) => onChange(withProperty(example, name, value));
  const policies = Object.keys(choices.policies);
  const given = isObject(example["policies"]) ? example["policies"] : {};
  return (
    <div className="grid min-w-0 gap-4">
      <div className="grid gap-3 md:grid-cols-2">
        {LANGUAGES.map((language) => (
          <SmallField key={language} label={t(`rules.titleIn.${language}`)}>
            <input type="text" className="control" lang={language} data-path={`${path}.title.${language}`} value={textIn(title, language)} onChange={(event) => set("title", { ...title, [language]: event.currentTarget.value })} />
          </SmallField>
        ))}
      </div>
      <SmallGroup label={t("rules.exampleFacts")} className="gap-2">
        <FactsForm value={example["facts"]} onChange={(facts) => set("facts", facts)} path={`${path}.facts`} names={Object.keys(point.facts)} first={(name) => firstOf(name, content["typical"], known)} addLabel={t("rules.anotherFact")} />
      </SmallGroup>
      <details className="min-w-0" open={Object.keys(given).length > 0}>
        <summary className="inline-flex min-h-6 items-center text-link">{t("rules.examplePolicies")}</summary>
        <div className="pt-2"><FactsForm value={given} onChange={(next) => set("policies", Object.keys(next).length === 0 ? undefined : next)} path={`${path}.policies`} names={policies} keyOf={(name) => name.replace(/^policy\./, "")} first={(name) => firstOf(name, null, known)} addLabel={t("rules.anotherPolicy")} /></div>
      </details>
      <SmallGroup label={t("rules.expected")} className="gap-2" path={`${path}.expect`}>
        <Spoke spoke={expected["spoke"]} content={content} path={`${path}.expect.spoke`} onChange={(spoke) => set("expect", { ...expected, spoke })} />
        <OutcomeForm variants={point.outcomes} value={expected["outcome"]} onChange={(outcome) => set("expect", { ...expected, outcome })} path={`${path}.expect.outcome`} />
      </SmallGroup>
      {result === null || result.passed || result.got === "" ? null : <Otherwise result={result} onTake={(got) => set("expect", got)} />}
    </div>
  );
}

/** The rules that have to speak, by what they say. */
function Spoke({ spoke, content, path, onChange }: { spoke: unknown; content: Json; path: string; onChange: (spoke: unknown[]) => void }) {
  const { t } = useTranslation("studio");
  const { said } = useSpeech();
  const { known } = useMaking();
  const language: Language = useLanguage();
  const [wanted, setWanted] = useState("");
  const ids = Array.isArray(spoke) ? spoke.map(String) : [];
  const rules = listIn(content, "rules");
  const nameOf = (id: string) => {
    const rule = rules.find((one) => textIn(one, "id") === id);
    const text = rule === undefined ? null : said("findings", textIn(rule, "textKey"), language);
    return text ? `${withLabels(text, known, language)} (${id})` : id;
  };
  const able = rules.filter((rule) => isObject(rule) && rule["disabled"] !== true).map((rule) => textIn(rule, "id")).filter((id) => !ids.includes(id));
  return (
    <div className="grid gap-2" data-path={path}>
      {ids.length === 0 ? <p className="text-soft">{t("rules.nobodySpeaks")}</p> : (
        <ul className="grid gap-1">
          {ids.map((id) => (
            <li key={id} className="flex items-baseline justify-between gap-2 border-b border-line pb-1">
              <span className="min-w-0">{nameOf(id)}</span>
              <Button type="button" look="quiet" size="small" onClick={() => onChange(ids.filter((one) => one !== id))}>{t("rules.takeAway")}<span className="sr-only"> {id}</span></Button>
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap items-end gap-2">
        <SmallField label={t("rules.whoSpeaks")} className="min-w-0 basis-72"><Choose value={wanted} none={t("rules.choose")} options={able.map((id) => ({ value: id, label: nameOf(id) }))} onChange={setWanted} /></SmallField>
        <Button
          type="button" look="other" size="small" disabled={wanted === ""}
          onClick={() => {
            onChange(inOrder([...ids, wanted], content));
            setWanted("");
          }}
        >
          {t("rules.addSpoke")}
        </Button>
      </div>
    </div>
  );
}

/** What came of an example that goes otherwise than it says, to look at or to take over. */
function Otherwise({ result, onTake }: { result: ExampleShown; onTake: (got: Json) => void }) {
  const { t } = useTranslation("studio");
  const got = parse(result.got);
  return (
    <Notice kind="late" title={t("rules.goesOtherwise")}>
      <pre className="font-mono text-sm break-words whitespace-pre-wrap">{result.got}</pre>
      {got === null ? null : <p><Button type="button" look="other" size="small" onClick={() => onTake(got)}>{t("rules.takeOver")}</Button></p>}
    </Notice>
  );
}

function parse(text: string): Json | null {
  const got: unknown = JSON.parse(text);
  return isObject(got) && Object.hasOwn(got, "spoke") && Object.hasOwn(got, "outcome") ? got : null;
}
