import { ownData } from "./data.ts";
import { party } from "./party.ts";
import { role } from "./role.ts";
import { boolean, choice, date, list, number, orNull, personal, say, text } from "./words.ts";

/** What is known when a request is received and judged. */
export const screening = {
  ...party,
  ...role,
  "services.notAllowed": list("diensten die bij deze AGB-code niet kunnen", "services that this AGB code may not have"),
  "services.needAddendum": list("diensten die een addendum vragen", "services that need an addendum"),
  "services.overMaximum": list("diensten die hun maximum aantal gebruikers voorbijgaan", "services that would pass their maximum number of users"),
  "access.claimed": orNull(
    choice("het antwoord of er al iemand toegang heeft", "the answer whether somebody has access already", {
      yes: say("ja", "yes"),
      no: say("nee", "no"),
      unknown: say("weet ik niet", "not known"),
    }),
  ),
  "access.holders": personal(list("de mensen van de onderneming die al toegang hebben", "the people of the enterprise who have access already")),
  "addendum.needed": boolean(say("de tekenbevoegde moet eerst een addendum tekenen", "the signatory has to sign an addendum first"), say("de tekenbevoegde hoeft geen addendum te tekenen", "the signatory does not have to sign an addendum")),
  "services.granted": list("de diensten die erbij komen", "the services that are added"),
  "services.withdrawn": list("de diensten die eraf gaan", "the services that are taken away"),
  "services.after": list("de diensten die de gebruiker dan heeft", "the services that the user then has"),
  "services.heldAlready": list("gevraagde diensten die de gebruiker al heeft", "services asked for that the user has already"),
  "services.notHeld": list("diensten die eraf moeten en er niet zijn", "services to take away that the user does not have"),
  "services.both": list("diensten die erbij en eraf moeten", "services both to add and to take away"),
  "account.number": personal(orNull(text("het opgegeven gebruikersnummer", "the user number given"))),
  "account.known": orNull(boolean(say("het gebruikersnummer is bij ons bekend", "we know the user number"), say("het gebruikersnummer is bij ons niet bekend", "we do not know the user number"))),
  "account.ofAgbCode": orNull(boolean(say("het account hoort bij deze AGB-code", "the account belongs to this AGB code"), say("het account hoort niet bij deze AGB-code", "the account does not belong to this AGB code"))),
  "account.status": orNull(
    choice("de stand van het account", "the state of the account", {
      active: say("actief", "active"),
      blocked: say("geblokkeerd", "blocked"),
      ended: say("beëindigd", "ended"),
    }),
  ),
  "account.name": personal(orNull(text("de naam op het account", "the name on the account"))),
  "account.nameMatches": orNull(boolean(say("de opgegeven naam past bij het account", "the name given fits the account"), say("de opgegeven naam past niet bij het account", "the name given does not fit the account"))),
  "account.isSignatory": orNull(boolean(say("het account is van de tekenbevoegde", "the account is the signatory's"), say("het account is niet van de tekenbevoegde", "the account is not the signatory's"))),
  "account.certificates": orNull(number("het aantal geldige certificaten van het account", "the number of valid certificates of the account")),
  "revocation.kind": orNull(
    choice("de soort certificaat die wordt ingetrokken", "the kind of certificate to be revoked", {
      personal: say("persoonlijk", "personal"),
      system: say("systeemcertificaat", "system certificate"),
    }),
  ),
  "revocation.reason": orNull(
    choice("de reden om in te trekken", "the reason to revoke", {
      left: say("de gebruiker is vertrokken", "the user has left"),
      deceased: say("de gebruiker is overleden", "the user has died"),
      compromised: say("een ander kan het certificaat gebruiken", "somebody else can use the certificate"),
      "not-needed": say("niet meer nodig", "no longer needed"),
      other: say("een andere reden", "another reason"),
    }),
  ),
  "revocation.on": orNull(date("de dag waarop het moet ingaan", "the day on which it is to take effect")),
  ...ownData,
  "wmo.usersAfter": number("het aantal Wmo-gebruikers na deze aanvraag", "the number of Wmo users after this request"),
  "jeugdwet.usersAfter": number("het aantal Jeugdwet-gebruikers na deze aanvraag", "the number of Jeugdwet users after this request"),
  "applicant.roles": {
    ...list("de rollen van de aanvrager", "the roles of the applicant"),
    choices: {
      signatory: say("tekenbevoegde", "signatory"),
      "main-contact": say("hoofdcontactpersoon", "main contact"),
      contact: say("contactpersoon", "contact person"),
      "ict-administrator": say("ICT-beheerder", "ICT administrator"),
    },
  },
  "applicant.name": personal(text("de naam van de aanvrager", "the applicant's name")),
  "applicant.email": personal(text("het e-mailadres van de aanvrager", "the applicant's e-mail address")),
  "applicant.emailRegistered": boolean(say("het e-mailadres van de aanvrager staat bij ons geregistreerd", "the applicant's e-mail address is registered with us"), say("het e-mailadres van de aanvrager staat bij ons niet geregistreerd", "the applicant's e-mail address is not registered with us")),
  "applicant.emailConfirmed": boolean(say("de aanvrager heeft het e-mailadres bevestigd", "the applicant confirmed the e-mail address"), say("de aanvrager heeft het e-mailadres niet bevestigd", "the applicant did not confirm the e-mail address")),
  "applicant.isUser": boolean(say("de aanvrager vraagt voor zichzelf aan", "the applicant asks for themselves"), say("de aanvrager vraagt voor iemand anders aan", "the applicant asks for somebody else")),
  "user.name": personal(text("de naam van de nieuwe gebruiker", "the new user's name")),
  "user.email": personal(text("het e-mailadres van de nieuwe gebruiker", "the new user's e-mail address")),
  "user.emailIsRoleMailbox": boolean(say("het e-mailadres van de gebruiker is een algemene postbus", "the user's e-mail address is a shared mailbox"), say("het e-mailadres van de gebruiker is een persoonlijk adres", "the user's e-mail address is a personal one")),
  "user.emailOfAccount": personal(orNull(text("de naam op het account met hetzelfde e-mailadres", "the name on the account with the same e-mail address"))),
  "user.sameNameAccounts": number("het aantal accounts op dezelfde naam bij deze AGB-code", "the number of accounts in the same name under this AGB code"),
  "user.sameInRequest": number("het aantal anderen in deze aanvraag met dezelfde naam of hetzelfde e-mailadres", "the number of others in this request with the same name or e-mail address"),
  "user.declaredEmployed": boolean(say("verklaard is dat de gebruiker bij de onderneming werkt", "it was declared that the user works for the enterprise"), say("niet verklaard is dat de gebruiker bij de onderneming werkt", "it was not declared that the user works for the enterprise")),
  "account.endsOn": orNull(date("de einddatum van het account", "the end date of the account")),
  "request.duplicates": personal(list("lopende aanvragen voor dezelfde gebruiker", "running requests for the same user")),
  "request.maskedKinds": {
    ...list("de gegevens die in de vrije tekst zijn afgedekt", "the details masked in the free text"),
    choices: { bsn: say("burgerservicenummer", "citizen service number"), pin: say("pincode of wachtwoord", "PIN or password") },
  },
  "request.objected": boolean(say("iemand van de onderneming maakte bezwaar", "somebody of the enterprise objected"), say("niemand van de onderneming maakte bezwaar", "nobody of the enterprise objected")),
  "request.daysUntilDue": orNull(number("het aantal werkdagen tot de uiterste dag", "the number of working days until the due day")),
  "paper.signed": orNull(boolean(say("het papieren formulier is ondertekend", "the paper form is signed"), say("het papieren formulier is niet ondertekend", "the paper form is not signed"))),
  "paper.idCopy": orNull(
    choice("de kopie van het identiteitsbewijs", "the copy of the identity document", {
      present: say("is er, afgedekt en geldig", "is there, masked and valid"),
      missing: say("ontbreekt", "is missing"),
      unmasked: say("was niet afgedekt en is vernietigd", "was not masked and has been destroyed"),
      expired: say("is van een verlopen document", "is of an expired document"),
      "not-asked": say("is niet nodig", "is not needed"),
    }),
  ),
  "contact.present": boolean(say("er is een contactpersoon", "there is a contact person"), say("er is geen contactpersoon", "there is no contact person")),
  "signatory.count": number("het aantal tekenbevoegden", "the number of signatories"),
  "signatory.joint": boolean(say("de tekenbevoegden zijn gezamenlijk bevoegd", "the signatories are jointly authorised"), say("de tekenbevoegden zijn niet gezamenlijk bevoegd", "the signatories are not jointly authorised")),
  "signatory.changedOn": orNull(date("de dag waarop de tekenbevoegde is gewijzigd", "the day on which the signatory was changed")),
  "mainContact.present": boolean(say("er is een hoofdcontactpersoon", "there is a main contact"), say("er is geen hoofdcontactpersoon", "there is no main contact")),
  "mainContact.changedOn": orNull(date("de dag waarop de hoofdcontactpersoon is gewijzigd", "the day on which the main contact was changed")),
  "mainContact.reachChangedOn": orNull(
    date("de dag waarop e-mail of telefoon van de hoofdcontactpersoon is gewijzigd", "the day on which the main contact's e-mail or phone was changed"),
  ),
  "correspondence.present": boolean(say("er is een correspondentieadres", "there is a correspondence address"), say("er is geen correspondentieadres", "there is no correspondence address")),
  "correspondence.changedOn": orNull(date("de dag waarop het correspondentieadres is gewijzigd", "the day on which the correspondence address was changed")),
} as const;
