import type { NextFunction, Request, RequestHandler, Response } from "express";

/** Nothing inline, nothing from elsewhere; `formTargets` are the origins to which a form of this page may lead, by redirect too. */
export function pagePolicy(formTargets: string[] = []): string {
  return [
    "default-src 'none'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self'",
    "frame-src 'self'",
    `form-action ${["'self'", ...formTargets].join(" ")}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** Security headers of every page of the simulators; a page may put a narrower policy in their place. */
export const pageHeaders: RequestHandler = (_request: Request, response: Response, next: NextFunction) => {
  response.set({
    "Content-Security-Policy": pagePolicy(),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
  });
  next();
};

/** Whether another website made this browser send a form. A program that is no browser sends no such header. */
export function comesFromElsewhere(request: Request): boolean {
  const site = request.get("sec-fetch-site");
  return request.method !== "GET" && request.method !== "HEAD" && site !== undefined && site !== "same-origin" && site !== "none";
}

/** One value of a query or a form, trimmed; "" when it is missing or came more than once. */
export function single(value: unknown, max = 200): string {
  return typeof value === "string" ? value.trim().slice(0, max) : "";
}
