import { and, desc, eq } from "drizzle-orm";

import { definitionVersion } from "#db/schema/definitions.ts";
import type { Db } from "#db/types.ts";
import { canonicalJson, sha256, type Json } from "#app/domain/audit/canonical.ts";
import { record } from "#app/domain/audit/record.ts";
import { officeDate } from "#app/domain/deadlines/calendar.ts";
import { Problem } from "#app/domain/problem.ts";

import { checkDefinition, type DefinitionKind, type ScreenTexts, type Surroundings } from "./kinds.ts";
import { makeRelease } from "./publish.ts";

/** A definition as it lies in `rules/` or `templates/`. */
export type DefinitionFile = { kind: DefinitionKind; key: string; path: string; content: unknown };

export type Loaded = { published: number; drafts: number; unchanged: number };

const INSTALLATION = { kind: "system", id: "installation" } as const;

/**
 * Brings the files of this installation into the database (P17): a key that is new is published as version 1; one
 * whose content was never seen before becomes a draft that waits for publishing; nothing published is overwritten. All files are checked
 * first: throws `start.definition-refused` with the file and the first finding, and then nothing was changed.
 */
export async function loadDefinitions(db: Db, files: DefinitionFile[], texts: ScreenTexts, now: Date): Promise<Loaded> {
  for (const file of files) refuseWhatIsWrong(file, { all: files, texts, on: officeDate(now) });

  return db.transaction(async (tx) => {
    const fresh: Array<{ kind: string; key: string; id: number }> = [];
    let drafts = 0;
    for (const file of files) {
      const hash = sha256(canonicalJson(file.content as Json));
      const versions = await tx
        .select({ version: definitionVersion.version, hash: definitionVersion.hash })
        .from(definitionVersion)
        .where(and(eq(definitionVersion.kind, file.kind), eq(definitionVersion.key, file.key)))
        .orderBy(desc(definitionVersion.version));
      if (versions.some((known) => known.hash === hash)) continue;
      const version = (versions[0]?.version ?? 0) + 1;
      const isNew = version === 1;
      const [made] = await tx
        .insert(definitionVersion)
        .values({
          kind: file.kind,
          key: file.key,
          version,
          hash,
          content: file.content,
          status: isNew ? "published" : "draft",
          author: "installation",
          approver: isNew ? "installation" : null,
          createdAt: now,
          publishedAt: isNew ? now : null,
        })
        .returning({ id: definitionVersion.id });
      if (isNew && made) fresh.push({ kind: file.kind, key: file.key, id: made.id });
      else drafts += 1;
      await record(tx, {
        now,
        actor: INSTALLATION,
        act: isNew ? "definition.published" : "definition.drafted",
        subject: { kind: file.kind, id: file.key },
        details: { version, hash },
      });
    }
    if (fresh.length > 0) await makeRelease(tx, fresh, { by: "installation", now });
    return { published: fresh.length, drafts, unchanged: files.length - fresh.length - drafts };
  });
}

function refuseWhatIsWrong(file: DefinitionFile, around: Surroundings): void {
  const [first] = checkDefinition(file, around);
  if (first) {
    throw new Problem("start.definition-refused", { file: file.path, place: first.path, code: first.code, ...first.details });
  }
}
