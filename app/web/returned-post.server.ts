import type { StaffActor } from "#app/domain/access/actor.ts";
import { may } from "#app/domain/access/permissions.ts";
import { officeDate } from "#app/domain/deadlines/calendar.ts";
import { findLetterInHand, listReturns, RETURN_REASONS } from "#app/domain/print-room/returns.ts";
import type { Db } from "#db/types.ts";

import type { Translate } from "./i18n.server.ts";
import { paths } from "./paths.ts";

/** The page of returned post, worded for its reader; dates as ISO 8601. Never a PIN. */
export async function showReturnedPost({ db, actor, now, t, typed = null }: { db: Db; actor: StaffActor; now: Date; t: Translate; /** A reference that somebody looks up. */ typed?: string | null }) {
  const inHand = typed === null ? null : await findLetterInHand(db, typed);
  const returns = await listReturns(db, now);
  return {
    title: t("returned-post:title"),
    reasons: [...RETURN_REASONS],
    typed,
    inHand: inHand && {
      ...inHand,
      postedAt: inHand.postedAt?.toISOString() ?? null,
      returned: inHand.returned && { at: inHand.returned.at.toISOString(), by: inHand.returned.by },
    },
    mayRenew: may(actor, "letter:renew"),
    returns: returns.map(({ registeredAt, changedOfLate, proposal, requestId, user, ...line }) => ({
      ...line,
      // Who handles letters with a PIN never sees the number that belongs to it (D7).
      user: user && { name: user.name, userNumber: may(actor, "account:read") ? user.userNumber : null },
      registeredAt: registeredAt.toISOString(),
      changedOn: changedOfLate && officeDate(changedOfLate),
      proposal: proposal && { by: proposal.by, isMine: proposal.byId === actor.id, at: proposal.at.toISOString() },
      request: requestId !== null && may(actor, "request:read") ? paths.request(requestId) : null,
    })),
  };
}
export type ReturnedPostShown = Awaited<ReturnType<typeof showReturnedPost>>;
