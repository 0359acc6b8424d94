import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { I18nextProvider, useTranslation } from "react-i18next";

import { pageKeysOf, splitKey, wordsNeededBy, wordsNeededByPage, type SaidAt } from "#app/domain/definitions/request-types/field-words.ts";
import { editedField, editedPages, type EditedPage } from "#app/domain/definitions/request-types/form-edits.ts";
import { pageTexts } from "#app/domain/definitions/schema/form-texts.ts";
import { LANGUAGES, type Language } from "#app/domain/people.ts";
import { visiblePages, type Typed } from "#app/domain/requests/form/visible.ts";

import { classNames } from "../../../../class-names.ts";
import { useEditedType } from "../type-context.ts";
import { drawablePages } from "./drawable.ts";
import { Frame } from "./frame.tsx";
import { PreviewPage } from "./preview-page.tsx";

const WIDTHS = ["phone", "wide"] as const;
export type PreviewWidth = (typeof WIDTHS)[number];

/** What somebody who fills the form in sees, page by page, in either language and at either width. What is answered shows and hides what comes after it, as it will; nothing is sent. */
export function Preview({ page, width, onWidth }: { page: number | null; width: PreviewWidth; onWidth: (width: PreviewWidth) => void }) {
  const { t, i18n } = useTranslation("studio");
  const edited = useEditedType();
  const [language, setLanguage] = useState<Language>(edited.language);
  const [typed, setTyped] = useState<Typed>({});
  const [at, setAt] = useState(page ?? 0);
  const [followed, setFollowed] = useState(page);
  if (page !== followed) {
    setFollowed(page);
    if (page !== null) setAt(page);
  }
  const section = useRef<HTMLElement>(null);
  const seen = useRef(width);
  useEffect(() => {
    // Beside the form or below it: what somebody just made wider is not to be out of sight.
    if (seen.current !== width) section.current?.scrollIntoView({ block: "nearest" });
    seen.current = width;
  }, [width]);
  // Whoever types does not wait for the preview: it is drawn when there is time.
  const now = useDeferredValue(edited);
  const drawn = useMemo(() => drawablePages(now.type), [now]);
  const all = editedPages(now.type);
  const current = drawn[Math.min(at, drawn.length - 1)];
  const words = useMemo(() => wordsOfPage(now.id, all[current?.index ?? 0] ?? null, now.said, language), [now, all, current, language]);
  const loaded = useTextsOf(language);
  const instance = useMemo(() => (loaded ? wordedInstance(i18n, language, words) : null), [i18n, language, words, loaded]);
  const pages = drawn.map(({ page: one }) => one);
  const shown = visiblePages(pages, typed);
  const isShown = current !== undefined && shown.some(({ id }) => id === current.page.id);
  const step = (way: -1 | 1) => {
    const place = current === undefined ? -1 : shown.findIndex(({ id }) => id === current.page.id);
    const next = shown[place + way];
    if (next) setAt(pages.findIndex(({ id }) => id === next.id));
  };
  return (
    <section ref={section} aria-label={t("form-builder.preview.title")} className={classNames("grid min-w-0 gap-3", width === "phone" && "xl:sticky xl:top-16")}>
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="mr-2 font-semibold">{t("form-builder.preview.title")}</h3>
        <Switch label={t("form-builder.preview.language")} name="preview-language" values={LANGUAGES.map((value) => ({ value, label: t(`texts.language.${value}`) }))} value={language} onChange={(value) => setLanguage(value as Language)} />
        <Switch label={t("form-builder.preview.width")} name="preview-width" values={WIDTHS.map((value) => ({ value, label: t(`form-builder.preview.${value}`) }))} value={width} onChange={(value) => onWidth(value as PreviewWidth)} />
      </div>
      {drawn.length < all.length ? <p className="text-help">{t("form-builder.preview.someNot")}</p> : null}
      {current !== undefined && !isShown ? <p className="text-help">{t("form-builder.preview.hidden")}</p> : null}
      {current === undefined || instance === null ? (
        <p className="text-soft">{t(current === undefined ? "form-builder.preview.none" : "form-builder.preview.loading")}</p>
      ) : (
        <Frame title={t("form-builder.preview.frame", { page: words[pageTexts(now.id, pageKeysOf(current.page)).title] ?? current.page.id })} language={language} className={width === "phone" ? "h-160 w-90 max-w-full rounded-md" : "h-160 w-full rounded-md"}>
          <I18nextProvider i18n={instance}>
            <PreviewPage
              key={`${current.page.id} ${language}`} type={now.id} page={current.page} pages={pages} typed={typed} onTyped={setTyped} services={now.around.services} language={language}
              number={shown.findIndex(({ id }) => id === current.page.id) + 1} total={shown.length} onBack={() => step(-1)} onNext={() => step(1)}
            />
          </I18nextProvider>
        </Frame>
      )}
      <p className="text-help">{t("form-builder.preview.about")}</p>
    </section>
  );
}

function Switch({ label, name, values, value, onChange }: { label: string; name: string; values: ReadonlyArray<{ value: string; label: string }>; value: string; onChange: (value: string) => void }) {
  return (
    <span role="group" aria-label={label} className="inline-flex">
      {values.map((one) => (
        <button
          key={one.value} type="button" id={`${name}-${one.value}`} aria-pressed={one.value === value} onClick={() => onChange(one.value)}
          className={classNames("min-h-8 border px-2 text-sm first:rounded-l-md last:rounded-r-md", one.value === value ? "border-petrol bg-petrol-tint font-semibold text-petrol" : "border-line bg-sheet hover:bg-petrol-tint")}
        >
          {one.label}
        </button>
      ))}
    </span>
  );
}

/** The words of one page and its fields, by their whole key; what is not worded yet says its place. */
function wordsOfPage(type: string, page: EditedPage | null, said: SaidAt, language: Language): Record<string, string> {
  if (page === null) return {};
  const keys = [...wordsNeededByPage(type, page), ...page.fields.flatMap((one) => {
    const field = editedField(one);
    return field === null ? [] : wordsNeededBy(type, field);
  })];
  return Object.fromEntries(keys.map((key) => [key, said(key, language) || "…"]));
}

/** Whether the texts that every form has in common are here, in this language: they are fetched when the preview first shows it. */
function useTextsOf(language: Language): boolean {
  const { i18n } = useTranslation();
  const [, setCount] = useState(0);
  const isHere = ["common", "form"].every((namespace) => i18n.hasResourceBundle(language, namespace));
  useEffect(() => {
    if (isHere) return;
    let isGone = false;
    void i18n
      .loadNamespaces("form")
      .then(() => i18n.loadLanguages(language))
      .then(() => {
        if (!isGone) setCount((before) => before + 1);
      });
    return () => {
      isGone = true;
    };
  }, [i18n, language, isHere]);
  return isHere;
}

/** The page's own texts in a language, and over them those of the draft. */
function wordedInstance(i18n: ReturnType<typeof useTranslation>["i18n"], language: Language, words: Readonly<Record<string, string>>) {
  const instance = i18n.cloneInstance({ lng: language, forkResourceStore: true });
  for (const [whole, text] of Object.entries(words)) {
    const { namespace, key } = splitKey(whole);
    instance.addResource(language, namespace, key, text, { silent: true });
  }
  return instance;
}

