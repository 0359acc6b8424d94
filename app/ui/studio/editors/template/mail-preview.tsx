import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { LANGUAGES, type Language } from "#app/domain/people.ts";

import { Notice } from "../../../notice.tsx";
import { Tabs } from "./tabs.tsx";
import { undressed } from "./undressed.ts";
import { type PreviewShown, usePreview } from "./use-preview.ts";

/** So long after the last keystroke the e-mail is drawn anew. */
const AFTER_MS = 500;

/** The e-mail as it would be sent, in both languages: as mail programs show it, and as text for those that show no other. */
export function MailPreview({ content, path }: { content: unknown; path: string }) {
  const { t } = useTranslation("studio");
  const [as, setAs] = useState<"html" | "text">("html");
  return (
    <section aria-label={t("template.preview.title")} className="grid min-w-0 gap-3">
      <h3 className="font-semibold">{t("template.preview.title")}</h3>
      <p className="text-help">{t("template.preview.mailHelp")}</p>
      <Tabs label={t("template.preview.as")} value={as} choices={(["html", "text"] as const).map((value) => ({ value, label: t(`template.preview.${value}`) }))} onChoose={setAs} />
      <div className="grid gap-5 lg:grid-cols-2">
        {LANGUAGES.map((language) => (
          <OneLanguage key={language} content={content} path={path} language={language} as={as} />
        ))}
      </div>
    </section>
  );
}

function OneLanguage({ content, path, language, as }: { content: unknown; path: string; language: Language; as: "html" | "text" }) {
  const { t } = useTranslation("studio");
  const { shown, isAsking, isFailed } = usePreview(path, content, { language }, AFTER_MS);
  const title = t("template.preview.in", { language: t(`texts.language.${language}`) });
  return (
    <div role="group" aria-label={title} aria-busy={isAsking} className="grid min-w-0 content-start gap-2">
      <span className="text-sm font-semibold text-soft">{title}</span>
      {isFailed ? <Notice kind="warn" title={t("template.preview.failed")} /> : null}
      {shown === null ? <p className="text-soft">{t("template.preview.making")}</p> : <Drawn shown={shown} language={language} title={title} as={as} />}
    </div>
  );
}

function Drawn({ shown, language, title, as }: { shown: PreviewShown; language: Language; title: string; as: "html" | "text" }) {
  const { t } = useTranslation("studio");
  if (shown.kind === "none") return <Notice kind="warn" title={shown.why} />;
  if (shown.kind !== "mail") return null;
  return (
    <div className="overflow-hidden rounded-md border border-edge">
      <p className="border-b border-line bg-paper px-3 py-2">
        <span className="text-soft">{t("template.subject")}: </span>
        <span lang={language} className="font-semibold">{shown.subject}</span>
      </p>
      {as === "html" ? <MailFrame html={shown.html} title={title} /> : <pre lang={language} className="bg-sheet p-3 font-mono text-sm break-words whitespace-pre-wrap">{shown.text}</pre>}
    </div>
  );
}

/**
 * An e-mail in a frame that runs nothing and goes nowhere. Its styles stand in attributes, as mail programs want them, which our pages refuse; so they are put aside, and laid on its
 * parts from here.
 */
function MailFrame({ html, title }: { html: string; title: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const dress = () => {
    const page = frame.current?.contentDocument;
    if (!page || !frame.current) return;
    for (const part of page.querySelectorAll<HTMLElement>("[data-style]")) part.style.cssText = part.dataset["style"] ?? "";
    frame.current.style.height = `${page.documentElement.scrollHeight}px`;
  };
  return <iframe ref={frame} title={title} sandbox="allow-same-origin" srcDoc={undressed(html)} onLoad={dress} tabIndex={-1} className="min-h-96 w-full bg-sheet" />;
}
