import type { Dice } from "#db/worlds/dice.ts";
import { makeDice } from "#db/worlds/dice.ts";
import { CARE_KINDS, PRACTICE_NAMES, STREETS, TOWNS } from "#db/worlds/words.ts";
import { allowedServices } from "#app/domain/decisions/services.ts";
import type { DefinitionContent } from "#app/domain/definitions/kinds.ts";

import type { HeldAccount } from "./accounts.ts";
import { stamp, type Copier } from "./copy.ts";
import type { Days } from "./days.ts";
import type { Ids } from "./ids.ts";
import { birthDateOf, makePerson, type Person } from "./people.ts";

export type Holder = Person & { id: string; role: "signatory" | "main-contact" | "contact"; birthDate: string };

/** A practice of a long history with who holds which role, and the accounts of which more may be asked. */
export type Practice = {
  id: string;
  kvkNumber: string;
  agbCode: string;
  name: string;
  domain: string;
  segment: "regular" | "pgb";
  careType: string;
  services: readonly string[];
  address: { street: string; houseNumber: number; houseNumberSuffix: string; postcode: string; town: string };
  joint: boolean;
  signatories: readonly Holder[];
  mainContact: Holder;
  contact: Holder;
  /** Since when it is registered. */
  since: number;
  /** When its correspondence address, and how to reach its main contact, changed: of the last the registers know. */
  changes: ReadonlyArray<{ at: number; what: "address" | "reach" }>;
  accounts: HeldAccount[];
};

type Catalogue = DefinitionContent["services"];

/** Makes so many practices with all that the registers hold of them. They were all there before the history begins. */
export function makePractices(copier: Copier, ids: Ids, of: { amount: number; seed: number; days: Days; catalogue: Catalogue; begins: number; until: number }): Practice[] {
  const { amount, seed, catalogue, begins, until } = of;
  const known = new Map<string, string[]>();
  const servicesOf = (careType: string, segment: "regular" | "pgb") => {
    const found = known.get(careType) ?? allowedServices(catalogue, { careType, segment, recognitions: [], agreementServices: catalogue.services.filter(({ needsAddendum }) => !needsAddendum).map(({ id }) => id) });
    known.set(careType, found);
    return found;
  };
  return Array.from({ length: amount }, (_one, place) => {
    const dice = makeDice(seed + place * 7919);
    const careType = careTypeOf(dice);
    const segment = careType === "41" ? ("pgb" as const) : ("regular" as const);
    const practice = makePractice(ids, dice, { place, careType, segment, services: servicesOf(careType, segment), begins, until });
    register(copier, ids, practice);
    return practice;
  });
}

function careTypeOf(dice: Dice): string {
  let left = dice.between(1, 100);
  for (const [careType, , share] of CARE_KINDS) {
    left -= share;
    if (left <= 0) return careType;
  }
  return "01";
}

const DAY_MS = 86_400_000;

function makePractice(ids: Ids, dice: Dice, of: { place: number; careType: string; segment: "regular" | "pgb"; services: readonly string[]; begins: number; until: number }): Practice {
  const { place, careType, segment, services, begins, until } = of;
  const town = dice.pick(TOWNS);
  const kind = CARE_KINDS.find(([code]) => code === careType)?.[1] ?? ["Praktijk"];
  const own = dice.chance(55) ? dice.pick(PRACTICE_NAMES) : makePerson(dice, "").surname;
  const name = `${dice.pick(kind)} ${own}${dice.chance(30) ? ` ${town}` : ""}`;
  const domain = `${own.normalize("NFD").replace(/[^A-Za-z]/g, "").toLowerCase()}${place}.example`;
  const holder = (role: Holder["role"]): Holder => ({ ...makePerson(dice, domain), id: ids.uuid(), role, birthDate: birthDateOf(dice, 2022) });
  const joint = dice.chance(9);
  const signatories = joint ? [holder("signatory"), holder("signatory")] : [holder("signatory")];
  const [first] = signatories;
  const mainContact: Holder = first && dice.chance(22) ? { ...first, id: ids.uuid(), role: "main-contact" } : holder("main-contact");
  const contact: Holder = dice.chance(40) ? { ...mainContact, id: ids.uuid(), role: "contact" } : holder("contact");
  const changes = Array.from({ length: dice.between(0, 4) }, () => ({ at: begins + Math.floor(((until - begins) * dice.between(0, 9999)) / 10_000 / 1000) * 1000, what: dice.chance(40) ? ("address" as const) : ("reach" as const) }));
  return {
    id: ids.uuid(),
    kvkNumber: String(30_000_000 + place),
    agbCode: `${careType}${600_000 + place}`,
    name,
    domain,
    segment,
    careType,
    services,
    address: { street: dice.pick(STREETS), houseNumber: dice.between(1, 240), houseNumberSuffix: dice.chance(8) ? dice.pick(["a", "b", "bis"]) : "", postcode: `${dice.between(1011, 9999)}${dice.pick(["AB", "CD", "EK", "GH", "JN", "KL", "NP", "RS", "TV", "XZ"])}`, town },
    joint,
    signatories,
    mainContact,
    contact,
    since: begins - dice.between(60, 3000) * DAY_MS,
    changes: changes.sort((one, other) => one.at - other.at),
    accounts: [],
  };
}

function register(copier: Copier, ids: Ids, practice: Practice): void {
  const { id, kvkNumber, agbCode, name, segment, careType, services, address, joint, signatories, mainContact, contact, since, changes } = practice;
  const last = (what: "address" | "reach") => stamp(changes.findLast((one) => one.what === what)?.at ?? null);
  const legalForm = signatories.length > 1 ? "maatschap" : segment === "pgb" ? "eenmanszaak" : "besloten vennootschap";
  copier.add("enterprise", [id, kvkNumber, name, legalForm, segment, joint, address.street, address.houseNumber, address.houseNumberSuffix, address.postcode, address.town, last("address"), stamp(since)]);
  copier.add("agreement", [ids.uuid(), id, "digital", new Date(since).toISOString().slice(0, 10)]);
  copier.add("agb_code", [agbCode, id, name, "enterprise", careType]);
  for (const service of services) copier.add("agb_service", [agbCode, service]);
  const appoint = (holder: Holder, rank: number) =>
    copier.add("role_holder", [
      holder.id, id, holder.role === "contact" ? agbCode : null, holder.role, rank, holder.initials, holder.prefix, holder.surname, holder.birthDate, holder.email, holder.phone, "nl",
      stamp(since), holder.role === "main-contact" ? last("reach") : null,
    ]);
  for (const [index, holder] of signatories.entries()) appoint(holder, index + 1);
  appoint(mainContact, 1);
  appoint(contact, 1);
}

export const PRACTICE_COLUMNS = {
  enterprise: ["id", "kvk_number", "name", "legal_form", "segment", "jointly_authorised", "street", "house_number", "house_number_suffix", "postcode", "town", "address_changed_at", "registered_at"],
  agreement: ["id", "enterprise_id", "origin", "starts_on"],
  agb_code: ["code", "enterprise_id", "name", "kind", "care_type"],
  agb_service: ["agb_code", "service"],
  role_holder: ["id", "enterprise_id", "agb_code", "role", "rank", "initials", "prefix", "surname", "birth_date", "email", "phone", "language", "appointed_at", "phone_changed_at"],
} as const;
