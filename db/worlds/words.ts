/** What people write in a demonstration's forms and notes. Dutch, as in the office of record. */

export const POSITIONS = [
  "praktijkmanager", "doktersassistent", "teamleider", "administratief medewerker", "praktijkhouder", "tandartsassistent", "zorgcoördinator", "secretaresse",
  "medewerker financiën", "verpleegkundige", "vestigingsmanager", "medewerker declaraties",
] as const;

export const REMARKS = [
  "Onze contactpersoon is met zwangerschapsverlof.",
  "Graag voor de eerste van de maand, dan begint onze nieuwe collega.",
  "De gebruiker neemt de declaraties over van een collega die met pensioen gaat.",
  "Wij hebben hierover vanochtend ook gebeld.",
  "Het gaat om een waarnemer voor de zomermaanden.",
  "De gebruiker werkt op maandag, dinsdag en donderdag.",
  "Het certificaat van onze contactpersoon is vorige week verlopen.",
  "Bellen kan het best na 13.00 uur.",
  "De naam op het paspoort is de meisjesnaam.",
] as const;

/** A number in it passes the BSN test and must come out masked (D18). */
export const REMARKS_WITH_BSN = ["Het burgerservicenummer van de gebruiker is 111222333.", "BSN 123456782, geboren in Utrecht."] as const;

export const NOTES = [
  "Teruggebeld: de praktijkmanager bevestigt de aanvraag.",
  "Aanvrager staat niet bij ons geregistreerd. Gebeld met het nummer uit het handelsregister; klopt.",
  "Wacht op antwoord van de praktijk over het e-mailadres.",
  "Adres is kort geleden gewijzigd. Nagekeken bij KVK, nieuw adres klopt.",
  "Zelfde gebruiker als vorige maand, toen afgewezen wegens dubbele aanvraag.",
  "Let op: twee aanvragen van deze praktijk op één dag.",
] as const;

/** What a reviewer asks the applicant, what comes back, and which field of the form it is about. */
export const QUESTIONS: ReadonlyArray<readonly [question: string, answer: string, about: string]> = [
  ["Het e-mailadres van de gebruiker hoort bij een andere praktijk. Klopt dat, of is het een tikfout?", "Dat was een tikfout. Het adres in de aanvraag heeft een punt te veel; de gebruiker mailt u het goede.", "user.email"],
  ["Voor welke periode vervangt de gebruiker de contactpersoon?", "Tot en met het einde van het zwangerschapsverlof, dus nog ongeveer vier maanden.", "absence"],
  ["Wat is de functie van de gebruiker in de praktijk?", "Zij doet de declaraties en controleert of patiënten verzekerd zijn.", "user.employed"],
  ["De gebruiker heeft al een account met dezelfde naam. Gaat het om dezelfde persoon?", "Nee, het zijn vader en zoon. Zij hebben dezelfde voorletters.", "user.name"],
] as const;

export const OBJECTIONS = [
  "Deze persoon werkt niet meer bij ons. Het account mag er niet komen.",
  "Ik ken deze aanvraag niet. Wie heeft dit gedaan?",
  "Wij willen geen extra gebruikers zonder overleg met de maatschap.",
] as const;

/** Reason and what the reviewer noted with it. */
export const REJECTIONS: ReadonlyArray<readonly [reasonCode: string, note: string]> = [
  ["NOT_EMPLOYED", "Praktijk gebeld: gebruiker is per 1 september uit dienst."],
  ["NOT_EMPLOYED", "Gebruiker werkt bij een andere vestiging, onder een andere AGB-code."],
  ["NOT_AUTHORISED_REQUESTER", "Aanvrager is bij de praktijk niet bekend."],
  ["NOT_AUTHORISED_REQUESTER", "Aanvraag komt van het softwarehuis, niet van de praktijk."],
  ["SERVICE_NOT_AVAILABLE", "Gevraagde dienst hoort bij een ander zorgsoort."],
  ["NAME_MISMATCH", "Opgegeven naam is een roepnaam. Opnieuw aanvragen met de naam van het identiteitsbewijs."],
  ["WITHDRAWN", "Op verzoek van de praktijk; gebruiker begint toch niet."],
  ["DUPLICATE", "Gebruiker heeft al een account met dezelfde diensten."],
];

export const RULINGS = [
  "Tussenvoegsel ontbreekt bij de bank; geboortedatum en achternaam kloppen.",
  "Bank kent alleen het geboortejaar. Uittreksel KVK bekeken: zelfde persoon.",
] as const;

export const REFUSALS = ["Andere voorletter en andere geboortedatum: vermoedelijk de partner heeft ingelogd.", "Geboortedatum wijkt tien jaar af."] as const;

/** Beginnings and ends of Dutch surnames: of a long history so many people tell that a list of names would repeat itself. */
export const NAME_STEMS = [
  "Aal", "Berk", "Beuk", "Blek", "Boek", "Bos", "Brink", "Dam", "Dijk", "Dries", "Eik", "Elz", "Geer", "Goor", "Haag", "Heem", "Heide", "Hof", "Hoog", "Hout", "Kamp", "Klaver", "Kolk", "Kreek", "Laar", "Land",
  "Leem", "Linde", "Loo", "Meer", "Molen", "Nes", "Noord", "Oever", "Olden", "Oost", "Polder", "Raad", "Riet", "Roos", "Rust", "Schans", "Sluis", "Spaan", "Steen", "Stok", "Terp", "Tuin", "Veen", "Veld", "Vliet",
  "Voor", "Waal", "Weide", "Wester", "Wilgen", "Winter", "Wolf", "Zand", "Zijl",
] as const;
export const NAME_ENDS = [
  "aar", "berg", "beek", "bergen", "brink", "burg", "dael", "dijk", "donk", "graaf", "hof", "horst", "hout", "huis", "huizen", "hoven", "kamp", "kerk", "ma", "man", "mans", "meer", "ink", "rode", "schot", "sen", "stra",
  "veld", "voort", "waard", "wijk", "zeel",
] as const;

/** Care types with what a practice of that kind calls itself, and how often it is met in a hundred. */
export const CARE_KINDS: ReadonlyArray<readonly [careType: string, names: readonly string[], share: number]> = [
  ["01", ["Huisartsenpraktijk", "Huisartsen", "Gezondheidscentrum"], 24],
  ["04", ["Fysiotherapie", "Praktijk voor fysiotherapie", "Paramedisch centrum"], 20],
  ["12", ["Tandartspraktijk", "Mondzorg", "Tandartsen"], 17],
  ["94", ["Psychologenpraktijk", "Praktijk voor psychologie"], 10],
  ["08", ["Verloskundigen", "Verloskundigenpraktijk"], 6],
  ["05", ["Logopediepraktijk", "Logopedisten"], 5],
  ["02", ["Apotheek"], 6],
  ["24", ["Diëtistenpraktijk"], 3],
  ["26", ["Podotherapie"], 3],
  ["41", ["Thuiszorg", "Zorgboerderij", "Begeleiding"], 6],
];
export const PRACTICE_NAMES = [
  "De Linde", "Het Kompas", "De Brink", "Aan de Vaart", "De Molenhoek", "Oosterpoort", "De Waag", "Zuidwester", "Het Anker", "De Ark", "Parkzicht", "De Regenboog", "Stationskwartier", "De Meander", "Het Baken", "De Vlinder",
  "Centrum", "Noorderlicht", "De Hoeksteen", "De Eik", "Bij de Toren", "Op de Hoek", "Aan de Singel", "De Sluis", "Veldzicht", "De Wissel", "Het Dok", "De Weide", "Buitenhof", "De Schakel", "Lindenhof", "De Kern",
] as const;
export const TOWNS = [
  "Utrecht", "Amersfoort", "Zwolle", "Groningen", "Leeuwarden", "Assen", "Emmen", "Deventer", "Apeldoorn", "Arnhem", "Nijmegen", "Tilburg", "Breda", "Eindhoven", "'s-Hertogenbosch", "Maastricht", "Heerlen", "Venlo", "Middelburg", "Goes",
  "Rotterdam", "Dordrecht", "Gouda", "Leiden", "Den Haag", "Delft", "Haarlem", "Alkmaar", "Hoorn", "Amsterdam", "Hilversum", "Almere", "Lelystad", "Meppel", "Sneek", "Drachten", "Enschede", "Hengelo", "Doetinchem", "Roermond",
  "Oss", "Helmond", "Veghel", "Weert", "Terneuzen", "Vlissingen", "Spijkenisse", "Zoetermeer", "Woerden", "Zeist", "Ede", "Wageningen", "Tiel", "Purmerend", "Heerenveen", "Stadskanaal", "Winschoten", "Kampen", "Harderwijk", "IJsselstein",
] as const;
export const STREETS = ["Dorpsstraat", "Kerkstraat", "Molenweg", "Stationsweg", "Schoolstraat", "Nieuwstraat", "Parklaan", "Julianalaan", "Beatrixplein", "Hoofdweg", "Rietlaan", "Lindelaan", "Marktplein", "Havenkade", "Zuiderweg", "Sportlaan"] as const;
