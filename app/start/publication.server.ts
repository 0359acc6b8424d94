import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response, type Router } from "express";

import type { Db } from "#db/types.ts";
import { authoritiesOf, type AuthorityAtWork } from "#app/domain/certificates/authorities.ts";
import { findCrl } from "#app/domain/certificates/publish-crl.ts";
import { openResponder, type OcspAnswer } from "#app/domain/certificates/responder.ts";
import { describeFailure } from "#app/domain/jobs/failure.ts";
import type { Composition } from "#app/composition.server.ts";

/** A question about sixteen certificates stays below 4 KB. */
const LARGEST = "8kb";
const LONGEST_IN_ADDRESS = 8192;

/**
 * What the authorities publish, at the addresses that stand in every certificate (RFC 5280, 4.2.1.13 and 4.2.2.1): their own certificates, their lists of revoked ones, and
 * OCSP by GET and POST (RFC 6960, appendix A.1). No browser comes here and nothing of it is secret, so that these are no routes with a wrapper. Over plain
 * HTTP: everything is signed, and whoever had to check a certificate in order to check a certificate would never begin.
 */
export function publication({ office, clock, log }: Pick<Composition, "office" | "clock" | "log">): Router {
  const { authority, testAuthority, db } = office;
  const responder = openResponder(db, authority, ...(testAuthority === null ? [] : [testAuthority]));
  const router = express.Router();

  for (const one of authoritiesOf({ authority, testAuthority })) {
    for (const { keyId, der } of Object.values(one.caCertificates)) {
      router.get(`/${keyId}.cer`, (_request, response) => void response.set("cache-control", "public, max-age=86400").type("application/pkix-cert").send(Buffer.from(der)));
    }
    router.get(`/${one.caCertificates.issuer.keyId}.crl`, failing(crlOf(db, one), log));
  }

  const answer = async (request: Uint8Array, response: Response): Promise<void> => sendAnswer(response, await responder.answer(request, clock.now()));
  const unreadable: ErrorRequestHandler = (_error, _request, response, _next) => sendAnswer(response, { der: authority.refuse("malformedRequest"), currency: null });
  router.post("/ocsp", express.raw({ type: "application/ocsp-request", limit: LARGEST }), failing((request, response) => answer(Buffer.isBuffer(request.body) ? request.body : new Uint8Array(), response), log, authority.refuse("internalError")), unreadable);
  router.get(/^\/ocsp\/./, failing((request, response) => answer(inAddress(request), response), log, authority.refuse("internalError")));
  return router;
}

/** Sends the newest list of one authority, whose octets are fetched once. */
function crlOf(db: Db, authority: AuthorityAtWork): (request: Request, response: Response) => Promise<void> {
  let newest: { number: number; der: Uint8Array } | null = null;
  return async (_request, response) => {
    const mine = newest;
    const found = await findCrl(db, { issuerId: authority.issuerId, but: mine?.number ?? null });
    if (!found) return void response.status(503).set("retry-after", "5").end();
    // Others may have fetched a newer one meanwhile: each sends the octets that belong to what it read.
    const der = found.der ?? mine?.der ?? new Uint8Array();
    if (found.number > (newest?.number ?? 0)) newest = { number: found.number, der };
    response
      .set({ "cache-control": "public, no-cache", "last-modified": found.thisUpdate.toUTCString(), expires: found.nextUpdate.toUTCString() })
      .type("application/pkix-crl")
      .send(Buffer.from(der));
  };
}

/** The question of a GET: base64 behind the last fixed part of the address, in which other characters are written with a per cent (RFC 6960, appendix A.1). */
function inAddress({ originalUrl }: Request): Uint8Array {
  const [, written = ""] = /\/ocsp\/(.*)$/.exec(originalUrl) ?? [];
  try {
    return written.length > LONGEST_IN_ADDRESS ? new Uint8Array() : Buffer.from(decodeURIComponent(written), "base64");
  } catch {
    return new Uint8Array();
  }
}

/**
 * Caches between us and the asker have to ask again: a revocation counts from its commit on (P13), not when a cache forgets. What holds no answer is
 * nobody's to keep.
 */
function sendAnswer(response: Response, { der, currency }: OcspAnswer): void {
  if (currency) response.set({ "cache-control": "public, no-cache, no-transform", "last-modified": currency.thisUpdate.toUTCString(), expires: currency.nextUpdate.toUTCString() });
  else response.set("cache-control", "no-store");
  response.type("application/ocsp-response").send(Buffer.from(der));
}

/** What fails here is ours: a line in the log, and an answer that says so in the protocol's own words where there are any. */
function failing(handle: (request: Request, response: Response) => Promise<void>, log: Composition["log"], inWords?: Uint8Array): RequestHandler {
  return (request, response) => {
    handle(request, response).catch((failure: unknown) => {
      log.error({ correlationId: String(response.locals["correlationId"]), failure: describeFailure(failure) }, "failed");
      if (inWords) sendAnswer(response, { der: inWords, currency: null });
      else response.status(500).end();
    });
  };
}
