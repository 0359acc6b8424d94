import express, { type Request, type RequestHandler, type Response } from "express";

import { readDeliveryReport } from "#app/adapters/delivery-reports/read.ts";
import { countTry, tryKey } from "#app/domain/access/tries.ts";
import { mailCameBack } from "#app/domain/correspondence/undelivered.ts";
import { isProblem, Problem } from "#app/domain/problem.ts";
import type { Composition } from "#app/composition.server.ts";

import { onlyWithToken } from "./bearer.server.ts";

const LARGEST = "1mb";
const ALLOWED = { points: 600, perSeconds: 60 };

/**
 * Takes e-mails that came back: whoever receives post for the sender's address hands each one over as it is (`POST`, `message/rfc822`, with the bearer token of
 * the settings), such as a mail server's pipe or the provider's hook for incoming mail. No browser comes here, so that this is no route with a wrapper. What
 * speaks of no e-mail of ours is taken too, for the sender can do nothing about it.
 */
export function returnedMail({ office, clock, log }: Composition, token: string): RequestHandler[] {
  const take = async (request: Request, response: Response): Promise<void> => {
    const now = clock.now();
    const { allowed } = await countTry(office.db, { key: tryKey("returned-mail", request.ip ?? "unknown"), ...ALLOWED, now });
    if (!allowed) throw new Problem("access.too-often");
    if (!Buffer.isBuffer(request.body)) throw new Problem("report.malformed");
    const failure = await readDeliveryReport(request.body);
    if (failure) await mailCameBack(office.db, failure, now);
    response.status(204).end();
  };
  return [
    onlyWithToken(token),
    express.raw({ type: "message/rfc822", limit: LARGEST }),
    (request, response) => {
      take(request, response).catch((failure: unknown) => {
        const correlationId = String(response.locals["correlationId"]);
        if (isProblem(failure)) log.info({ correlationId, problem: failure.code }, "refused");
        else log.error({ correlationId }, "failed");
        response.status(isProblem(failure) ? (failure.code === "access.too-often" ? 429 : 422) : 500).end();
      });
    },
  ];
}
