import { createHmac, timingSafeEqual } from "node:crypto";

import { cookieValue } from "./language.ts";

/**
 * Which browser sent a form. The link to a form may have been mailed, and so be read by others than whoever sent it; what can still be put right after
 * sending is so for the browser alone that did it.
 */
const NAME = "zegel-sent";
const DAYS = 14;

/** The `Set-Cookie` of the browser that sent a form, for its pages only. */
export function sentCookie(secret: string, of: { token: string; draftId: string }, secure: boolean): string {
  return `${nameOf(secure)}=${seal(secret, of.draftId)}; Path=/draft/${of.token}; Max-Age=${DAYS * 86_400}; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
}

/** Whether it was this browser that sent the form. */
export function didSend(request: Request, secret: string, draftId: string, secure: boolean): boolean {
  const own = Buffer.from(cookieValue(request.headers.get("cookie"), nameOf(secure)) ?? "");
  const expected = Buffer.from(seal(secret, draftId));
  return own.length === expected.length && timingSafeEqual(own, expected);
}

function nameOf(secure: boolean): string {
  return secure ? `__Secure-${NAME}` : NAME;
}

function seal(secret: string, draftId: string): string {
  return createHmac("sha256", secret).update(`zegel sent ${draftId}`).digest("base64url");
}
