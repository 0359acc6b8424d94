import { useRef } from "react";
import { useTranslation } from "react-i18next";

import { blanksIn } from "#app/domain/decisions/texts.ts";
import { LANGUAGES, type Language } from "#app/domain/people.ts";

import { SmallField } from "../inputs/small-field.tsx";
import { useSpeech } from "../editor.ts";
import { FactSelect } from "./fact-select.tsx";
import { withLabels } from "./rule-words.ts";
import { useMaking } from "./speaking.ts";

type Props = { textKey: string; /** Facts that the sentence can name without more ado. */ names: readonly string[]; onQuote: (name: string) => void; path: string };

/** What a rule says to whoever reads it, in both languages; what it names in it is chosen, and stands between braces. */
export function SentenceForm({ textKey, names, onQuote, path }: Props) {
  const { t } = useTranslation("studio");
  const { said, say } = useSpeech();
  const boxes = useRef<Partial<Record<Language, HTMLTextAreaElement | null>>>({});
  const last = useRef<Language>("nl");
  const put = (name: string) => {
    if (name === "") return;
    const language = last.current;
    const box = boxes.current[language];
    const text = said("findings", textKey, language) ?? "";
    const at = box?.selectionStart ?? text.length;
    say("findings", textKey, language, `${text.slice(0, at)}{{${name}}}${text.slice(at)}`);
    if (!names.includes(name)) onQuote(name);
    box?.focus();
  };
  return (
    <div className="grid gap-2">
      <div className="grid gap-3 md:grid-cols-2">
        {LANGUAGES.map((language) => {
          const text = said("findings", textKey, language) ?? "";
          return (
            <div key={language} className="grid content-start gap-1">
              <SmallField label={t(`rules.saidIn.${language}`)}>
                <textarea
                  ref={(box) => { boxes.current[language] = box; }}
                  rows={3} lang={language} className="control" data-path={language === "nl" ? path : undefined} value={text} onFocus={() => { last.current = language; }}
                  onChange={(event) => say("findings", textKey, language, event.currentTarget.value)}
                />
              </SmallField>
              <ReadAs text={text} language={language} />
            </div>
          );
        })}
      </div>
      <div className="max-w-md"><SmallField label={t("rules.blank")}><FactSelect value="" none={t("rules.blankNone")} onChange={put} /></SmallField></div>
    </div>
  );
}

/** The sentence with what fills its blanks by name. */
function ReadAs({ text, language }: { text: string; language: Language }) {
  const { t } = useTranslation("studio");
  const { known } = useMaking();
  if (blanksIn(text).length === 0) return null;
  return <p className="text-help" lang={language}>{t("rules.readAs", { text: withLabels(text, known, language) })}</p>;
}
