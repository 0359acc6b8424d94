import { createCookie } from "@remix-run/node";
import { z } from "zod";

import type { SignInUnderWay } from "#app/domain/access/ports.ts";

import type { OfficeContext } from "./context.ts";

/** So long somebody may take at the organisation. */
export const LONGEST_AWAY_SECONDS = 10 * 60;

const Kept = z.object({ state: z.string().min(16), nonce: z.string().min(16), verifier: z.string().min(43), to: z.string(), leftAt: z.number().int() });

export type LeftForSignIn = SignInUnderWay & { to: string };

/**
 * The `Set-Cookie` of a browser that leaves to sign in: only this browser can finish what began in it. It stays for its ten minutes, so that whoever
 * presses "back" hears that they were signed in already; that it works once is counted in the database.
 */
export async function underWayCookie(left: LeftForSignIn, context: OfficeContext): Promise<string> {
  return cookieOf(context).serialize({ ...left, leftAt: context.clock.now().getTime() });
}

/** What this browser left with, or null when that is longer ago, or was elsewhere. */
export async function findUnderWay(request: Request, context: OfficeContext): Promise<LeftForSignIn | null> {
  const kept = Kept.safeParse(await cookieOf(context).parse(request.headers.get("cookie")));
  if (!kept.success) return null;
  const { leftAt, ...left } = kept.data;
  const away = context.clock.now().getTime() - leftAt;
  return away < 0 || away > LONGEST_AWAY_SECONDS * 1000 ? null : left;
}

function cookieOf({ sessionSecrets }: OfficeContext) {
  if (sessionSecrets.length === 0) throw new Error("A sign-in under way needs a secret.");
  // Back from the organisation is a navigation from elsewhere, with which Lax lets the cookie come along.
  return createCookie("__Host-zegel-sign-in", { path: "/", httpOnly: true, sameSite: "lax", secure: true, secrets: [...sessionSecrets], maxAge: LONGEST_AWAY_SECONDS });
}
