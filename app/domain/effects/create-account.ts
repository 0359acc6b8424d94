import { account, authorisation } from "#db/schema/accounts.ts";
import { judgement } from "#db/schema/requests.ts";
import { holdSoftware } from "#app/domain/accounts/registered-addresses.ts";
import { newUserNumber } from "#app/domain/accounts/user-number.ts";
import { record } from "#app/domain/audit/record.ts";
import { hasPassed } from "#app/domain/deadlines/calendar.ts";
import { installUntil } from "#app/domain/deadlines/clock.ts";
import { numberPolicy } from "#app/domain/decisions/policies.ts";
import { getDefinition } from "#app/domain/definitions/store.ts";
import { PersonName } from "#app/domain/people.ts";
import { Problem } from "#app/domain/problem.ts";

import { planDelivery, refuseUnseenAddress } from "./delivery.ts";
import { BY, type Effect } from "./effect.ts";
import { preparePinLetter, storePinLetter } from "./pin-letter.ts";

/**
 * A new user: account, user number, authorisations, the PIN's hash and its sealed letter (R25, R26). Throws `account.end-passed` for somebody whose last working
 * day has passed since it was judged: identification may take weeks, and an account that ends at once would only bring a letter that opens nothing (R13).
 */
export const createAccount: Effect = async (office, { row, type, party, policies, declared, position, inputs, now }) => {
  const kind = declared.kind ?? "personal";
  const profile = await getDefinition(office.db, row.releaseId, "certificate-profile", kind);
  // Who may ask for which certificate stands with the certificate, not with whoever asks.
  if (!profile.content.askedBy.includes(type.id)) throw new Error(`A request of type ${type.id} leads to no certificate of kind ${kind}.`);
  const name = kind === "system" ? nameOfSoftware(party.name, inputs.text("software")) : PersonName.parse(inputs.value("name"));
  const services = inputs.list("services");
  const endsOn = inputs.text("endsOn") || null;
  refuseUnseenAddress({ row, party, policies, now });
  const delivery = await planDelivery(office.db, { row, type, party, policies, now });
  const prepared = await preparePinLetter(office.db, office, {
    template: await getDefinition(office.db, row.releaseId, "letter", "pin-letter"),
    language: delivery.language,
    addressee: { name: delivery.addressee, practice: party.name, address: delivery.address },
    user: name,
    installUntil: installUntil(now, numberPolicy(policies, "install.days")),
    now,
  });
  const userNumber = newUserNumber(office.environment, kind);
  const requestId = row.id;

  return async (tx) => {
    if (endsOn !== null && hasPassed(endsOn, now)) throw new Problem("account.end-passed");
    // Of two requests that were approved one after the other the second finds it there (D14); the database holds it too.
    if (kind === "system" && (await holdSoftware(tx, row.agbCode)) !== null) throw new Problem("account.software-exists");
    await tx.insert(judgement).values({ ...delivery.judged, position });
    await tx.insert(account).values({
      userNumber,
      kind,
      enterpriseId: party.id,
      agbCode: row.agbCode,
      ...name,
      givenName: inputs.text("givenName") || null,
      email: inputs.text("email"),
      phone: inputs.text("phone") || null,
      language: row.language,
      endsOn,
      status: "active",
      createdAt: now,
      requestId,
      position,
    });
    for (const service of services) await tx.insert(authorisation).values({ userNumber, service, grantedAt: now });
    await storePinLetter(tx, prepared, { userNumber, requestId, now });
    await record(tx, { now, actor: BY, act: "account.created", subject: { kind: "account", id: userNumber }, requestId, details: { services, ...(kind !== "personal" && { kind }) } });
    await record(tx, { now, actor: BY, act: "letter.sealed", subject: { kind: "letter", id: prepared.number }, requestId });
    return { userNumber };
  };
};

/** What stands in the certificate of software: the practice that answers for it, and what the software is called. Nobody has it by themselves. */
function nameOfSoftware(practice: string, software: string): PersonName {
  return { initials: "", prefix: "", surname: `${practice}, ${software}` };
}
