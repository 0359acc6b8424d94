import type { AppLoadContext } from "@remix-run/node";

import { readArrangement } from "#app/domain/requests/desk-views.ts";
import { isProblem } from "#app/domain/problem.ts";

import { officeShown } from "./branding.ts";
import { languageOf } from "./language.ts";
import { menuOf } from "./menu.ts";
import { paths } from "./paths.ts";
import { refusedSentence } from "./refused.server.ts";
import { findSignedInStaff } from "./session.server.ts";

/** What every page knows of the office around it: the `Shell` of the UI kit without `here`, which the browser knows better. */
export async function shellOf(request: Request, context: AppLoadContext) {
  const language = languageOf(request);
  const actor = await findSignedInStaff(request, context).catch((failure: unknown) => {
    // While the sign-in service does not answer, pages for everybody go on; those for staff say so themselves.
    if (isProblem(failure)) return null;
    throw failure;
  });
  return {
    language,
    mode: context.mode,
    office: officeShown(context.branding, language),
    staff: actor === null ? null : { name: actor.name, roles: actor.roles, menu: menuOf(actor), singleKeys: (await readArrangement(context.db, actor.id)).singleKeys },
    logInAt: `${context.loginUrl}${paths.my()}`,
    correlationId: context.correlationId,
    now: context.clock.now().toISOString(),
    refused: refusedSentence(request, language),
  };
}
