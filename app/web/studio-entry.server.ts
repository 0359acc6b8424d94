import { officeDate } from "#app/domain/deadlines/calendar.ts";
import { choicesFor } from "#app/domain/definitions/choices/index.ts";
import { checkChange } from "#app/domain/definitions/changes/check.ts";
import { asIf, getChange, listRelease } from "#app/domain/definitions/changes/read.ts";
import { withWordings, type Wording } from "#app/domain/definitions/changes/wordings.ts";
import type { DefinitionKind } from "#app/domain/definitions/kinds.ts";
import { startOfRequestType, wordsOfStart } from "#app/domain/definitions/request-types/start.ts";
import { startOfLetter } from "#app/domain/definitions/schema/sent-letter.ts";
import { wordedBy } from "#app/domain/definitions/schema/texts.ts";
import { currentRelease } from "#app/domain/definitions/store.ts";
import { Problem } from "#app/domain/problem.ts";

import { entryShown, type Place } from "./studio.server.ts";

/** What the office would say of a definition in a change, were it saved as it is typed now; nothing is written. Throws `change.unknown` and `change.entry-gone`. */
export async function tryEntry(place: Place, typed: { changeId: string; kind: DefinitionKind; key: string; content: unknown; wordings: readonly Wording[] }) {
  const { db, now, texts } = place;
  const { changeId, kind, key, content, wordings } = typed;
  const change = await getChange(db, changeId);
  const entry = change.entries.find((one) => one.kind === kind && one.key === key);
  if (!entry) throw new Problem("change.entry-gone", { kind, key });
  const released = await listRelease(db, await currentRelease(db));
  const entries = change.entries.map((one) => (one === entry ? { ...one, content } : one));
  const sets = withWordings(asIf(released, entries), wordings).map((set) => ({ kind: "texts" as const, ...set }));
  const check = await checkChange(released, [...entries.filter((one) => !sets.some((set) => set.kind === one.kind && set.key === one.key)), ...sets], { texts, on: officeDate(change.publishFrom ?? now) });
  const { differences, findings, doubts, more, examples } = entryShown(place, change, { ...entry, content }, { check, released });
  return { differences, findings, doubts, more, examples };
}

/** What an editor of this kind of definition chooses from, as it is with the change in it. */
export async function aroundEntry({ db, texts, language, now }: Place, { changeId, kind, key }: { changeId: string; kind: DefinitionKind; key: string }) {
  const change = await getChange(db, changeId);
  const all = asIf(await listRelease(db, await currentRelease(db)), change.entries);
  const content = change.entries.find((one) => one.kind === kind && one.key === key)?.content;
  return choicesFor(kind, { all, key, content, language, today: officeDate(now), ours: texts, said: wordedBy(all, texts) });
}

/**
 * What a new definition begins with, and the texts that go with it: all of the one that it is to be like but its name, or as much as can be said of such a definition before anybody
 * said anything. A request type has its words under its own name, so that one like another says what that one says until somebody words it otherwise.
 */
export async function beginningOf({ db, texts }: Pick<Place, "db" | "texts">, { changeId, kind, key, like }: { changeId: string; kind: DefinitionKind; key: string; like: string | null }): Promise<{ content: unknown; wordings: Wording[] }> {
  const all = asIf(await listRelease(db, await currentRelease(db)), (await getChange(db, changeId)).entries);
  const model = like === null ? undefined : all.find((one) => one.kind === kind && one.key === like)?.content;
  const isLike = typeof model === "object" && model !== null;
  const content = !isLike ? fromNothing(kind, key) : "id" in model ? { ...model, id: key } : model;
  return { content, wordings: kind === "request-type" ? wordsOfStart(key, isLike ? like : null, wordedBy(all, texts)) : [] };
}

function fromNothing(kind: DefinitionKind, key: string): unknown {
  return kind === "request-type" ? startOfRequestType(key) : kind === "letter" ? startOfLetter(key) : { id: key };
}
