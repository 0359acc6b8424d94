import { memo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { conditionSentence } from "#app/domain/decisions/condition-sentence.ts";
import { LANGUAGES, type Language } from "#app/domain/people.ts";

import { Choose, SmallField } from "../inputs/small-field.tsx";
import { useStable } from "../../use-stable.ts";
import { isObject, textIn, withProperty, type Json } from "./changes.ts";
import { ConditionsEditor } from "./conditions-editor.tsx";
import { NameInput } from "./name-input.tsx";
import { OutcomeForm } from "./outcome-form.tsx";
import { namesIn } from "./rule-words.ts";
import { SentenceForm } from "./sentence-form.tsx";
import { factLabel, useLanguage, useMaking } from "./speaking.ts";

const SEVERITIES = ["block", "warn", "info"] as const;

type Props = { rule: Json; path: string; groups: readonly string[]; onChange: (rule: Json) => void; onRename: (id: string) => void };

/** One rule: when it speaks, what it says, and what comes of it. */
export function RuleForm({ rule, path, groups, onChange, onRename }: Props) {
  const { t } = useTranslation("studio");
  const set = (name: string, value: unknown) => onChange(withProperty(rule, name, value));
  const setConditions = useStable((next: unknown) => set("conditions", next));
  const orGone = (text: string) => (text === "" ? undefined : text);
  return (
    <div className="grid min-w-0 gap-5">
      <Part title={t("rules.whenTitle")}>
        <InWords conditions={rule["conditions"]} />
        <ConditionsEditor conditions={rule["conditions"]} onChange={setConditions} path={`${path}.conditions`} />
      </Part>
      <Part title={t("rules.saysTitle")}>
        <SentenceForm textKey={textIn(rule, "textKey")} names={namesIn(rule)} onQuote={(name) => set("quotes", [...quotesOf(rule), name])} path={`${path}.textKey`} />
        <Quotes rule={rule} path={path} onChange={(quotes) => set("quotes", quotes)} />
      </Part>
      <Part title={t("rules.thenTitle")}>
        <div className="grid gap-3 sm:grid-cols-2">
          <SmallField label={t("rules.severity")}><Choose value={textIn(rule, "severity")} options={SEVERITIES.map((value) => ({ value, label: t(`rules.severities.${value}`) }))} onChange={(severity) => set("severity", severity)} path={`${path}.severity`} /></SmallField>
          <EventType rule={rule} path={path} set={set} />
        </div>
        <EventParams rule={rule} path={path} set={set} />
      </Part>
      <Part title={t("rules.aboutTitle")}>
        <div className="grid gap-3 sm:grid-cols-2">
          <NameInput label={t("rules.id")} value={textIn(rule, "id")} onChange={onRename} path={`${path}.id`} />
          <SmallField label={t("rules.sourceOf")}><input type="text" className="control" data-path={`${path}.source`} value={textIn(rule, "source")} onChange={(event) => set("source", event.currentTarget.value)} /></SmallField>
          <FieldSelect rule={rule} path={path} set={set} />
          <SmallField label={t("rules.group_")}>
            <input type="text" className="control" list={`${path}-groups`} data-path={`${path}.group`} value={textIn(rule, "group")} onChange={(event) => set("group", orGone(event.currentTarget.value))} />
            <datalist id={`${path}-groups`}>{groups.map((one) => <option key={one} value={one} />)}</datalist>
          </SmallField>
          <SmallField label={t("rules.note")} className="sm:col-span-2"><textarea rows={2} className="control" data-path={`${path}.note`} value={textIn(rule, "note")} onChange={(event) => set("note", orGone(event.currentTarget.value))} /></SmallField>
          <label className="inline-flex min-h-6 items-center gap-2 sm:col-span-2">
            <input type="checkbox" className="size-4 accent-petrol" data-path={`${path}.disabled`} checked={rule["disabled"] === true} onChange={(event) => set("disabled", event.currentTarget.checked ? true : undefined)} />
            {t("rules.disable")}
          </label>
        </div>
      </Part>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="grid min-w-0 gap-2">
      <h4 className="font-semibold">{title}</h4>
      {children}
    </section>
  );
}

/** The conditions as one sentence, in both languages, while they are made. */
const InWords = memo(function InWords({ conditions }: { conditions: unknown }) {
  const { t } = useTranslation("studio");
  const { choices, known } = useMaking();
  const own = useLanguage();
  const said = (language: Language) => conditionSentence(conditions, { language, texts: choices.words[language], names: choices.names[language], facts: known.facts });
  return (
    <div className="grid gap-1 rounded-md bg-petrol-tint px-3 py-2" data-words>
      {[own, ...LANGUAGES.filter((one) => one !== own)].map((language) => (
        <p key={language} lang={language} className={language === own ? "text-base font-semibold" : "text-soft"}>
          <span className="sr-only">{t(`rules.wordsIn.${language}`)} </span>
          {said(language)}
        </p>
      ))}
    </div>
  );
});

function quotesOf(rule: Json): unknown[] {
  return Array.isArray(rule["quotes"]) ? (rule["quotes"] as unknown[]) : [];
}

/** What the sentence names besides what the conditions read. */
function Quotes({ rule, path, onChange }: { rule: Json; path: string; onChange: (quotes: unknown[] | undefined) => void }) {
  const { t } = useTranslation("studio");
  const { known } = useMaking();
  const language = useLanguage();
  const quotes = quotesOf(rule);
  if (quotes.length === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-2 text-sm" data-path={`${path}.quotes`}>
      <span className="text-soft">{t("rules.quotes")}</span>
      {quotes.map((name, index) => {
        const label = factLabel(String(name), known.facts[String(name)], language);
        return (
          <button key={`${String(name)}${index}`} type="button" data-path={`${path}.quotes.${index}`} className="inline-flex min-h-6 items-center gap-1 rounded-full border border-edge px-2 hover:bg-petrol-tint" onClick={() => onChange(quotes.length === 1 ? undefined : quotes.filter((_one, at) => at !== index))}>
            {label} <span aria-hidden>×</span>
            <span className="sr-only">{t("rules.unquote")}</span>
          </button>
        );
      })}
    </div>
  );
}

type Setter = { rule: Json; path: string; set: (name: string, value: unknown) => void };

function EventType({ rule, path, set }: Setter) {
  const { t } = useTranslation("studio");
  const { point } = useMaking();
  const event = isObject(rule["event"]) ? rule["event"] : {};
  const types = Object.keys(point.events);
  const type = textIn(event, "type");
  if (types.length === 1 && types[0] === type) return null;
  return <SmallField label={t("rules.event")}><Choose value={type} options={types.map((value) => ({ value, label: t(`rules.events.${value}`, { defaultValue: value }) }))} onChange={(chosen) => set("event", { ...event, type: chosen, params: {} })} path={`${path}.event.type`} /></SmallField>;
}

function EventParams({ rule, path, set }: Setter) {
  const { t } = useTranslation("studio");
  const { point } = useMaking();
  const event = isObject(rule["event"]) ? rule["event"] : {};
  const variant = point.events[textIn(event, "type")];
  if (variant === undefined) return null;
  const isEmpty = isObject(event["params"]) && Object.keys(event["params"]).length === 0;
  if (variant.fields.length === 0 && isEmpty) return <p className="text-soft">{t("rules.onlySays")}</p>;
  return <OutcomeForm variants={[variant]} value={event["params"]} onChange={(params) => set("event", { ...event, params })} path={`${path}.event.params`} />;
}

function FieldSelect({ rule, path, set }: Setter) {
  const { t } = useTranslation("studio");
  const { choices } = useMaking();
  const language = useLanguage();
  return (
    <SmallField label={t("rules.field")}>
      <Choose value={textIn(rule, "field")} none={t("rules.noField")} options={choices.fields.map(({ id, label }) => ({ value: id, label: label[language] }))} onChange={(field) => set("field", field === "" ? undefined : field)} path={`${path}.field`} />
    </SmallField>
  );
}
