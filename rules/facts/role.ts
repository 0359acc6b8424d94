import { boolean, choice, list, number, orNull, say, text } from "./words.ts";

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

export const applicantAs = choice("als wie de aanvrager aanvraagt", "in which role the applicant asks", {
  signatory: say("tekenbevoegde", "signatory"),
  "main-contact": say("hoofdcontactpersoon", "main contact"),
  contact: say("contactpersoon", "contact person"),
  "on-behalf": say("namens tekenbevoegde of hoofdcontactpersoon", "on behalf of signatory or main contact"),
});

/** What is known of a change of who holds a role (R95–R99); null or empty for a request that changes none. */
export const role = {
  "role.situation": orNull(
    choice("wat er met de huidige persoon is", "what became of the present person", {
      stays: say("draagt de rol over", "hands the role over"),
      left: say("is vertrokken", "has left"),
      deceased: say("is overleden", "has died"),
    }),
  ),
  "role.holder": orNull(text("wie de rol nu heeft", "who holds the role now")),
  "role.formerName": orNull(text("de opgegeven naam van wie de rol afgeeft", "the name given of who gives the role up")),
  "role.formerMatches": orNull(boolean("de opgegeven naam is van wie de rol nu heeft", "the name given is of who holds the role now")),
  "role.holdersAfter": number("hoeveel personen de rol dan hebben", "how many people hold the role then"),
  "role.ictAdministratorsAfter": number("hoeveel ICT-beheerders de onderneming dan heeft", "how many ICT administrators the enterprise then has"),
  "role.newIsHolder": orNull(boolean("de nieuwe persoon heeft deze rol al", "the new person holds this role already")),
  "role.newHolds": {
    ...list("de rollen die de nieuwe persoon al heeft", "the roles that the new person holds already"),
    choices: {
      signatory: say("tekenbevoegde", "signatory"),
      "main-contact": say("hoofdcontactpersoon", "main contact"),
      contact: say("contactpersoon", "contact person"),
      "ict-administrator": say("ICT-beheerder", "ICT administrator"),
    },
  },
  "role.newIsOwner": orNull(boolean("de nieuwe persoon is eigenaar van de praktijk", "the new person owns the practice")),
  "role.running": list("lopende wijzigingen van dezelfde rol", "running changes of the same role"),
  "departure.credible": orNull(boolean("het vertrek is gemeld door iemand van de onderneming die wij kennen", "the departure was reported by somebody of the enterprise whom we know")),
  "departure.accounts": list("de accounts van wie vertrok", "the accounts of who left"),
  "departure.likelyAccounts": list("accounts op dezelfde naam met een ander e-mailadres", "accounts in the same name with another e-mail address"),
  "enterprise.soleTrader": orNull(boolean("de onderneming is een eenmanszaak", "the enterprise is a sole trader")),
} as const;
