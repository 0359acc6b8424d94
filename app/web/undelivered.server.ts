import type { StaffActor } from "#app/domain/access/actor.ts";
import { listUndelivered } from "#app/domain/correspondence/send-number-again.ts";
import { whatGivingUpDoes } from "#app/domain/effects/give-up-number.ts";
import type { Db } from "#db/types.ts";

import type { Translate } from "./i18n.server.ts";
import { paths } from "./paths.ts";

/** The user numbers that did not arrive, worded for their reader; dates as ISO 8601. Never a PIN. */
export async function showUndelivered({ db, actor, now, t }: { db: Db; actor: StaffActor; now: Date; t: Translate }) {
  const lines = await listUndelivered(db, now);
  const givenUp = await whatGivingUpDoes(db, lines);
  return {
    title: t("undelivered:title"),
    change: paths.apply("data-change"),
    lines: lines.map(({ foundAt, proposal, requestId, addresses, ...line }) => ({
      ...line,
      foundAt: foundAt.toISOString(),
      givenUp: givenUp.get(line.userNumber) ?? "nothing",
      addresses: addresses.map(({ role, ...address }) => ({ ...address, role: t(`common:roles.${role}`) })),
      proposal: proposal && { by: proposal.by, isMine: proposal.byId === actor.id, at: proposal.at.toISOString(), holderId: proposal.holderId, address: proposal.address, note: proposal.note },
      request: requestId && paths.request(requestId),
    })),
  };
}
export type UndeliveredShown = Awaited<ReturnType<typeof showUndelivered>>;
