import { z } from "zod";

import { daysLeft } from "#app/domain/accounts/install-term.ts";
import type { OwnerOfList } from "#app/domain/customers/certificates/meant.ts";
import { weekOf } from "#app/domain/customers/certificates/outlook.ts";
import type { CertificateFound, CertificateNarrowing } from "#app/domain/customers/certificates/search.ts";
import { CERTIFICATE_FILTERS, INSTALL_BANDS, standingOf, type CertificateFilter } from "#app/domain/customers/certificates/states.ts";
import type { ToInstall, ToInstallNarrowing } from "#app/domain/customers/certificates/to-install.ts";
import { isPast } from "#app/domain/deadlines/clock.ts";
import { currentRelease, listDefinitions } from "#app/domain/definitions/store.ts";
import type { Db } from "#db/types.ts";

import type { Translate } from "./i18n.server.ts";

const Days = z.string().regex(/^[1-9]\d{0,4}$/).optional().catch(undefined);

/** What a list of certificates is asked with; what makes no sense is not asked. */
export const CertificateSearch = z.object({
  q: z.string().trim().max(100).catch(""),
  state: z.enum(CERTIFICATE_FILTERS).optional().catch(undefined),
  profile: z.string().regex(/^[a-z][a-z0-9-]{0,40}$/).optional().catch(undefined),
  band: z.enum(INSTALL_BANDS).optional().catch(undefined),
  /** The Monday of a week of the picture. */
  week: z.iso.date().optional().catch(undefined),
  /** Days within which something expires, or since it expired: what a figure of management leads to. */
  within: Days,
  since: Days,
  agb: z.string().regex(/^[0-9]{8}$/).optional().catch(undefined),
  enterprise: z.uuid().optional().catch(undefined),
});
export type CertificateSearch = z.infer<typeof CertificateSearch>;

/** A search as the domain understands it: of certificates, or of what waits to be installed. */
export type CertificateList = { of: "certificates"; narrowing: CertificateNarrowing } | { of: "to-install"; narrowing: ToInstallNarrowing };

export function readCertificateList({ q, state, profile, band, week, within, since, agb, enterprise }: CertificateSearch): CertificateList {
  const owner: OwnerOfList | undefined = agb ? { agbCode: agb } : enterprise ? { enterpriseId: enterprise } : undefined;
  if (state === "to-install") return { of: "to-install", narrowing: { text: q, band, owner } };
  return { of: "certificates", narrowing: { text: q, state, profile, owner, expiring: (state === "expires-soon" && week && weekOf(week)) || undefined, within: daysOf(state === "expires-soon" && !week, within), since: daysOf(state === "expired", since) } };
}

function daysOf(isAsked: boolean, days: string | undefined): number | undefined {
  return isAsked && days !== undefined ? Number(days) : undefined;
}

/** The search as it stands in an address, without what was not asked. */
export function writeCertificateSearch({ q, ...more }: CertificateSearch): Record<string, string> {
  const asked = Object.entries({ ...(q !== "" && { q }), ...more }).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return Object.fromEntries(asked);
}

/** The kinds of certificate that there are, in the reader's words. */
export async function profileChoices(db: Db, t: Translate): Promise<Array<{ value: string; label: string }>> {
  const profiles = await listDefinitions(db, await currentRelease(db), "certificate-profile");
  return profiles.map(({ key }) => ({ value: key, label: profileName(key, t) })).sort((one, other) => one.label.localeCompare(other.label));
}

/** What a kind of certificate is called; one that has no words yet is its id. */
export function profileName(profile: string, t: Translate): string {
  return t(`customers:certificate.profile.${profile}`, { defaultValue: profile });
}

export function stateChoices(t: Translate): Array<{ value: CertificateFilter; label: string }> {
  return CERTIFICATE_FILTERS.map((value) => ({ value, label: t(`certificates:state.${value}`) }));
}

/** A line of the list; dates as ISO 8601. */
export function showCertificateFound({ notBefore, notAfter, revokedAt, status, supersededAt, ...line }: CertificateFound, now: Date) {
  const state = standingOf({ status, notAfter, supersededAt }, now);
  return { ...line, state, notBefore: notBefore.toISOString(), notAfter: notAfter.toISOString(), revokedAt: revokedAt?.toISOString() ?? null, daysLeft: state === "expires-soon" ? daysLeft(notAfter, now) : null };
}
export type CertificateShown = ReturnType<typeof showCertificateFound>;

/** A line of what waits to be installed, with the days that are left (R110). */
export function showToInstall({ madeAt, installUntil, blockedAt, installedAt: _never, ...line }: ToInstall, now: Date) {
  return { ...line, madeAt: madeAt.toISOString(), installUntil: installUntil.toISOString(), isBlocked: blockedAt !== null, daysLeft: daysLeft(installUntil, now), isLate: isPast(installUntil, now) };
}
export type ToInstallShown = ReturnType<typeof showToInstall>;
