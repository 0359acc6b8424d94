import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { eq } from "drizzle-orm";

import { openDatabase } from "#db/client.server.ts";
import { judgement, request } from "#db/schema/requests.ts";

const NAMES = ["A. de Wit", "F. El Idrissi", "J. van den Berg", "Z. van der Håkon", "M. Jansen", "K. Özdemir", "L. Visser", "R. Bakker"];

/**
 * The data folder of an office with so many requests waiting for a reviewer: a copy of a furnished one, in which one that waits is there many times, each
 * for somebody else and with what the rules said of it.
 */
export async function crowdedFolder(furnished: string, amount: number): Promise<{ dataDir: string; remove: () => void }> {
  const dataDir = mkdtempSync(join(tmpdir(), "zegel-crowded-"));
  cpSync(furnished, dataDir, { recursive: true });
  const database = await openDatabase({ dataDir: join(dataDir, "database") });
  try {
    const { db } = database;
    const [waiting] = await db.select().from(request).where(eq(request.status, "submitted")).limit(1);
    if (!waiting) throw new Error("Nothing waits in the furnished office.");
    const [judged] = await db.select().from(judgement).where(eq(judgement.requestId, waiting.id)).limit(1);
    const { id: _id, number: _number, draftId: _draft, ...like } = waiting;
    const due = waiting.dueAt?.getTime() ?? 0;
    const rows = Array.from({ length: amount }, (_, place) => ({ ...like, subjectName: NAMES[place % NAMES.length] ?? "", dueAt: new Date(due + place * 3_600_000) }));
    const made = await db.insert(request).values(rows).returning({ id: request.id });
    if (judged) {
      const { id: _judgement, ...said } = judged;
      await db.insert(judgement).values(made.map(({ id }) => ({ ...said, requestId: id })));
    }
  } finally {
    await database.close();
  }
  return { dataDir, remove: () => rmSync(dataDir, { recursive: true, force: true }) };
}
