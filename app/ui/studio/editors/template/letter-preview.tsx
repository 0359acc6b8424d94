import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { LANGUAGES, type Language } from "#app/domain/people.ts";

import { Notice } from "../../../notice.tsx";
import { type Content, isObject } from "./blocks.ts";
import { Tabs } from "./tabs.tsx";
import { type PreviewShown, usePreview } from "./use-preview.ts";

/** So long after the last keystroke a letter is drawn anew: it is printed and made a picture of, which costs more than an e-mail. */
const AFTER_MS = 1_200;
const PAGE = { width: 210, height: 297 };

/** The letter as it would be printed, with the envelope's window and the fold on it; or only what shows through the window. */
export function LetterPreview({ content, path }: { content: Content; path: string }) {
  const { t } = useTranslation("studio");
  const [language, setLanguage] = useState<Language>("nl");
  const [addressee, setAddressee] = useState<"usual" | "long">("usual");
  const [see, setSee] = useState<"page" | "window">("page");
  const { shown, isAsking, isFailed } = usePreview(path, content, { language, addressee }, AFTER_MS);
  return (
    <div role="group" aria-label={t("template.preview.title")} aria-busy={isAsking} className="grid min-w-0 content-start gap-3">
      <h3 className="font-semibold">{t("template.preview.title")}</h3>
      <p className="text-help">{t("template.preview.letterHelp")}</p>
      <div className="flex flex-wrap gap-x-6 gap-y-2">
        <Tabs label={t("template.preview.language")} value={language} choices={LANGUAGES.map((value) => ({ value, label: t(`texts.language.${value}`) }))} onChoose={setLanguage} />
        <Tabs label={t("template.preview.addressee")} value={addressee} choices={(["usual", "long"] as const).map((value) => ({ value, label: t(`template.preview.${value}`) }))} onChoose={setAddressee} />
        <Tabs label={t("template.preview.see")} value={see} choices={(["page", "window"] as const).map((value) => ({ value, label: t(`template.preview.${value}`) }))} onChoose={setSee} />
      </div>
      {isFailed ? <Notice kind="warn" title={t("template.preview.failed")} /> : null}
      <p role="status" className="text-soft empty:hidden">{isAsking ? t("template.preview.making") : null}</p>
      <Drawn shown={shown} layout={content["layout"]} see={see} />
    </div>
  );
}

function Drawn({ shown, layout, see }: { shown: PreviewShown | null; layout: unknown; see: "page" | "window" }) {
  const { t } = useTranslation("studio");
  if (shown === null) return null;
  if (shown.kind === "none") return <Notice kind="warn" title={shown.why} />;
  if (shown.kind !== "letter") return null;
  return (
    <>
      <p className="text-soft">{t("template.preview.fits")}</p>
      {shown.pages.map(({ jpeg }, index) => (
        <figure key={index} className="relative max-w-3xl overflow-hidden rounded-md border border-edge bg-sheet">
          <Picture jpeg={jpeg} name={t("template.preview.pageOf", { number: index + 1, of: shown.pages.length })} />
          {index === 0 ? <Envelope layout={layout} see={see} /> : null}
        </figure>
      ))}
      {see === "page" ? <p className="text-help">{t("template.preview.legend")}</p> : null}
    </>
  );
}

/** A picture out of what the office sent; the page may show what it made itself, and nothing from elsewhere. */
function Picture({ jpeg, name }: { jpeg: string; name: string }) {
  const picture = useRef<HTMLImageElement>(null);
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([Uint8Array.from(atob(jpeg), (one) => one.charCodeAt(0))], { type: "image/jpeg" }));
    if (picture.current) picture.current.src = made;
    return () => URL.revokeObjectURL(made);
  }, [jpeg]);
  return <img ref={picture} alt={name} className="block w-full" />;
}

/** The window and the fold as they are typed now, in millimetres of the page under them. */
function Envelope({ layout, see }: { layout: unknown; see: "page" | "window" }) {
  const { window, fold } = isObject(layout) ? layout : {};
  const { left, top, width, height } = isObject(window) ? window : {};
  if (![left, top, width, height].every((one) => typeof one === "number")) return null;
  const [x, y, w, h] = [left, top, width, height] as [number, number, number, number];
  return (
    <svg aria-hidden viewBox={`0 0 ${PAGE.width} ${PAGE.height}`} className="absolute inset-0 size-full">
      <path fillRule="evenodd" className={see === "window" ? "fill-line" : "fill-soft/10"} d={`M0 0H${PAGE.width}V${PAGE.height}H0Z M${x} ${y}h${w}v${h}h${-w}Z`} />
      <rect x={x} y={y} width={w} height={h} rx={2} className="fill-none stroke-petrol" strokeWidth={0.8} />
      {typeof fold === "number" && see === "page" ? <path d={`M0 ${fold}H${PAGE.width}`} className="fill-none stroke-late" strokeWidth={0.5} strokeDasharray="4 3" /> : null}
    </svg>
  );
}
