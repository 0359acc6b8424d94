import { agreement, channel, segment, today } from "./party.ts";
import { boolean, choice, date, number, orNull, say } from "./words.ts";

/** What is known when people are asked to identify. */
export const identification = {
  today,
  channel,
  segment,
  "request.priority": choice("de voorrang", "the priority", { normal: say("gewoon", "normal"), high: say("hoog", "high"), urgent: say("spoed", "urgent") }),
  "signatory.present": boolean(say("er is een tekenbevoegde", "there is a signatory"), say("er is geen tekenbevoegde", "there is no signatory")),
  "signatory.count": number("het aantal tekenbevoegden", "the number of signatories"),
  "signatory.joint": boolean(say("de tekenbevoegden zijn gezamenlijk bevoegd", "the signatories are jointly authorised"), say("de tekenbevoegden zijn niet gezamenlijk bevoegd", "the signatories are not jointly authorised")),
  "mainContact.present": boolean(say("er is een hoofdcontactpersoon", "there is a main contact"), say("er is geen hoofdcontactpersoon", "there is no main contact")),
  "addendum.needed": boolean(say("de tekenbevoegde moet eerst een addendum tekenen", "the signatory has to sign an addendum first"), say("de tekenbevoegde hoeft geen addendum te tekenen", "the signatory does not have to sign an addendum")),
  "mainContact.isSignatory": boolean(say("hoofdcontactpersoon en tekenbevoegde zijn dezelfde persoon", "main contact and signatory are the same person"), say("hoofdcontactpersoon en tekenbevoegde zijn niet dezelfde persoon", "main contact and signatory are not the same person")),
} as const;

/** What is known when number and PIN leave the house. */
export const delivery = {
  today,
  channel,
  segment,
  "user.language": choice("de taal van de gebruiker", "the user's language", { nl: say("Nederlands", "Dutch"), en: say("Engels", "English") }),
  "mainContact.present": boolean(say("er is een hoofdcontactpersoon", "there is a main contact"), say("er is geen hoofdcontactpersoon", "there is no main contact")),
  "mainContact.language": choice("de taal van de hoofdcontactpersoon", "the main contact's language", {
    nl: say("Nederlands", "Dutch"),
    en: say("Engels", "English"),
  }),
  "contact.hasMessageBox": boolean(say("de contactpersoon heeft een Berichtenbox", "the contact person has a message box"), say("de contactpersoon heeft geen Berichtenbox", "the contact person has no message box")),
  "correspondence.present": boolean(say("er is een correspondentieadres", "there is a correspondence address"), say("er is geen correspondentieadres", "there is no correspondence address")),
  "correspondence.changedOn": orNull(date("de dag waarop het correspondentieadres is gewijzigd", "the day on which the correspondence address was changed")),
  "homeAddress.present": boolean(say("er is een woonadres opgegeven", "a home address was given"), say("er is geen woonadres opgegeven", "no home address was given")),
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
    test: say("test", "test"),
  }),
  "account.status": choice("de stand van het account", "the state of the account", {
    active: say("actief", "active"),
    blocked: say("geblokkeerd", "blocked"),
    ended: say("beëindigd", "ended"),
  }),
  "account.endsOn": orNull(date("de einddatum van het account", "the end date of the account")),
  "agreement.status": orNull(agreement),
  "pin.wrongTries": number("het aantal verkeerde pincodes", "the number of wrong PINs"),
  "install.termEnded": boolean(say("de installatietermijn is voorbij", "the time to install is over"), say("de installatietermijn is nog niet voorbij", "the time to install is not over yet")),
  "install.until": orNull(date("de laatste dag om te installeren", "the last day to install")),
  "install.minutesSinceLast": orNull(number("het aantal minuten sinds de vorige installatie", "the number of minutes since the last installation")),
  "install.repeats": number("het aantal keren dat de installatie is overgedaan", "the number of times that the installation was repeated"),
  "certificates.active": number("het aantal geldige certificaten van dit account", "the number of valid certificates of this account"),
  "certificate.state": choice("de stand van het certificaat", "the state of the certificate", {
    none: say("er is er geen", "there is none"),
    "being-made": say("wordt gemaakt", "being made"),
    valid: say("geldig", "valid"),
    expired: say("verlopen", "expired"),
    revoked: say("ingetrokken", "revoked"),
  }),
  "certificate.until": orNull(date("de laatste dag van het certificaat", "the certificate's last day")),
  "certificate.renewed": boolean(say("het certificaat is al vernieuwd", "the certificate was renewed already"), say("het certificaat is nog niet vernieuwd", "the certificate was not renewed yet")),
  "pin.isNewer": boolean(say("de pincode is gemaakt nadat het certificaat ophield te gelden", "the PIN was made after the certificate ceased to be valid"), say("de pincode is niet gemaakt nadat het certificaat ophield te gelden", "the PIN was not made after the certificate ceased to be valid")),
  "reinstall.released": boolean(say("er is toestemming om opnieuw te installeren", "there is leave to install again"), say("er is geen toestemming om opnieuw te installeren", "there is no leave to install again")),
  "reinstall.termEnded": boolean(say("de tijd om opnieuw te installeren is voorbij", "the time to install again is over"), say("de tijd om opnieuw te installeren is niet voorbij", "the time to install again is not over")),
  "reinstall.until": orNull(date("de laatste dag om opnieuw te installeren", "the last day to install again")),
  "reissue.open": boolean(say("de gegevens op het certificaat zijn gewijzigd en er mag een nieuw certificaat komen", "the details on the certificate were changed and there may be a new one"), say("het certificaat hoeft niet te worden vervangen", "the certificate need not be replaced")),
  "reissue.until": orNull(date("de laatste dag van een certificaat dat moet worden vervangen", "the last day of a certificate that has to be replaced")),
  "renew.open": boolean(say("de tijd om te vernieuwen is begonnen", "the time to renew has begun"), say("de tijd om te vernieuwen is nog niet begonnen", "the time to renew has not begun yet")),
  "renew.opensOn": orNull(date("de eerste dag om te vernieuwen", "the first day to renew")),
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
