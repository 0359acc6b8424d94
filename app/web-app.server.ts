import { createHash, randomBytes, randomUUID } from "node:crypto";
import { join } from "node:path";

import { createRequestHandler } from "@remix-run/express";
import type { AppLoadContext, ServerBuild } from "@remix-run/node";
import express, { type Express, type NextFunction, type Request, type Response } from "express";

import { findStaff, listStaff } from "#app/domain/access/directory.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { countTry } from "#app/domain/access/tries.ts";
import { record } from "#app/domain/audit/record.ts";
import { currentRelease } from "#app/domain/definitions/store.ts";
import { shippedBranding } from "#app/web/branding.ts";
import { securityHeaders } from "#app/web/security-headers.ts";

import type { Composition } from "./composition.server.ts";

type Wanted = { build: ServerBuild; root: string; proxies: number; simulators: express.Router | null };

/** The web side of one process: headers first, then the files, the simulators where there are any, and the pages. */
export function makeWebApp(made: Composition, { build, root, proxies, simulators }: Wanted): Express {
  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", proxies);
  app.use((request: Request, response: Response, next: NextFunction) => {
    response.locals["correlationId"] = randomUUID();
    response.locals["nonce"] = randomBytes(16).toString("base64url");
    const formTargets = request.path.startsWith("/identify") && made.mode === "production" ? ["https:"] : [];
    response.set(securityHeaders({ nonce: String(response.locals["nonce"]), mode: made.mode, formTargets }));
    next();
  });
  app.get("/healthz", (_request, response) => void response.type("text").send("ok\n"));
  app.get("/readyz", (_request, response) => {
    currentRelease(made.office.db).then(
      () => response.type("text").send("ready\n"),
      () => response.status(503).type("text").send("not ready\n"),
    );
  });
  app.use("/assets", express.static(join(root, "build/client/assets"), { immutable: true, maxAge: "1y" }));
  app.use(express.static(join(root, "build/client"), { maxAge: "1h", index: false }));
  if (simulators) app.use("/simulators", simulators);
  app.all("*", createRequestHandler({ build, getLoadContext: (request, response) => contextOf(made, request, response) }));
  return app;
}

function contextOf(made: Composition, request: Request, response: Response): AppLoadContext {
  const { office, clock, mode, log, sessionSecrets, baseUrl } = made;
  const correlationId = String(response.locals["correlationId"]);
  return {
    db: office.db,
    clock,
    mode,
    log: log.child({ correlationId }),
    cspNonce: String(response.locals["nonce"]),
    correlationId,
    clientAddress: request.ip ?? "unknown",
    baseUrl,
    branding: shippedBranding,
    sessionSecrets,
    staff: { list: () => listStaff(office.db), find: (id) => findStaff(office.db, id) },
    limits: {
      consume: (name, key, { points, perSeconds }) => countTry(office.db, { key: tryKey(name, key), points, perSeconds, now: clock.now() }),
    },
    recordRefusal: async ({ actor, act, reason }) => {
      const event = { now: clock.now(), actor: inTrail(actor), act: "access.refused", subject: { kind: "act", id: act }, details: { reason }, correlationId };
      await record(office.db, event);
    },
    office,
  };
}

/** What is counted may be a link's token, which the database must not hold: only its hash is kept. */
function tryKey(name: string, key: string): string {
  return `${name}:${createHash("sha256").update(key).digest("base64url")}`;
}
