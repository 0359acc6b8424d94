import type { LinksFunction } from "@remix-run/node";
import { data } from "@remix-run/node";
import {
  isRouteErrorResponse,
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useLocation,
  useMatches,
  useRouteError,
  useRouteLoaderData,
} from "@remix-run/react";
import { type ReactNode, Suspense } from "react";

import latin from "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2?url";

import { BrokenLink, type BrokenBy } from "#app/ui/broken-link.tsx";
import { ErrorPage } from "#app/ui/error-page.tsx";
import seal from "#app/ui/seal.svg?url";
import { type Shell, ShellProvider } from "#app/ui/shell.tsx";
import "#app/ui/theme.css";
import { officeShown, shippedBranding } from "#app/web/branding.ts";
import { publicLoader } from "#app/web/guards.server.ts";
import { namespacesOf } from "#app/web/i18n.ts";
import { isLanguage, languageCookie } from "#app/web/language.ts";
import { useNonce } from "#app/web/nonce.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { isActionProblem } from "#app/web/problems.ts";
import { shellOf } from "#app/web/shell.server.ts";
import { useTextsOfNextPages } from "#app/web/use-texts.ts";

// The letters of nearly every page; asked for early, so that the text does not jump.
export const links: LinksFunction = () => [
  { rel: "preload", as: "font", type: "font/woff2", href: latin, crossOrigin: "anonymous" },
  { rel: "icon", type: "image/svg+xml", href: seal },
];

export const loader = publicLoader({}, async ({ request, context }) => {
  const asked = new URL(request.url).searchParams.get("lang");
  const shell = { ...(await shellOf(request, context)), worded: context.worded };
  // A language asked for in an address (from an e-mail) is kept for the pages that follow.
  return data(shell, isLanguage(asked) ? { headers: { "Set-Cookie": languageCookie(asked, context.mode === "production") } } : {});
});

/** The document around every page and every error. */
export function Layout({ children }: { children: ReactNode }) {
  const nonce = useNonce();
  const shell = useShellOfPage();
  const texts = namespacesOf(useMatches().map(({ handle }) => handle)).join(" ");
  const worded = useRouteLoaderData<typeof loader>("root")?.worded;
  const own = worded === undefined ? "" : [worded.release, ...worded.namespaces].join(" ");
  useTextsOfNextPages(texts, own);
  return (
    <html lang={shell.language} data-texts={texts} data-worded={own}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <Meta />
        <Links />
      </head>
      <body>
        <ShellProvider value={shell}>{children}</ShellProvider>
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}

export const meta = pageMeta;

/** A page that still waits for its texts waits here: in answer to a key or a click React cannot draw one that waits without such a place (error 426). */
export default function Root() {
  return (
    <Suspense>
      <Outlet />
    </Suspense>
  );
}

export function ErrorBoundary() {
  const error = useRouteError();
  if (!isRouteErrorResponse(error)) return <ErrorPage status={500} />;
  const problem = isActionProblem(error.data) ? error.data.problem : null;
  const broken = /^link\.(unknown|expired|ended)$/.exec(problem?.code ?? "")?.[1];
  if (broken !== undefined) return <BrokenLink what={broken as BrokenBy} kind={String(problem?.details["kind"] ?? "other")} />;
  // General problems are worded better by the page itself, which also says what to do next.
  const isGeneral = problem === null || /^(page|office)\./.test(problem.code);
  return <ErrorPage status={error.status} message={isGeneral ? undefined : problem.message} correlationId={problem?.correlationId} />;
}

function useShellOfPage(): Shell {
  const { pathname, search } = useLocation();
  const loaded = useRouteLoaderData<typeof loader>("root");
  const here = `${pathname}${search}`;
  if (loaded !== undefined) return { ...loaded, here };
  // The loader itself failed: the page still says whom to call, in the language of record.
  return { language: "nl", mode: "production", office: officeShown(shippedBranding, "nl"), staff: null, logInAt: "/my", correlationId: "", now: "", refused: null, here };
}
