import { open, type FileHandle } from "node:fs/promises";

import { asc, gt } from "drizzle-orm";

import { auditCheckpoint } from "#db/schema/audit.ts";
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

/** The position in the file's last whole line, 0 in an empty file. A line is far shorter than the piece that is read. */
async function lastPosition(file: FileHandle): Promise<number> {
  const { size } = await file.stat();
  const start = Math.max(0, size - 4096);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
  const end = buffer.subarray(0, bytesRead).lastIndexOf("\n") + 1;
  if (start + end < size) await file.truncate(start + end);
  const line = buffer.subarray(0, end).toString("utf8").trimEnd().split("\n").at(-1);
  if (!line) return 0;
  return Number((JSON.parse(line) as Partial<Head>).position ?? 0);
}
