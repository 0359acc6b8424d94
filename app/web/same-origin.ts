/**
 * Whether a request that changes something comes from one of our own pages. Browsers say so in `Sec-Fetch-Site` (Fetch Metadata) or in
 * `Origin`; a sender that says neither is refused. Together with SameSite=Lax cookies this keeps other sites from acting in somebody's name.
 */
export function comesFromOurPages(request: Request, baseUrl: string): boolean {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin" || site === "none";
  const origin = request.headers.get("origin");
  if (origin === null || !URL.canParse(origin)) return false;
  return origin === new URL(baseUrl).origin || new URL(origin).host === request.headers.get("host");
}
