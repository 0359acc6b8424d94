import type { AppLoadContext } from "@remix-run/node";

import { languageOf } from "./language.ts";
import { menuOf } from "./menu.ts";
import { findSignedInStaff } from "./session.server.ts";

/** What every page knows of the office around it: the `Shell` of the UI kit without `here`, which the browser knows better. */
export async function shellOf(request: Request, context: AppLoadContext) {
  const language = languageOf(request);
  const actor = await findSignedInStaff(request, context);
  const { name, phone, phoneShown, email, hours, postalAddress } = context.branding;
  return {
    language,
    mode: context.mode,
    office: { name, phone, phoneShown, email, hours: hours[language], postalAddress },
    staff: actor === null ? null : { name: actor.name, roles: actor.roles, menu: menuOf(actor) },
    correlationId: context.correlationId,
    now: context.clock.now().toISOString(),
  };
}
