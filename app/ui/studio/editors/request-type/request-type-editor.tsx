import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { RequestTypeChoices } from "#app/domain/definitions/choices/request-type.ts";
import { splitKey, type SaidAt } from "#app/domain/definitions/request-types/field-words.ts";
import { partOf, textOf } from "#app/domain/definitions/request-types/json-parts.ts";
import { LANGUAGES } from "#app/domain/people.ts";

import { classNames } from "../../../class-names.ts";
import { useSpeech, type EditorProps } from "../editor.ts";
import { EffectsSection } from "./effects-section.tsx";
import { FormSection } from "./form-section.tsx";
import { GeneralSection } from "./general-section.tsx";
import { JudgingSection } from "./judging-section.tsx";
import { MeaningSection } from "./meaning-section.tsx";
import { MessagesSection } from "./messages-section.tsx";
import { Shaped } from "./parts.tsx";
import { placeOf, SECTIONS, type Opened, type SectionName } from "./place-of.ts";
import { ReasonsSection } from "./reasons-section.tsx";
import { TypeContext, useEditedType, type EditedType } from "./type-context.ts";

const PARTS: Record<Exclude<SectionName, "form">, () => ReactNode> = { general: GeneralSection, meaning: MeaningSection, judging: JudgingSection, effects: EffectsSection, messages: MessagesSection, reasons: ReasonsSection };

/** A request type in fields: its form with what an applicant would see beside it, and what becomes of what they send. */
export function RequestTypeEditor({ content, onChange, around, target, path }: EditorProps<unknown, RequestTypeChoices>) {
  const { t, i18n } = useTranslation("studio");
  const speech = useSpeech();
  const [opened, setOpened] = useState<Opened>(target === null ? { section: "form", page: null, field: null } : placeOf(content, target.path));
  const [shown, setShown] = useState(target);
  // While drawing, so that what is asked for is there when the frame looks for it.
  if (target !== shown) {
    setShown(target);
    if (target !== null) setOpened(placeOf(content, target.path));
  }
  const { moveOn, voice } = useMovingOn();
  const type = partOf(content);
  const said: SaidAt = (key, language) => {
    const at = splitKey(key);
    return speech.said(at.namespace, at.key, language);
  };
  const edited: EditedType = {
    id: textOf(type["id"]),
    type,
    around,
    language: LANGUAGES.find((one) => one === i18n.language) ?? "nl",
    said,
    say: (key, language, text) => {
      const at = splitKey(key);
      speech.say(at.namespace, at.key, language, text);
    },
    change: (next, words = []) => {
      onChange(next);
      for (const { namespace, key, nl, en } of words) {
        speech.say(namespace, key, "nl", nl);
        speech.say(namespace, key, "en", en);
      }
    },
    moveOn,
    path,
  };
  const Part = opened.section === "form" ? null : PARTS[opened.section];
  return (
    <TypeContext.Provider value={edited}>
      <div className="grid min-w-0 gap-4">
        <div role="group" aria-label={t("form-builder.parts")} className="flex flex-wrap gap-2">
          {SECTIONS.map((section) => (
            <button
              key={section} type="button" id={`part-${section}`} aria-pressed={opened.section === section} onClick={() => setOpened({ section, page: null, field: null })}
              className={classNames("min-h-9 rounded-md border px-3 text-sm", opened.section === section ? "border-petrol bg-petrol-tint font-semibold text-petrol" : "border-line bg-sheet hover:bg-petrol-tint")}
            >
              {t(`form-builder.part.${section}`)}
            </button>
          ))}
        </div>
        <p ref={voice} role="status" className="sr-only" />
        {Part === null ? <FormSection opened={opened} onOpen={setOpened} /> : <OddParts section={opened.section}><Part /></OddParts>}
      </div>
    </TypeContext.Provider>
  );
}

/** What the parts of a section have to be, so that fields can show them. */
const SHAPES: Readonly<Record<SectionName, ReadonlyArray<readonly [name: string, as: "list" | "words" | "part"]>>> = {
  form: [],
  general: [["channels", "words"], ["terms", "part"]],
  meaning: [["about", "part"], ["same", "words"], ["facts", "part"]],
  judging: [["points", "part"], ["plan", "part"], ["deadlines", "part"]],
  effects: [["effects", "list"], ["precaution", "part"]],
  messages: [["messages", "part"]],
  reasons: [["reasonCodes", "list"]],
};

/** A section, or in its place those of its parts that fields cannot show. */
function OddParts({ section, children }: { section: SectionName; children: ReactNode }) {
  const { t } = useTranslation("studio");
  const { type, put } = useEditedType();
  return SHAPES[section].reduceRight<ReactNode>(
    (inside, [name, as]) => (
      <Shaped value={type[name]} as={as} name={`odd-${name}`} label={`${t(`form-builder.part.${section}`)}: ${name}`} path={name} onChange={(value) => put([name], value)}>
        {inside}
      </Shaped>
    ),
    children,
  );
}

/** After something was added, moved or taken away: the focus goes to what is there now, and it is said what happened. */
function useMovingOn() {
  const wanted = useRef<string | null>(null);
  const voice = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    const found = wanted.current === null ? null : document.getElementById(wanted.current);
    if (found === null) return;
    wanted.current = null;
    found.focus();
    found.scrollIntoView({ block: "nearest" });
  });
  const moveOn = (id: string, sentence: string) => {
    wanted.current = id;
    if (voice.current) voice.current.textContent = sentence;
  };
  return { moveOn, voice };
}
