import { createHash, timingSafeEqual } from "node:crypto";

import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response } from "express";
import { z } from "zod";

import { countTry, tryKey } from "#app/domain/access/tries.ts";
import { hearOfOrder } from "#app/domain/identification/appointment.ts";
import { isProblem, Problem } from "#app/domain/problem.ts";
import type { Composition } from "#app/composition.server.ts";

export const AMP_CALLBACK = "/callbacks/amp";
export const AMP_SECRET_HEADER = "x-zegel-secret";

const ALLOWED = { points: 300, perSeconds: 60 };

/** Of all that AMP tells here only which order it is about is used: how that order stands is asked of AMP itself. */
const Told = z.object({ orderNumber: z.string().regex(/^[A-Za-z0-9-]{1,40}$/) });

const STATUS: Readonly<Record<string, number>> = { "access.too-often": 429, "amp.callback-unknown-caller": 401, "amp.callback-malformed": 400, "amp.callback-unknown-order": 404 };

/**
 * Hears from AMP that something happened to an order. No browser comes here and no page of ours: the secret in the header is all the proof there is, so that
 * this is no route with a wrapper. It answers once the work that it asks for is stored; twice is once.
 */
export function ampCallback({ office, clock, log, ampCallbackSecret }: Pick<Composition, "office" | "clock" | "log" | "ampCallbackSecret">): Array<RequestHandler | ErrorRequestHandler> {
  const take = async (request: Request, response: Response): Promise<void> => {
    const key = tryKey("amp.callback", request.ip ?? "unknown");
    if (!(await countTry(office.db, { key, ...ALLOWED, now: clock.now() })).allowed) throw new Problem("access.too-often");
    if (!isSame(request.get(AMP_SECRET_HEADER) ?? "", ampCallbackSecret)) throw new Problem("amp.callback-unknown-caller");
    const told = Told.safeParse(request.body);
    if (!told.success) throw new Problem("amp.callback-malformed");
    if (!(await hearOfOrder(office, told.data))) throw new Problem("amp.callback-unknown-order");
    response.status(204).end();
  };
  const refuse = (failure: unknown, response: Response) => {
    const correlationId = String(response.locals["correlationId"]);
    if (isProblem(failure)) log.info({ correlationId, problem: failure.code }, "refused");
    else log.error({ correlationId }, "failed");
    response.status(isProblem(failure) ? (STATUS[failure.code] ?? 400) : 500).json({ error: isProblem(failure) ? failure.code : "office.failed" });
  };
  const unreadable: ErrorRequestHandler = (_error, _request, response, _next) => refuse(new Problem("amp.callback-malformed"), response);
  const hear: RequestHandler = (request, response) => void take(request, response).catch((failure: unknown) => refuse(failure, response));
  return [express.json({ limit: "16kb" }), hear, unreadable];
}

/** In a time that tells nothing of where they begin to differ. */
function isSame(sent: string, secret: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(sent), digest(secret));
}
