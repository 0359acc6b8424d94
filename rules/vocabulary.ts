import { z } from "zod";

/**
 * What rules may speak about: per decision point the facts that they may read and the outcomes that they may give. A fact that is not here does
 * not exist; a fact that is nullable is given as an explicit `null` when nobody knows it. Dates are "YYYY-MM-DD" in Amsterdam.
 * The dotted names are names, not paths: "agb.kind" is one fact.
 */
export type Wording = { readonly nl: string; readonly en: string };
export type FactType = "text" | "number" | "boolean" | "date" | "list";
export type Fact = {
  readonly type: FactType;
  readonly nullable: boolean;
  /** What the fact is called in a sentence or in the editor. */
  readonly label: Wording;
  /** The only values that a text, or the items of a list, may have, each with its word. */
  readonly choices?: Readonly<Record<string, Wording>>;
};

const say = (nl: string, en: string): Wording => ({ nl, en });
const fact = <T extends FactType>(type: T) => (nl: string, en: string) => ({ type, nullable: false as const, label: say(nl, en) });
const text = fact("text");
const number = fact("number");
const boolean = fact("boolean");
const date = fact("date");
const list = fact("list");
const choice = <C extends Record<string, Wording>>(nl: string, en: string, choices: C) => ({ ...text(nl, en), choices });
const orNull = <D extends Fact>(declaration: D): Omit<D, "nullable"> & { nullable: true } => ({ ...declaration, nullable: true });

const today = date("vandaag", "today");

const channel = choice("het kanaal", "the channel", {
  online: say("online formulier", "online form"),
  paper: say("post", "post"),
  email: say("e-mail met scan", "e-mail with scan"),
  phone: say("telefoon", "phone"),
  portal: say("Gebruikersbeheer", "Gebruikersbeheer"),
});

const segment = choice("het segment", "the segment", {
  regular: say("zorgaanbieder", "care provider"),
  pgb: say("PGB-aanbieder", "PGB provider"),
});

const agreement = choice("de stand van de aansluitovereenkomst", "the state of the connection agreement", {
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
const party = {
  today,
  channel,
  segment: orNull(segment),
  "form.reason": orNull(formReason),
  "contact.absence": orNull(absence),
  "agreement.status": orNull(agreement),
  "register.unavailable": boolean("een register gaf geen antwoord", "a register did not answer"),
  "agb.code": orNull(text("de AGB-code", "the AGB code")),
  "agb.known": orNull(boolean("Vektis kent de AGB-code", "Vektis knows the AGB code")),
  "agb.kind": orNull(
    choice("de soort AGB-code", "the kind of AGB code", {
      person: say("zorgverlener", "care professional"),
      enterprise: say("onderneming", "enterprise"),
      establishment: say("vestiging", "establishment"),
    }),
  ),
  "agb.name": orNull(text("de naam bij Vektis", "the name at Vektis")),
  "agb.careType": orNull(text("de zorgsoort", "the care type")),
  "agb.startsOn": orNull(date("de begindatum van de AGB-code", "the start date of the AGB code")),
  "agb.endsOn": orNull(date("de einddatum van de AGB-code", "the end date of the AGB code")),
  "agb.kvkMatches": orNull(boolean("Vektis noemt bij de AGB-code dit KvK-nummer", "Vektis has this KvK number with the AGB code")),
  "kvk.number": orNull(text("het KvK-nummer", "the KvK number")),
  "kvk.known": orNull(boolean("KVK kent het KvK-nummer", "KVK knows the KvK number")),
  "kvk.endsOn": orNull(date("de einddatum bij KVK", "the end date at KVK")),
  "enterprise.known": orNull(boolean("de onderneming is bij ons bekend", "we know the enterprise")),
  "enterprise.name": orNull(text("de naam van de onderneming", "the name of the enterprise")),
  "services.requested": list("de gevraagde diensten", "the services asked for"),
  "zorginkoop.asked": boolean("er is om het Zorginkoopportaal gevraagd", "the Zorginkoopportaal was asked for"),
} as const;

const screening = {
  ...party,
  "services.notAllowed": list("diensten die bij deze AGB-code niet kunnen", "services that this AGB code may not have"),
  "services.needAddendum": list("diensten die een addendum vragen", "services that need an addendum"),
  "services.overMaximum": list("diensten die hun maximum aantal gebruikers voorbijgaan", "services that would pass their maximum number of users"),
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
  "applicant.name": text("de naam van de aanvrager", "the applicant's name"),
  "applicant.email": text("het e-mailadres van de aanvrager", "the applicant's e-mail address"),
  "applicant.emailRegistered": boolean("het e-mailadres van de aanvrager staat bij ons geregistreerd", "the applicant's e-mail address is registered with us"),
  "applicant.emailConfirmed": boolean("de aanvrager heeft het e-mailadres bevestigd", "the applicant confirmed the e-mail address"),
  "applicant.isUser": boolean("de aanvrager vraagt voor zichzelf aan", "the applicant asks for themselves"),
  "user.name": text("de naam van de nieuwe gebruiker", "the new user's name"),
  "user.email": text("het e-mailadres van de nieuwe gebruiker", "the new user's e-mail address"),
  "user.emailIsRoleMailbox": boolean("het e-mailadres van de gebruiker is een algemene postbus", "the user's e-mail address is a shared mailbox"),
  "user.emailOfAccount": orNull(text("de naam op het account met hetzelfde e-mailadres", "the name on the account with the same e-mail address")),
  "user.sameNameAccounts": number("het aantal accounts op dezelfde naam bij deze AGB-code", "the number of accounts in the same name under this AGB code"),
  "user.declaredEmployed": boolean("verklaard is dat de gebruiker bij de onderneming werkt", "it was declared that the user works for the enterprise"),
  "account.endsOn": orNull(date("de einddatum van het account", "the end date of the account")),
  "request.duplicates": list("lopende aanvragen voor dezelfde gebruiker", "running requests for the same user"),
  "request.maskedKinds": {
    ...list("wat in de vrije tekst is afgedekt", "what was masked in the free text"),
    choices: { bsn: say("burgerservicenummer", "citizen service number"), pin: say("pincode of wachtwoord", "PIN or password") },
  },
  "request.objected": boolean("iemand van de onderneming maakte bezwaar", "somebody of the enterprise objected"),
  "request.daysUntilDue": orNull(number("het aantal werkdagen tot de uiterste dag", "the number of working days until the due day")),
  "paper.signed": orNull(boolean("het papieren formulier is ondertekend", "the paper form is signed")),
  "contact.present": boolean("er is een contactpersoon", "there is a contact person"),
  "signatory.count": number("het aantal tekenbevoegden", "the number of signatories"),
  "signatory.joint": boolean("de tekenbevoegden zijn gezamenlijk bevoegd", "the signatories are jointly authorised"),
  "signatory.changedOn": orNull(date("de dag waarop de tekenbevoegde is gewijzigd", "the day on which the signatory was changed")),
  "mainContact.present": boolean("er is een hoofdcontactpersoon", "there is a main contact"),
  "mainContact.changedOn": orNull(date("de dag waarop de hoofdcontactpersoon is gewijzigd", "the day on which the main contact was changed")),
  "mainContact.reachChangedOn": orNull(
    date("de dag waarop e-mail of telefoon van de hoofdcontactpersoon is gewijzigd", "the day on which the main contact's e-mail or phone was changed"),
  ),
  "correspondence.present": boolean("er is een correspondentieadres", "there is a correspondence address"),
  "correspondence.changedOn": orNull(date("de dag waarop het correspondentieadres is gewijzigd", "the day on which the correspondence address was changed")),
} as const;

const identification = {
  today,
  channel,
  segment,
  "request.priority": choice("de voorrang", "the priority", { normal: say("gewoon", "normal"), high: say("hoog", "high"), urgent: say("spoed", "urgent") }),
  "signatory.present": boolean("er is een tekenbevoegde", "there is a signatory"),
  "signatory.count": number("het aantal tekenbevoegden", "the number of signatories"),
  "signatory.joint": boolean("de tekenbevoegden zijn gezamenlijk bevoegd", "the signatories are jointly authorised"),
  "mainContact.present": boolean("er is een hoofdcontactpersoon", "there is a main contact"),
  "mainContact.isSignatory": boolean("hoofdcontactpersoon en tekenbevoegde zijn dezelfde persoon", "main contact and signatory are the same person"),
} as const;

const delivery = {
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

const lifeCycle = {
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

const deadline = {
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

/** Where a request can be sent instead; the form's pages know how to reach each. */
export const DESTINATIONS = ["enrolment", "contact-change", "zorginkoop-form", "online-form", "portal", "vektis", "kvk", "support"] as const;
export const Destination = z.enum(DESTINATIONS);
export type Destination = z.infer<typeof Destination>;

/** From the lightest to the heaviest; the heaviest that a rule asks for counts. */
export const ROUTES = ["automatic", "review", "review-four-eyes"] as const;
export const Route = z.enum(ROUTES);
export type Route = z.infer<typeof Route>;
export const PRIORITIES = ["normal", "high", "urgent"] as const;
export const Priority = z.enum(PRIORITIES);
export type Priority = z.infer<typeof Priority>;

export const IdentifiedRole = z.enum(["signatory", "main-contact"]);
export const IdentificationMethod = z.enum(["idin", "amp", "by-hand"]);

const NumberDelivery = z.strictObject({ to: z.enum(["main-contact", "contact", "user"]), by: z.enum(["email"]) });
const PinDelivery = z.strictObject({ to: z.enum(["main-contact", "contact", "user"]), by: z.enum(["letter", "message-box"]), address: z.enum(["correspondence", "home"]).nullable() });

/** What each decision point answers when all its rules have spoken. */
export const OUTCOMES = {
  intake: z.discriminatedUnion("kind", [
    /** May go on; `proposal` is what the form offers first or instead (R6). */
    z.strictObject({ kind: z.literal("allow"), proposal: z.strictObject({ to: Destination, ruleId: z.string() }).nullable() }),
    z.strictObject({ kind: z.literal("refer"), to: Destination, ruleId: z.string() }),
  ]),
  screening: z.strictObject({ route: Route, priority: Priority }),
  identification: z.strictObject({
    /** Whose links are made; with `any-one` the first success ends the others (D24). With `all` every holder of these roles must confirm. */
    roles: z.array(IdentifiedRole).min(1),
    needed: z.enum(["any-one", "all"]),
    methods: z.array(IdentificationMethod).min(1),
    linkDays: z.number().int().positive(),
    /** Days after the link was sent. */
    reminderDays: z.array(z.number().int().positive()),
  }),
  delivery: z.strictObject({ number: NumberDelivery, pin: PinDelivery, language: z.enum(["nl", "en"]) }),
  "life-cycle": z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("allow") }),
    z.strictObject({ kind: z.literal("refuse"), instead: z.enum(["new-request", "new-pin", "wait", "support", "enrolment"]), ruleId: z.string() }),
  ]),
  deadline: z.strictObject({
    amount: z.number().int().positive(),
    unit: z.enum(["working-days", "days", "hours"]),
    /** Whether the clock stands still while we wait for the customer (D9). */
    pauses: z.boolean(),
  }),
} as const;

/** The events that a rule of each point may give: what it adds to the outcome. `finding` only says something. */
export const EVENTS = {
  intake: { finding: z.strictObject({}), refer: z.strictObject({ to: Destination }), propose: z.strictObject({ to: Destination }) },
  screening: { finding: z.strictObject({ route: Route.optional(), priority: Priority.optional() }) },
  identification: { finding: z.strictObject({}), plan: OUTCOMES.identification.partial() },
  delivery: { finding: z.strictObject({}), plan: OUTCOMES.delivery.partial() },
  "life-cycle": { finding: z.strictObject({}), refuse: z.strictObject({ instead: z.enum(["new-request", "new-pin", "wait", "support", "enrolment"]) }) },
  deadline: { finding: z.strictObject({}), plan: OUTCOMES.deadline.partial() },
} as const;

export const VOCABULARY = { intake: party, screening, identification, delivery, "life-cycle": lifeCycle, deadline } as const;
export const POINTS = ["intake", "screening", "identification", "delivery", "life-cycle", "deadline"] as const;
export type Point = (typeof POINTS)[number];

type Plain<D> = D extends { type: "text"; choices: infer C } ? keyof C & string
  : D extends { type: "list"; choices: infer C } ? Array<keyof C & string>
  : D extends { type: "number" } ? number
  : D extends { type: "boolean" } ? boolean
  : D extends { type: "list" } ? string[]
  : string;

/** The facts of a point, all of them: a missing one is a type error, an unknown one is null where that is allowed. */
export type Facts<P extends Point> = {
  [K in keyof (typeof VOCABULARY)[P]]: Plain<(typeof VOCABULARY)[P][K]> | ((typeof VOCABULARY)[P][K] extends { nullable: true } ? null : never);
};

/** The typed answer of a point. */
export type Outcome<P extends Point> = z.infer<(typeof OUTCOMES)[P]>;

/** Any value that a fact, or a condition on it, can have. */
export type FactValue = string | number | boolean | string[] | null;

/**
 * What a condition may ask of a fact. A condition on a fact that nobody knows (null), or against a policy without a limit, does not hold;
 * only `isEmpty` holds then. Dates compare with dates. `withinDays` and `withinWorkingDays` hold for a day that is less than so many days away
 * from `today`, before or after it ("changed less than 30 days ago", D15).
 */
export const OPERATORS = [
  "equal",
  "notEqual",
  "in",
  "notIn",
  "lessThan",
  "lessThanInclusive",
  "greaterThan",
  "greaterThanInclusive",
  "between",
  "contains",
  "doesNotContain",
  "containsAll",
  "overlaps",
  "onOrBefore",
  "onOrAfter",
  "withinDays",
  "withinWorkingDays",
  "matches",
  "isEmpty",
  "isNotEmpty",
] as const;
export type OperatorName = (typeof OPERATORS)[number];
