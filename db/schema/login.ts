import { sql } from "drizzle-orm";
import { bigint, check, index, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";

import { account, certificate } from "./accounts.ts";
import { instant, octets } from "./columns.ts";

/**
 * The app with which somebody makes one-time codes (RFC 6238): its secret is locked, and goes when the app is unlinked. It counts once a code of it was
 * shown (`confirmedAt`).
 */
export const authenticator = pgTable(
  "authenticator",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    userNumber: text("user_number")
      .notNull()
      .references(() => account.userNumber),
    /** Locked for this row (`app/domain/sealer.ts`), with the id of what locked it. */
    sealed: octets("sealed"),
    keyId: text("key_id"),
    madeAt: instant("made_at").notNull(),
    confirmedAt: instant("confirmed_at"),
    /** The step of the last code that was taken: none of it or before it is taken again (RFC 6238, 5.2). */
    lastStep: bigint("last_step", { mode: "number" }),
    unlinkedAt: instant("unlinked_at"),
  },
  (t) => [
    uniqueIndex("one_authenticator_per_account").on(t.userNumber).where(sql`${t.unlinkedAt} is null`),
    check("unlinked_authenticator_keeps_no_secret", sql`(${t.unlinkedAt} is null) = (${t.sealed} is not null) and (${t.sealed} is null) = (${t.keyId} is null)`),
    check("authenticator_counts_from_its_first_code", sql`(${t.confirmedAt} is null) = (${t.lastStep} is null)`),
  ],
);

/** Why a session of a user is over: their own wish, time, or what became of certificate, account or app. */
export const SESSION_ENDS = ["signed-out", "idle", "too-long", "certificate", "other-certificate", "authenticator"] as const;

/** A session of somebody who showed certificate and code. The cookie holds what `idHash` is the hash of; what ended stays ended. */
export const userSession = pgTable(
  "user_session",
  {
    idHash: text("id_hash").primaryKey(),
    userNumber: text("user_number")
      .notNull()
      .references(() => account.userNumber),
    /** The certificate that every request has to come with. */
    serial: text("serial")
      .notNull()
      .references(() => certificate.serial),
    begunAt: instant("begun_at").notNull(),
    seenAt: instant("seen_at").notNull(),
    endsAt: instant("ends_at").notNull(),
    endedAt: instant("ended_at"),
    endedWhy: text("ended_why", { enum: SESSION_ENDS }),
  },
  (t) => [
    index("user_session_open").on(t.userNumber).where(sql`${t.endedAt} is null`),
    index("user_session_to_forget").on(t.endsAt),
    check("user_session_is_ended_whole", sql`(${t.endedAt} is null) = (${t.endedWhy} is null)`),
    check("user_session_id_is_a_hash", sql`${t.idHash} ~ '^[A-Za-z0-9_-]{43}$'`),
  ],
);

/** A try to log in with a certificate that we know, as its holder reads it: where it came from only roughly. */
export const userLogin = pgTable(
  "user_login",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    userNumber: text("user_number")
      .notNull()
      .references(() => account.userNumber),
    serial: text("serial").notNull(),
    at: instant("at").notNull(),
    /** "entered", or why not: `LOGIN_OUTCOMES` of the domain. */
    outcome: text("outcome").notNull(),
    /** Shortened: the network, not the machine. */
    address: text("address").notNull(),
    /** "firefox windows": as the browser named itself, in our words for it. */
    browser: text("browser").notNull(),
  },
  (t) => [index("user_login_of").on(t.userNumber, t.id), index("user_login_to_forget").on(t.at)],
);
