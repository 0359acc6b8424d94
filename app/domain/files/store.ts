import { and, asc, eq, inArray, isNull } from "drizzle-orm";

import { filePicture, storedFile, type FILE_ENDS } from "#db/schema/files.ts";
import { staff } from "#db/schema/staff.ts";
import type { Db } from "#db/types.ts";
import type { Actor, StaffActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { isProblem, Problem } from "#app/domain/problem.ts";

import type { FileCipher } from "./cipher.ts";
import type { FileKind } from "./kinds.ts";
import { harmlessName } from "./name.ts";
import type { Picture, ReadScan, ScanRoom } from "./ports.ts";

export type StoredFile = typeof storedFile.$inferSelect;
export type FileEnd = (typeof FILE_ENDS)[number];

/** What taking files in works with, besides the database. */
export type FileRoom = { scans: ScanRoom; cipher: FileCipher };

/** A file as it came over the wire. */
export type Upload = { field: string; name: string; bytes: Uint8Array };

/** A file of which only pictures are left, not stored yet. */
export type TakenFile = { field: string; name: string; size: number; scan: ReadScan };

/** How much one form may bring. */
export const MOST_FILES = 10;
export const LARGEST_FILE = 15 * 1024 * 1024;

/**
 * Looks at what was handed in, before anything of it is stored and outside of any transaction. Throws the problem of the first that cannot be taken, with
 * its name (see `ScanRoom.read`), `file.missing` when there is none.
 */
export async function lookAtFiles({ scans }: FileRoom, uploads: readonly Upload[]): Promise<TakenFile[]> {
  if (uploads.length === 0) throw new Problem("file.missing", { field: "files" });
  const taken: TakenFile[] = [];
  for (const { name: sent, bytes, field } of uploads) {
    const name = harmlessName(sent);
    const scan = await scans.read(bytes).catch((cause: unknown) => {
      throw isProblem(cause) ? new Problem(cause.code, { ...cause.details, name, field }, { cause }) : cause;
    });
    taken.push({ field, name, size: bytes.byteLength, scan });
  }
  return taken;
}

/** Stores a file that was looked at, each page locked for its place. In the caller's transaction. */
export async function keepFile(
  tx: Db,
  { cipher }: FileRoom,
  input: { file: TakenFile; kind: FileKind; requestId: string | null; intakeId?: string; by: StaffActor; now: Date },
): Promise<StoredFile> {
  const { file, kind, requestId, intakeId, by, now } = input;
  const { format, pages } = file.scan;
  const [kept] = await tx
    .insert(storedFile)
    .values({ requestId, intakeId, kind, name: file.name, format, size: file.size, pages: pages.length, addedBy: by.id, addedAt: now })
    .returning();
  if (!kept) throw new Error("The file was not stored.");
  await keepPictures(tx, cipher, kept.id, pages);
  await record(tx, {
    now,
    actor: inTrail(by),
    act: "file.added",
    subject: { kind: "file", id: kept.id },
    requestId,
    details: { kind, format, size: file.size, pages: pages.length },
  });
  return kept;
}

export async function keepPictures(tx: Db, cipher: FileCipher, fileId: string, pages: readonly Picture[]): Promise<void> {
  for (const [index, { jpeg, width, height }] of pages.entries()) {
    const page = index + 1;
    await tx.insert(filePicture).values({ fileId, page, width, height, ...cipher.lock({ fileId, page }, jpeg) });
  }
}

/** The files that came in with something, in the order in which they came. */
export async function listFilesOf(db: Db, of: { requestId: string } | { intakeId: string }): Promise<Array<StoredFile & { addedByName: string }>> {
  const rows = await db
    .select({ file: storedFile, addedByName: staff.name })
    .from(storedFile)
    .innerJoin(staff, eq(staff.id, storedFile.addedBy))
    .where("requestId" in of ? eq(storedFile.requestId, of.requestId) : eq(storedFile.intakeId, of.intakeId))
    .orderBy(asc(storedFile.addedAt), asc(storedFile.name), asc(storedFile.id));
  return rows.map(({ file, addedByName }) => ({ ...file, addedByName }));
}

/** The files of a request, in the order in which they came; those that were destroyed too, for that they were there is known. */
export function listFiles(db: Db, requestId: string): Promise<Array<StoredFile & { addedByName: string }>> {
  return listFilesOf(db, { requestId });
}

/** One file; throws `file.unknown`. */
export async function getFile(db: Db, fileId: string): Promise<StoredFile> {
  const [found] = await db.select().from(storedFile).where(eq(storedFile.id, fileId));
  if (!found) throw new Problem("file.unknown");
  return found;
}

/** One page of a file as a picture. Throws `file.unknown`, `file.destroyed`, `file.sealed`. */
export async function openPicture(db: Db, cipher: FileCipher, place: { fileId: string; page: number }): Promise<{ file: StoredFile; picture: Picture }> {
  const file = await getFile(db, place.fileId);
  const [row] = await db.select().from(filePicture).where(and(eq(filePicture.fileId, place.fileId), eq(filePicture.page, place.page)));
  if (!row) throw new Problem(file.destroyedAt ? "file.destroyed" : "file.unknown");
  return { file, picture: { jpeg: cipher.open(place, row), width: row.width, height: row.height } };
}

/** Opens a page for somebody to look at, which stands in the trail before they see it. Throws as `openPicture` does. */
export async function viewPicture(db: Db, cipher: FileCipher, input: { fileId: string; page: number; by: StaffActor; now: Date; correlationId: string }) {
  const { fileId, page, by, now, correlationId } = input;
  const opened = await openPicture(db, cipher, { fileId, page });
  const { requestId, kind } = opened.file;
  await record(db, { now, actor: inTrail(by), act: "file.viewed", subject: { kind: "file", id: fileId }, requestId, details: { kind, page }, correlationId });
  return opened;
}

/** Destroys what files show; that they were there, and why they are gone, stays. In the caller's transaction. Answers which were still there. */
export async function destroyFiles(tx: Db, input: { fileIds: readonly string[]; why: FileEnd; by: Actor; now: Date }): Promise<string[]> {
  const { fileIds, why, by, now } = input;
  if (fileIds.length === 0) return [];
  const gone = await tx
    .update(storedFile)
    .set({ destroyedAt: now, destroyedWhy: why })
    .where(and(inArray(storedFile.id, [...fileIds]), isNull(storedFile.destroyedAt)))
    .returning();
  if (gone.length > 0) await tx.delete(filePicture).where(inArray(filePicture.fileId, gone.map(({ id }) => id)));
  for (const { id, requestId, kind } of gone) await record(tx, { now, actor: inTrail(by), act: "file.destroyed", subject: { kind: "file", id }, requestId, details: { kind, why } });
  return gone.map(({ id }) => id);
}
