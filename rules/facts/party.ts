import { newAddress } from "./data.ts";
import { applicantAs, seat, seatChange } from "./role.ts";
import { boolean, choice, date, list, number, orNull, personal, say, text } from "./words.ts";

export const today = date("vandaag", "today");

export const channel = choice("het kanaal", "the channel", {
  online: say("online formulier", "online form"),
  paper: say("post", "post"),
  email: say("e-mail met scan", "e-mail with scan"),
  phone: say("telefoon", "phone"),
  portal: say("Gebruikersbeheer", "Gebruikersbeheer"),
});

export const segment = choice("het segment", "the segment", {
  regular: say("zorgaanbieder", "care provider"),
  pgb: say("PGB-aanbieder", "PGB provider"),
});

export const agreement = choice("de stand van de aansluitovereenkomst", "the state of the connection agreement", {
  active: say("actief", "active"),
  pending: say("nog niet ondertekend", "not signed yet"),
  ended: say("beëindigd", "ended"),
  none: say("er is er geen", "there is none"),
});

const absence = choice("de afwezigheid van de contactpersoon", "the absence of the contact person", {
  none: say("niet afwezig", "not absent"),
  temporary: say("tijdelijk", "temporary"),
  long: say("langdurig", "long-term"),
});

const formReason = choice("de reden om het formulier te gebruiken", "the reason for using the form", {
  "not-contact": say("de aanvrager is niet de contactpersoon", "the applicant is not the contact person"),
  "no-certificate": say("de contactpersoon heeft geen actief certificaat", "the contact person has no active certificate"),
  "contact-absent": say("de contactpersoon is afwezig", "the contact person is absent"),
});

/** Who asks and for which party; known from the moment that the form is opened, as far as it is filled in. */
export const party = {
  today,
  channel,
  segment: orNull(segment),
  "form.reason": orNull(formReason),
  "contact.absence": orNull(absence),
  "agreement.status": orNull(agreement),
  "register.unavailable": boolean(say("een register gaf geen antwoord", "a register did not answer"), say("alle registers gaven antwoord", "all registers answered")),
  "software.asked": orNull(
    choice("wat er voor software wordt gevraagd", "what is asked for software", {
      new: say("een systeemcertificaat", "a system certificate"),
      addresses: say("andere IP-adressen", "other IP addresses"),
    }),
  ),
  "software.accounts": orNull(number("het aantal systeemcertificaten van deze AGB-code", "the number of system certificates of this AGB code")),
  "tests.offered": boolean(say("er worden testcertificaten gegeven", "test certificates are given out"), say("er worden geen testcertificaten gegeven", "no test certificates are given out")),
  "agb.code": personal(orNull(text("de AGB-code", "the AGB code"))),
  "agb.known": orNull(boolean(say("Vektis kent de AGB-code", "Vektis knows the AGB code"), say("Vektis kent de AGB-code niet", "Vektis does not know the AGB code"))),
  "agb.kind": orNull(
    choice("de soort AGB-code", "the kind of AGB code", {
      person: say("zorgverlener", "care professional"),
      enterprise: say("onderneming", "enterprise"),
      establishment: say("vestiging", "establishment"),
    }),
  ),
  "agb.name": personal(orNull(text("de naam bij Vektis", "the name at Vektis"))),
  "agb.careType": orNull(text("de zorgsoort", "the care type")),
  "agb.startsOn": orNull(date("de begindatum van de AGB-code", "the start date of the AGB code")),
  "agb.endsOn": orNull(date("de einddatum van de AGB-code", "the end date of the AGB code")),
  "agb.kvkMatches": orNull(boolean(say("Vektis noemt bij de AGB-code dit KvK-nummer", "Vektis has this KvK number with the AGB code"), say("Vektis noemt bij de AGB-code een ander of geen KvK-nummer", "Vektis has another or no KvK number with the AGB code"))),
  "kvk.number": personal(orNull(text("het KvK-nummer", "the KvK number"))),
  "kvk.known": orNull(boolean(say("KVK kent het KvK-nummer", "KVK knows the KvK number"), say("KVK kent het KvK-nummer niet", "KVK does not know the KvK number"))),
  "kvk.endsOn": orNull(date("de einddatum bij KVK", "the end date at KVK")),
  "enterprise.known": orNull(boolean(say("de onderneming is bij ons bekend", "we know the enterprise"), say("de onderneming is bij ons niet bekend", "we do not know the enterprise"))),
  "enterprise.name": personal(orNull(text("de naam van de onderneming", "the name of the enterprise"))),
  "applicant.as": orNull(applicantAs),
  "role.asked": orNull(seat),
  "role.change": orNull(seatChange),
  "delivery.asked": boolean(say("er volgen een gebruikersnummer en een pincode uit", "a user number and a PIN follow from it"), say("er volgen geen gebruikersnummer en pincode uit", "no user number and PIN follow from it")),
  "mainContact.present": orNull(boolean(say("er is een hoofdcontactpersoon", "there is a main contact"), say("er is geen hoofdcontactpersoon", "there is no main contact"))),
  "services.requested": list("de gevraagde diensten", "the services asked for"),
  "zorginkoop.asked": boolean(say("er is om het Zorginkoopportaal gevraagd", "the Zorginkoopportaal was asked for"), say("er is niet om het Zorginkoopportaal gevraagd", "the Zorginkoopportaal was not asked for")),
  ...newAddress,
} as const;
