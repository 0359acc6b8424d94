import type { Request, Response } from "express";
import type { ReactElement, ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { languageOf, wordsIn, worded, type SimulatorLanguage, type Words } from "./language.ts";

/** What every page of the simulators knows. */
export type PageContext = { language: SimulatorLanguage; t: Words; now: Date; path: string };

export type Area = "index" | "mailbox" | "doormat" | "bank" | "amp" | "registers" | "clock" | "print-room-key";

/** Where each simulator lives; also the order of the navigation. */
export const AREAS: ReadonlyArray<{ area: Exclude<Area, "index">; path: string; words: string }> = [
  { area: "mailbox", path: "/simulators/mailbox", words: "index.mailbox.title" },
  { area: "doormat", path: "/simulators/doormat", words: "index.doormat.title" },
  { area: "bank", path: "/simulators/bank", words: "index.bank.title" },
  { area: "amp", path: "/simulators/amp", words: "index.amp.title" },
  { area: "registers", path: "/simulators/registers", words: "index.registers.title" },
  { area: "clock", path: "/simulators/clock", words: "index.clock.title" },
  { area: "print-room-key", path: "/simulators/print-room-key", words: "index.printRoomKey.title" },
];

export function contextOf(request: Request, response: Response, now: Date, preferred?: SimulatorLanguage): PageContext {
  const language = languageOf(request, response, preferred);
  const query = new URLSearchParams(request.originalUrl.split("?")[1] ?? "");
  query.delete("lang");
  const rest = query.toString();
  // A form that came back with a problem stands on the page that it was sent from, which is one step up.
  const page = (request.originalUrl.split("?")[0] ?? "").replace(/\/(?:moves|faults|end|visit)$/, "");
  return { language, t: wordsIn(language), now, path: `${page}${rest ? `?${rest}` : ""}` };
}

/** Renders a whole page and sends it. */
export function sendPage(response: Response, page: ReactElement, status = 200): void {
  response.status(status).type("html").send(`<!doctype html>${renderToStaticMarkup(page)}`);
}

/** The frame of a simulator's page: ribbon, navigation, office time, language. */
export function SimulatorPage({ context, area, title, children }: { context: PageContext; area: Area; title: string; children: ReactNode }) {
  const { t, language, now } = context;
  return (
    <Document context={context} title={`${title} · ${t("nav.label")}`}>
      <a className="skip" href="#content">{t("skip")}</a>
      <header className="top">
        <p className="ribbon">{t("ribbon")}</p>
        <div className="top-line">
          <a className="brand" href="/simulators" aria-current={area === "index" ? "page" : undefined}>
            {t("brand")} <span>{t("nav.label")}</span>
          </a>
          <p className="office-time"><span>{t("officeTime")}</span> <time dateTime={now.toISOString()}>{worded(now, language)}</time></p>
          <a className="to-office" href="/">{t("nav.office")}</a>
          <LanguageLinks context={context} />
        </div>
        <nav aria-label={t("nav.label")}>
          <ul>
            {AREAS.map((one) => (
              <li key={one.area}><a href={one.path} aria-current={one.area === area ? "page" : undefined}>{t(one.words)}</a></li>
            ))}
          </ul>
        </nav>
      </header>
      <main id="content">
        <h1>{title}</h1>
        {children}
      </main>
    </Document>
  );
}

/** The bare document: head, language, stylesheet. */
export function Document({ context, title, children, body }: { context: PageContext; title: string; children: ReactNode; body?: string }) {
  return (
    <html lang={context.language}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{title}</title>
        <link rel="stylesheet" href="/simulators/style.css" />
        <link rel="icon" href="/simulators/icon.svg" type="image/svg+xml" />
      </head>
      <body className={body}>{children}</body>
    </html>
  );
}

/** Dutch and English, both in their own language. */
export function LanguageLinks({ context: { t, language, path } }: { context: PageContext }) {
  const to = (other: SimulatorLanguage) => `${path}${path.includes("?") ? "&" : "?"}lang=${other}`;
  return (
    <ul className="languages" aria-label={t("language")}>
      <li><a href={to("nl")} hrefLang="nl" lang="nl" aria-label="NL, Nederlands" aria-current={language === "nl" ? "true" : undefined}>NL</a></li>
      <li><a href={to("en")} hrefLang="en" lang="en" aria-label="EN, English" aria-current={language === "en" ? "true" : undefined}>EN</a></li>
    </ul>
  );
}
