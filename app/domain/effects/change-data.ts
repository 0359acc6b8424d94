import { and, eq, inArray, isNull } from "drizzle-orm";

import { account } from "#db/schema/accounts.ts";
import { enterprise, roleHolder } from "#db/schema/organisations.ts";
import { requestChange } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import { record } from "#app/domain/audit/record.ts";
import { fullName, PersonName } from "#app/domain/people.ts";
import { Problem } from "#app/domain/problem.ts";
import { answerAt } from "#app/domain/requests/answers.ts";
import { findDataChange, newAddressOf, type ChangedValue, type DataChange } from "#app/domain/requests/data-change.ts";
import { inputOf } from "#app/domain/requests/mapped.ts";

import { BY, type Effect, type Order } from "./effect.ts";

/**
 * Changes a phone number, an e-mail address, a name, or the address of an enterprise, in one transaction with what it was (R101, R103, R107). From now on
 * the day of the change stands with an address and with how to reach somebody, for the rules that ask a second check of what goes there (D15); a
 * former e-mail address is kept with the request, to be told. Throws `change.nobody` when nobody is registered any more as the form says.
 */
export const changeData: Effect = async (_office, order) => async (tx) => {
  const { row, type, party, inputs, now } = order;
  // Locks the enterprise and the account, so that of two changes the second sees what the first one made.
  const [locked] = await tx.select().from(enterprise).where(eq(enterprise.id, party.id)).for("update");
  await tx.select({ userNumber: account.userNumber }).from(account).where(eq(account.userNumber, inputs.text("userNumber"))).for("update");
  const change = await findDataChange(tx, { type, answers: row.answers, party: locked ?? null, agbCode: row.agbCode });
  if (!change) throw new Problem("change.nobody");
  await carryOut(tx, change, order);
  await tx.insert(requestChange).values({ requestId: row.id, values: change.values, changedAt: now, ...toBeTold(change) });
  const details = { values: change.values.map(inTrailOnly) };
  await record(tx, { now, actor: BY, act: "data.changed", subject: subjectOf(change), requestId: row.id, details });
  return change.of === "account" ? { userNumber: change.account.userNumber } : {};
};

async function carryOut(tx: Db, change: DataChange, { row, type, now }: Order): Promise<void> {
  const after = (field: ChangedValue["field"]) => change.values.find((one) => one.field === field)?.after;
  const [email, phone, givenName] = [after("email"), after("phone"), after("given-name")];
  const reach = { ...(email !== undefined && { email }), ...(phone !== undefined && { phone }) };
  switch (change.of) {
    case "enterprise": {
      const address = newAddressOf(type, row.answers);
      if (address) await tx.update(enterprise).set({ ...address, addressChangedAt: now }).where(eq(enterprise.id, change.enterprise.id));
      return;
    }
    case "holder": {
      const ids = change.holders.map(({ id }) => id);
      const since = { ...(email !== undefined && { emailChangedAt: now }), ...(phone !== undefined && { phoneChangedAt: now }) };
      const changed = await tx.update(roleHolder).set({ ...reach, ...since }).where(and(inArray(roleHolder.id, ids), isNull(roleHolder.endedAt))).returning({ id: roleHolder.id });
      if (changed.length !== ids.length) throw new Problem("change.nobody");
      return;
    }
    case "account": {
      const name = after("name") === undefined ? {} : PersonName.parse(answerAt(row.answers, inputOf(type, "newName")));
      await tx.update(account).set({ ...reach, ...name, ...(givenName !== undefined && { givenName }) }).where(eq(account.userNumber, change.account.userNumber));
    }
  }
}

/** Who hears of it: the person at the address that counts now, and at the former one where that changed (D15). */
function toBeTold(change: DataChange): Pick<typeof requestChange.$inferInsert, "personName" | "email" | "formerEmail" | "language"> {
  if (change.of === "enterprise") return {};
  const person = change.of === "account" ? change.account : change.holders[0];
  const email = change.values.find(({ field }) => field === "email")?.after;
  return { personName: fullName(person), email: email ?? person.email, formerEmail: email === undefined ? null : person.email, language: person.language };
}

function subjectOf(change: DataChange): { kind: string; id: string } {
  if (change.of === "account") return { kind: "account", id: change.account.userNumber };
  return change.of === "holder" ? { kind: "role-holder", id: change.holders[0].id } : { kind: "enterprise", id: change.enterprise.id };
}

/** As the trail holds it: enough to follow what happened; how to reach a person stands with the request, for as long as that is kept (D20). */
export function inTrailOnly({ field, before, after }: ChangedValue): ChangedValue {
  const held = (text: string) => (field === "email" ? text.replace(/^(.)[^@]*/, "$1•••") : field === "phone" ? text.replace(/.(?=..)/g, "•") : text);
  return { field, before: held(before), after: held(after) };
}
