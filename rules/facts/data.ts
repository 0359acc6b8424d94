import { boolean, choice, number, orNull, say } from "./words.ts";

/** What a form says of a new address, and whether the registers have it (R103); known as soon as it is filled in. */
export const newAddress = {
  "address.reason": orNull(
    choice("de reden van het nieuwe adres", "the reason for the new address", {
      moved: say("de praktijk is verhuisd", "the practice has moved"),
      "post-only": say("alleen de post gaat ergens anders heen", "only the post goes elsewhere"),
    }),
  ),
  "kvk.addressMatches": orNull(boolean(say("KVK heeft het nieuwe adres", "KVK has the new address"), say("KVK heeft het nieuwe adres niet", "KVK does not have the new address"))),
  "agb.addressMatches": orNull(boolean(say("Vektis heeft het nieuwe adres", "Vektis has the new address"), say("Vektis heeft het nieuwe adres niet", "Vektis does not have the new address"))),
} as const;

/** What a request for a credential, or for a change of data, comes to by our own registers. */
export const ownData = {
  "credential.kind": orNull(
    choice("wat er wordt gevraagd", "what is asked for", {
      number: say("het gebruikersnummer opnieuw", "the user number again"),
      pin: say("een nieuwe pincode", "a new PIN"),
      unblock: say("de pincode deblokkeren", "the PIN unblocked"),
      authenticator: say("de authenticator-app ontkoppelen", "the authenticator app unlinked"),
      release: say("een kwijtgeraakt certificaat opnieuw installeren", "a lost certificate installed again"),
    }),
  ),
  "release.why": orNull(
    choice("wat er met het certificaat is gebeurd", "what happened to the certificate", {
      lost: say("het is kwijt", "it is lost"),
      stolen: say("het is gestolen, of een ander kan erbij", "it was stolen, or somebody else can use it"),
    }),
  ),
  "release.hasValid": orNull(boolean(say("het account heeft een geldig certificaat", "the account has a valid certificate"), say("het account heeft geen geldig certificaat", "the account has no valid certificate"))),
  "release.isOpen": orNull(boolean(say("er loopt al een voorstel of toestemming om opnieuw te installeren", "there is a proposal or leave to install again already"), say("er loopt geen voorstel of toestemming om opnieuw te installeren", "there is no proposal or leave to install again"))),
  "account.pinBlocked": orNull(boolean(say("de pincode is geblokkeerd", "the PIN is blocked"), say("de pincode is niet geblokkeerd", "the PIN is not blocked"))),
  "account.namesakes": orNull(number("het aantal accounts op deze naam bij de AGB-code", "the number of accounts in this name under the AGB code")),
  "change.kind": orNull(
    choice("wat er verandert", "what changes", {
      "holder-phone": say("het telefoonnummer van wie een rol heeft", "the phone number of who holds a role"),
      "holder-email": say("het e-mailadres van wie een rol heeft", "the e-mail address of who holds a role"),
      "user-phone": say("het telefoonnummer van een gebruiker", "the phone number of a user"),
      "user-email": say("het e-mailadres van een gebruiker", "the e-mail address of a user"),
      "user-name": say("de naam van een gebruiker", "the name of a user"),
      "user-gender": say("het geslacht van een gebruiker", "the gender of a user"),
      address: say("het correspondentieadres", "the correspondence address"),
    }),
  ),
  "change.holderKnown": orNull(boolean(say("iemand met deze naam heeft de genoemde rol", "somebody of this name holds the role named"), say("niemand met deze naam heeft de genoemde rol", "nobody of this name holds the role named"))),
  "change.isSame": orNull(boolean(say("het nieuwe is gelijk aan wat wij hebben", "the new value is what we have already"), say("het nieuwe is anders dan wat wij hebben", "the new value differs from what we have"))),
  "change.lettersUnderWay": orNull(number("het aantal brieven dat nog naar het oude adres gaat", "the number of letters that still go to the old address")),
} as const;
