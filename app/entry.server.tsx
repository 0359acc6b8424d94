import type { ActionFunctionArgs, AppLoadContext, EntryContext, LoaderFunctionArgs } from "@remix-run/node";
import { createReadableStreamFromReadable } from "@remix-run/node";
import { RemixServer } from "@remix-run/react";
import { isbot } from "isbot";
import { renderToPipeableStream } from "react-dom/server";
import { I18nextProvider } from "react-i18next";

import { describeError } from "#app/web/describe-error.ts";
import { Gathered } from "#app/web/gathered.server.ts";
import { i18nFor } from "#app/web/i18n.server.ts";
import { languageOf } from "#app/web/language.ts";
import { NonceContext } from "#app/web/nonce.ts";

const LONGEST_MS = 10_000;

/** Draws a page as a stream. The security headers are set by the server in front, for every answer alike. */
export default function handleRequest(request: Request, status: number, headers: Headers, remix: EntryContext, context: AppLoadContext): Promise<Response> {
  const { cspNonce } = context;
  const whole = isbot(request.headers.get("user-agent") ?? "") || remix.isSpaMode;
  return new Promise((resolve, reject) => {
    let begun = false;
    const answer = () => {
      begun = true;
      const body = new Gathered();
      headers.set("Content-Type", "text/html; charset=utf-8");
      resolve(new Response(createReadableStreamFromReadable(body), { headers, status }));
      stream.pipe(body);
    };
    const stream = renderToPipeableStream(
      <NonceContext.Provider value={cspNonce}>
        <I18nextProvider i18n={i18nFor(languageOf(request))}>
          <RemixServer context={remix} url={request.url} abortDelay={LONGEST_MS} nonce={cspNonce} />
        </I18nextProvider>
      </NonceContext.Provider>,
      {
        nonce: cspNonce,
        onShellReady: () => (whole ? undefined : answer()),
        onAllReady: () => (whole ? answer() : undefined),
        onShellError: reject,
        onError: (error) => {
          status = 500;
          // Before the shell stands, the error goes to `handleError` by the rejection.
          if (begun) context.log.error({ correlationId: context.correlationId, error: describeError(error) }, "page broke off");
        },
      },
    );
    setTimeout(() => stream.abort(), LONGEST_MS + 1_000).unref();
  });
}

/** What went wrong outside of our own wrappers: logged without the values of anybody's form (P9). */
export function handleError(error: unknown, { request, context }: LoaderFunctionArgs | ActionFunctionArgs): void {
  if (request.signal.aborted) return;
  context.log.error({ correlationId: context.correlationId, error: describeError(error) }, "failed");
}
