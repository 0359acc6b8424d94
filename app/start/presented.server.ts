import { TLSSocket } from "node:tls";

import type { NextFunction, Request, RequestHandler, Response } from "express";

import { readClientCert } from "#app/adapters/tls/client-cert.ts";
import { visitor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { countTry, tryKey } from "#app/domain/access/tries.ts";
import { record } from "#app/domain/audit/record.ts";
import type { Language } from "#app/domain/people.ts";
import { languageOf } from "#app/web/language.ts";
import { problemSentence } from "#app/web/show-problem.server.ts";

import type { Composition } from "../composition.server.ts";

/** The same sender is written down once in so long. */
const SAID_ONCE = { points: 0, perSeconds: 15 * 60 };

/**
 * Finds the certificate that a request came with, for `contextOf`: of the connection itself on the port with TLS, or from the `Client-Cert` header (RFC 9440) of a
 * proxy that is trusted to have asked for it. Whoever else sends that header says to be somebody: they are refused before anything is looked at, and so is
 * one that is no certificate, or that is there twice. `isProxy` judges the other end of the connection, never a header.
 */
export function presentedCertificate({ office, clock, log }: Pick<Composition, "office" | "clock" | "log">, isProxy: (address: string | undefined) => boolean): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    const sent = valuesOf(request.rawHeaders, "client-cert");
    const fromProxy = isProxy(request.socket.remoteAddress);
    const [field] = sent;
    if (field === undefined) {
      response.locals["presented"] = fromProxy ? null : ofConnection(request);
      return next();
    }
    const certificate = fromProxy && sent.length === 1 ? readClientCert(field) : null;
    if (certificate !== null) {
      response.locals["presented"] = certificate;
      return next();
    }
    refuse(request, response, fromProxy ? "login.header-malformed" : "login.header-source").catch(next);
  };

  async function refuse(request: Request, response: Response, code: string): Promise<void> {
    const [now, correlationId, from] = [clock.now(), String(response.locals["correlationId"]), request.socket.remoteAddress ?? "unknown"];
    log.warn({ correlationId, problem: code }, "refused");
    const spent = await countTry(office.db, { key: tryKey("login.header", `${code} ${from}`), ...SAID_ONCE, now });
    if (spent.isFirstRefusal) await record(office.db, { now, actor: inTrail(visitor), act: "access.refused", subject: { kind: "act", id: "login" }, details: { reason: code, from }, correlationId });
    response.status(400).type("text").send(`${problemSentence(code, {}, languageFor(request))}\n${code} ${correlationId}\n`);
  }
}

/** Node joins what is sent twice; here it counts how often it was sent. */
function valuesOf(rawHeaders: readonly string[], name: string): string[] {
  return rawHeaders.flatMap((header, place) => (place % 2 === 0 && header.toLowerCase() === name ? [rawHeaders[place + 1] ?? ""] : []));
}

function ofConnection({ socket }: Request): Uint8Array | null {
  const shown = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
  return shown === undefined ? null : Uint8Array.from(shown.raw);
}

function languageFor(request: Request): Language {
  const headers = new Headers();
  for (const name of ["cookie", "accept-language"]) if (typeof request.headers[name] === "string") headers.set(name, request.headers[name]);
  return languageOf(new Request("http://office.invalid/", { headers }));
}
