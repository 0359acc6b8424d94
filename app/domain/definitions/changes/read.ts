import { and, asc, desc, eq, getTableColumns, inArray } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";

import { auditEvent } from "#db/schema/audit.ts";
import { definitionVersion, releaseEntry } from "#db/schema/definitions.ts";
import { staff } from "#db/schema/staff.ts";
import { definitionChange, definitionChangeEditor, definitionChangeEntry } from "#db/schema/studio.ts";
import type { Db } from "#db/types.ts";
import { Problem } from "#app/domain/problem.ts";

import type { CheckedDefinition, DefinitionKind } from "../kinds.ts";
import type { ChangeStatus } from "./lifecycle.ts";

export type Person = { id: string; name: string };

/** A change with what it holds. */
export type Change = {
  id: string;
  title: string;
  reason: string | null;
  status: ChangeStatus;
  revision: number;
  madeBy: Person;
  createdAt: Date;
  proposedBy: Person | null;
  proposedAt: Date | null;
  publishFrom: Date | null;
  approver: Person | null;
  approvedAt: Date | null;
  releaseId: number | null;
  stoppedBy: string | null;
  editors: Array<Person & { lastAt: Date }>;
  entries: ChangeEntry[];
};

/** One definition of a change: what it would become (`content` null: no longer there) and what it was made from. */
export type ChangeEntry = {
  kind: DefinitionKind;
  key: string;
  content: unknown;
  hash: string | null;
  revision: number;
  editedBy: Person;
  editedAt: Date;
  base: { id: number; version: number; hash: string; content: unknown } | null;
};

/** A definition as a release has it, with who made it so. */
export type ReleasedDefinition = { kind: DefinitionKind; key: string; id: number; version: number; hash: string; content: unknown; author: string; approver: string | null; publishedAt: Date | null };

const proposer = alias(staff, "proposer");
const approver = alias(staff, "approver");

/** Changes of these states, the newest first, without what they hold; at most `limit`. */
export async function listChanges(db: Db, statuses: readonly ChangeStatus[], limit = 100) {
  return db
    .select({
      id: definitionChange.id,
      title: definitionChange.title,
      status: definitionChange.status,
      madeBy: staff.name,
      createdAt: definitionChange.createdAt,
      proposedBy: proposer.name,
      proposedAt: definitionChange.proposedAt,
      publishFrom: definitionChange.publishFrom,
      approver: approver.name,
      approvedAt: definitionChange.approvedAt,
      stoppedBy: definitionChange.stoppedBy,
    })
    .from(definitionChange)
    .innerJoin(staff, eq(staff.id, definitionChange.madeBy))
    .leftJoin(proposer, eq(proposer.id, definitionChange.proposedBy))
    .leftJoin(approver, eq(approver.id, definitionChange.approver))
    .where(inArray(definitionChange.status, [...statuses]))
    .orderBy(desc(definitionChange.createdAt), desc(definitionChange.id))
    .limit(limit);
}

/** One change with everything of it. Throws `change.unknown`. */
export async function getChange(db: Db, id: string): Promise<Change> {
  const [row] = await db.select().from(definitionChange).where(eq(definitionChange.id, id));
  if (!row) throw new Problem("change.unknown");
  const editors = await db
    .select({ id: staff.id, name: staff.name, lastAt: definitionChangeEditor.lastAt })
    .from(definitionChangeEditor)
    .innerJoin(staff, eq(staff.id, definitionChangeEditor.staffId))
    .where(eq(definitionChangeEditor.changeId, id))
    .orderBy(asc(definitionChangeEditor.lastAt));
  const ids = [row.madeBy, row.proposedBy, row.approver].filter((one) => one !== null);
  const people = new Map((await db.select({ id: staff.id, name: staff.name }).from(staff).where(inArray(staff.id, ids))).map((one) => [one.id, one]));
  const person = (one: string | null) => (one === null ? null : (people.get(one) ?? null));
  return {
    ...row,
    madeBy: person(row.madeBy) ?? { id: row.madeBy, name: "" },
    proposedBy: person(row.proposedBy),
    approver: person(row.approver),
    editors,
    entries: await entriesOf(db, id),
  };
}

/** Why a change was handed back last, by whom and when, as the trail has it; null when nobody ever did. */
export async function findReturn(db: Db, id: string): Promise<{ by: string | null; note: string; at: Date } | null> {
  const [found] = await db
    .select({ by: auditEvent.actorName, details: auditEvent.payload, at: auditEvent.occurredAt })
    .from(auditEvent)
    .where(and(eq(auditEvent.subjectKind, "change"), eq(auditEvent.subjectId, id), eq(auditEvent.act, "change.returned")))
    .orderBy(desc(auditEvent.id))
    .limit(1);
  return found ? { by: found.by, at: found.at, note: String((found.details as Record<string, unknown> | null)?.["note"] ?? "") } : null;
}

async function entriesOf(db: Db, changeId: string): Promise<ChangeEntry[]> {
  const rows = await db
    .select({ entry: definitionChangeEntry, editor: { id: staff.id, name: staff.name }, base: definitionVersion })
    .from(definitionChangeEntry)
    .innerJoin(staff, eq(staff.id, definitionChangeEntry.editedBy))
    .leftJoin(definitionVersion, eq(definitionVersion.id, definitionChangeEntry.basedOn))
    .where(eq(definitionChangeEntry.changeId, changeId))
    .orderBy(asc(definitionChangeEntry.kind), asc(definitionChangeEntry.key));
  return rows.map(({ entry, editor, base }) => ({
    kind: entry.kind as DefinitionKind,
    key: entry.key,
    content: entry.content,
    hash: entry.hash,
    revision: entry.revision,
    editedBy: editor,
    editedAt: entry.editedAt,
    base: base && { id: base.id, version: base.version, hash: base.hash, content: base.content },
  }));
}

/** Everything that a release has, by kind and key. */
export async function listRelease(db: Db, releaseId: number): Promise<ReleasedDefinition[]> {
  const rows = await db
    .select({
      kind: releaseEntry.kind,
      key: releaseEntry.key,
      id: definitionVersion.id,
      version: definitionVersion.version,
      hash: definitionVersion.hash,
      content: definitionVersion.content,
      author: definitionVersion.author,
      approver: definitionVersion.approver,
      publishedAt: definitionVersion.publishedAt,
    })
    .from(releaseEntry)
    .innerJoin(definitionVersion, eq(definitionVersion.id, releaseEntry.definitionId))
    .where(eq(releaseEntry.releaseId, releaseId))
    .orderBy(asc(releaseEntry.kind), asc(releaseEntry.key));
  return rows.map((row) => ({ ...row, kind: row.kind as DefinitionKind }));
}

/** Every version of a definition, the newest first, without its content. */
export async function listVersions(db: Db, kind: DefinitionKind, key: string) {
  const { content: _content, ...columns } = getTableColumns(definitionVersion);
  return db.select(columns).from(definitionVersion).where(and(eq(definitionVersion.kind, kind), eq(definitionVersion.key, key))).orderBy(desc(definitionVersion.version)).limit(100);
}

/** What releases of the software brought of definitions that were here already, and waits for somebody to publish it. */
export async function listWaiting(db: Db) {
  const rows = await db
    .select({ id: definitionVersion.id, kind: definitionVersion.kind, key: definitionVersion.key, version: definitionVersion.version, content: definitionVersion.content, createdAt: definitionVersion.createdAt })
    .from(definitionVersion)
    .where(and(eq(definitionVersion.status, "draft"), eq(definitionVersion.author, "installation")))
    .orderBy(asc(definitionVersion.kind), asc(definitionVersion.key), desc(definitionVersion.version));
  return rows.map((row) => ({ ...row, kind: row.kind as DefinitionKind }));
}

/** The definitions of a release as they would be with a change in it. */
export function asIf(released: readonly CheckedDefinition[], entries: ReadonlyArray<{ kind: DefinitionKind; key: string; content: unknown }>): CheckedDefinition[] {
  const isChanged = (one: CheckedDefinition) => entries.some(({ kind, key }) => kind === one.kind && key === one.key);
  return [...released.filter((one) => !isChanged(one)).map(({ kind, key, content }) => ({ kind, key, content })), ...entries.filter(({ content }) => content !== null)];
}

/** Whether somebody had a hand in a change. */
export async function hasEdited(db: Db, changeId: string, staffId: string): Promise<boolean> {
  const found = await db.select({ id: definitionChangeEditor.staffId }).from(definitionChangeEditor).where(and(eq(definitionChangeEditor.changeId, changeId), eq(definitionChangeEditor.staffId, staffId)));
  return found.length > 0;
}
