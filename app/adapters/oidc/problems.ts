import { errors as jose } from "jose";
import * as oidc from "openid-client";

import { isProblem, Problem } from "#app/domain/problem.ts";

/** The provider's own words for "no": from the person, or from a rule of the organisation. */
const DENIED = ["access_denied", "consent_required", "interaction_required", "login_required", "account_selection_required", "unauthorized_client"];
const OUT_OF_ORDER = ["server_error", "temporarily_unavailable"];

/**
 * What went wrong, as the office words it. Only a short code of the library or the provider travels on as `reason`: messages and causes of these
 * libraries hold answers, and those hold tokens.
 */
export function problemOf(failure: unknown): Problem {
  if (isProblem(failure)) return failure;
  if (failure instanceof oidc.AuthorizationResponseError) return answered(failure.error);
  if (failure instanceof oidc.ResponseBodyError) return failure.status >= 500 ? unreachable(failure.error) : answered(failure.error);
  const code = codeOf(failure);
  const cause = failure instanceof Error ? failure.cause : undefined;
  if (code === "OAUTH_JWT_TIMESTAMP_CHECK_FAILED" || code === "ERR_JWT_EXPIRED" || isEarly(failure)) return new Problem("sign-in.clock", { reason: code });
  if (cause instanceof Response && (cause.status >= 500 || cause.status === 429)) return unreachable(String(cause.status));
  if (code === "OAUTH_TIMEOUT" || code === "OAUTH_ABORT" || code === "ERR_JWKS_TIMEOUT" || isNetwork(failure)) return unreachable(code);
  return new Problem("sign-in.malformed", { reason: code });
}

function answered(error: string): Problem {
  const reason = bounded(error);
  if (error === "invalid_grant") return new Problem("sign-in.late", { reason });
  if (OUT_OF_ORDER.includes(error)) return unreachable(reason);
  return new Problem(DENIED.includes(error) ? "sign-in.denied" : "sign-in.malformed", { reason });
}

function unreachable(reason: string): Problem {
  return new Problem("sign-in.unreachable", { reason: bounded(reason) });
}

/** `fetch` says "fetch failed" or "terminated", and the connection's own error is its cause. */
function isNetwork(failure: unknown): boolean {
  return failure instanceof TypeError && codeOf(failure.cause) !== "unknown";
}

function isEarly(failure: unknown): boolean {
  return failure instanceof jose.JWTClaimValidationFailed && ["iat", "nbf", "exp"].includes(failure.claim);
}

function codeOf(failure: unknown): string {
  const code: unknown = typeof failure === "object" && failure !== null && "code" in failure ? failure.code : undefined;
  return typeof code === "string" ? bounded(code) : "unknown";
}

/** The provider, or whoever writes an address, chooses this text: it goes no further than its letters. */
function bounded(text: string): string {
  return text.replaceAll(/[^\w.-]/g, "").slice(0, 60) || "unknown";
}
