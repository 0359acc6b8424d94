import { createCookieSessionStorage, type Session, type SessionStorage } from "@remix-run/node";
import { z } from "zod";

import { type StaffActor, staffActor } from "#app/domain/access/actor.ts";

import type { OfficeContext } from "./context.ts";

/** A working day and a bit; after that staff sign in again. */
const LONGEST_SECONDS = 10 * 60 * 60;

const Kept = z.object({ staffId: z.string().min(1), signedInAt: z.number().int() });

const storages = new Map<string, SessionStorage>();

/**
 * Who is signed in, or null. The cookie names a person only; whether they still work here and what they may do is asked of the
 * directory every time, so that a role taken away is gone at once.
 */
export async function findSignedInStaff(request: Request, context: OfficeContext): Promise<StaffActor | null> {
  const session = await sessionStorage(context).getSession(request.headers.get("cookie"));
  const kept = Kept.safeParse({ staffId: session.get("staffId"), signedInAt: session.get("signedInAt") });
  if (!kept.success) return null;
  // The demonstration's clock is moved by months at a time; nobody wants to sign in again for each move.
  const age = context.clock.now().getTime() - kept.data.signedInAt;
  if (context.mode === "production" && (age < 0 || age > LONGEST_SECONDS * 1000)) return null;
  const member = await context.staff.find(kept.data.staffId);
  return member === null ? null : staffActor(member);
}

/** The `Set-Cookie` of somebody who has just signed in. */
export async function signInCookie(staffId: string, context: OfficeContext): Promise<string> {
  const storage = sessionStorage(context);
  const session: Session = await storage.getSession();
  session.set("staffId", staffId);
  session.set("signedInAt", context.clock.now().getTime());
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
      maxAge: LONGEST_SECONDS,
    },
  });
  storages.set(key, storage);
  return storage;
}
