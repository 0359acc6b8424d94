import { open, type FileHandle } from "node:fs/promises";

import { asc, desc, eq, gt } from "drizzle-orm";

import { auditCheckpoint, auditSeal } from "#db/schema/audit.ts";
import type { Db } from "#db/types.ts";

import type { Head } from "./chain.ts";

/**
 * Appends to the file the committed heads that it does not have yet, one JSON object a line, and forces them to the disk.
 * Called under the sealer's lock. A line that a crash cut short is taken off first: the database still has that head.
 */
export async function appendHeads(tx: Db, headsFile: string): Promise<void> {
  const file = await open(headsFile, "a+", 0o600);
  try {
    const known = await lastPosition(file);
    const heads = await tx.select().from(auditCheckpoint).where(gt(auditCheckpoint.position, known)).orderBy(asc(auditCheckpoint.position));
    if (heads.length === 0) return;
    const lines = heads.map(({ takenAt, ...head }) => JSON.stringify({ ...head, takenAt: takenAt.toISOString() } satisfies Head));
    await file.appendFile(`${lines.join("\n")}\n`);
    await file.datasync();
  } finally {
    await file.close();
  }
}

/** The position in the file's last whole line, 0 in an empty file; what comes behind that line is taken off. */
async function lastPosition(file: FileHandle): Promise<number> {
  const { head, end } = await lastLine(file);
  if (end < (await file.stat()).size) await file.truncate(end);
  return Number(head?.position ?? 0);
}

/** The head in the file's last whole line, and where that line ends. A line is far shorter than the piece that is read. */
async function lastLine(file: FileHandle): Promise<{ head: Partial<Head> | null; end: number }> {
  const { size } = await file.stat();
  const start = Math.max(0, size - 4096);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
  const end = buffer.subarray(0, bytesRead).lastIndexOf("\n") + 1;
  const line = buffer.subarray(0, end).toString("utf8").trimEnd().split("\n").at(-1);
  return { head: line ? (JSON.parse(line) as Partial<Head>) : null, end: start + end };
}

/** A database that is older than the heads that were signed of it: the file knows `inFile` events, up to `takenAt`, and the database another history, or only `inDatabase`. */
export type SetBack = { inFile: number; takenAt: string; inDatabase: number };

/**
 * Whether the database went back in time since the last head was signed: an older backup was put back, its end was cut off, or, with the embedded database, the power failed (0060). Null when it
 * did not, or when there is no file to hold it against. A quick look at the last head; the verification judges the whole (P8).
 */
export async function findSetBack(db: Db, headsFile: string): Promise<SetBack | null> {
  const file = await open(headsFile, "r").catch(() => null);
  if (!file) return null;
  try {
    const { head } = await lastLine(file);
    if (!head?.position) return null;
    const [at] = await db.select({ chainHash: auditSeal.chainHash }).from(auditSeal).where(eq(auditSeal.position, head.position));
    if (at?.chainHash === head.chainHash) return null;
    const [last] = await db.select({ position: auditSeal.position }).from(auditSeal).orderBy(desc(auditSeal.position)).limit(1);
    return { inFile: head.position, takenAt: head.takenAt ?? "", inDatabase: last?.position ?? 0 };
  } finally {
    await file.close();
  }
}
