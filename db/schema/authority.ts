import { sql } from "drizzle-orm";
import { bigint, check, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";

import { instant, octets } from "./columns.ts";

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
