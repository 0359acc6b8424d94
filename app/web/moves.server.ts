import type { StaffActor } from "#app/domain/access/actor.ts";
import { may } from "#app/domain/access/permissions.ts";
import { listReissues } from "#app/domain/certificates/reissue-list.ts";
import { listReissues as listByHand } from "#app/domain/customers/moves/reissue.ts";
import { listMoves } from "#app/domain/customers/moves/propose.ts";
import { officeDate } from "#app/domain/deadlines/calendar.ts";
import type { Db } from "#db/types.ts";

import type { Translate } from "./i18n.server.ts";
import { paths } from "./paths.ts";
import { showReissues } from "./reissues.server.ts";

/** The moves between enterprises, worded for their reader; dates as ISO 8601. */
export async function showMoves({ db, actor, now, t }: { db: Db; actor: StaffActor; now: Date; t: Translate }) {
  const moves = await listMoves(db);
  const moveIds = moves.map(({ id }) => id);
  const byHand = await listByHand(db, moveIds);
  const replacing = showReissues(await listReissues(db, { moveIds }), { actor, t });
  return {
    title: t("moves:title"),
    today: officeDate(now),
    // What to do is the same for each of them.
    reissue: t("desk:task.reissue-for-practice.how"),
    lines: moves.map((move) => ({
      id: move.id,
      agbCode: move.agbCode,
      practice: move.practice,
      from: { ...move.from, to: may(actor, "organisation:read") ? paths.customer(move.from.id) : null },
      to: { ...move.to, to: may(actor, "organisation:read") ? paths.customer(move.to.id) : null },
      movesOn: move.movesOn,
      reason: move.reason,
      proposed: { by: move.proposer, at: move.proposedAt.toISOString() },
      decided: move.decider && move.decidedAt ? { by: move.decider, at: move.decidedAt.toISOString() } : null,
      outcome: move.outcome,
      heldBy: move.heldBy && t(`problems:${move.heldBy}`, { provider: "Vektis" }),
      carriedOutAt: move.carriedOutAt?.toISOString() ?? null,
      went: move.carriedOutAt ? { accounts: move.accounts ?? 0, requests: move.requests ?? 0 } : null,
      replacing: replacing.filter(({ moveId }) => moveId === move.id),
      reissues: byHand
        .filter(({ moveId }) => moveId === move.id)
        .map(({ id, userNumber, user, done }) => ({ id, userNumber, user, to: may(actor, "organisation:read") ? paths.account(userNumber) : null, done: done && { by: done.by, at: done.at.toISOString() } })),
      mayTickOff: may(actor, "task:complete"),
      isMine: move.proposedBy === actor.id,
      mayDecide: move.outcome === null && move.proposedBy !== actor.id && may(actor, "practice:move-check"),
      mayWithdraw: move.carriedOutAt === null && (move.outcome === null || move.outcome === "approved") && may(actor, "practice:move"),
    })),
  };
}
export type MovesShown = Awaited<ReturnType<typeof showMoves>>;
