import { createCookie, type Cookie } from "@remix-run/node";
import { z } from "zod";

import type { OfficeContext } from "./context.ts";

/** As long as a leave to install lasts; the leave itself says when it ends. */
const HOUR_SECONDS = 60 * 60;

/** Which leave to install this browser was given, or null. */
export async function readLeave(request: Request, context: OfficeContext): Promise<string | null> {
  const kept = z.uuid().safeParse(await cookie(context).parse(request.headers.get("cookie")));
  return kept.success ? kept.data : null;
}

/** The `Set-Cookie` that gives a browser its leave; signed, and out of reach of scripts. */
export function leaveCookie(installationId: string, context: OfficeContext): Promise<string> {
  return cookie(context).serialize(installationId);
}

/** The `Set-Cookie` that takes it away. */
export function dropLeaveCookie(context: OfficeContext): Promise<string> {
  return cookie(context).serialize("", { maxAge: 0 });
}

function cookie({ mode, sessionSecrets }: OfficeContext): Cookie {
  // Without a secret Remix would leave it unsigned, and anybody could write themselves a leave.
  if (sessionSecrets.length === 0) throw new Error("The leave to install needs a secret to sign it.");
  return createCookie("zegel-install", {
    // The data of the page itself come from "/install.data", which a narrower path would leave out.
    path: "/",
    httpOnly: true,
    sameSite: "strict",
    secure: mode === "production",
    secrets: [...sessionSecrets],
    maxAge: HOUR_SECONDS,
  });
}
