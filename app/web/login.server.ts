import type { AppLoadContext } from "@remix-run/node";

import { reinstallTerm } from "#app/domain/certificates/installation-facts.ts";
import { isPast } from "#app/domain/deadlines/clock.ts";
import { linkState } from "#app/domain/login/authenticator.ts";
import type { Judged } from "#app/domain/login/judge.ts";

import { paths } from "./paths.ts";
import type { Admission } from "./user-session.server.ts";

type Office = Pick<AppLoadContext, "db" | "clock" | "loginUrl" | "mode">;

/** What the login page shows of how far somebody is; dates as ISO 8601. */
export async function showLogin(admission: Exclude<Admission, { at: "in" }>, request: Request, office: Office) {
  if (admission.at === "no-certificate") return { at: admission.at, there: isAskedHere(request, office) ? null : `${office.loginUrl}${paths.my()}` } as const;
  if (admission.at === "refused") return { at: admission.at, ...(await showRefusal(admission.judged, office)) } as const;
  const { userNumber, name } = admission.entrant;
  return { at: admission.at, userNumber, name, app: await linkState(office.db, userNumber), ended: admission.ended } as const;
}
export type LoginShown = Awaited<ReturnType<typeof showLogin>>;

/** Why, and what to do; where a certificate has expired, until when it may be installed again (R38, D1). */
async function showRefusal({ refused, of }: Extract<Judged, { refused: unknown }>, { db, clock }: Office) {
  if (refused !== "expired" || of === null) return { refused, why: refused, date: null, until: null };
  const now = clock.now();
  const until = await reinstallTerm(db, of, now);
  const why = until !== null && isPast(until, now) ? ("expired-for-good" as const) : until === null ? ("expired-always" as const) : refused;
  return { refused, why, date: of.notAfter.toISOString(), until: until?.toISOString() ?? null };
}

/** Whether this address is the one where browsers are asked for a certificate; else the page leads there. */
function isAskedHere(request: Request, { loginUrl }: Office): boolean {
  return new URL(loginUrl).host === (request.headers.get("host") ?? new URL(request.url).host);
}
