import { BV, careType, PARTNERSHIP, PEOPLE, PRACTICES, type CastAddress } from "./cast.ts";

/** What the registers and the banks of the outside world know of the cast. All of it is made up, like the cast. */

export type CastAgb = {
  code: string;
  kind: "person" | "enterprise" | "establishment";
  name: string;
  careType: { code: string; description: string };
  startsOn: string;
  endsOn: string | null;
  kvkNumber: string | null;
  /** Codes and names of recognitions beside the one of the trade register. */
  recognitions: Array<{ code: string; description: string }>;
  /** Null for people, whose addresses the register gives nobody. */
  address: CastAddress | null;
};

export type CastTradeEntry = {
  kvkNumber: string;
  name: string;
  statutoryName: string;
  legalForm: string;
  startsOn: string;
  endsOn: string | null;
  establishments: string[];
  address: CastAddress;
};

/** What the AGB register knows: the practices' codes, an ended one, and personal ones. 99999999 belongs to nobody. */
export const AGB_ENTRIES: readonly CastAgb[] = [
  ...PRACTICES.flatMap((practice) => practice.agbCodes.map((code, place): CastAgb => ({
    code,
    kind: place === 0 ? "enterprise" : "establishment",
    name: place === 0 ? practice.name : `${practice.name}, locatie ${place + 1}`,
    careType: practice.careType,
    startsOn: practice.agreement?.startsOn ?? "2024-06-01",
    endsOn: null,
    kvkNumber: practice.kvkNumber,
    recognitions: practice.recognitions,
    address: practice.address,
  }))),
  { code: "12999999", kind: "enterprise", name: "Tandartspraktijk De Oude Brug", careType: careType("12"), startsOn: "2004-01-01", endsOn: "2017-04-30", kvkNumber: "68750110", recognitions: [], address: null },
  { code: "12000017", kind: "person", name: "J.W. de Vries-Bakker", careType: careType("12"), startsOn: "1994-09-01", endsOn: null, kvkNumber: null, recognitions: [], address: null },
  { code: "01000025", kind: "person", name: "M.T. Zonneveld", careType: careType("01"), startsOn: "1989-10-01", endsOn: null, kvkNumber: null, recognitions: [], address: null },
  { code: "91000033", kind: "person", name: "T.M. Meijer", careType: careType("91"), startsOn: "2005-02-01", endsOn: null, kvkNumber: null, recognitions: [], address: null },
];

/** What the trade register knows: one registration for each practice, and one that has ended. */
export const TRADE_ENTRIES: readonly CastTradeEntry[] = [
  ...PRACTICES.map((practice, place): CastTradeEntry => ({
    kvkNumber: practice.kvkNumber,
    name: practice.name,
    statutoryName: practice.legalForm === BV ? `${practice.name} B.V.` : practice.name,
    legalForm: practice.legalForm,
    startsOn: practice.agreement?.startsOn ?? "2024-06-01",
    endsOn: null,
    establishments: practice.agbCodes.map((_, at) => `9900${String(10_000_000 + place * 1_000 + at * 17)}`),
    address: practice.address,
  })),
  {
    kvkNumber: "99000281", name: "Verloskundigen De Wieg", statutoryName: "Verloskundigen De Wieg", legalForm: PARTNERSHIP,
    startsOn: "2008-01-01", endsOn: "2025-12-31", establishments: [],
    address: { street: "Wiegstraat", houseNumber: 1, houseNumberSuffix: "", postcode: "6001AB", town: "Weert" },
  },
];

/** Banks that take part in iDIN here; the names are made up, the identifiers are the shape of a BIC. */
export const BANKS: ReadonlyArray<{ id: string; name: string }> = [
  { id: "DIJKNL2A", name: "Dijkbank" },
  { id: "GRACNL2U", name: "Grachtenbank" },
  { id: "KLAVNL21", name: "Klaverbank" },
  { id: "MEERNL2R", name: "De Nieuwe Meer" },
  { id: "TULPNL22", name: "Tulp Bankieren" },
];

/** Who banks where. Everybody has a bank account. */
export const BANK_CUSTOMERS: ReadonlyArray<{ personId: string; bankId: string }> = PEOPLE.map((person, place) => ({
  personId: person.id,
  bankId: BANKS[place % BANKS.length]?.id ?? "DIJKNL2A",
}));
