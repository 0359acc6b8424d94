import { agbCode, agbService, agreement, enterprise, roleHolder } from "#db/schema/organisations.ts";
import { staff } from "#db/schema/staff.ts";
import type { Db } from "#db/types.ts";

import { PEOPLE, PRACTICES, STAFF, type CastPractice } from "./cast.ts";
import { AGB_ENTRIES } from "./registers.ts";

/** The services that an AGB code of a care type has in its agreement. */
export type ServicesOf = (party: { careType: string; segment: "regular" | "pgb" }) => string[];

/** The demonstration's members of staff, by the id that the cast gives them. */
export async function seedStaff(tx: Db, now: Date): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const [place, person] of STAFF.entries()) {
    const [made] = await tx
      .insert(staff)
      // A millisecond apart, so that lists keep the order of the cast.
      .values({ name: person.name, email: person.email, roles: [person.role], demonstration: true, createdAt: new Date(now.getTime() + place) })
      .returning({ id: staff.id });
    if (made) ids.set(person.id, made.id);
  }
  return ids;
}

/** Every practice of the cast that is registered with us: enterprise, agreement, AGB codes with their services, and who holds which role. */
export async function seedParties(tx: Db, servicesOf: ServicesOf, now: Date): Promise<void> {
  for (const practice of PRACTICES) {
    if (!practice.agreement) continue;
    const segment = practice.careType.code === "41" ? "pgb" : "regular";
    const [made] = await tx
      .insert(enterprise)
      .values({
        kvkNumber: practice.kvkNumber,
        name: practice.name,
        legalForm: practice.legalForm,
        segment,
        jointlyAuthorised: practice.jointlyAuthorised,
        street: practice.address.street,
        houseNumber: practice.address.houseNumber,
        houseNumberSuffix: practice.address.houseNumberSuffix,
        postcode: practice.address.postcode,
        town: practice.address.town,
        registeredAt: now,
      })
      .returning({ id: enterprise.id });
    if (!made) throw new Error(`No enterprise was made for ${practice.name}.`);
    await tx.insert(agreement).values({ enterpriseId: made.id, origin: "digital", ...practice.agreement });
    await seedCodes(tx, practice, made.id, segment, servicesOf);
    await seedRoles(tx, practice, made.id, now);
  }
}

async function seedCodes(tx: Db, practice: CastPractice, enterpriseId: string, segment: "regular" | "pgb", servicesOf: ServicesOf): Promise<void> {
  for (const code of practice.agbCodes) {
    const entry = AGB_ENTRIES.find((one) => one.code === code);
    if (!entry || entry.kind === "person") throw new Error(`The AGB code ${code} of ${practice.name} is not in the cast.`);
    const careType = entry.careType.code;
    await tx.insert(agbCode).values({ code, enterpriseId, name: entry.name, kind: entry.kind, careType, endsOn: entry.endsOn });
    const services = servicesOf({ careType, segment }).map((service) => ({ agbCode: code, service }));
    if (services.length > 0) await tx.insert(agbService).values(services);
  }
}

async function seedRoles(tx: Db, practice: CastPractice, enterpriseId: string, now: Date): Promise<void> {
  const appoint = async (role: "signatory" | "main-contact" | "contact" | "ict-administrator", ids: string[], code: string | null) => {
    for (const [place, id] of ids.entries()) {
      const person = PEOPLE.find((one) => one.id === id);
      if (!person) throw new Error(`${id} of ${practice.name} is not in the cast.`);
      await tx.insert(roleHolder).values({
        enterpriseId,
        agbCode: code,
        role,
        rank: place + 1,
        initials: person.initials,
        prefix: person.prefix,
        surname: person.surname,
        birthDate: person.dateOfBirth,
        email: person.email,
        phone: person.phone,
        appointedAt: now,
      });
    }
  };
  await appoint("signatory", practice.signatories, null);
  await appoint("main-contact", [practice.mainContact], null);
  for (const code of practice.agbCodes) {
    await appoint("contact", practice.contacts.slice(0, 2), code);
    await appoint("ict-administrator", practice.ictAdministrator ? [practice.ictAdministrator] : [], code);
  }
}

