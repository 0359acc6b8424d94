import express, { type Request, type RequestHandler, type Response } from "express";

import { endAsToldThere } from "#app/domain/access/sessions.ts";
import type { StaffDoor } from "#app/domain/access/sign-in.ts";
import { countTry, tryKey } from "#app/domain/access/tries.ts";
import { isProblem, Problem } from "#app/domain/problem.ts";
import type { Composition } from "#app/composition.server.ts";

/** A message that was taken once is not taken again while it could still be fresh. */
const REMEMBERED_SECONDS = 900;
const ALLOWED = { points: 120, perSeconds: 60 };

/**
 * Takes from the organisation that somebody's session ended there (OpenID Connect Back-Channel Logout 1.0). No browser comes here and no page of ours: the
 * signed message is all the proof there is, so that this is no route with a wrapper.
 */
export function endedThere({ office, clock, log }: Composition, door: StaffDoor): RequestHandler[] {
  const take = async (request: Request, response: Response): Promise<void> => {
    const correlationId = String(response.locals["correlationId"]);
    const now = clock.now();
    const body: unknown = request.body;
    const token = typeof body === "object" && body !== null && "logout_token" in body ? body.logout_token : null;
    const isAllowed = (await countTry(office.db, { key: tryKey("sign-in.ended", request.ip ?? "unknown"), ...ALLOWED, now })).allowed;
    if (!isAllowed) throw new Problem("access.too-often");
    if (typeof token !== "string") throw new Problem("sign-in.malformed");
    const ended = await door.provider.readEnded(token);
    const isNew = (await countTry(office.db, { key: tryKey("sign-in.ended-by", ended.tokenId), points: 1, perSeconds: REMEMBERED_SECONDS, now })).allowed;
    if (!isNew) throw new Problem("sign-in.used");
    await endAsToldThere(office.db, { issuer: door.provider.issuer, ended, now, correlationId });
    response.status(200).end();
  };
  return [
    express.urlencoded({ extended: false, limit: "32kb" }),
    (request, response) => {
      take(request, response).catch((failure: unknown) => {
        const correlationId = String(response.locals["correlationId"]);
        if (isProblem(failure)) log.info({ correlationId, problem: failure.code, reason: failure.details["reason"] }, "refused");
        else log.error({ correlationId }, "failed");
        const status = isProblem(failure) ? (failure.code === "access.too-often" ? 429 : 400) : 500;
        response.status(status).json({ error: "invalid_request" });
      });
    },
  ];
}
