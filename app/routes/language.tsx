import { redirect } from "@remix-run/node";
import { z } from "zod";

import { Language } from "#app/domain/people.ts";
import { publicAction, publicLoader } from "#app/web/guards.server.ts";
import { languageCookie } from "#app/web/language.ts";
import { ownPath, paths } from "#app/web/paths.ts";

/** Remembers a language and goes back to the page that it was chosen on. */
export const action = publicAction(
  { input: z.object({ language: Language, to: z.string().optional() }) },
  async ({ input, context }) => {
    const back = new URL(ownPath(input.to), context.baseUrl);
    back.searchParams.delete("lang");
    return redirect(`${back.pathname}${back.search}`, {
      status: 303,
      headers: { "Set-Cookie": languageCookie(input.language, context.mode === "production") },
    });
  },
);

/** Whoever comes back here by hand wants a page, not an error. */
export const loader = publicLoader({}, async () => redirect(paths.home()));
