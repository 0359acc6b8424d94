import { and, asc, eq, isNull, ne, notInArray } from "drizzle-orm";

import { requestJoining, requestLikeness } from "#db/schema/joinings.ts";
import { request } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import { canonicalJson, sha256 } from "#app/domain/audit/canonical.ts";
import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";

import { textAt, type Answers } from "./answers.ts";
import { CLOSED } from "./lifecycle.ts";
import type { RequestRow } from "./move.ts";

/**
 * What a form asks, as one value: its type, its AGB code and the fields that the type declares under `same`, without regard to capitals, accents and spaces. Null
 * when the type declares none, or the form has an answer to none of them: then it is like no other.
 */
export function likenessOf(type: Pick<RequestType, "id" | "about" | "same">, answers: Answers): string | null {
  const values = type.same.map((path) => plainly(textAt(answers, path)));
  if (values.every((value) => value === "")) return null;
  return sha256(canonicalJson([type.id, textAt(answers, type.about.agbCode), ...values]));
}

function plainly(text: string): string {
  return text.normalize("NFKD").replaceAll(/\p{M}/gu, "").replaceAll(/\s+/g, " ").trim().toLowerCase();
}

/** Keeps what a request asks, as its answers are now. */
export async function keepLikeness(tx: Db, requestId: string, key: string | null): Promise<void> {
  if (key === null) await tx.delete(requestLikeness).where(eq(requestLikeness.requestId, requestId));
  else await tx.insert(requestLikeness).values({ requestId, key }).onConflictDoUpdate({ target: requestLikeness.requestId, set: { key } });
}

/** More than this nobody lays side by side. */
const MOST_SHOWN = 8;

/** The other requests under way that ask the same as this one, in the order of their receipt. */
export async function listSame(db: Db, requestId: string): Promise<RequestRow[]> {
  const mine = db.select({ key: requestLikeness.key }).from(requestLikeness).where(eq(requestLikeness.requestId, requestId));
  const rows = await db
    .select({ request })
    .from(requestLikeness)
    .innerJoin(request, eq(request.id, requestLikeness.requestId))
    .where(and(eq(requestLikeness.key, mine), ne(request.id, requestId), notInArray(request.status, [...CLOSED, "unconfirmed"])))
    .orderBy(asc(request.number))
    .limit(MOST_SHOWN);
  return rows.map((row) => row.request);
}

/** The requests that are joined to this one now, in the order of their receipt. */
export async function listJoined(db: Db, keptId: string): Promise<RequestRow[]> {
  const rows = await db
    .select({ request })
    .from(requestJoining)
    .innerJoin(request, eq(request.id, requestJoining.requestId))
    .where(and(eq(requestJoining.keptId, keptId), isNull(requestJoining.partedAt)))
    .orderBy(asc(request.number));
  return rows.map((row) => row.request);
}

/** The request that answers for this one: the one that it is joined to; null when it goes its own way. */
export async function findKept(db: Db, requestId: string): Promise<RequestRow | null> {
  const [found] = await db
    .select({ request })
    .from(requestJoining)
    .innerJoin(request, eq(request.id, requestJoining.keptId))
    .where(and(eq(requestJoining.requestId, requestId), isNull(requestJoining.partedAt)));
  return found?.request ?? null;
}
