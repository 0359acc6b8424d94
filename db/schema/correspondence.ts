import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";

import { instant } from "./columns.ts";
import { request } from "./requests.ts";

/** Figures that go with an e-mail to somebody who works here: the file's name and what it is drawn from (`FigurePaper`), never the file itself. */
export type Enclosure = { name: string; paper: unknown; staffId: string };

/**
 * Every e-mail: rendered once, sent under one Message-ID. Links stand in it as `link:<id>`, and become addresses only while it is being
 * sent, so that whoever reads the database or the preview cannot follow them.
 */
export const mail = pgTable(
  "mail",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    messageId: text("message_id").notNull().unique("message_id_is_unique"),
    /** The occasion, such as "request:<id>:received:applicant": the same occasion is told once. */
    occasion: text("occasion").notNull().unique("occasion_is_told_once"),
    template: text("template").notNull(),
    templateVersion: integer("template_version").notNull(),
    language: text("language", { enum: ["nl", "en"] }).notNull(),
    recipient: text("recipient").notNull(),
    subject: text("subject").notNull(),
    text: text("text").notNull(),
    html: text("html").notNull(),
    links: jsonb("links").$type<string[]>().notNull(),
    requestId: uuid("request_id").references(() => request.id),
    userNumber: text("user_number"),
    /** Withdrawn: with a number whose account ended before it could leave. */
    status: text("status", { enum: ["waiting", "sent", "refused", "withdrawn"] }).notNull(),
    queuedAt: instant("queued_at").notNull(),
    sentAt: instant("sent_at"),
    lastError: text("last_error"),
    /** What a file that goes with it is drawn from while it is being sent, and whom it is for; kept and cleared as the text. */
    enclosure: jsonb("enclosure").$type<Enclosure>(),
    /** When its body was cleared (D20); that it was sent, to whom and about what stays for as long as its request. */
    clearedAt: instant("cleared_at"),
  },
  (t) => [
    index("mail_request").on(t.requestId),
    index("mail_waiting").on(t.queuedAt).where(sql`${t.status} = 'waiting'`),
    index("mail_refused").on(t.queuedAt).where(sql`${t.status} = 'refused'`),
    // Along which an access report finds what somebody was sent (AVG, article 15).
    index("mail_recipient").on(sql`lower(${t.recipient})`),
    index("mail_to_clear").on(t.queuedAt).where(sql`${t.clearedAt} is null`),
    check("cleared_mail_says_nothing", sql`${t.clearedAt} is null or (${t.text} = '' and ${t.html} = '' and ${t.enclosure} is null and ${t.status} <> 'waiting')`),
  ],
);
