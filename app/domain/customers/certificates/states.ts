import type { Certificate } from "#app/domain/certificates/pipeline.ts";
import { isPast } from "#app/domain/deadlines/clock.ts";

/** How a list of certificates can be narrowed; what waits to be installed has no certificate yet. */
export const CERTIFICATE_FILTERS = ["to-install", "valid", "expires-soon", "expired", "revoked", "replaced"] as const;
export type CertificateFilter = (typeof CERTIFICATE_FILTERS)[number];

/** Days before its end from which a certificate is about to expire: when the first reminder goes out. */
export const SOON_DAYS = 60;

/**
 * How one certificate stands. "Intended" is being made: stored, and not signed yet (P1). What has a successor runs on until its end (D27), and nobody needs to be
 * told of that end any more (P15).
 */
export const CERTIFICATE_STANDINGS = ["intended", "valid", "succeeded", "expires-soon", "expired", "revoked"] as const;
export type CertificateStanding = (typeof CERTIFICATE_STANDINGS)[number];

const DAY_MS = 86_400_000;

/** So many whole days from now, or before it. */
export function daysFrom(now: Date, days: number): Date {
  return new Date(now.getTime() + days * DAY_MS);
}

/** Until when something that ends is near its end. */
export function soonUntil(now: Date): Date {
  return daysFrom(now, SOON_DAYS);
}

/** How a certificate stands at `now`; its last second still counts (RFC 5280, 4.1.2.5). */
export function standingOf({ status, notAfter, supersededAt }: Pick<Certificate, "status" | "notAfter" | "supersededAt">, now: Date): CertificateStanding {
  if (status !== "issued") return status;
  if (isPast(notAfter, now)) return "expired";
  if (supersededAt !== null) return "succeeded";
  return notAfter < soonUntil(now) ? "expires-soon" : "valid";
}

/** What is left of the time to install, by how long it runs already: day 0–30, 31–45 and 46–60 of sixty (R33, R110). */
export const INSTALL_BANDS = ["fresh", "waiting", "last"] as const;
export type InstallBand = (typeof INSTALL_BANDS)[number];

/** Days that are left in a band: from, and up to, but not with. */
export const BAND_DAYS: Readonly<Record<InstallBand, { from: number; until: number | null }>> = {
  fresh: { from: 30, until: null },
  waiting: { from: 15, until: 30 },
  last: { from: 0, until: 15 },
};
