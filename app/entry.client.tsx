import { RemixBrowser } from "@remix-run/react";
import { startTransition } from "react";
import { hydrateRoot } from "react-dom/client";
import { I18nextProvider } from "react-i18next";

import { startI18n } from "#app/web/i18n.client.ts";
import { isLanguage } from "#app/web/language.ts";

/**
 * RemixBrowser waits once, where nothing above it can, until it has decoded what the server sent along. A click or a key in that instant would break
 * off the taking over (React error 345), so that it is made to decode before anything is taken over.
 */
async function decodeState(): Promise<void> {
  try {
    RemixBrowser({});
  } catch (decoding) {
    await decoding;
  }
}

/** Takes over the page that the server drew, once the texts that it names are here. */
async function hydrate(): Promise<void> {
  const { lang, dataset } = document.documentElement;
  const i18n = await startI18n(isLanguage(lang) ? lang : "nl", (dataset["texts"] ?? "common").split(" "));
  await decodeState();
  startTransition(() => {
    hydrateRoot(
      document,
      <I18nextProvider i18n={i18n}>
        <RemixBrowser />
      </I18nextProvider>,
    );
  });
}

void hydrate();
