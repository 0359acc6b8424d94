import { createHmac, timingSafeEqual } from "node:crypto";

import { eq } from "drizzle-orm";

import type { Db } from "#db/types.ts";
import { link, type LINK_KINDS } from "#db/schema/requests.ts";
import { Problem } from "#app/domain/problem.ts";

export type LinkKind = (typeof LINK_KINDS)[number];
export type Link = typeof link.$inferSelect;

const PATHS: Record<LinkKind, string> = {
  resume: "/draft/resume",
  confirm: "/confirm",
  status: "/status",
  objection: "/objection",
  identification: "/identify",
};

/** Makes a link that leads to a draft or a request. What is stored opens nothing: the token is derived when the mail leaves. */
export async function makeLink(
  tx: Db,
  input: { kind: LinkKind; draftId?: string; requestId?: string; roleHolderId?: string; now: Date; expiresAt?: Date | null },
): Promise<Link> {
  const { now, ...rest } = input;
  const [made] = await tx.insert(link).values({ ...rest, createdAt: now }).returning();
  return made as Link;
}

/** The path of a link, such as "/status/…": 16 octets of id and 16 of HMAC-SHA-256, base64url. */
export function pathOfLink(secret: string, of: Pick<Link, "id" | "kind">): string {
  return `${PATHS[of.kind]}/${tokenOf(secret, of)}`;
}

/** The token alone, for forms that post back to the same link. */
export function tokenOf(secret: string, of: Pick<Link, "id" | "kind">): string {
  const id = Buffer.from(of.id.replaceAll("-", ""), "hex");
  return Buffer.concat([id, seal(secret, of.kind, id)]).toString("base64url");
}

/**
 * The link that a token stands for. Throws `link.unknown` (forged, mistyped, of another kind), `link.expired`, `link.ended` (another
 * link took its place, or the request is over). `evenEnded` is for a page that says what became of the request, and nothing more of it.
 */
export async function openLink(db: Db, secret: string, token: string, kind: LinkKind, now: Date, options: { evenEnded?: boolean } = {}): Promise<Link> {
  const bytes = Buffer.from(token, "base64url");
  if (bytes.length !== 32 || bytes.toString("base64url") !== token) throw new Problem("link.unknown", { kind });
  const id = bytes.subarray(0, 16);
  if (!timingSafeEqual(seal(secret, kind, id), bytes.subarray(16))) throw new Problem("link.unknown", { kind });

  const uuid = id.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  const [found] = await db.select().from(link).where(eq(link.id, uuid));
  if (!found || found.kind !== kind) throw new Problem("link.unknown", { kind });
  if (found.endedAt && !options.evenEnded) throw new Problem("link.ended", { kind });
  if (found.expiresAt && found.expiresAt <= now) throw new Problem("link.expired", { kind });
  return found;
}

function seal(secret: string, kind: LinkKind, id: Uint8Array): Buffer {
  return createHmac("sha256", secret).update(`zegel link ${kind}\n`).update(id).digest().subarray(0, 16);
}
