import { randomBytes, randomUUID } from "node:crypto";
import { join } from "node:path";

import { createRequestHandler } from "@remix-run/express";
import type { AppLoadContext, ServerBuild } from "@remix-run/node";
import express, { type Express, type NextFunction, type Request, type Response } from "express";

import { checkSession } from "#app/domain/access/check-session.ts";
import { findStaff, listStaff } from "#app/domain/access/directory.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { countTry, tryKey } from "#app/domain/access/tries.ts";
import { record } from "#app/domain/audit/record.ts";
import { currentRelease } from "#app/domain/definitions/store.ts";
import { describeFailure } from "#app/domain/jobs/failure.ts";
import { shippedBranding } from "#app/web/branding.ts";
import { drained } from "#app/web/drained.server.ts";
import { securityHeaders } from "#app/web/security-headers.ts";

import { AMP_CALLBACK, ampCallback } from "./start/amp-callback.server.ts";
import { endedThere } from "./start/ended-there.server.ts";
import { presentedCertificate } from "./start/presented.server.ts";
import { publication } from "./start/publication.server.ts";
import { makeMetrics, type Answered } from "./start/metrics.server.ts";
import { returnedMail } from "./start/returned-mail.server.ts";
import type { Composition } from "./composition.server.ts";

type Wanted = {
  build: ServerBuild;
  root: string;
  proxies: number;
  /** Whose `Client-Cert` header counts. */
  isCertificateProxy: (address: string | undefined) => boolean;
  simulators: express.Router | null;
};

/** The web side of one process: headers first, then the files, the simulators where there are any, and the pages. */
export function makeWebApp(made: Composition, { build, root, proxies, isCertificateProxy, simulators }: Wanted): Express {
  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", proxies);
  app.use((request: Request, response: Response, next: NextFunction) => {
    response.locals["correlationId"] = randomUUID();
    response.locals["nonce"] = randomBytes(16).toString("base64url");
    const formTargets = formTargetsOf(made, request.path);
    response.set(securityHeaders({ nonce: String(response.locals["nonce"]), mode: made.mode, formTargets }));
    next();
  });
  const metrics = made.metricsToken ? makeMetrics(made, made.metricsToken) : null;
  app.use(watchAnswers(made, build, metrics?.answered));
  app.use(presentedCertificate(made, isCertificateProxy));
  // What has no hour and no words.
  app.use("/assets", express.static(join(root, "build/client/assets"), { immutable: true, maxAge: "1y" }));
  app.use(express.static(join(root, "build/client"), { maxAge: "1h", index: false }));
  app.get("/healthz", (_request, response) => void response.type("text").send("ok\n"));
  app.get("/readyz", (_request, response) => {
    currentRelease(made.office.db).then(
      () => response.type("text").send("ready\n"),
      () => response.status(503).type("text").send("not ready\n"),
    );
  });
  app.use((_request: Request, response: Response, next: NextFunction) => {
    made.keepUp().then(() => next(), (failure: unknown) => {
      // The words and the time of a moment ago are better than none.
      made.log.error({ correlationId: String(response.locals["correlationId"]), failure: describeFailure(failure) }, "this process could not keep up");
      next();
    });
  });
  if (made.office.door) app.post("/sign-in/ended", endedThere(made, made.office.door));
  app.post(AMP_CALLBACK, ampCallback(made));
  if (made.returnedMailToken) app.post("/returned-mail", returnedMail(made, made.returnedMailToken));
  if (metrics) app.get("/metrics", metrics.handlers);
  app.use("/pki", publication(made));
  if (simulators) app.use("/simulators", simulators);
  // Not by a path with a wildcard: Express would answer one that it cannot decode by itself, with its own page.
  app.use(createRequestHandler({ build, getLoadContext: (request, response) => ({ ...contextOf(made, request, response), taken: () => drained(response) }) }));
  return app;
}

/** Forms end at a bank, or at the organisation's own sign-in, which may send the browser on to where it knows people from. */
function formTargetsOf({ mode, office }: Composition, path: string): string[] {
  if (mode !== "production") return [];
  return [...(/^\/(identify|sign-in)\b/.test(path) ? ["https:"] : []), ...(office.door?.provider.origins ?? [])];
}

/** One line for each answer, and one more in the figures where those are kept: which part of the house, never the whole path, in which a token or what was searched for may stand (P9). */
function watchAnswers({ log }: Composition, build: ServerBuild, tell?: (answer: Answered) => void) {
  const rooms = new Set(Object.values(build.routes).flatMap((route) => route?.path?.split(/[/:]/)[0] ?? []));
  return (request: Request, response: Response, next: NextFunction) => {
    const begun = performance.now();
    response.on("finish", () => {
      const [, first = ""] = request.path.split("/");
      const ms = performance.now() - begun;
      const answer = { method: request.method, room: rooms.has(first) ? `/${first}` : "other", status: response.statusCode };
      log.debug({ correlationId: String(response.locals["correlationId"]), ...answer, ms: Math.round(ms) }, "answered");
      tell?.({ ...answer, seconds: ms / 1000 });
    });
    next();
  };
}

/** What routes get besides the request. */
export function contextOf(made: Composition, request: Pick<Request, "ip">, response: Pick<Response, "locals">): AppLoadContext {
  const { office, clock, mode, log, sessionSecrets, baseUrl, loginUrl } = made;
  const correlationId = String(response.locals["correlationId"]);
  const presented: unknown = response.locals["presented"];
  return {
    db: office.db,
    clock,
    mode,
    log: log.child({ correlationId }),
    cspNonce: String(response.locals["nonce"]),
    correlationId,
    clientAddress: request.ip ?? "unknown",
    presented: presented instanceof Uint8Array ? presented : null,
    worded: made.texts.worded(),
    baseUrl,
    loginUrl,
    branding: shippedBranding,
    sessionSecrets,
    sessions: { find: async (sessionId) => office.door && checkSession(office.db, office.door, { sessionId, now: clock.now(), correlationId }) },
    staff: { list: () => listStaff(office.db), find: (id) => findStaff(office.db, id) },
    limits: {
      consume: (name, key, { points, perSeconds }) => countTry(office.db, { key: tryKey(name, key), points, perSeconds, now: clock.now() }),
    },
    recordRefusal: async ({ actor, act, reason }) => {
      await record(office.db, { now: clock.now(), actor: inTrail(actor), act: "access.refused", subject: { kind: "act", id: act }, details: { reason }, correlationId });
    },
    office,
  };
}
