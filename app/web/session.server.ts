import { createCookieSessionStorage, type Session, type SessionStorage } from "@remix-run/node";

import { type StaffActor, staffActor } from "#app/domain/access/actor.ts";
import { LONGEST_SESSION_SECONDS } from "#app/domain/access/sessions.ts";

import type { OfficeContext } from "./context.ts";

const storages = new Map<string, SessionStorage>();

/**
 * Who is signed in, or null. The cookie names a session, and in the demonstration a person; whether it is still open, whether they still work here and
 * what they may do is asked every time, so that a role taken away is gone at once. Throws `sign-in.unreachable` while that cannot be known.
 */
export async function findSignedInStaff(request: Request, context: OfficeContext): Promise<StaffActor | null> {
  const session = await sessionStorage(context).getSession(request.headers.get("cookie"));
  // The demonstration's sessions do not end by the clock: it is moved by months at a time, and nobody wants to sign in again for each move.
  const [id, find] =
    context.mode === "production"
      ? [session.get("sessionId"), context.sessions.find.bind(context.sessions)]
      : [session.get("staffId"), context.staff.find.bind(context.staff)];
  const member = typeof id === "string" && id !== "" ? await find(id) : null;
  return member === null ? null : staffActor(member);
}

/** The `Set-Cookie` of somebody who chose a person in the demonstration. In production it opens nothing. */
export async function signInCookie(staffId: string, context: OfficeContext): Promise<string> {
  return cookieWith({ staffId }, context);
}

/** The `Set-Cookie` of somebody who signed in at the organisation. */
export async function sessionCookie(sessionId: string, context: OfficeContext): Promise<string> {
  return cookieWith({ sessionId }, context);
}

/** The id of the session that a request comes with, open or not; null where there is none. */
export async function sessionIdOf(request: Request, context: OfficeContext): Promise<string | null> {
  const session = await sessionStorage(context).getSession(request.headers.get("cookie"));
  const id: unknown = session.get("sessionId");
  return typeof id === "string" ? id : null;
}

async function cookieWith(values: Record<string, string>, context: OfficeContext): Promise<string> {
  const storage = sessionStorage(context);
  const session: Session = await storage.getSession();
  for (const [name, value] of Object.entries(values)) session.set(name, value);
  return storage.commitSession(session);
}

/** The `Set-Cookie` that ends a session. */
export async function signOutCookie(request: Request, context: OfficeContext): Promise<string> {
  const storage = sessionStorage(context);
  return storage.destroySession(await storage.getSession(request.headers.get("cookie")));
}

function sessionStorage(context: OfficeContext): SessionStorage {
  // Without a secret Remix would quietly leave the cookie unsigned, and anybody could write themselves a name.
  if (context.sessionSecrets.length === 0 || context.sessionSecrets.some((secret) => secret.length < 16)) {
    throw new Error("Sessions need a secret of at least 16 characters.");
  }
  const secure = context.mode === "production";
  const key = JSON.stringify([secure, context.sessionSecrets]);
  const known = storages.get(key);
  if (known !== undefined) return known;
  const storage = createCookieSessionStorage({
    cookie: {
      // A name with __Host- is taken by browsers only over TLS, for this host and the whole of it (RFC 6265bis, 4.1.3.2).
      name: secure ? "__Host-zegel" : "zegel",
      path: "/",
      httpOnly: true,
      sameSite: "lax",
      secure,
      secrets: [...context.sessionSecrets],
      maxAge: LONGEST_SESSION_SECONDS,
    },
  });
  storages.set(key, storage);
  return storage;
}
