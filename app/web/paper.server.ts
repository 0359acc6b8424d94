import type { AppLoadContext } from "@remix-run/node";

import type { Branding } from "#app/domain/correspondence/branding.ts";
import { Problem } from "#app/domain/problem.ts";
import { composePaperForm, type PaperSender } from "#app/domain/requests/paper/compose.ts";
import type { Words } from "#app/domain/requests/paper/conditions.ts";
import type { PaperType, Printable } from "#app/domain/requests/paper/print.ts";

import { i18nFor } from "./i18n.server.ts";

/** The texts of the screens and of the paper forms; of several keys the first that there is. */
export const paperWords: Words = (language, keys, values) => i18nFor(language).getFixedT(language)([...keys], { ...values });

/** The office as a form names it (R104). */
export function paperSender({ name, replyAddress, phone, phoneHours, email, website }: Branding): PaperSender {
  return { name, replyAddress, phone, phoneHours, email, website };
}

/** The kinds of request that anybody may print: those whose form anybody may fill in. Throws `page.not-found` for the others. */
export function publicPaperType(found: PaperType): PaperType {
  if (found.type.audience !== "public") throw new Problem("page.not-found");
  return found;
}

/** A form that was printed, drawn, as a file that is named for what it is: "new-user-K7MQ-3XWD-92HT.pdf". */
export async function drawnForm({ office, branding }: AppLoadContext, printed: Printable, now: Date): Promise<Response> {
  const form = composePaperForm({ ...printed, sender: paperSender(branding), words: paperWords, now });
  return pdfFile(await office.formPress.draw(form), `${printed.type.id}-${form.reference}`);
}

/**
 * A PDF as a file to keep, never to be shown or run within one of our pages: always a download, its type never guessed, and kept by nobody on the
 * way.
 */
export function pdfFile(bytes: Uint8Array, name: string): Response {
  return new Response(new Uint8Array(bytes), {
    headers: {
      "content-type": "application/pdf",
      "content-disposition": `attachment; filename="${name.replaceAll(/[^A-Za-z0-9-]/g, "-")}.pdf"`,
      "content-length": String(bytes.byteLength),
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    },
  });
}
