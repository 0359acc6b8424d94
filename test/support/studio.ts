import { readScreenTexts } from "#app/adapters/files/definitions.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import { beginChange } from "#app/domain/definitions/changes/begin.ts";
import { addEntry, currentVersion, saveEntry } from "#app/domain/definitions/changes/entries.ts";
import { proposeChange } from "#app/domain/definitions/changes/propose.ts";
import type { DefinitionKind } from "#app/domain/definitions/kinds.ts";
import { publishChange } from "#app/domain/requests/publish-change.ts";

import type { TestOffice } from "./office.ts";
import { ROOT } from "./stage.ts";

/** One definition of a draft: what it would say, or null where it is to be there no longer. */
export type Drafted = { kind: DefinitionKind; key: string; content: unknown };

/** The studio of an office, where Tom writes and Mei publishes. */
export function studioOf(office: TestOffice) {
  const { db } = office.database;
  const texts = readScreenTexts(ROOT);
  const by = (who: StaffActor = office.staff.tom) => ({ by: who, now: office.clock.now(), correlationId: "studio" });

  /** What holds now. */
  async function published<Content>(kind: DefinitionKind, key: string): Promise<Content> {
    const current = await currentVersion(db, { kind, key });
    if (!current) throw new Error(`There is no ${kind} ${key}.`);
    return current.content as Content;
  }

  async function draft(...entries: readonly Drafted[]): Promise<string> {
    const changeId = await beginChange(db, { ...by(), title: entries.map(({ key }) => key).join(", ") || "Nog leeg" });
    for (const { content, ...place } of entries) {
      await addEntry(db, { ...by(), changeId, ...place, ...(content !== null && { content }) });
      if (content === null) await saveEntry(db, { ...by(), changeId, ...place, content, revision: 0 });
    }
    return changeId;
  }

  const propose = (id: string, publishFrom: Date | null = null) => proposeChange(db, { ...by(), id, revision: 0, reason: "Omdat het moet", publishFrom, texts });
  const approve = (id: string) => publishChange(office.made.office, { ...by(office.staff.mei), id, revision: 1, texts });

  /** Drafted, put forward and published. Answers the change's id. */
  async function publish(...entries: readonly Drafted[]): Promise<string> {
    const id = await draft(...entries);
    await publishDraft(id);
    return id;
  }

  async function publishDraft(id: string): Promise<void> {
    await propose(id);
    await approve(id);
  }

  return { texts, by, published, draft, propose, approve, publish, publishDraft };
}
