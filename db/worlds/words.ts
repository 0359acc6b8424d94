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

/** What a reviewer asks the applicant, and what comes back. */
export const QUESTIONS: ReadonlyArray<readonly [question: string, answer: string]> = [
  ["Het e-mailadres van de gebruiker hoort bij een andere praktijk. Klopt dat, of is het een tikfout?", "Dat was een tikfout. Het adres in de aanvraag heeft een punt te veel; de gebruiker mailt u het goede."],
  ["Voor welke periode vervangt de gebruiker de contactpersoon?", "Tot en met het einde van het zwangerschapsverlof, dus nog ongeveer vier maanden."],
  ["Wat is de functie van de gebruiker in de praktijk?", "Zij doet de declaraties en controleert of patiënten verzekerd zijn."],
  ["De gebruiker heeft al een account met dezelfde naam. Gaat het om dezelfde persoon?", "Nee, het zijn vader en zoon. Zij hebben dezelfde voorletters."],
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
