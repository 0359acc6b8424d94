import { sql } from "drizzle-orm";
import { bigint, check, date, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";

import { inOrder, instant, octets } from "./columns.ts";
import { agbCode, enterprise } from "./organisations.ts";
import { printBatch, printRoomKey } from "./print-room.ts";
import { request } from "./requests.ts";
import { staff } from "./staff.ts";

/** Of whom an account is: a person, the software of a practice (R112), or somebody who tries something out (R114). */
export const ACCOUNT_KINDS = ["personal", "system", "test"] as const;
export type AccountKind = (typeof ACCOUNT_KINDS)[number];

/** A user of one AGB code, known by its user number (D4). */
export const account = pgTable(
  "account",
  {
    userNumber: text("user_number").primaryKey(),
    kind: text("kind", { enum: ACCOUNT_KINDS }).notNull().default("personal"),
    enterpriseId: uuid("enterprise_id").notNull().references(() => enterprise.id),
    agbCode: text("agb_code").notNull().references(() => agbCode.code),
    /** The first name, where it was given: what the certificate shows instead of the initials. */
    givenName: text("given_name"),
    initials: text("initials").notNull(),
    prefix: text("prefix").notNull().default(""),
    /** Of a system account the name of the software: nobody has it by themselves, and it has no initials. */
    surname: text("surname").notNull(),
    email: text("email").notNull(),
    phone: text("phone"),
    language: text("language", { enum: ["nl", "en"] }).notNull(),
    endsOn: date("ends_on"),
    status: text("status", { enum: ["active", "blocked", "ended"] }).notNull(),
    createdAt: instant("created_at").notNull(),
    /** The request that made it, and its place in that request: a request is fulfilled once. */
    requestId: uuid("request_id").references(() => request.id),
    position: integer("position").notNull().default(1),
    /** When its number left by e-mail, of an account that a request made. */
    numberSentAt: instant("number_sent_at"),
    /** When it was told that the account is about to end, and of which end: a date that moves is told anew. */
    endWarnedAt: instant("end_warned_at"),
    endWarnedFor: date("end_warned_for"),
  },
  (t) => [
    unique("request_makes_each_account_once").on(t.requestId, t.position),
    unique("account_is_of_one_kind").on(t.userNumber, t.kind),
    check("system_account_is_named_for_software", sql`${t.kind} <> 'system' or (${t.initials} = '' and ${t.prefix} = '' and ${t.givenName} is null)`),
    check("test_number_can_be_seen", sql`${t.kind} <> 'test' or ${t.userNumber} like '0%'`),
    uniqueIndex("one_system_account_per_agb_code").on(t.agbCode).where(sql`${t.kind} = 'system' and ${t.status} <> 'ended'`),
    check("user_number_has_fourteen_digits", sql`${t.userNumber} ~ '^[0-9]{14}$'`),
    index("account_agb_code").on(t.agbCode),
    index("account_enterprise").on(t.enterpriseId),
    check("end_is_warned_of_when_and_for_which_day", sql`(${t.endWarnedAt} is null) = (${t.endWarnedFor} is null)`),
    // Two heaps of work that empty themselves: what was warned of, or has ended, is not looked at again.
    index("account_to_warn").on(t.endsOn).where(sql`${t.endsOn} is not null and ${t.status} = 'active' and ${t.endWarnedFor} is distinct from ${t.endsOn}`),
    index("account_to_end").on(t.endsOn).where(sql`${t.endsOn} is not null and ${t.status} = 'active'`),
    // What management counts of blocked accounts (`app/domain/dashboards/standing.ts`).
    index("account_blocked").on(t.userNumber).where(sql`${t.status} = 'blocked'`),
    index("account_email").on(sql`lower(${t.email})`),
    index("account_search").using("gin", sql`plain_letters(coalesce(${t.givenName} || ' ', '') || ${t.initials} || ' ' || btrim(${t.prefix} || ' ' || ${t.surname})) gin_trgm_ops`),
  ],
);

/** One right of a service granted to an account. */
export const authorisation = pgTable(
  "authorisation",
  {
    userNumber: text("user_number")
      .notNull()
      .references(() => account.userNumber),
    service: text("service").notNull(),
    grantedAt: instant("granted_at").notNull(),
    withdrawnAt: instant("withdrawn_at"),
  },
  (t) => [primaryKey({ columns: [t.userNumber, t.service, t.grantedAt] }), uniqueIndex("service_is_granted_once").on(t.userNumber, t.service).where(sql`${t.withdrawnAt} is null`)],
);

/** A PIN that was made: only its scrypt hash (D3). At most one counts per account. */
export const credential = pgTable(
  "credential",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    userNumber: text("user_number")
      .notNull()
      .references(() => account.userNumber),
    pinHash: text("pin_hash").notNull(),
    madeAt: instant("made_at").notNull(),
    /** Last instant at which it may be installed for the first time (R33, D12). */
    installUntil: instant("install_until").notNull(),
    wrongTries: integer("wrong_tries").notNull().default(0),
    blockedAt: instant("blocked_at"),
    installedAt: instant("installed_at"),
    reminders: integer("reminders").notNull().default(0),
    voidedAt: instant("voided_at"),
    voidReason: text("void_reason", { enum: ["replaced", "purged", "letter-spoilt", "number-undelivered", "account-blocked", "letter-returned", "ended", "objection", "departure"] }),
  },
  (t) => [
    uniqueIndex("one_valid_pin_per_account").on(t.userNumber).where(sql`${t.voidedAt} is null`),
    index("credential_user_number").on(t.userNumber),
    index("credential_blocked").on(t.userNumber).where(sql`${t.voidedAt} is null and ${t.blockedAt} is not null`),
    index("credential_to_purge").on(t.installUntil).where(sql`${t.voidedAt} is null and ${t.installedAt} is null`),
  ],
);

/**
 * Leave to install, given to whoever knew number and PIN: once, and within an hour once more when the file was never saved (D5). It
 * signs one certificate (P3).
 */
export const installation = pgTable(
  "installation",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    credentialId: uuid("credential_id")
      .notNull()
      .references(() => credential.id),
    /** The first installation, or one after the certificate of an earlier one had expired or was lost (R38, D13). */
    round: integer("round").notNull().default(1),
    attempt: integer("attempt").notNull(),
    grantedAt: instant("granted_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    savedAt: instant("saved_at"),
  },
  (t) => [unique("installation_attempt_is_unique").on(t.credentialId, t.round, t.attempt), check("installed_at_most_twice", sql`${t.attempt} in (1, 2)`), check("rounds_are_counted_from_one", sql`${t.round} >= 1`)],
);

/**
 * A certificate from the moment that its bytes are fixed: `tbs` is stored before the key is used (P1), and the row becomes `issued`
 * when the signature is there.
 */
export const certificate = pgTable(
  "certificate",
  {
    /** 17 octets, lower-case hex. */
    serial: text("serial").primaryKey(),
    userNumber: text("user_number").notNull(),
    /** That of its account and of its profile; a trigger holds which authority may issue it. */
    kind: text("kind", { enum: ACCOUNT_KINDS }).notNull().default("personal"),
    installationId: uuid("installation_id")
      .unique("installation_signs_once")
      .references(() => installation.id),
    profile: text("profile").notNull(),
    issuerId: text("issuer_id").notNull(),
    status: text("status", { enum: ["intended", "issued", "revoked"] }).notNull(),
    tbs: octets("tbs").notNull(),
    tbsSha256: text("tbs_sha256").notNull(),
    der: octets("der"),
    publicKeySha256: text("public_key_sha256").notNull().unique("key_is_certified_once"),
    notBefore: instant("not_before").notNull(),
    notAfter: instant("not_after").notNull(),
    /** The certificate whose place it takes (D27): renewed, or installed again after that one expired. */
    predecessor: text("predecessor"),
    intendedAt: instant("intended_at").notNull(),
    issuedAt: instant("issued_at"),
    /** When another took its place. It stays valid until it ends; when that other one is revoked, it is the account's current one again. */
    supersededAt: instant("superseded_at"),
    /** The reminder that was sent last, by the days before its end; the fewer, the more urgent (P15). */
    remindedDays: integer("reminded_days"),
    revokedAt: instant("revoked_at"),
    /** RFC 5280, 5.3.1: keyCompromise, affiliationChanged, superseded, cessationOfOperation, … */
    revocationReason: text("revocation_reason"),
    /** The first CRL in which it stands; null until a list has been made since it was revoked. */
    crlNumber: bigint("crl_number", { mode: "number" }),
  },
  (t) => [
    foreignKey({ name: "certificate_is_of_the_kind_of_its_account", columns: [t.userNumber, t.kind], foreignColumns: [account.userNumber, account.kind] }),
    check("issued_certificate_has_a_signature", sql`${t.status} = 'intended' or ${t.der} is not null`),
    check("revocation_has_time_and_reason", sql`(${t.status} = 'revoked') = (${t.revokedAt} is not null) and (${t.revokedAt} is null) = (${t.revocationReason} is null)`),
    check("serial_is_positive_and_short", sql`${t.serial} ~ '^[0-7][0-9a-f]{15,39}$'`),
    check("only_what_is_revoked_is_listed", sql`${t.crlNumber} is null or ${t.status} = 'revoked'`),
    index("certificate_user_number").on(t.userNumber),
    // What the next list has to add, which empties itself, and what a list consists of, in its order.
    index("certificate_to_list").on(t.issuerId).where(sql`${t.status} = 'revoked' and ${t.crlNumber} is null`),
    index("certificate_listed").on(t.issuerId, t.notAfter, t.serial).where(sql`${t.status} = 'revoked'`),
    // The orders of lists, and of what is counted (`searchCertificates`).
    ...inOrder({ certificate_in_force: sql`${t.status} = 'issued' and ${t.supersededAt} is null`, certificate_revoked: sql`${t.status} = 'revoked'`, certificate_replaced: sql`(${t.supersededAt} is not null or ${t.revocationReason} = 'superseded')` }, t.notAfter, t.serial),
    index("certificate_of_rarer_profile").on(t.profile, t.notAfter, t.serial).where(sql`${t.profile} <> 'personal'`),
    // What may have to be reminded of, by what was said last; each reminder reads its own end of it.
    index("certificate_to_remind").on(t.remindedDays, t.notAfter).where(sql`${t.status} = 'issued' and ${t.supersededAt} is null`),
    index("certificate_intended").on(t.intendedAt).where(sql`${t.status} = 'intended'`),
    foreignKey({ name: "certificate_follows_one_of_ours", columns: [t.predecessor], foreignColumns: [t.serial] }),
    // That what stands aside has a successor that counts, of the same account, and the other way round, a trigger holds: `certificate_succession_is_whole`.
    uniqueIndex("certificate_has_one_successor").on(t.predecessor).where(sql`${t.predecessor} is not null and ${t.status} <> 'revoked'`),
    check("what_is_being_made_has_no_successor", sql`${t.supersededAt} is null or ${t.status} <> 'intended'`),
    // Whatever its kind: a successor has the place of what stands aside, and nothing else is valid beside it (D14, D27).
    uniqueIndex("one_current_certificate_per_account").on(t.userNumber).where(sql`${t.status} in ('intended', 'issued') and ${t.supersededAt} is null`),
  ],
);

/** What a letter without a PIN says, filled in: its subject and its blocks, as the press got them. */
export type WordsSent = { subject: string; blocks: ReadonlyArray<Readonly<Record<string, unknown>> & { kind: string }> };

/**
 * A letter, sealed for the print room's key until it is posted or spoilt, then without content (P11). It has a PIN, or it is one that a request type sends (R119): then there is no
 * secret in it, and what it says stays with its request.
 */
export const letter = pgTable(
  "letter",
  {
    /** Shown as "B-1042". */
    number: bigint("number", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity({ startWith: 1001 }),
    id: uuid("id").notNull().defaultRandom().unique("letter_id_is_unique"),
    /** Null for a letter without a PIN. */
    credentialId: uuid("credential_id")
      .unique("pin_has_one_letter")
      .references(() => credential.id),
    requestId: uuid("request_id").references(() => request.id),
    /** Of a letter without a PIN: the place of its effect in the request's type, and of whom of several people (R108). */
    effect: integer("effect"),
    position: integer("position"),
    words: jsonb("words").$type<WordsSent>(),
    /** The number of the letter in whose place it came: that one was spoilt, or came back. */
    replaces: bigint("replaces", { mode: "number" }).unique("letter_is_replaced_once"),
    template: text("template").notNull(),
    templateVersion: integer("template_version").notNull(),
    language: text("language", { enum: ["nl", "en"] }).notNull(),
    /** Address lines as printed, for the control sheet and the doormat. */
    addressee: text("addressee").array().notNull(),
    status: text("status", { enum: ["waiting", "in-batch", "posted", "spoilt", "returned"] }).notNull(),
    /** Compact JWE of the PDF; null once the letter has left or was spoilt. */
    sealed: text("sealed"),
    keyId: text("key_id")
      .notNull()
      .references(() => printRoomKey.id),
    batch: bigint("batch", { mode: "number" }),
    madeAt: instant("made_at").notNull(),
    openedAt: instant("opened_at"),
    postedBy: uuid("posted_by").references(() => staff.id),
    postedAt: instant("posted_at"),
    spoiltAt: instant("spoilt_at"),
  },
  (t) => [
    check("content_goes_when_the_letter_goes", sql`(${t.sealed} is null) = (${t.status} in ('posted', 'spoilt', 'returned'))`),
    foreignKey({ name: "letter_has_the_key_of_its_batch", columns: [t.batch, t.keyId], foreignColumns: [printBatch.number, printBatch.keyId] }),
    check("letter_has_a_pin_or_words", sql`(${t.credentialId} is null) = (${t.words} is not null) and (${t.credentialId} is null) = (${t.effect} is not null)`),
    check("words_are_of_a_request", sql`${t.words} is null or (${t.requestId} is not null and ${t.position} is not null)`),
    foreignKey({ name: "letter_replaces_one_of_ours", columns: [t.replaces], foreignColumns: [t.number] }),
    // However often it is carried out: one letter for each place in the type and each person, and one in the place of each that went wrong.
    uniqueIndex("request_sends_each_letter_once").on(t.requestId, t.effect, t.position).where(sql`${t.words} is not null and ${t.replaces} is null`),
    check("batched_letter_has_a_batch", sql`${t.status} <> 'in-batch' or ${t.batch} is not null`),
    index("letter_in_the_house").on(t.keyId).where(sql`${t.status} in ('waiting', 'in-batch')`),
    // What is counted of all letters, and since when there are letters for a key, so that counting looks at nothing else.
    index("letter_by_status").on(t.status),
    index("letter_by_key").on(t.keyId, t.madeAt),
    index("letter_waiting").on(t.madeAt).where(sql`${t.status} = 'waiting'`),
    index("letter_batch").on(t.batch),
    index("letter_request").on(t.requestId),
  ],
);

export const RETURN_REASONS = ["moved", "unknown", "refused", "opened", "other"] as const;

/** A letter that came back, or that somebody else opened: its PIN is void, where it has one, and its enterprise gets no letter until the desk has looked (P11). */
export const letterReturn = pgTable(
  "letter_return",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    letterId: uuid("letter_id")
      .notNull()
      .unique("letter_comes_back_once")
      .references(() => letter.id),
    reason: text("reason", { enum: RETURN_REASONS }).notNull(),
    registeredBy: uuid("registered_by")
      .notNull()
      .references(() => staff.id),
    registeredAt: instant("registered_at").notNull(),
    /** Who wants to send a new letter to an address that was changed of late: a colleague has to agree (D15). */
    proposedBy: uuid("proposed_by").references(() => staff.id),
    proposedAt: instant("proposed_at"),
    outcome: text("outcome", { enum: ["sent-again", "ended"] }),
    note: text("note"),
    closedBy: uuid("closed_by").references(() => staff.id),
    closedAt: instant("closed_at"),
  },
  (t) => [
    check("second_check_of_a_new_letter", sql`${t.proposedBy} is null or ${t.closedBy} is null or ${t.outcome} = 'ended' or ${t.proposedBy} <> ${t.closedBy}`),
    check("return_is_closed_whole", sql`num_nonnulls(${t.outcome}, ${t.closedBy}, ${t.closedAt}) in (0, 3)`),
    index("letter_return_open").on(t.registeredAt).where(sql`${t.closedAt} is null`),
  ],
);
