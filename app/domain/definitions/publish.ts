import { and, desc, eq, max, ne, sql } from "drizzle-orm";

import { alias } from "drizzle-orm/pg-core";

import { definitionVersion, release, releaseEntry } from "#db/schema/definitions.ts";
import { staff } from "#db/schema/staff.ts";
import type { Db } from "#db/types.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { canonicalJson, sha256, type Json } from "#app/domain/audit/canonical.ts";
import { record } from "#app/domain/audit/record.ts";
import { Problem } from "#app/domain/problem.ts";

import { parseDefinition, type DefinitionContent, type DefinitionKind } from "./kinds.ts";

type By = { by: StaffActor; now: Date; correlationId: string };

/** A version that somebody proposes and nobody has published yet. */
export type Proposal<K extends DefinitionKind> = {
  id: number;
  version: number;
  content: DefinitionContent[K];
  reason: string;
  author: { id: string; name: string };
  proposedAt: Date;
};

/**
 * Puts a new version of a definition before a colleague (D15); nothing holds yet. Answers its id. Throws `definition.malformed`,
 * `definition.no-change`, and `definition.proposal-open`: one proposal at a time for each definition.
 */
export async function proposeDefinition<K extends DefinitionKind>(db: Db, input: By & { kind: K; key: string; content: DefinitionContent[K]; reason: string }): Promise<number> {
  const { kind, key, reason, by, now, correlationId } = input;
  const content = parseDefinition(kind, input.content);
  const hash = sha256(canonicalJson(content as Json));
  return db.transaction(async (tx) => {
    const [published] = await tx
      .select({ hash: definitionVersion.hash })
      .from(definitionVersion)
      .where(and(eq(definitionVersion.kind, kind), eq(definitionVersion.key, key), eq(definitionVersion.status, "published")))
      .orderBy(desc(definitionVersion.version))
      .limit(1);
    if (published?.hash === hash) throw new Problem("definition.no-change");
    const [last] = await tx.select({ version: max(definitionVersion.version) }).from(definitionVersion).where(and(eq(definitionVersion.kind, kind), eq(definitionVersion.key, key)));
    const version = (last?.version ?? 0) + 1;
    const [made] = await tx
      .insert(definitionVersion)
      .values({ kind, key, version, hash, content, status: "draft", author: by.id, reason, createdAt: now })
      // Of two who propose at once the second hears of it: by the one open proposal, or by the version's number.
      .onConflictDoNothing()
      .returning({ id: definitionVersion.id });
    if (!made) throw new Problem("definition.proposal-open");
    await record(tx, { now, actor: inTrail(by), act: "definition.drafted", subject: { kind, id: key }, details: { version, hash, reason }, correlationId });
    return made.id;
  });
}

/** The proposal that waits for a colleague; null where there is none. What a new release of the software brought is not one. */
export async function findProposal<K extends DefinitionKind>(db: Db, kind: K, key: string): Promise<Proposal<K> | null> {
  const [found] = await db
    .select({ row: definitionVersion, name: staff.name })
    .from(definitionVersion)
    .innerJoin(staff, sql`${definitionVersion.author} = ${staff.id}::text`)
    .where(and(eq(definitionVersion.kind, kind), eq(definitionVersion.key, key), eq(definitionVersion.status, "draft"), ne(definitionVersion.author, "installation")));
  return found ? proposalOf(kind, found) : null;
}

/**
 * Publishes a proposal: a new release that has it in the place of the former version, from now on (P17). Never by its author: the write asks for
 * it, and so does the database (D15). What else has to happen in the same breath is done in `then`. Throws `definition.proposal-gone` and
 * `access.own-act`.
 */
export async function publishProposal(db: Db, input: By & { id: number }, then: (tx: Db, published: { kind: string; key: string; version: number }) => Promise<void>): Promise<void> {
  const { id, by, now, correlationId } = input;
  await db.transaction(async (tx) => {
    const [published] = await tx
      .update(definitionVersion)
      .set({ status: "published", approver: by.id, publishedAt: now })
      .where(and(eq(definitionVersion.id, id), eq(definitionVersion.status, "draft"), ne(definitionVersion.author, by.id), isNotBehind))
      .returning();
    if (!published) throw await whyNot(tx, id, by);
    const { kind, key, version, hash, author } = published;
    await makeRelease(tx, [{ kind, key, id }], { by: by.id, now });
    await record(tx, { now, actor: inTrail(by), act: "definition.published", subject: { kind, id: key }, details: { version, hash, author }, correlationId });
    await then(tx, { kind, key, version });
  });
}

/** Takes a proposal back: by its author, or refused by a colleague. Throws `definition.proposal-gone`. */
export async function withdrawProposal(db: Db, input: By & { id: number }): Promise<void> {
  const { id, by, now, correlationId } = input;
  await db.transaction(async (tx) => {
    const [gone] = await tx
      .update(definitionVersion)
      .set({ status: "withdrawn" })
      .where(and(eq(definitionVersion.id, id), eq(definitionVersion.status, "draft"), ne(definitionVersion.author, "installation")))
      .returning();
    if (!gone) throw new Problem("definition.proposal-gone");
    await record(tx, { now, actor: inTrail(by), act: "definition.withdrawn", subject: { kind: gone.kind, id: gone.key }, details: { version: gone.version, author: gone.author }, correlationId });
  });
}

/** A new release: the former one, with what is fresh added or put in its place, and without what is gone. In the caller's transaction. Answers its id. */
export async function makeRelease(
  tx: Db,
  fresh: ReadonlyArray<{ kind: string; key: string; id: number }>,
  { by, now, gone = [] }: { by: string; now: Date; gone?: ReadonlyArray<{ kind: string; key: string }> },
): Promise<number> {
  // Two publications at once would each leave out what the other brings.
  await tx.execute(sql`lock table ${release} in share row exclusive mode`);
  const [former] = await tx.select({ id: release.id }).from(release).orderBy(desc(release.id)).limit(1);
  const kept = former ? await tx.select().from(releaseEntry).where(eq(releaseEntry.releaseId, former.id)) : [];
  const [made] = await tx.insert(release).values({ publishedAt: now, publishedBy: by }).returning({ id: release.id });
  if (!made) throw new Error("No release was made.");
  const replaced = new Set([...fresh, ...gone].map(({ kind, key }) => `${kind}/${key}`));
  await tx.insert(releaseEntry).values([
    ...kept.filter(({ kind, key }) => !replaced.has(`${kind}/${key}`)).map((entry) => ({ ...entry, releaseId: made.id })),
    ...fresh.map(({ kind, key, id }) => ({ releaseId: made.id, kind, key, definitionId: id })),
  ]);
  return made.id;
}

/** What was published after it was proposed would be undone by it, unread. */
const later = alias(definitionVersion, "later");
const isNotBehind = sql`not exists (select 1 from ${definitionVersion} as "later" where ${later.kind} = ${definitionVersion.kind} and ${later.key} = ${definitionVersion.key} and ${later.version} > ${definitionVersion.version} and ${later.status} = 'published')`;

async function whyNot(tx: Db, id: number, by: StaffActor): Promise<Problem> {
  const [found] = await tx.select({ status: definitionVersion.status, author: definitionVersion.author }).from(definitionVersion).where(eq(definitionVersion.id, id));
  if (found?.status !== "draft") return new Problem("definition.proposal-gone");
  return new Problem(found.author === by.id ? "access.own-act" : "definition.proposal-behind");
}

function proposalOf<K extends DefinitionKind>(kind: K, { row, name }: { row: typeof definitionVersion.$inferSelect; name: string }): Proposal<K> {
  return { id: row.id, version: row.version, content: parseDefinition(kind, row.content), reason: row.reason ?? "", author: { id: row.author, name }, proposedAt: row.createdAt };
}
