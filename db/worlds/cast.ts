/**
 * The cast: everybody and every practice that seeds, simulators, tests and the README speak of. All of it is made up. E-mail addresses end
 * in .example, numbers of practices beyond the named ones lie in ranges without meaning (KvK 990…, establishments 9900…).
 * Plain data without imports, so that the simulators can stand alone and still know the same people as the office.
 */

export type CastAddress = { street: string; houseNumber: number; houseNumberSuffix: string; postcode: string; town: string };

export type CastPerson = {
  id: string;
  /** "J.W.", as on the identity document. */
  initials: string;
  firstName: string;
  prefix: string;
  surname: string;
  /** YYYY-MM-DD. */
  dateOfBirth: string;
  /** ISO 5218: 1 man, 2 woman, 9 not applicable. */
  gender: "1" | "2" | "9";
  email: string;
  /** E.164. */
  phone: string;
  home: CastAddress;
};

export type CastPractice = {
  id: string;
  name: string;
  kvkNumber: string;
  agbCodes: string[];
  careType: { code: string; description: string };
  legalForm: string;
  address: CastAddress;
  phone: string;
  /** Null where there never was an agreement. */
  agreement: { startsOn: string; endsOn: string | null } | null;
  /** "gezamenlijk bevoegd": both signatories act together (D14). */
  jointlyAuthorised: boolean;
  /** Ids of people. */
  signatories: string[];
  mainContact: string;
  contacts: string[];
  ictAdministrator: string | null;
  users: string[];
  /** Codes and names of recognitions beside the one of the trade register. */
  recognitions: Array<{ code: string; description: string }>;
};

export type CastStaff = {
  id: string;
  name: string;
  email: string;
  role: "reviewer" | "print-room" | "administrator" | "manager" | "auditor" | "security-officer" | "on-call";
};

export const CARE_TYPES: Readonly<Record<string, string>> = {
  "01": "Huisartsen",
  "02": "Apothekers",
  "04": "Fysiotherapeuten",
  "05": "Logopedisten",
  "06": "Ziekenhuizen",
  "07": "Oefentherapeuten",
  "08": "Verloskundigen",
  "12": "Tandartsen",
  "24": "Diëtisten",
  "26": "Podotherapeuten",
  "33": "Kraamzorg",
  "36": "Ambulancevervoer",
  "37": "Gezondheidscentra",
  "38": "Tandheelkundige centra",
  "41": "Zzp'ers wijkverpleging, PGB-aanbieders en beheerstichtingen",
  "42": "Verzorgingshuizen",
  "45": "Verpleeginrichtingen",
  "50": "Laboratoria",
  "54": "Instellingen voor geestelijke gezondheidszorg",
  "72": "Regionale instellingen voor beschermd wonen",
  "75": "Thuiszorginstellingen",
  "76": "Leveranciers van hulpmiddelen",
  "85": "Taxivervoer",
  "87": "Mondhygiënisten",
  "88": "Ergotherapeuten",
  "91": "Verpleegkundigen",
  "93": "Tandprothetici",
  "94": "Psychologische zorg",
};

export function careType(code: string): { code: string; description: string } {
  return { code, description: CARE_TYPES[code] ?? "Overige" };
}

type PersonRow = [id: string, initials: string, firstName: string, prefix: string, surname: string, born: string, gender: "1" | "2" | "9", emailDomain: string];

/** In order of appearance: phone numbers and home addresses follow from the place in this list, so add at the end. */
const PERSON_ROWS: PersonRow[] = [
  ["johanna", "J.W.", "Johanna", "de", "Vries-Bakker", "1968-03-14", "2", "debrug"],
  ["fatima", "F.", "Fatima", "", "el Idrissi", "1979-11-02", "2", "debrug"],
  ["pieter", "P.", "Pieter", "", "Hendriks", "1975-06-21", "1", "debrug"],
  ["sem", "S.", "Sem", "", "Jansen", "1994-01-30", "1", "debrug"],
  ["zoe", "Z.", "Zoë", "van der", "Håkon", "1997-08-17", "2", "debrug"],
  ["maarten", "M.T.", "Maarten", "", "Zonneveld", "1961-05-09", "1", "zonneveld"],
  ["lieke", "L.", "Lieke", "van", "Rossum", "1986-12-03", "2", "zonneveld"],
  ["ahmet", "A.", "Ahmet", "", "Yılmaz", "1990-04-25", "1", "zonneveld"],
  ["tessa", "T.M.", "Tessa", "", "Meijer", "1982-02-11", "2", "zorgaanhuismeijer"],
  ["joost", "J.", "Joost", "van den", "Noord", "1977-09-28", "1", "fysionoord"],
  ["mila", "M.", "Mila", "", "Šimić", "1991-07-07", "2", "fysionoord"],
  ["hendrik", "H.A.", "Hendrik", "", "Overdijk", "1958-10-19", "1", "avondrood"],
  ["aleida", "A.C.", "Aleida", "ter", "Horst", "1964-01-22", "2", "avondrood"],
  ["bram", "B.", "Bram", "", "Kuipers", "1988-03-31", "1", "avondrood"],
  ["noortje", "N.E.", "Noortje", "", "Wolters", "1972-04-04", "2", "delinde"],
  ["rachid", "R.", "Rachid", "", "Benali", "1984-06-15", "1", "delinde"],
  ["geert", "G.J.", "Geert", "", "Postma", "1966-11-27", "1", "postma"],
  ["anouk", "A.", "Anouk", "", "Sijtsma", "1993-05-18", "2", "postma"],
  ["willem", "W.F.", "Willem", "van", "Amerongen", "1959-08-08", "1", "vechtdal"],
  ["priya", "P.S.", "Priya", "", "Ramdin", "1987-02-26", "2", "vechtdal"],
  ["kees", "C.J.", "Kees", "de", "Boer", "1970-12-12", "1", "deboerfarma"],
  ["marit", "M.", "Marit", "", "Hoekstra", "1995-10-01", "2", "deboerfarma"],
  ["sophie", "S.L.", "Sophie", "", "Verhoeven", "1980-07-23", "2", "spreekwijs"],
  ["daphne", "D.", "Daphne", "", "Claassen", "1989-09-09", "2", "spreekwijs"],
  ["ruben", "R.H.", "Ruben", "", "Schouten", "1978-03-05", "1", "inbeweging"],
  ["ilonka", "I.", "Ilonka", "", "Žagar", "1992-11-14", "2", "inbeweging"],
  ["esther", "E.", "Esther", "", "Blom", "1976-05-30", "2", "ooievaarsnest"],
  ["fenna", "F.G.", "Fenna", "", "Dijkema", "1985-01-16", "2", "ooievaarsnest"],
  ["jeroen", "J.P.", "Jeroen", "", "Kramer", "1969-06-06", "1", "kramer"],
  ["yara", "Y.", "Yara", "", "Haddad", "1996-02-20", "2", "kramer"],
  ["liesbeth", "E.M.", "Liesbeth", "van 't", "Hof", "1973-08-29", "2", "voedingswijs"],
  ["tom", "T.", "Tom", "", "Lammers", "1990-12-24", "1", "voedingswijs"],
  ["gijs", "G.", "Gijs", "", "Evers", "1981-04-13", "1", "opgoedevoet"],
  ["nadia", "N.", "Nadia", "", "Amrani", "1994-06-02", "2", "opgoedevoet"],
  ["hanneke", "J.M.", "Hanneke", "", "Peeters", "1967-10-10", "2", "wiegelied"],
  ["stijn", "S.", "Stijn", "", "Maas", "1986-08-21", "1", "wiegelied"],
  ["karel", "K.L.", "Karel", "", "Terpstra", "1963-02-02", "1", "dewaterlinie"],
  ["amina", "A.", "Amina", "", "Osman", "1983-07-19", "2", "dewaterlinie"],
  ["vera", "V.", "Vera", "", "Nijland", "1979-03-27", "2", "mondzorgplein"],
  ["onno", "O.", "Onno", "", "Reitsma", "1988-11-11", "1", "mondzorgplein"],
  ["dirk", "D.C.", "Dirk", "van der", "Meulen", "1956-09-15", "1", "dewiekslag"],
  ["samira", "S.", "Samira", "", "Bouzid", "1991-01-08", "2", "dewiekslag"],
  ["greet", "M.G.", "Greet", "", "Vermeer", "1965-12-31", "2", "hetkompas"],
  ["lars", "L.", "Lars", "", "Ødegård", "1989-05-05", "1", "hetkompas"],
  ["arjan", "A.W.", "Arjan", "", "Smeets", "1974-10-26", "1", "labcentraal"],
  ["ingrid", "I.T.", "Ingrid", "", "Faber", "1982-06-18", "2", "labcentraal"],
  ["cor", "C.", "Cor", "", "IJzerman", "1962-04-20", "1", "dewaaier"],
  ["loes", "L.A.", "Loes", "in 't", "Veld", "1987-09-02", "2", "dewaaier"],
  ["marijke", "M.J.", "Marijke", "", "Brouwer", "1971-07-14", "2", "warmthuis"],
  ["dennis", "D.", "Dennis", "", "Groen", "1993-03-09", "1", "warmthuis"],
  ["eva", "E.", "Eva", "", "Linssen", "1984-12-17", "2", "steunenmeer"],
  ["hassan", "H.", "Hassan", "", "Tahiri", "1977-02-14", "1", "taxivandam"],
  ["roos", "R.", "Roos", "van", "Dam", "1995-04-28", "2", "taxivandam"],
  ["janneke", "J.", "Janneke", "", "Koster", "1980-11-23", "2", "frisgebit"],
  ["wout", "W.", "Wout", "", "Aerts", "1985-05-12", "1", "handig"],
  ["petra", "P.", "Petra", "", "Süss", "1972-01-25", "2", "passendeprothese"],
  ["mirjam", "M.R.", "Mirjam", "", "Cohen", "1968-06-30", "2", "zielsrust"],
  ["thijs", "T.", "Thijs", "", "Bakker", "1990-10-13", "1", "zielsrust"],
  ["frans", "F.X.", "Frans", "", "Overbeek", "1960-03-03", "1", "singelziekenhuis"],
  ["leila", "L.", "Leila", "", "Karimi", "1981-08-06", "2", "singelziekenhuis"],
  ["jan-willem", "J.W.", "Jan Willem", "", "Wiersma", "1975-12-05", "1", "ambulanceoost"],
  ["carla", "C.", "Carla", "d'", "Ancona", "1983-02-09", "2", "ambulanceoost"],
  ["nienke", "N.", "Nienke", "", "Veenstra", "1988-07-01", "2", "veenstrazorg"],
  ["marco", "M.", "Marco", "", "Brink", "1978-01-01", "1", "debrug"],
  ["elif", "E.", "Elif", "", "Kaya", "1996-09-19", "2", "debrug"],
];

const HOME_STREETS = ["Lindelaan", "Kerkstraat", "Molenweg", "Wilgenpad", "Stationsstraat", "Zonnebloemstraat", "Havenkade", "Eikenlaan", "Schoolstraat", "Dorpsweg"];
const HOME_TOWNS: Array<[postcodeDigits: number, town: string]> = [
  [3521, "Utrecht"], [3811, "Amersfoort"], [6811, "Arnhem"], [7411, "Deventer"], [8011, "Zwolle"],
  [9711, "Groningen"], [5611, "Eindhoven"], [2311, "Leiden"], [1811, "Alkmaar"], [4811, "Breda"],
];
const POSTCODE_LETTERS = ["AB", "BC", "CD", "DE", "EG", "GH", "HJ", "JK", "KL", "LM"];

function homeOf(place: number): CastAddress {
  const [digits, town] = HOME_TOWNS[place % 10] ?? [3521, "Utrecht"];
  return {
    street: HOME_STREETS[(place * 3) % 10] ?? "Lindelaan",
    houseNumber: 3 + place * 2,
    houseNumberSuffix: place % 9 === 4 ? "A" : "",
    postcode: `${digits + Math.floor(place / 10)}${POSTCODE_LETTERS[(place * 7) % 10] ?? "AB"}`,
    town,
  };
}

/** "van der Håkon", initials "Z." → "z.vanderhakon". */
function mailbox(initials: string, prefix: string, surname: string): string {
  const plain = `${prefix}${surname}`
    .replaceAll("ı", "i").replaceAll("Ø", "O").replaceAll("ø", "o")
    .normalize("NFD").replace(/[^a-zA-Z-]/g, "").toLowerCase();
  return `${initials.slice(0, 1).toLowerCase()}.${plain}`;
}

/** Everybody outside the office. */
export const PEOPLE: readonly CastPerson[] = PERSON_ROWS.map(([id, initials, firstName, prefix, surname, dateOfBirth, gender, domain], place) => ({
  id,
  initials,
  firstName,
  prefix,
  surname,
  dateOfBirth,
  gender,
  email: `${mailbox(initials, prefix, surname)}@${domain}.example`,
  phone: id === "zoe" ? "+31612345678" : `+316555${String(10_000 + place * 137).padStart(5, "0")}`,
  home: homeOf(place),
}));

type PracticeRow = {
  id: string; name: string; kvk: string; agb: string[]; care: string; legalForm: string;
  address: [street: string, number: number, suffix: string, postcode: string, town: string];
  agreement?: [startsOn: string, endsOn?: string] | null;
  joint?: true; signatories: string[]; mainContact: string; contacts?: string[]; ict?: string; users?: string[];
  recognitions?: Array<{ code: string; description: string }>;
};

const SOLE = "eenmanszaak";
export const BV = "besloten vennootschap";
const FOUNDATION = "stichting";
export const PARTNERSHIP = "maatschap";
const WMO = { code: "110101", description: "Wmo-ondersteuning" };
const WTZA = { code: "110202", description: "Toegelaten zorginstelling" };

const PRACTICE_ROWS: PracticeRow[] = [
  { id: "de-brug", name: "Tandartspraktijk De Brug", kvk: "68750110", agb: ["12345678"], care: "12", legalForm: BV, address: ["Brugstraat", 5, "hs", "3511AB", "Utrecht"], agreement: ["2017-05-01"], signatories: ["johanna"], mainContact: "fatima", contacts: ["pieter"], ict: "marco", users: ["sem", "elif"] },
  { id: "zonneveld", name: "Huisartsenpraktijk Zonneveld", kvk: "69599084", agb: ["01234567"], care: "01", legalForm: PARTNERSHIP, address: ["Zonneveldlaan", 18, "", "3818LK", "Amersfoort"], agreement: ["2014-02-01"], signatories: ["maarten"], mainContact: "lieke", contacts: ["lieke", "ahmet"], users: ["ahmet"] },
  { id: "meijer", name: "Zorg aan Huis Meijer", kvk: "69599068", agb: ["41234567"], care: "41", legalForm: SOLE, address: ["Esdoornhof", 27, "", "7415GH", "Deventer"], agreement: ["2020-09-15"], signatories: ["tessa"], mainContact: "tessa", contacts: ["tessa"], recognitions: [WMO] },
  { id: "fysio-noord", name: "Fysio Noord", kvk: "69792917", agb: ["04567890"], care: "04", legalForm: BV, address: ["Noorderkade", 102, "", "9712CD", "Groningen"], agreement: ["2016-01-01", "2026-03-31"], signatories: ["joost"], mainContact: "mila", contacts: ["mila"] },
  { id: "avondrood", name: "Stichting Avondrood", kvk: "41234563", agb: ["45123456"], care: "45", legalForm: FOUNDATION, address: ["Avondroodlaan", 1, "", "8017BC", "Zwolle"], agreement: ["2011-07-01"], joint: true, signatories: ["hendrik", "aleida"], mainContact: "bram", contacts: ["bram"], recognitions: [WTZA, WMO] },
  { id: "de-linde", name: "Huisartsenpraktijk De Linde", kvk: "99000011", agb: ["01990011"], care: "01", legalForm: SOLE, address: ["Lindeplein", 4, "", "6815JK", "Arnhem"], agreement: ["2018-03-01"], signatories: ["noortje"], mainContact: "rachid", contacts: ["rachid"] },
  { id: "postma", name: "Fysiotherapie Postma", kvk: "99000022", agb: ["04990022"], care: "04", legalForm: SOLE, address: ["Turfkade", 63, "", "8921AB", "Leeuwarden"], agreement: ["2015-11-01"], signatories: ["geert"], mainContact: "geert", contacts: ["anouk"] },
  { id: "vechtdal", name: "Huisartsengroep Vechtdal", kvk: "99000033", agb: ["01990033", "01990034"], care: "01", legalForm: BV, address: ["Vechtstraat", 210, "", "7731DE", "Ommen"], agreement: ["2013-06-01"], signatories: ["willem"], mainContact: "priya", contacts: ["priya"] },
  { id: "de-boer", name: "Apotheek De Boer", kvk: "99000044", agb: ["02990044"], care: "02", legalForm: BV, address: ["Marktplein", 9, "", "1441GH", "Purmerend"], agreement: ["2012-10-01"], signatories: ["kees"], mainContact: "marit", contacts: ["marit"] },
  { id: "spreekwijs", name: "Logopedie Spreekwijs", kvk: "99000055", agb: ["05990055"], care: "05", legalForm: PARTNERSHIP, address: ["Klinkerweg", 31, "B", "5614KL", "Eindhoven"], agreement: ["2019-01-15"], signatories: ["sophie"], mainContact: "sophie", contacts: ["daphne"] },
  { id: "in-beweging", name: "Oefentherapie In Beweging", kvk: "99000066", agb: ["07990066"], care: "07", legalForm: SOLE, address: ["Singelpark", 12, "", "2313LM", "Leiden"], agreement: ["2021-04-01"], signatories: ["ruben"], mainContact: "ruben", contacts: ["ilonka"] },
  { id: "ooievaarsnest", name: "Verloskundigen Het Ooievaarsnest", kvk: "99000077", agb: ["08990077"], care: "08", legalForm: PARTNERSHIP, address: ["Rietlaan", 88, "", "1823AB", "Alkmaar"], agreement: ["2016-08-01"], signatories: ["esther"], mainContact: "fenna", contacts: ["fenna"] },
  { id: "kramer", name: "Tandartspraktijk Kramer", kvk: "99000088", agb: ["12990088"], care: "12", legalForm: SOLE, address: ["Grotestraat", 147, "", "4817CD", "Breda"], agreement: ["2014-12-01"], signatories: ["jeroen"], mainContact: "jeroen", contacts: ["yara"] },
  { id: "voedingswijs", name: "Diëtistenpraktijk Voedingswijs", kvk: "99000099", agb: ["24990099"], care: "24", legalForm: SOLE, address: ["Boomgaard", 6, "", "4001EG", "Tiel"], agreement: ["2020-02-01"], signatories: ["liesbeth"], mainContact: "liesbeth", contacts: ["tom"] },
  { id: "op-goede-voet", name: "Podotherapie Op Goede Voet", kvk: "99000101", agb: ["26990101"], care: "26", legalForm: BV, address: ["Voorstraat", 55, "", "3201HJ", "Spijkenisse"], agreement: ["2022-05-01"], signatories: ["gijs"], mainContact: "nadia", contacts: ["nadia"] },
  { id: "wiegelied", name: "Kraamzorg Wiegelied", kvk: "99000112", agb: ["33990112"], care: "33", legalForm: BV, address: ["Hofstede", 14, "", "5211JK", "'s-Hertogenbosch"], agreement: ["2017-09-01"], signatories: ["hanneke"], mainContact: "stijn", contacts: ["stijn"], recognitions: [WTZA] },
  { id: "de-waterlinie", name: "Gezondheidscentrum De Waterlinie", kvk: "99000123", agb: ["37990123"], care: "37", legalForm: FOUNDATION, address: ["Fortweg", 2, "", "3992KL", "Houten"], agreement: ["2013-01-01"], signatories: ["karel"], mainContact: "amina", contacts: ["amina"], recognitions: [WTZA] },
  { id: "mondzorgplein", name: "Mondzorgplein", kvk: "99000134", agb: ["38990134"], care: "38", legalForm: BV, address: ["Plein", 77, "", "2511LM", "Den Haag"], agreement: ["2018-11-01"], signatories: ["vera"], mainContact: "onno", contacts: ["onno"] },
  { id: "de-wiekslag", name: "Woonzorgcentrum De Wiekslag", kvk: "99000145", agb: ["42990145"], care: "42", legalForm: FOUNDATION, address: ["Molenpad", 19, "", "8301AB", "Emmeloord"], agreement: ["2010-04-01"], joint: true, signatories: ["dirk", "samira"], mainContact: "samira", contacts: ["samira"], recognitions: [WTZA, WMO] },
  { id: "het-kompas", name: "GGZ Het Kompas", kvk: "99000156", agb: ["54990156"], care: "54", legalForm: FOUNDATION, address: ["Parklaan", 240, "", "7607BC", "Almelo"], agreement: ["2012-03-01"], signatories: ["greet"], mainContact: "lars", contacts: ["lars"], recognitions: [WTZA, WMO] },
  { id: "lab-centraal", name: "Laboratorium Centraal", kvk: "99000167", agb: ["50990167"], care: "50", legalForm: BV, address: ["Campusweg", 33, "", "6525CD", "Nijmegen"], agreement: ["2019-07-01"], signatories: ["arjan"], mainContact: "ingrid", contacts: ["ingrid"] },
  { id: "de-waaier", name: "Beschermd Wonen De Waaier", kvk: "99000178", agb: ["72990178"], care: "72", legalForm: FOUNDATION, address: ["Oude Haven", 8, "", "4331DE", "Middelburg"], agreement: ["2016-06-01"], signatories: ["cor"], mainContact: "loes", contacts: ["loes"], recognitions: [WTZA, WMO] },
  { id: "warmthuis", name: "Thuiszorg Warmthuis", kvk: "99000189", agb: ["75990189"], care: "75", legalForm: BV, address: ["Haardstraat", 120, "", "7821EG", "Emmen"], agreement: ["2015-02-01"], signatories: ["marijke"], mainContact: "dennis", contacts: ["dennis"], recognitions: [WTZA, WMO] },
  { id: "steun-en-meer", name: "Steun & Meer Hulpmiddelen", kvk: "99000191", agb: ["76990191"], care: "76", legalForm: BV, address: ["Industrieweg", 401, "", "5928GH", "Venlo"], agreement: ["2021-10-01"], signatories: ["eva"], mainContact: "eva", contacts: ["eva"] },
  { id: "taxi-van-dam", name: "Zorgtaxi Van Dam", kvk: "99000202", agb: ["85990202"], care: "85", legalForm: "vennootschap onder firma", address: ["Ringbaan", 16, "", "5038HJ", "Tilburg"], agreement: ["2018-08-01"], signatories: ["hassan"], mainContact: "roos", contacts: ["roos"] },
  { id: "fris-gebit", name: "Mondhygiëne Fris Gebit", kvk: "99000213", agb: ["87990213"], care: "87", legalForm: SOLE, address: ["Beukenlaan", 41, "", "1217JK", "Hilversum"], agreement: ["2023-01-01"], signatories: ["janneke"], mainContact: "janneke", contacts: ["janneke"] },
  { id: "handig", name: "Ergotherapie Handig", kvk: "99000224", agb: ["88990224"], care: "88", legalForm: SOLE, address: ["Kanaaldijk", 3, "", "6211KL", "Maastricht"], agreement: ["2022-09-01"], signatories: ["wout"], mainContact: "wout", contacts: ["wout"] },
  { id: "passende-prothese", name: "Tandprothetische Praktijk Süss", kvk: "99000235", agb: ["93990235"], care: "93", legalForm: SOLE, address: ["Watermolen", 22, "", "7201LM", "Zutphen"], agreement: ["2019-05-01"], signatories: ["petra"], mainContact: "petra", contacts: ["petra"] },
  { id: "zielsrust", name: "Psychologenpraktijk Zielsrust", kvk: "99000246", agb: ["94990246"], care: "94", legalForm: PARTNERSHIP, address: ["Nieuwegracht", 91, "bis", "3512AB", "Utrecht"], agreement: ["2017-02-01"], signatories: ["mirjam"], mainContact: "thijs", contacts: ["thijs"] },
  { id: "singel", name: "Singelziekenhuis", kvk: "99000257", agb: ["06990257"], care: "06", legalForm: FOUNDATION, address: ["Singel", 500, "", "3112BC", "Schiedam"], agreement: ["2009-01-01"], joint: true, signatories: ["frans", "leila"], mainContact: "leila", contacts: ["leila"], recognitions: [WTZA] },
  { id: "ambulance-oost", name: "Ambulancedienst Oost-Salland", kvk: "99000268", agb: ["36990268"], care: "36", legalForm: FOUNDATION, address: ["Uitvalsweg", 7, "", "8101CD", "Raalte"], agreement: ["2014-05-01"], signatories: ["jan-willem"], mainContact: "carla", contacts: ["carla"], recognitions: [WTZA] },
  { id: "veenstra", name: "Veenstra Zorg", kvk: "99000279", agb: ["41990279"], care: "41", legalForm: SOLE, address: ["Heideweg", 58, "", "9401DE", "Assen"], agreement: null, signatories: ["nienke"], mainContact: "nienke", contacts: ["nienke"], recognitions: [WMO] },
];

/** The practices, the named ones first. */
export const PRACTICES: readonly CastPractice[] = PRACTICE_ROWS.map((row, place) => {
  const [street, houseNumber, houseNumberSuffix, postcode, town] = row.address;
  return {
    id: row.id,
    name: row.name,
    kvkNumber: row.kvk,
    agbCodes: row.agb,
    careType: careType(row.care),
    legalForm: row.legalForm,
    address: { street, houseNumber, houseNumberSuffix, postcode, town },
    phone: `+3185000${String(1000 + place * 13)}`,
    agreement: row.agreement ? { startsOn: row.agreement[0], endsOn: row.agreement[1] ?? null } : null,
    jointlyAuthorised: row.joint ?? false,
    signatories: row.signatories,
    mainContact: row.mainContact,
    contacts: row.contacts ?? [],
    ictAdministrator: row.ict ?? null,
    users: row.users ?? [],
    recognitions: row.recognitions ?? [],
  };
});

/** Those who work at the office. */
export const STAFF: readonly CastStaff[] = [
  { id: "sanne", name: "Sanne Mulder", email: "sanne.mulder@zegel.example", role: "reviewer" },
  { id: "wim", name: "Wim Bos", email: "wim.bos@zegel.example", role: "reviewer" },
  { id: "noor", name: "Noor Visser", email: "noor.visser@zegel.example", role: "print-room" },
  { id: "tom", name: "Tom Smit", email: "tom.smit@zegel.example", role: "administrator" },
  { id: "els", name: "Els Kok", email: "els.kok@zegel.example", role: "manager" },
  { id: "ravi", name: "Ravi Sharma", email: "ravi.sharma@zegel.example", role: "auditor" },
  { id: "ilse", name: "Ilse Peters", email: "ilse.peters@zegel.example", role: "security-officer" },
  { id: "daan", name: "Daan Vos", email: "daan.vos@zegel.example", role: "on-call" },
  { id: "mei", name: "Mei Chen", email: "mei.chen@zegel.example", role: "administrator" },
];

/** The practice of that id; throws on a typing error, which only a programmer makes. */
export function practice(id: string): CastPractice {
  const found = PRACTICES.find((one) => one.id === id);
  if (!found) throw new Error(`The cast has no practice "${id}".`);
  return found;
}

/** The person of that id; throws on a typing error. */
export function person(id: string): CastPerson {
  const found = PEOPLE.find((one) => one.id === id);
  if (!found) throw new Error(`The cast has no person "${id}".`);
  return found;
}
