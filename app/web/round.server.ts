import type { StaffActor } from "#app/domain/access/actor.ts";
import { may } from "#app/domain/access/permissions.ts";
import { isSettled } from "#app/domain/identification/asked.ts";
import { hasSeenAnswers, hasSomethingToAccept } from "#app/domain/identification/seen.ts";
import { fullName } from "#app/domain/people.ts";
import type { Case } from "#app/domain/requests/case.ts";
import { phoneShown } from "#app/domain/requests/form/kinds/contact.ts";
import type { Db } from "#db/types.ts";

import type { Translate } from "./i18n.server.ts";

type Reader = { db: Db; actor: StaffActor; t: Translate };
type Round = NonNullable<Case["round"]>;
type Party = Round["parties"][number];

/** How far everybody who was asked to identify has come, whichever way they went (D24, D26, R76); null when nobody was. */
export async function showRound({ db, actor, t }: Reader, { round, row }: Pick<Case, "round" | "row">) {
  if (round === null) return null;
  const isAtDesk = round.status === "at-desk";
  const isRunning = (isAtDesk || round.status === "open") && (row.status === "identifying" || row.status === "identification-desk");
  return {
    status: round.status,
    expiresAt: round.expiresAt.toISOString(),
    everybody: round.everybody,
    ruling: round.ruledBy && isAtDesk ? { by: round.people.get(round.ruledBy) ?? "", isMine: round.ruledBy === actor.id, note: round.rulingNote, at: iso(round.ruledAt) } : null,
    // Whoever accepts has looked first; the write asks the same.
    hasLooked: isAtDesk && (await hasSeenAnswers(db, round.id, actor)),
    hasAnswers: isAtDesk && (await hasSomethingToAccept(db, round.id)),
    parties: round.parties.map((one) => ({
      id: one.id,
      name: fullName(one),
      role: one.role,
      phone: one.phone && phoneShown(one.phone),
      stage: stageOf(one),
      at: iso(one.resultAt ?? one.deniedAt ?? one.confirmedAt ?? one.openedAt ?? one.sentAt),
      order: one.order && { stage: one.order.status, at: one.order.changedAt.toISOString(), from: iso(one.order.visitFrom), isOpen: one.order.endedAt === null },
      otherWayAskedAt: iso(one.otherWayAskedAt),
      hasConfirmed: one.confirmedAt !== null,
      birthDate: may(actor, "identification:judge") ? one.birthDate : null,
      byHand: one.byHand && showByHand(one.byHand, round, actor, t),
      mayByHand: isRunning && one.result !== "match" && !isSettled(one, round),
    })),
  };
}

function showByHand(byHand: NonNullable<Party["byHand"]>, round: Round, actor: StaffActor, t: Translate) {
  const { id, proposedBy, proposedAt, documentType, lastFour, expiresOn, seenHow, seenOn, nameCompared, birthDateCompared, note } = byHand;
  return {
    id,
    by: round.people.get(proposedBy) ?? "",
    isMine: proposedBy === actor.id,
    at: proposedAt.toISOString(),
    document: t(`by-hand:documents.${documentType}`),
    lastFour,
    expiresOn,
    seenHow: t(`by-hand:seenHow.${seenHow}`),
    seenOn,
    nameCompared: t(`by-hand:nameCompared.${nameCompared}`),
    birthDateCompared: t(`by-hand:birthDateCompared.${birthDateCompared}`),
    note,
  };
}

type Stage = "asked" | "sent" | "opened" | "confirmed" | "denied" | "match" | "near" | "mismatch";

function stageOf(party: Pick<Party, "sentAt" | "openedAt" | "confirmedAt" | "deniedAt" | "result">): Stage {
  if (party.deniedAt) return "denied";
  if (party.result) return party.result;
  if (party.confirmedAt) return "confirmed";
  if (party.openedAt) return "opened";
  return party.sentAt ? "sent" : "asked";
}

function iso(instant: Date | null): string | null {
  return instant?.toISOString() ?? null;
}
