import type { CastAddress } from "#db/worlds/cast.ts";
import type { CastAgb, CastTradeEntry } from "#db/worlds/registers.ts";

/** KVK's "basisprofiel" of a registration. */
export function tradeProfile(entry: CastTradeEntry) {
  const main = entry.establishments[0];
  const address = tradeAddress(entry.address);
  return {
    kvkNummer: entry.kvkNumber,
    indNonMailing: "Nee",
    naam: entry.name,
    formeleRegistratiedatum: compact(entry.startsOn),
    materieleRegistratie: { datumAanvang: compact(entry.startsOn), ...(entry.endsOn ? { datumEinde: compact(entry.endsOn) } : {}) },
    statutaireNaam: entry.statutoryName,
    handelsnamen: [{ naam: entry.name, volgorde: 1 }],
    sbiActiviteiten: [],
    _embedded: {
      ...(main ? { hoofdvestiging: { vestigingsnummer: main, kvkNummer: entry.kvkNumber, eersteHandelsnaam: entry.name, adressen: [address] } } : {}),
      eigenaar: { rechtsvorm: capital(entry.legalForm), uitgebreideRechtsvorm: capital(entry.legalForm), adressen: [address] },
    },
  };
}

/** KVK's list of establishments of a registration. */
export function tradeEstablishments(entry: CastTradeEntry) {
  return {
    kvkNummer: entry.kvkNumber,
    totaalAantalVestigingen: entry.establishments.length,
    vestigingen: entry.establishments.map((vestigingsnummer, at) => ({
      vestigingsnummer,
      kvkNummer: entry.kvkNumber,
      eersteHandelsnaam: entry.name,
      indHoofdvestiging: at === 0 ? "Ja" : "Nee",
    })),
  };
}

/** KVK's answer for a number that it does not know. */
export function unknownTradeNumber(kvkNumber: string) {
  return { fout: [{ code: "IPD0005", omschrijving: `Met KVK-nummer ${kvkNumber} kan niets worden geleverd.` }] };
}

/** Vektis's answer for an enterprise, an establishment or a care provider. */
export function agbParty(entry: CastAgb) {
  const party = {
    AGBCode: entry.code,
    Aanvang: `${entry.startsOn}T00:00:00`,
    Einde: entry.endsOn ? `${entry.endsOn}T00:00:00` : null,
    Zorgsoort: { Code: entry.careType.code, Omschrijving: entry.careType.description },
    Erkenningen: [
      ...(entry.kvkNumber
        ? [{ Code: "100001", Omschrijving: "Inschrijving handelsregister", RegistratieNummer: entry.kvkNumber, Aanvang: `${entry.startsOn}T00:00:00`, Einde: null }]
        : []),
      ...entry.recognitions.map((one) => ({ Code: one.code, Omschrijving: one.description, RegistratieNummer: null, Aanvang: `${entry.startsOn}T00:00:00`, Einde: null })),
    ],
    Kwalificaties: [],
    Communicatiegegevens: [],
  };
  if (entry.kind !== "person") return { ...party, Naam: entry.name, Handelsnaam: entry.name, StatutaireNaam: entry.name, Adressen: entry.address ? [agbAddress(entry.address)] : [] };
  const [initials = "", ...rest] = entry.name.split(" ");
  return { ...party, Voorletters: initials, Tussenvoegsel: rest.slice(0, -1).join(" "), Achternaam: rest.at(-1) ?? "" };
}

function tradeAddress(address: CastAddress) {
  return {
    type: "bezoekadres",
    indAfgeschermd: "Nee",
    straatnaam: address.street,
    huisnummer: address.houseNumber,
    huisnummerToevoeging: address.houseNumberSuffix,
    postcode: address.postcode,
    plaats: address.town,
    land: "Nederland",
  };
}

function agbAddress(address: CastAddress) {
  return { Type: "Bezoekadres", Straat: address.street, Huisnummer: address.houseNumber, HuisnummerToevoeging: address.houseNumberSuffix, Postcode: address.postcode, Plaats: address.town, Land: "Nederland" };
}

/** "2017-05-01" as the trade register writes it: "20170501". */
function compact(date: string): string {
  return date.replaceAll("-", "");
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
