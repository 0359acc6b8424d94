import { sql } from "drizzle-orm";
import { bigint, boolean, check, index, integer, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";

import { instant, octets } from "./columns.ts";

/**
 * An issuing CA that was taken into use. One of the test environment issues test certificates and nothing else, and no other issues any: a trigger on the
 * certificates holds that (R114).
 */
export const issuingAuthority = pgTable(
  "issuing_authority",
  {
    /** SHA-256 of its certificate, hex. */
    id: text("id").primaryKey(),
    environment: text("environment").notNull(),
    forTests: boolean("for_tests").notNull(),
    takenIntoUseAt: instant("taken_into_use_at").notNull(),
  },
  (t) => [check("tests_have_an_environment_of_their_own", sql`${t.forTests} = (${t.environment} = 'test')`)],
);

/** A list of revoked certificates that was published (RFC 5280, 5). The octets are kept of the newest alone, which is the only one that counts. */
export const crl = pgTable(
  "crl",
  {
    issuerId: text("issuer_id").notNull(),
    /** RFC 5280, 5.2.3: each higher than the one before. */
    number: bigint("number", { mode: "number" }).notNull(),
    thisUpdate: instant("this_update").notNull(),
    nextUpdate: instant("next_update").notNull(),
    entries: integer("entries").notNull(),
    sha256: text("sha256").notNull(),
    der: octets("der"),
  },
  (t) => [primaryKey({ columns: [t.issuerId, t.number] }), check("list_is_good_for_a_while", sql`${t.nextUpdate} > ${t.thisUpdate}`)],
);

/** A certificate of the key that signs what OCSP answers: stored before the authority signs it, as every certificate is (P1). */
export const responderCertificate = pgTable(
  "responder_certificate",
  {
    /** 17 octets, lower-case hex. */
    serial: text("serial").primaryKey(),
    issuerId: text("issuer_id").notNull(),
    tbs: octets("tbs").notNull(),
    der: octets("der"),
    notBefore: instant("not_before").notNull(),
    notAfter: instant("not_after").notNull(),
    intendedAt: instant("intended_at").notNull(),
    issuedAt: instant("issued_at"),
  },
  (t) => [
    check("responder_certificate_is_issued_whole", sql`(${t.der} is null) = (${t.issuedAt} is null)`),
    check("responder_serial_is_positive_and_short", sql`${t.serial} ~ '^[0-7][0-9a-f]{15,39}$'`),
    index("responder_certificate_issued").on(t.issuedAt),
  ],
);

/** Keys that may never be certified again (compromised or weak), SHA-256 of the SubjectPublicKeyInfo. */
export const blockedKey = pgTable("blocked_key", {
  publicKeySha256: text("public_key_sha256").primaryKey(),
  reason: text("reason").notNull(),
  blockedAt: instant("blocked_at").notNull(),
});

/** One daily walk along all stored certificates (P14), in batches: it can be stopped, and goes on where it was. */
export const certificateCheck = pgTable(
  "certificate_check",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    begunAt: instant("begun_at").notNull(),
    endedAt: instant("ended_at"),
    /** The serial that was looked at last; empty at the beginning. */
    position: text("position").notNull().default(""),
    checked: integer("checked").notNull().default(0),
  },
  (t) => [uniqueIndex("one_certificate_check_at_a_time").on(sql`(${t.endedAt} is null)`).where(sql`${t.endedAt} is null`)],
);

/** What a stored certificate and its row do not agree on, until a later walk finds that they do. */
export const certificateFinding = pgTable(
  "certificate_finding",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    serial: text("serial").notNull(),
    /** Which check: `DISCREPANCIES` of the domain. */
    what: text("what").notNull(),
    foundAt: instant("found_at").notNull(),
    /** The walk that found it last. */
    checkId: bigint("check_id", { mode: "number" })
      .notNull()
      .references(() => certificateCheck.id),
    goneAt: instant("gone_at"),
  },
  (t) => [uniqueIndex("certificate_finding_stands_once").on(t.serial, t.what).where(sql`${t.goneAt} is null`)],
);
