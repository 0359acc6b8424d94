import { z } from "zod";

import type { SignedInPerson } from "#app/domain/access/ports.ts";

/** No name of a person is longer, and no control character belongs in one. */
const Text = z.string().transform((text) => text.replaceAll(/\p{Cc}/gu, "").trim().slice(0, 200));

const PersonClaims = z.object({
  sub: z.string().min(1).max(255),
  name: Text.optional().catch(undefined),
  preferred_username: Text.optional().catch(undefined),
  email: z.email().max(254).optional().catch(undefined),
});

/** Several groups, or one; whatever else stands there counts as none, so that nobody gets a role by a misreading. */
const Groups = z.union([z.array(z.string()), z.string().transform((one) => [one])]).catch([]);

/** Who the claims speak of, or null when they name nobody. */
export function personIn(claims: Record<string, unknown>, groupsClaim: string): Omit<SignedInPerson, "issuer"> | null {
  const parsed = PersonClaims.safeParse(claims);
  if (!parsed.success) return null;
  const { sub, name, preferred_username: username, email } = parsed.data;
  const groups = Object.hasOwn(claims, groupsClaim) ? Groups.parse(claims[groupsClaim]) : [];
  return { subject: sub, name: name || username || sub, email: email ?? null, groups };
}

/** What a logout token says beside issuer, audience and time (OpenID Connect Back-Channel Logout 1.0, 2.4). */
export const EndedClaims = z.object({
  jti: z.string().min(1).max(255),
  sub: z.string().min(1).max(255).optional(),
  sid: z.string().min(1).max(255).optional(),
  events: z.record(z.string(), z.unknown()),
});
