import { may } from "#app/domain/access/permissions.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import type { ExampleResult } from "#app/domain/decisions/examples.ts";
import { officeDate } from "#app/domain/deadlines/calendar.ts";
import { checkChange, countWrong, type ChangeCheck } from "#app/domain/definitions/changes/check.ts";
import { allows, OPEN_CHANGES } from "#app/domain/definitions/changes/lifecycle.ts";
import { findReturn, getChange, listChanges, listRelease, listVersions, type Change, type ChangeEntry, type ReleasedDefinition } from "#app/domain/definitions/changes/read.ts";
import { differencesBetween, type Difference } from "#app/domain/definitions/difference.ts";
import { DEFINITION_KINDS, type CheckedDefinition, type DefinitionKind, type KindFinding, type ScreenTexts } from "#app/domain/definitions/kinds.ts";
import { referencesOf, usersByDefinition } from "#app/domain/definitions/references.ts";
import { currentRelease } from "#app/domain/definitions/store.ts";
import type { Language } from "#app/domain/people.ts";
import { namesOfStaff } from "#app/domain/access/directory.ts";
import type { Db } from "#db/types.ts";

import type { Translate } from "./i18n.server.ts";
import { linesOf } from "./line-of.ts";
import { paths } from "./paths.ts";

export type Place = { db: Db; actor: StaffActor; now: Date; t: Translate; language: Language; texts: ScreenTexts };

/** What holds, by kind: what can be taken to another installation. */
export async function showParts({ db, t, language }: Pick<Place, "db" | "t" | "language">) {
  const released = await listRelease(db, await currentRelease(db));
  return DEFINITION_KINDS.map((kind) => ({ kind, definitions: released.filter((one) => one.kind === kind).map((one) => ({ key: one.key, title: titleOf(one, t, language), version: one.version })) })).filter(({ definitions }) => definitions.length > 0);
}

/** One definition as it is published, its versions, what it uses and who uses it; null for what is not there. */
export async function findDefinitionPage({ db, actor, t, language }: Place, kind: DefinitionKind, key: string) {
  const released = await listRelease(db, await currentRelease(db));
  const one = released.find((other) => other.kind === kind && other.key === key);
  if (!one) return null;
  const versions = await listVersions(db, kind, key);
  const names = await namesOfStaff(db, versions.flatMap(({ author, approver }) => [author, approver ?? ""]));
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? null));
  const users = usersByDefinition(released).get(placeOf(one)) ?? [];
  return {
    ...definitionShown(one, { t, language, users: users.length, by: nameOf(one.author) }),
    approver: nameOf(one.approver),
    content: JSON.stringify(one.content, null, 2),
    uses: referencesOf(one).flatMap(({ path, to }) => (to.what === "definition" ? [{ where: path, kind: to.kind, key: to.key, path: paths.studioDefinition(to.kind, to.key) }] : [])),
    usedBy: users.map((user) => ({ kind: user.kind, key: user.key, path: paths.studioDefinition(user.kind, user.key) })),
    versions: versions.map(({ version, status, author, approver, createdAt, publishedAt, reason }) => ({ version, status, author: nameOf(author), approver: nameOf(approver), at: (publishedAt ?? createdAt).toISOString(), reason })),
    drafts: (await listChanges(db, ["draft"])).map(({ id, title }) => ({ id, title })),
    mayEdit: may(actor, "definition:edit"),
  };
}

export type ChangeScreen = Awaited<ReturnType<typeof showChange>>;

/** A change, with what is wrong with it and how it differs from what is published; of its definitions not the text, which can weigh megabytes. */
export async function showChange(place: Place, id: string) {
  const { entries, ...change } = await wholeChange(place, id);
  return { ...change, entries: entries.map(({ text: _text, ...entry }) => entry) };
}

async function wholeChange(place: Place, id: string) {
  const { db, actor, now, t, language, texts } = place;
  const change = await getChange(db, id);
  const released = await listRelease(db, await currentRelease(db));
  const isOpen = OPEN_CHANGES.includes(change.status);
  const check: ChangeCheck = isOpen ? await checkChange(released, change.entries, { texts, on: officeDate(change.publishFrom ?? now) }) : { findings: [], doubts: [], examples: [] };
  const handedBack = change.status === "draft" ? await findReturn(db, id) : null;
  const wrote = change.editors.some(({ id: one }) => one === actor.id);
  const edits = may(actor, "definition:edit");
  const isOutside = ({ kind, key }: { kind: DefinitionKind; key: string }) => !change.entries.some((one) => one.kind === kind && one.key === key);
  const elsewhere = check.findings.filter(isOutside);
  return {
    id,
    title: change.title,
    reason: change.reason,
    status: change.status,
    revision: change.revision,
    madeBy: change.madeBy.name,
    createdAt: change.createdAt.toISOString(),
    proposedBy: change.proposedBy?.name ?? null,
    proposedAt: change.proposedAt?.toISOString() ?? null,
    publishFrom: change.publishFrom?.toISOString() ?? null,
    approver: change.approver?.name ?? null,
    approvedAt: change.approvedAt?.toISOString() ?? null,
    stoppedBy: change.stoppedBy === null ? null : t(`problems:${change.stoppedBy}`, { key: "", count: "" }),
    handedBack: handedBack && { ...handedBack, at: handedBack.at.toISOString() },
    editors: change.editors.map(({ name }) => name),
    entries: change.entries.map((entry) => entryShown(place, change, entry, { check, released })),
    elsewhere: elsewhere.slice(0, MOST_SHOWN).map(({ kind, key, finding }) => ({ ...findingShown(finding, t, null), definition: `${t(`studio:kind.${kind}`)} ${key}` })),
    moreElsewhere: moreThan(elsewhere),
    examplesElsewhere: examplesElsewhere(place, check, released.filter(isOutside)),
    isSound: countWrong(check) === 0 && change.entries.length > 0,
    addable: released.filter(isOutside).map((one) => ({ value: `${one.kind}/${one.key}`, label: `${t(`studio:kind.${one.kind}`)}: ${titleOf(one, t, language)}` })),
    kinds: [...DEFINITION_KINDS],
    may: {
      edit: edits && allows(change.status, "edit"),
      propose: edits && allows(change.status, "propose"),
      approve: may(actor, "definition:publish") && allows(change.status, "approve") && !wrote,
      return: edits && allows(change.status, "return"),
      withdraw: edits && allows(change.status, "withdraw"),
      undo: edits && allows(change.status, "undo"),
    },
    isOwn: wrote,
    backtestPath: paths.studioBacktest(id),
  };
}

/** One definition of a change, for its page: the text that is edited, and what is wrong with it, each at its line. */
export async function showEntry(place: Place, id: string, kind: DefinitionKind, key: string) {
  const change = await wholeChange(place, id);
  const entry = change.entries.find((one) => one.kind === kind && one.key === key);
  return entry ? { entry, changeTitle: change.title, mayEdit: change.may.edit } : null;
}

/** So much of one thing is shown of a definition: nobody reads two thousand lines, and a page that has them is slow to come and to type in. */
const MOST_SHOWN = 200;
/** So many characters together say how the examples went that fail. */
const MOST_TOLD = 300_000;

/** A finding in words, with where it stands; `lineOf` where the text of the definition is shown too. */
export function findingShown({ code, path, details }: KindFinding, t: Translate, lineOf: ((path: string) => number | null) | null) {
  const shown = Object.fromEntries(Object.entries(details).map(([name, value]) => [name, String(value)]));
  return { message: t([`findings:lint.${code}`, `problems:${code}`, "studio:unworded"], { ...shown, code, path }), path, line: lineOf?.(path) ?? null };
}

/** One definition of a change as its page shows it. */
export function entryShown({ t, language }: Place, change: Change, entry: ChangeEntry, { check, released }: { check: ChangeCheck; released: readonly ReleasedDefinition[] }) {
  const text = entry.content === null ? "" : JSON.stringify(entry.content, null, 2);
  const now = released.find(({ kind, key }) => kind === entry.kind && key === entry.key);
  const lineOf = linesOf(text);
  const of = (all: ChangeCheck["findings"]) => all.filter(({ kind, key }) => kind === entry.kind && key === entry.key);
  const [findings, doubts] = [of(check.findings), of(check.doubts)];
  const differences = differencesBetween(entry.base?.content, entry.content ?? undefined);
  const shown = (all: ChangeCheck["findings"]) => all.slice(0, MOST_SHOWN).map(({ finding }) => findingShown(finding, t, lineOf));
  const examples = entry.kind === "rule-set" ? (check.examples.find(({ key }) => key === entry.key)?.results ?? []) : [];
  return {
    kind: entry.kind,
    key: entry.key,
    title: titleOf({ ...entry, content: entry.content ?? entry.base?.content }, t, language),
    revision: entry.revision,
    editedBy: entry.editedBy.name,
    editedAt: entry.editedAt.toISOString(),
    isNew: entry.base === null,
    isRemoved: entry.content === null,
    isBehind: OPEN_CHANGES.includes(change.status) && (now?.id ?? null) !== (entry.base?.id ?? null),
    text,
    differences: differences.slice(0, MOST_SHOWN).map((one) => differenceShown(one, t)),
    findings: shown(findings),
    doubts: shown(doubts),
    /** How many there are besides those that are shown. */
    more: { findings: moreThan(findings), doubts: moreThan(doubts), differences: moreThan(differences) },
    examples: examplesShown(examples, language),
    path: paths.studioEntry(change.id, entry.kind, entry.key),
  };
}

/** The rule sets outside the change of which an example fails, because of a policy in it say: they, too, keep it from being published. */
function examplesElsewhere({ t, language }: Place, check: ChangeCheck, outside: readonly ReleasedDefinition[]) {
  return outside.flatMap((one) => {
    const examples = one.kind === "rule-set" ? (check.examples.find(({ key }) => key === one.key)?.results ?? []) : [];
    if (examples.every(({ passed }) => passed)) return [];
    return [{ title: titleOf(one, t, language), path: paths.studioDefinition(one.kind, one.key), examples: examplesShown(examples, language) }];
  });
}

const moreThan = (all: readonly unknown[]) => Math.max(0, all.length - MOST_SHOWN);

/** How the examples went; of those that fail, until it is too much to read, what was expected and what came of it. */
function examplesShown(examples: readonly ExampleResult[], language: Language) {
  let told = 0;
  return examples.map(({ title, passed, expected, got }) => {
    const [was, is] = passed || told > MOST_TOLD ? ["", ""] : [JSON.stringify(expected, null, 1), JSON.stringify(got, null, 1)];
    told += was.length + is.length;
    return { title: title[language], passed, expected: was, got: is };
  });
}

function differenceShown({ path, was, is, moved }: Difference, t: Translate) {
  return { where: path.length === 0 ? t("studio:difference.whole") : path.join(" › "), was: was === undefined ? null : spelled(was), is: is === undefined ? null : spelled(is), isMoved: moved !== undefined };
}

const MOST_SPELLED = 600;

function spelled(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 1);
  return text.length > MOST_SPELLED ? `${text.slice(0, MOST_SPELLED)} …` : text;
}

/** A definition in a list. */
export function definitionShown(one: ReleasedDefinition, { t, language, users, by }: { t: Translate; language: Language; users: number; by: string | null }) {
  return {
    kind: one.kind,
    key: one.key,
    title: titleOf(one, t, language),
    version: one.version,
    by,
    at: one.publishedAt?.toISOString() ?? null,
    users,
    path: paths.studioDefinition(one.kind, one.key),
  };
}

/** How a definition is called: in its own words where it has them, else by what it is. */
export function titleOf({ kind, key, content }: CheckedDefinition, t: Translate, language: Language): string {
  if (kind === "request-type") {
    const title = t(`requests:${key}.title`);
    return title === `${key}.title` ? key : title;
  }
  if (typeof content !== "object" || content === null || !("title" in content)) return key === kind ? t(`studio:kind.${kind}`) : key;
  const { title } = content;
  // What is begun has no title yet.
  return typeof title === "object" && title !== null && language in title ? String((title as Record<string, unknown>)[language]).trim() || key : key;
}

const placeOf = ({ kind, key }: { kind: string; key: string }) => `${kind}/${key}`;

/** A change in the lists of the overview. */
export function lineShown({ createdAt, proposedAt, publishFrom, approvedAt, ...rest }: Awaited<ReturnType<typeof listChanges>>[number]) {
  return { ...rest, createdAt: createdAt.toISOString(), proposedAt: proposedAt?.toISOString() ?? null, publishFrom: publishFrom?.toISOString() ?? null, approvedAt: approvedAt?.toISOString() ?? null };
}
