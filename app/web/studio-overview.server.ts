import { namesOfStaff } from "#app/domain/access/directory.ts";
import { may } from "#app/domain/access/permissions.ts";
import { OPEN_CHANGES } from "#app/domain/definitions/changes/lifecycle.ts";
import { listChanges, listRelease, listWaiting, type ReleasedDefinition } from "#app/domain/definitions/changes/read.ts";
import type { DefinitionKind } from "#app/domain/definitions/kinds.ts";
import { isUnused, overallOf, type DefinitionPlace, type Overall } from "#app/domain/definitions/overview.ts";
import { currentRelease } from "#app/domain/definitions/store.ts";

import { paths } from "./paths.ts";
import { partNames } from "./studio-parts.server.ts";
import { definitionShown, lineShown, titleOf, type Place } from "./studio.server.ts";

export type Asked = { text: string; kind: DefinitionKind | ""; unused: "yes" | "" };
/** Why a definition was found that does not say what was looked for: a part of it is called so, or what it uses or is used by. */
type FoundBy = { how: "part" | "uses" | "usedBy"; name: string };

/** The definitions that hold now, each with who made it so and where it is used; the changes under way; and what a release of the software brought. */
export async function showStudio(place: Place, { text, kind, unused }: Asked) {
  const { db, actor } = place;
  const released = await listRelease(db, await currentRelease(db));
  const overall = overallOf(released);
  const names = await namesOfStaff(db, released.map(({ author }) => author));
  const linesOf = linesIn(released, place);
  const all = released.map((one) => {
    const used = overall.get(placeOf(one)) ?? { users: [], uses: [], isOwn: true, parts: [] };
    const partName = partNames(one, place);
    const parts = used.parts.map(({ part, users, isUnused: is }) => ({ name: partName(part), key: part, users, isUnused: is }));
    return {
      shown: {
        ...definitionShown(one, { ...place, users: used.users.length, by: names.get(one.author) ?? null }),
        usedBy: linesOf(used.users),
        isUnused: isUnused(used),
        unusedParts: parts.filter(({ isUnused: is }) => is).map(({ name }) => name),
      },
      says: `${placeOf(one)} ${place.t(`studio:kind.${one.kind}`)} ${titleOf(one, place.t, place.language)} ${JSON.stringify(one.content)}`.toLowerCase(),
      parts,
      used,
    };
  });
  const wanted = text.trim().toLowerCase();
  const found = all.flatMap((one) => {
    if ((kind !== "" && one.shown.kind !== kind) || (unused === "yes" && !hasUnused(one.shown))) return [];
    const isItself = wanted === "" || one.says.includes(wanted);
    const foundBy = isItself ? null : findRelated(wanted, one, linesOf, all);
    return isItself || foundBy !== null ? [{ ...one.shown, foundBy }] : [];
  });
  return {
    // What is called so itself comes before what has to do with it.
    definitions: [...found.filter(({ foundBy }) => foundBy === null), ...found.filter(({ foundBy }) => foundBy !== null)],
    total: all.length,
    unused: all.filter(({ shown }) => hasUnused(shown)).length,
    open: (await listChanges(db, OPEN_CHANGES)).map((one) => ({ ...lineShown(one), path: paths.studioChange(one.id) })),
    done: (await listChanges(db, ["published", "withdrawn"], 10)).map((one) => ({ ...lineShown(one), path: paths.studioChange(one.id) })),
    waiting: (await listWaiting(db)).map(({ kind: of, key, version, createdAt }) => ({ kind: of, key, version, at: createdAt.toISOString(), path: paths.studioDefinition(of, key) })),
    mayEdit: may(actor, "definition:edit"),
  };
}

type Found = { shown: DefinitionPlace; parts: ReadonlyArray<{ name: string; key: string; users: readonly DefinitionPlace[] }>; used: Overall };
type Lines = ReturnType<typeof linesIn>;

/** By what else a definition is found: a field, value or service of it; a definition that it uses, or a part of one; one that uses it. */
function findRelated(wanted: string, { shown, parts, used }: Found, linesOf: Lines, all: readonly Found[]): FoundBy | null {
  const isMeant = (name: string) => name.toLowerCase().includes(wanted);
  const part = parts.find(({ name, key }) => isMeant(name) || isMeant(key));
  if (part) return { how: "part", name: part.name };
  const usedPart = all.flatMap((other) => other.parts).find(({ name, key, users }) => (isMeant(name) || isMeant(key)) && users.some((user) => placeOf(user) === placeOf(shown)));
  if (usedPart) return { how: "uses", name: usedPart.name };
  for (const [how, places] of [["uses", used.uses], ["usedBy", used.users]] as const) {
    const line = linesOf(places).find(({ title, key }) => isMeant(title) || isMeant(key));
    if (line) return { how, name: line.title };
  }
  return null;
}

/** Definitions as links, by where they stand. */
function linesIn(released: readonly ReleasedDefinition[], { t, language }: Pick<Place, "t" | "language">) {
  const lines = new Map(released.map((one) => [placeOf(one), { kind: one.kind, key: one.key, title: titleOf(one, t, language), path: paths.studioDefinition(one.kind, one.key) }]));
  return (places: readonly DefinitionPlace[]) => places.flatMap((place) => lines.get(placeOf(place)) ?? []);
}

const hasUnused = (one: { isUnused: boolean; unusedParts: readonly string[] }): boolean => one.isUnused || one.unusedParts.length > 0;
const placeOf = ({ kind, key }: DefinitionPlace) => `${kind}/${key}`;
