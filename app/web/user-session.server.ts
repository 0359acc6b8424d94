import { createCookie, type AppLoadContext, type Cookie } from "@remix-run/node";

import { judgeCertificate, type Entrant, type Judged } from "#app/domain/login/judge.ts";
import type { From } from "#app/domain/login/seen.ts";
import { endSession, findSession, type SessionEnd } from "#app/domain/login/sessions.ts";

/** How far somebody is who wants to log in: without a certificate, with one that is refused, with one and no code yet, or in. */
export type Admission =
  | { at: "no-certificate" }
  | { at: "refused"; judged: Extract<Judged, { refused: unknown }> }
  | { at: "code"; entrant: Entrant; ended: SessionEnd | null }
  | { at: "in"; entrant: Entrant };

/**
 * Who is here, asked anew at every request: the certificate that this one came with is judged as it stands now, and the session has to be of that certificate.
 * So one that was revoked a second ago opens nothing any more, and its session is over.
 */
export async function admit(request: Request, { db, office, presented, clock }: AppLoadContext): Promise<Admission> {
  const now = clock.now();
  const token = await tokenOf(request);
  // Cookies are not separated by port: whoever comes by the port without TLS may bring one along, and loses nothing by it.
  if (presented === null) return { at: "no-certificate" };
  const judged = await judgeCertificate(db, { der: presented, issuerId: office.authority.issuerId, now });
  if ("refused" in judged) {
    if (token !== null) await endSession(db, { token, why: "certificate", now });
    return { at: "refused", judged };
  }
  const { entrant } = judged;
  const found = token === null ? { ended: null } : await findSession(db, { token, entrant, now });
  return "session" in found ? { at: "in", entrant } : { at: "code", entrant, ended: found.ended };
}

/** The `Set-Cookie` of somebody who has just come in. */
export function userCookie(token: string): Promise<string> {
  return cookie.serialize(token);
}

/** The `Set-Cookie` of somebody who goes, and whose session ends with it. */
export async function leaveAsUser(request: Request, { db, clock }: Pick<AppLoadContext, "db" | "clock">): Promise<string> {
  const token = await tokenOf(request);
  if (token !== null) await endSession(db, { token, why: "signed-out", now: clock.now() });
  return cookie.serialize("", { maxAge: 0 });
}

/** From where a request comes, for the list that its holder reads. */
export function fromOf(request: Request, { clientAddress }: Pick<AppLoadContext, "clientAddress">): From {
  return { address: clientAddress, agent: request.headers.get("user-agent") ?? "" };
}

/** A name of its own, since staff may be signed in at another port of the same host; it needs no signature, for only what the database knows opens anything. */
const cookie: Cookie = createCookie("__Host-zegel-user", { path: "/", httpOnly: true, sameSite: "lax", secure: true });

async function tokenOf(request: Request): Promise<string | null> {
  const kept: unknown = await cookie.parse(request.headers.get("cookie")).catch(() => null);
  return typeof kept === "string" && /^[A-Za-z0-9_-]{43}$/.test(kept) ? kept : null;
}
