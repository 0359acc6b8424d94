import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { TextsChoices } from "#app/domain/definitions/choices/texts.ts";
import { LANGUAGES } from "#app/domain/people.ts";

import { Button } from "../../../button.tsx";
import { Select, TextInput } from "../../../field.tsx";
import type { EditorProps } from "../editor.ts";

type Worded = Record<string, string>;
type Content = { id?: unknown; namespace?: unknown; nl?: Worded; en?: Worded };

/** So many of the software's texts are shown at once; who looks for one types some of its words. */
const MOST_SHOWN = 40;

/** Texts of the screens: the office's own words, beside those of the software where it has some. */
export function TextsEditor({ content, onChange, around }: EditorProps<Content, TextsChoices>) {
  const { t } = useTranslation("studio");
  const [wanted, setWanted] = useState("");
  const [fresh, setFresh] = useState("");
  const own = [...new Set(LANGUAGES.flatMap((language) => Object.keys(content[language] ?? {})))];
  const say = (key: string, texts: Record<"nl" | "en", string> | null) => {
    const without = ({ [key]: _gone, ...others }: Worded) => others;
    const over = (language: "nl" | "en") => (texts === null ? without(content[language] ?? {}) : { ...content[language], [key]: texts[language] });
    onChange({ ...content, nl: over("nl"), en: over("en") });
  };
  const words = wanted.trim().toLowerCase();
  const found = Object.keys(around.ours.nl).filter((key) => !own.includes(key) && (words === "" || `${key} ${around.ours.nl[key] ?? ""} ${around.ours.en[key] ?? ""}`.toLowerCase().includes(words)));
  return (
    <div className="grid gap-5">
      <Select
        name="texts-namespace" label={t("texts.namespace")} help={t("texts.namespaceHelp")} value={String(content.namespace ?? "")} placeholder={t("texts.choose")} data-path="namespace"
        choices={around.namespaces.map((value) => ({ value, label: value }))} onChange={(event) => onChange({ nl: {}, en: {}, ...content, namespace: event.currentTarget.value })}
      />
      <section aria-label={t("texts.own")} className="grid gap-3">
        <h3 className="font-semibold">{t("texts.own")}</h3>
        {own.length === 0 ? <p className="text-soft">{t("texts.none")}</p> : null}
        {own.map((key) => (
          <Own key={key} name={key} content={content} ours={around.ours} onSay={(texts) => say(key, texts)} />
        ))}
        <div className="flex flex-wrap items-end gap-3">
          <TextInput name="texts-fresh" label={t("texts.fresh")} help={t("texts.freshHelp")} value={fresh} onChange={(event) => setFresh(event.currentTarget.value)} optional mono />
          <Button
            type="button" look="other" size="small" disabled={fresh.trim() === "" || own.includes(fresh.trim())}
            onClick={() => {
              say(fresh.trim(), { nl: "", en: "" });
              setFresh("");
            }}
          >
            {t("texts.add")}
          </Button>
        </div>
      </section>
      {Object.keys(around.ours.nl).length === 0 ? null : (
        <section aria-label={t("texts.ours")} className="grid gap-3">
          <h3 className="font-semibold">{t("texts.ours")}</h3>
          <TextInput name="texts-wanted" label={t("texts.find")} value={wanted} onChange={(event) => setWanted(event.currentTarget.value)} optional />
          <p className="text-help" role="status">{t("texts.found", { count: found.length, shown: Math.min(found.length, MOST_SHOWN) })}</p>
          <ul className="grid">
            {found.slice(0, MOST_SHOWN).map((key) => (
              <li key={key} className="grid gap-1 border-b border-line py-2 last:border-0 md:grid-cols-[1fr_auto] md:gap-4">
                <div className="min-w-0">
                  <code className="font-mono text-sm break-all text-soft">{key}</code>
                  <p className="break-words">{around.ours.nl[key]}</p>
                  <p lang="en" className="break-words text-soft">{around.ours.en[key]}</p>
                </div>
                <span>
                  <Button type="button" look="other" size="small" onClick={() => say(key, { nl: around.ours.nl[key] ?? "", en: around.ours.en[key] ?? "" })}>
                    {t("texts.word")}
                    <span className="sr-only"> {key}</span>
                  </Button>
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function Own({ name, content, ours, onSay }: { name: string; content: Content; ours: TextsChoices["ours"]; onSay: (texts: Record<"nl" | "en", string> | null) => void }) {
  const { t } = useTranslation(["studio", "common"]);
  const now = { nl: content.nl?.[name] ?? "", en: content.en?.[name] ?? "" };
  return (
    <fieldset className="grid min-w-0 gap-2 rounded-md border border-line p-3">
      <legend className="px-1 font-mono text-sm break-all">{name}</legend>
      <div className="grid gap-3 md:grid-cols-2">
        {LANGUAGES.map((language) => (
          <label key={language} className="grid content-start gap-1">
            <span className="text-soft">{t(`studio:texts.language.${language}`)}</span>
            <textarea
              rows={Math.max(2, Math.ceil(now[language].length / 60))} lang={language} className="control" data-path={`${language}.${name}`} value={now[language]}
              onChange={(event) => onSay({ ...now, [language]: event.currentTarget.value })}
            />
            {ours[language][name] === undefined ? null : <span className="text-help break-words">{t("studio:texts.insteadOf", { text: ours[language][name] })}</span>}
          </label>
        ))}
      </div>
      <span>
        <Button type="button" look="quiet" size="small" onClick={() => onSay(null)}>
          {t(ours.nl[name] === undefined ? "studio:texts.remove" : "studio:texts.restore")}
          <span className="sr-only"> {name}</span>
        </Button>
      </span>
    </fieldset>
  );
}
