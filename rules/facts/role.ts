import { boolean, choice, list, number, orNull, personal, say, text } from "./words.ts";

export const seat = choice("de rol die wijzigt", "the role that changes", {
  signatory: say("tekenbevoegde", "signatory"),
  "main-contact": say("hoofdcontactpersoon", "main contact"),
  "first-contact": say("eerste contactpersoon", "first contact person"),
  "second-contact": say("tweede contactpersoon", "second contact person"),
  "ict-administrator": say("ICT-beheerder", "ICT administrator"),
});

export const seatChange = choice("de wijziging van de rol", "the change of the role", {
  add: say("toevoegen", "add"),
  replace: say("vervangen", "replace"),
  remove: say("verwijderen", "remove"),
});

export const applicantAs = choice("de rol waarin de aanvrager aanvraagt", "the role in which the applicant asks", {
  signatory: say("tekenbevoegde", "signatory"),
  "main-contact": say("hoofdcontactpersoon", "main contact"),
  contact: say("contactpersoon", "contact person"),
  "on-behalf": say("namens tekenbevoegde of hoofdcontactpersoon", "on behalf of signatory or main contact"),
});

/** What is known of a change of who holds a role (R95–R99); null or empty for a request that changes none. */
export const role = {
  "role.situation": orNull(
    choice("de situatie van de huidige persoon", "the situation of the present person", {
      stays: say("draagt de rol over", "hands the role over"),
      left: say("is vertrokken", "has left"),
      deceased: say("is overleden", "has died"),
    }),
  ),
  "role.holder": personal(orNull(text("de persoon die de rol nu heeft", "the person who holds the role now"))),
  "role.formerName": personal(orNull(text("de opgegeven naam van wie de rol afgeeft", "the name given of who gives the role up"))),
  "role.formerMatches": orNull(boolean(say("de opgegeven naam is van wie de rol nu heeft", "the name given is of who holds the role now"), say("de opgegeven naam is niet van wie de rol nu heeft", "the name given is not of who holds the role now"))),
  "role.holdersAfter": number("het aantal personen dat de rol dan heeft", "the number of people who then hold the role"),
  "role.ictAdministratorsAfter": number("het aantal ICT-beheerders dat de onderneming dan heeft", "the number of ICT administrators that the enterprise then has"),
  "role.newIsHolder": orNull(boolean(say("de nieuwe persoon heeft deze rol al", "the new person holds this role already"), say("de nieuwe persoon heeft deze rol nog niet", "the new person does not hold this role yet"))),
  "role.newHolds": {
    ...list("de rollen die de nieuwe persoon al heeft", "the roles that the new person holds already"),
    choices: {
      signatory: say("tekenbevoegde", "signatory"),
      "main-contact": say("hoofdcontactpersoon", "main contact"),
      contact: say("contactpersoon", "contact person"),
      "ict-administrator": say("ICT-beheerder", "ICT administrator"),
    },
  },
  "role.newIsOwner": orNull(boolean(say("de nieuwe persoon is eigenaar van de praktijk", "the new person owns the practice"), say("de nieuwe persoon is geen eigenaar van de praktijk", "the new person does not own the practice"))),
  "role.running": personal(list("lopende wijzigingen van dezelfde rol", "running changes of the same role")),
  "departure.credible": orNull(boolean(say("het vertrek is gemeld door iemand van de onderneming die wij kennen", "the departure was reported by somebody of the enterprise whom we know"), say("het vertrek is niet gemeld door iemand van de onderneming die wij kennen", "the departure was not reported by somebody of the enterprise whom we know"))),
  "departure.accounts": personal(list("de accounts van wie vertrok", "the accounts of the person who left")),
  "departure.likelyAccounts": personal(list("accounts op dezelfde naam met een ander e-mailadres", "accounts in the same name with another e-mail address")),
  "enterprise.soleTrader": orNull(boolean(say("de onderneming is een eenmanszaak", "the enterprise is a sole trader"), say("de onderneming is geen eenmanszaak", "the enterprise is not a sole trader"))),
} as const;
