import { UNSAFE_RemixContext } from "@remix-run/react";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { I18nextProvider } from "react-i18next";
// Remix brings the router; its memory flavour draws a page without an office around it.
import { createMemoryRouter, RouterProvider } from "react-router-dom";

import type { Language } from "#app/domain/people.ts";
import { type Shell, ShellProvider } from "#app/ui/shell.tsx";
import { i18nFor } from "#app/web/i18n.server.ts";

type RemixContext = NonNullable<Parameters<typeof UNSAFE_RemixContext.Provider>[0]["value"]>;

/** What links of Remix look at when they are drawn outside of a running office. */
const remix = {
  manifest: { routes: {}, entry: { imports: [], module: "" }, url: "", version: "" },
  routeModules: {},
  future: {},
  state: {},
  isSpaMode: false,
  criticalCss: undefined,
} as unknown as RemixContext;

/** A shell as Sanne sees it in the demonstration. */
export function shellFor(language: Language, change: Partial<Shell> = {}): Shell {
  return {
    language,
    mode: "demonstration",
    office: { name: "VECOZO", phone: "+31880000000", phoneShown: "088 000 00 00", email: "loket@office.example", hours: "8.00–17.00", postalAddress: ["Postbus 1"] },
    staff: { name: "Sanne Mulder", roles: ["reviewer"], menu: [{ key: "requests", to: "/desk", can: "request:list" }], singleKeys: true },
    logInAt: "https://login.office.example/my",
    correlationId: "c-1",
    refused: null,
    now: "2026-11-16T09:00:00.000Z",
    here: "/desk",
    ...change,
  };
}

/** The markup of a page as the server sends it. */
export function draw(page: ReactNode, shell: Shell): string {
  const element = (
    <UNSAFE_RemixContext.Provider value={remix}>
      <I18nextProvider i18n={i18nFor(shell.language)}>
        <ShellProvider value={shell}>{page}</ShellProvider>
      </I18nextProvider>
    </UNSAFE_RemixContext.Provider>
  );
  const router = createMemoryRouter([{ path: "*", element }], { initialEntries: [shell.here] });
  return renderToStaticMarkup(<RouterProvider router={router} />);
}
