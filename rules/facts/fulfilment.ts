import { agreement, channel, segment, today } from "./party.ts";
import { boolean, choice, date, number, orNull, say } from "./words.ts";

/** What is known when people are asked to identify. */
export const identification = {
  today,
  channel,
  segment,
  "request.priority": choice("de voorrang", "the priority", { normal: say("gewoon", "normal"), high: say("hoog", "high"), urgent: say("spoed", "urgent") }),
  "signatory.present": boolean("er is een tekenbevoegde", "there is a signatory"),
  "signatory.count": number("het aantal tekenbevoegden", "the number of signatories"),
  "signatory.joint": boolean("de tekenbevoegden zijn gezamenlijk bevoegd", "the signatories are jointly authorised"),
  "mainContact.present": boolean("er is een hoofdcontactpersoon", "there is a main contact"),
  "addendum.needed": boolean("de tekenbevoegde moet eerst een addendum tekenen", "the signatory has to sign an addendum first"),
  "mainContact.isSignatory": boolean("hoofdcontactpersoon en tekenbevoegde zijn dezelfde persoon", "main contact and signatory are the same person"),
} as const;

/** What is known when number and PIN leave the house. */
export const delivery = {
  today,
  channel,
  segment,
  "user.language": choice("de taal van de gebruiker", "the user's language", { nl: say("Nederlands", "Dutch"), en: say("Engels", "English") }),
  "mainContact.present": boolean("er is een hoofdcontactpersoon", "there is a main contact"),
  "mainContact.language": choice("de taal van de hoofdcontactpersoon", "the main contact's language", {
    nl: say("Nederlands", "Dutch"),
    en: say("Engels", "English"),
  }),
  "contact.hasMessageBox": boolean("de contactpersoon heeft een Berichtenbox", "the contact person has a message box"),
  "correspondence.present": boolean("er is een correspondentieadres", "there is a correspondence address"),
  "correspondence.changedOn": orNull(date("de dag waarop het correspondentieadres is gewijzigd", "the day on which the correspondence address was changed")),
  "homeAddress.present": boolean("er is een woonadres opgegeven", "a home address was given"),
} as const;

/** What is known at each act upon a certificate. */
export const lifeCycle = {
  today,
  act: choice("de handeling", "the act", {
    install: say("installeren", "install"),
    renew: say("vernieuwen", "renew"),
    reinstall: say("opnieuw installeren", "reinstall"),
    purge: say("vervallen", "purge"),
  }),
  "certificate.kind": choice("de soort certificaat", "the kind of certificate", {
    personal: say("persoonlijk", "personal"),
    system: say("systeem", "system"),
  }),
  "account.status": choice("de stand van het account", "the state of the account", {
    active: say("actief", "active"),
    blocked: say("geblokkeerd", "blocked"),
    ended: say("beëindigd", "ended"),
  }),
  "account.endsOn": orNull(date("de einddatum van het account", "the end date of the account")),
  "agreement.status": agreement,
  "pin.wrongTries": number("het aantal verkeerde pincodes", "the number of wrong PINs"),
  "install.termEnded": boolean("de installatietermijn is voorbij", "the time to install is over"),
  "install.until": date("de laatste dag om te installeren", "the last day to install"),
  "install.minutesSinceLast": orNull(number("het aantal minuten sinds de vorige installatie", "the number of minutes since the last installation")),
  "install.repeats": number("hoe vaak de installatie al is overgedaan", "how often the installation was repeated"),
  "certificates.active": number("het aantal geldige certificaten van dit account", "the number of valid certificates of this account"),
} as const;

/** What a term depends on. */
export const deadline = {
  today,
  channel,
  segment,
  stage: choice("de stap", "the stage", {
    confirmation: say("e-mailadres bevestigen", "confirming the e-mail address"),
    review: say("beoordeling", "review"),
    waiting: say("wachten op de aanvrager", "waiting for the applicant"),
    identification: say("identificatie", "identification"),
    delivery: say("bezorging", "delivery"),
    installation: say("installatie", "installation"),
    revocation: say("intrekking", "revocation"),
  }),
} as const;
