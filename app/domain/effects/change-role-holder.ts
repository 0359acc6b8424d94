import { and, eq, inArray, isNull } from "drizzle-orm";

import { link } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import { system } from "#app/domain/access/actor.ts";
import { record } from "#app/domain/audit/record.ts";
import { numberPolicy } from "#app/domain/decisions/policies.ts";
import type { Office } from "#app/domain/office.ts";
import { changeRole, type RoleMaxima } from "#app/domain/organisations/change-role.ts";
import { isOfEnterprise, type Holder } from "#app/domain/organisations/roles.ts";
import { Problem } from "#app/domain/problem.ts";
import { askedRole } from "#app/domain/requests/asked-role.ts";
import { accountsOfHolder } from "#app/domain/requests/departure.ts";

import { askOthersInstead } from "./ask-others.ts";
import { BY, type Effect, type Order } from "./effect.ts";
import { endWithAllThatHangsOnIt } from "./end-account.ts";

/**
 * Ends and appoints who holds a role (R96, R97), in one transaction with the record of old and new. Links that the former one got are void, and
 * what waits for them to identify begins anew with who has the role now. Of who left or died the accounts end as well (D16). Throws `role.moved`
 * when the register is no longer as it was judged.
 */
export const changeRoleHolder: Effect = async (office, { row, type, party, policies, now }) => {
  const asked = askedRole(type, row.answers);
  if (!asked) throw new Problem("role.moved");
  const { seat, change, former, isGone } = asked;
  const appointed = asked.appointed && { ...asked.appointed, language: row.language };
  return async (tx) => {
    const done = await changeRole(tx, { enterpriseId: party.id, agbCode: row.agbCode, seat, change, former, appointed, maxima: maximaOf(policies), now });
    const details = { seat, agbCode: isOfEnterprise(seat) ? null : row.agbCode, before: done.ended?.id ?? null, after: done.appointed?.id ?? null };
    await record(tx, { now, actor: BY, act: "role.changed", subject: { kind: "enterprise", id: party.id }, requestId: row.id, details });
    if (!done.ended) return {};
    await endLinks(tx, done.ended, now);
    await askOthersInstead(tx, office, { enterpriseId: party.id, holderIds: [done.ended.id], now });
    if (isGone) await endAccounts(tx, office, { holder: done.ended, requestId: row.id, now });
    return {};
  };
};

function maximaOf(policies: Order["policies"]): RoleMaxima {
  return {
    signatories: numberPolicy(policies, "role.maxSignatories"),
    jointSignatories: numberPolicy(policies, "role.maxJointSignatories"),
    contacts: numberPolicy(policies, "role.maxContacts"),
    ictAdministratorsOfEnterprise: numberPolicy(policies, "role.maxIctAdministratorsPerEnterprise"),
  };
}

/** What they could object to or confirm in that role is somebody else's now. */
async function endLinks(tx: Db, { id }: Holder, now: Date): Promise<void> {
  await tx
    .update(link)
    .set({ endedAt: now })
    .where(and(eq(link.roleHolderId, id), inArray(link.kind, ["objection", "identification"]), isNull(link.endedAt)));
}

async function endAccounts(tx: Db, office: Pick<Office, "queue">, { holder, requestId, now }: { holder: Holder; requestId: string; now: Date }): Promise<void> {
  for (const userNumber of (await accountsOfHolder(tx, holder)).theirs) {
    await endWithAllThatHangsOnIt(tx, office, { userNumber, reason: "affiliationChanged", requestId, by: system("fulfilment"), now });
  }
}
