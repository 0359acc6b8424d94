import { asc, eq } from "drizzle-orm";

import { requestNote } from "#db/schema/requests.ts";
import { staff } from "#db/schema/staff.ts";
import type { Db } from "#db/types.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import type { Office } from "#app/domain/office.ts";
import { Problem } from "#app/domain/problem.ts";

import { getRequest } from "./decide.ts";
import { maskSecrets } from "./form/mask.ts";

export type Note = { id: string; by: string; text: string; writtenAt: Date };

/** What colleagues wrote on a request, oldest first; nobody outside ever reads it. */
export async function listNotes(db: Db, requestId: string): Promise<Note[]> {
  return db
    .select({ id: requestNote.id, by: staff.name, text: requestNote.text, writtenAt: requestNote.writtenAt })
    .from(requestNote)
    .innerJoin(staff, eq(staff.id, requestNote.by))
    .where(eq(requestNote.requestId, requestId))
    .orderBy(asc(requestNote.writtenAt), asc(requestNote.id));
}

/**
 * Writes a note. What looks like a BSN, PIN or password is masked first (D18, D19); the trail says that there is a note, not what it
 * says. Throws `request.note-missing`, `request.unknown`.
 */
export async function addNote(office: Office, input: { requestId: string; text: string; by: StaffActor; now: Date }): Promise<void> {
  const { requestId, by, now } = input;
  const text = maskSecrets(input.text.trim()).text;
  if (!text) throw new Problem("request.note-missing", { field: "text" });
  await office.db.transaction(async (tx) => {
    await getRequest(tx, requestId);
    await tx.insert(requestNote).values({ requestId, by: by.id, text, writtenAt: now });
    await record(tx, { now, actor: inTrail(by), act: "request.noted", subject: { kind: "request", id: requestId }, requestId });
  });
}
