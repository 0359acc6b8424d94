import { timingSafeEqual } from "node:crypto";

import type { RequestHandler } from "express";

import { sha256 } from "#app/domain/audit/canonical.ts";

/** Lets through who shows this bearer token (RFC 6750), compared in the same time whatever was shown; anybody else gets a 401. For machines: no browser comes with one. */
export function onlyWithToken(token: string): RequestHandler {
  const expected = Buffer.from(sha256(token));
  return (request, response, next) => {
    const given = /^Bearer (.+)$/.exec(request.get("authorization") ?? "")?.[1] ?? "";
    if (timingSafeEqual(Buffer.from(sha256(given)), expected)) return next();
    response.status(401).set("www-authenticate", "Bearer").end();
  };
}
