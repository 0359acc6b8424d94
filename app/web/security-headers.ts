import type { Mode } from "./context.ts";

const YEAR = 31_536_000;

/**
 * The headers of every answer. `nonce` is the request's own; `formTargets` are the origins that one of our forms may end up at by a
 * redirect (the bank), because Chromium applies `form-action` to redirects as well.
 *
 * `script-src` names our own files beside the nonce instead of 'strict-dynamic': that would refuse the module preloads of the build, and
 * nothing that somebody sends us is ever served from our origin as a script. Styles come from files only; a `style` attribute in the markup is refused.
 * The referrer stays inside our own origin, since links carry tokens; `no-referrer` would also take the `Origin` from our own forms.
 */
export function securityHeaders(options: {
  nonce: string;
  mode: Mode;
  formTargets?: readonly string[];
}): Record<string, string> {
  const directives = [
    "default-src 'none'",
    `script-src 'self' 'nonce-${options.nonce}'`,
    "script-src-attr 'none'",
    "style-src 'self'",
    "style-src-attr 'none'",
    "img-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "frame-src 'self' blob:",
    "manifest-src 'self'",
    `form-action ${["'self'", ...(options.formTargets ?? [])].join(" ")}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
    ...(options.mode === "production" ? ["upgrade-insecure-requests"] : []),
  ];
  return {
    "Content-Security-Policy": directives.join("; "),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "no-store",
    ...(options.mode === "production" ? { "Strict-Transport-Security": `max-age=${YEAR}; includeSubDomains` } : {}),
  };
}
