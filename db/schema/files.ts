import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";

import { instant, octets } from "./columns.ts";
import { intake } from "./intake.ts";
import { request } from "./requests.ts";
import { staff } from "./staff.ts";

export const FILE_KINDS = ["form", "id-copy", "other"] as const;
export const FILE_ENDS = ["replaced", "retention", "refused"] as const;

/** A file that came in, as far as it may be known: what it is called, what it was, who took it in. What it shows stands encrypted in `file_picture`. */
export const storedFile = pgTable(
  "stored_file",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    requestId: uuid("request_id").references(() => request.id),
    /** With what it came in; null where it was added to a request at the desk. */
    intakeId: uuid("intake_id").references(() => intake.id),
    kind: text("kind", { enum: FILE_KINDS }).notNull(),
    /** As it was called, made harmless; never a path, never with a BSN in it (D18). */
    name: text("name").notNull(),
    format: text("format", { enum: ["pdf", "jpeg", "png"] }).notNull(),
    /** Octets of what was sent. */
    size: integer("size").notNull(),
    pages: integer("pages").notNull(),
    addedBy: uuid("added_by")
      .notNull()
      .references(() => staff.id),
    addedAt: instant("added_at").notNull(),
    /** When its pictures were destroyed, and why; that there was a file stays known. */
    destroyedAt: instant("destroyed_at"),
    destroyedWhy: text("destroyed_why", { enum: FILE_ENDS }),
  },
  (t) => [
    index("stored_file_request").on(t.requestId),
    index("stored_file_intake").on(t.intakeId),
    index("stored_file_id_copy").on(t.requestId).where(sql`${t.kind} = 'id-copy' and ${t.destroyedAt} is null`),
    check("file_is_destroyed_for_a_reason", sql`(${t.destroyedAt} is null) = (${t.destroyedWhy} is null)`),
    check("file_name_is_no_path", sql`${t.name} !~ '[/\\\\[:cntrl:]]' and ${t.name} not in ('', '.', '..')`),
    check("file_belongs_somewhere", sql`num_nonnulls(${t.requestId}, ${t.intakeId}) >= 1`),
    check("file_has_few_pages", sql`${t.pages} between 1 and 20`),
  ],
);

/** One page of a file: a JPEG, encrypted with AES-256-GCM for its own place (`app/domain/files/cipher.ts`). */
export const filePicture = pgTable(
  "file_picture",
  {
    fileId: uuid("file_id")
      .notNull()
      .references(() => storedFile.id),
    page: integer("page").notNull(),
    width: integer("width").notNull(),
    height: integer("height").notNull(),
    /** Which secret opens it, so that there can be a new one. */
    keyId: text("key_id").notNull(),
    content: octets("content").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.fileId, t.page] }),
    // The version of the format, nonce and tag take 29 octets; a JPEG in the clear begins with FF.
    check("picture_is_encrypted", sql`octet_length(${t.content}) > 29 and get_byte(${t.content}, 0) = 1 and ${t.keyId} <> ''`),
  ],
);
