import { sql } from "drizzle-orm";
import { bigint, check, date, index, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";

import { instant } from "./columns.ts";
import { roleHolder } from "./organisations.ts";
import { draft, request } from "./requests.ts";
import { staff } from "./staff.ts";

export const ID_COPIES = ["present", "missing", "unmasked", "expired", "not-asked"] as const;
export const ID_DOCUMENTS = ["passport", "identity-card", "driving-licence", "residence-permit"] as const;

/** What came in by post, or as a scan by e-mail: how, when and from whom, what a person saw on it, and the request that it became or belongs to. */
export const intake = pgTable(
  "intake",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    channel: text("channel", { enum: ["paper", "email"] }).notNull(),
    /** The receipt that the terms count from (D9). */
    receivedAt: instant("received_at").notNull(),
    sender: text("sender").notNull(),
    senderEmail: text("sender_email"),
    status: text("status", { enum: ["open", "registered", "attached", "dropped"] }).notNull().default("open"),
    /** The request that its QR or whoever took it in says it belongs to, by number. */
    namesRequest: bigint("names_request", { mode: "number" }),
    /** What is typed over from it, once its type is known. */
    draftId: uuid("draft_id").references(() => draft.id),
    requestId: uuid("request_id").references(() => request.id),
    begunBy: uuid("begun_by")
      .notNull()
      .references(() => staff.id),
    begunAt: instant("begun_at").notNull(),
    closedAt: instant("closed_at"),
    /** Whose signature a person saw on it (D8); `signature` says that there is none, or that it is of nobody with a role. */
    signature: text("signature", { enum: ["of-holder", "of-another", "none"] }),
    signedBy: uuid("signed_by").references(() => roleHolder.id),
    /** What stays of the copy of an identity document (D17). */
    idCopy: text("id_copy", { enum: ID_COPIES }),
    idDocument: text("id_document", { enum: ID_DOCUMENTS }),
    idLastFour: text("id_last_four"),
    idExpiresOn: date("id_expires_on"),
    checkedBy: uuid("checked_by").references(() => staff.id),
    checkedAt: instant("checked_at"),
    /** Who destroyed the paper of the copy, and when. */
    shreddedBy: uuid("shredded_by").references(() => staff.id),
    shreddedAt: instant("shredded_at"),
  },
  (t) => [
    unique("draft_is_of_one_intake").on(t.draftId),
    index("intake_request").on(t.requestId),
    index("intake_open").on(t.receivedAt).where(sql`${t.status} = 'open'`),
    check("intake_ends_in_a_request", sql`(${t.status} in ('registered', 'attached')) = (${t.requestId} is not null)`),
    check("intake_is_open_or_closed", sql`(${t.status} = 'open') = (${t.closedAt} is null)`),
    check("signature_is_somebodys", sql`(${t.signedBy} is not null) = (${t.signature} is not distinct from 'of-holder')`),
    check("checked_by_somebody", sql`(${t.checkedBy} is null) = (${t.checkedAt} is null) and (${t.signature} is null or ${t.checkedBy} is not null)`),
    check("registered_after_a_check", sql`${t.status} <> 'registered' or (${t.signature} is not null and ${t.idCopy} is not null)`),
    check("id_copy_is_known_by_few_signs", sql`${t.idCopy} is distinct from 'present' or (${t.idDocument} is not null and ${t.idExpiresOn} is not null and ${t.idLastFour} is not null)`),
    check("id_copy_keeps_four_signs", sql`${t.idLastFour} ~ '^[0-9A-Z]{4}$'`),
    check("shredded_by_somebody", sql`(${t.shreddedBy} is null) = (${t.shreddedAt} is null)`),
  ],
);
