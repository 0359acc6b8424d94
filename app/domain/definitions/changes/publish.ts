import { and, asc, eq, lte, max, sql } from "drizzle-orm";

import { definitionVersion, release } from "#db/schema/definitions.ts";
import { definitionChange, definitionChangeEditor } from "#db/schema/studio.ts";
import type { Db } from "#db/types.ts";
import { system, type Actor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { officeDate } from "#app/domain/deadlines/calendar.ts";
import { isProblem, Problem } from "#app/domain/problem.ts";

import type { ScreenTexts } from "../kinds.ts";
import { makeRelease } from "../publish.ts";
import { currentRelease } from "../store.ts";
import type { By } from "./begin.ts";
import { checkChange, countWrong } from "./check.ts";
import { allows } from "./lifecycle.ts";
import { getChange, hasEdited, listRelease, type Change } from "./read.ts";

/** A definition that was published, by its new version; none: it is there no longer. */
export type Published = { kind: string; key: string; version: number | null };
/** What else happens in the same breath, such as counting terms anew. */
export type Then = (tx: Db, published: readonly Published[]) => Promise<void>;

type Row = typeof definitionChange.$inferSelect;

/**
 * A colleague approves a proposal (D15): it is published at once, all of it in one release, or waits for its day. Requests under way keep what they began with (P17).
 * Throws `access.own-act` for whoever had a hand in it, `change.moved`, `change.behind` where a definition was published anew since, and `change.not-sound`.
 */
export async function approveChange(db: Db, input: By & { id: string; revision: number; texts: ScreenTexts }, then: Then = nothing): Promise<"published" | "scheduled"> {
  const { id, revision, texts, by, now, correlationId } = input;
  return db.transaction(async (tx) => {
    await oneAtATime(tx);
    const [found] = await tx.select().from(definitionChange).where(eq(definitionChange.id, id)).for("update");
    if (!found) throw new Problem("change.unknown");
    if (!allows(found.status, "approve") || found.revision !== revision) throw new Problem("change.moved");
    // Whoever began it or put it forward is among its editors.
    if (await hasEdited(tx, id, by.id)) throw new Problem("access.own-act");
    const approval = { approver: by.id, approvedAt: now, revision: sql`${definitionChange.revision} + 1`, stoppedBy: null };
    if (found.publishFrom === null || found.publishFrom <= now) {
      await put(tx, found, { by, texts, now, correlationId, set: approval }, then);
      return "published";
    }
    await verify(tx, await getChange(tx, id), { texts, on: found.publishFrom });
    // The write asks for it too, and so does the database.
    const [made] = await tx
      .update(definitionChange)
      .set({ ...approval, status: "scheduled" })
      .where(and(eq(definitionChange.id, id), eq(definitionChange.status, found.status), notWrittenBy(by.id)))
      .returning({ id: definitionChange.id });
    if (!made) throw new Problem("access.own-act");
    await record(tx, { now, actor: inTrail(by), act: "change.scheduled", subject: { kind: "change", id }, details: { title: found.title, publishFrom: found.publishFrom.toISOString() }, correlationId });
    return "scheduled";
  });
}

/**
 * Publishes what was approved for a day that has come. What cannot go through any more (something else was published meanwhile) goes back to wait for a
 * colleague, with why. Each in a transaction of its own; any number of processes may do this at once.
 */
export async function publishDueChanges(db: Db, { texts, now }: { texts: ScreenTexts; now: Date }, then: Then = nothing): Promise<void> {
  const due = await db.select({ id: definitionChange.id }).from(definitionChange).where(isDue(now)).orderBy(asc(definitionChange.publishFrom), asc(definitionChange.id));
  const by = system("publish-changes");
  for (const { id } of due) {
    try {
      await db.transaction(async (tx) => {
        await oneAtATime(tx);
        const [found] = await tx.select().from(definitionChange).where(and(eq(definitionChange.id, id), isDue(now))).for("update");
        if (found) await put(tx, found, { by, texts, now, correlationId: null, set: { revision: sql`${definitionChange.revision} + 1` } }, then);
      });
    } catch (error) {
      if (!isProblem(error)) throw error;
      await stop(db, { id, code: error.code, by, now });
    }
  }
}

const isDue = (now: Date) => and(eq(definitionChange.status, "scheduled"), lte(definitionChange.publishFrom, now));
const nothing: Then = async () => undefined;

/** Two publications at once would each leave out what the other brings; readers are not held up. */
async function oneAtATime(tx: Db): Promise<void> {
  await tx.execute(sql`lock table ${release} in share row exclusive mode`);
}

function notWrittenBy(staffId: string) {
  const wrote = sql`select 1 from ${definitionChangeEditor} where ${definitionChangeEditor.changeId} = ${definitionChange.id} and ${definitionChangeEditor.staffId} = ${staffId}`;
  return sql`not exists (${wrote})`;
}

type How = { by: Actor; texts: ScreenTexts; now: Date; correlationId: string | null; set: object };

async function put(tx: Db, row: Row, { by, texts, now, correlationId, set }: How, then: Then): Promise<void> {
  const change = await getChange(tx, row.id);
  await verify(tx, change, { texts, on: now });
  const approver = by.kind === "staff" ? by.id : (row.approver ?? "");
  const published: Published[] = [];
  const fresh: Array<{ kind: string; key: string; id: number }> = [];
  const gone: Array<{ kind: string; key: string }> = [];
  for (const { kind, key, content, hash, base, editedBy } of change.entries) {
    if (hash !== null && hash === base?.hash) continue;
    let version: number | null = null;
    if (content === null || hash === null) gone.push({ kind, key });
    else {
      const [last] = await tx.select({ version: max(definitionVersion.version) }).from(definitionVersion).where(and(eq(definitionVersion.kind, kind), eq(definitionVersion.key, key)));
      version = (last?.version ?? 0) + 1;
      const values = { kind, key, version, hash, content, status: "published" as const, author: editedBy.id, reason: row.reason, approver, createdAt: row.proposedAt ?? now, publishedAt: now };
      const [made] = await tx.insert(definitionVersion).values(values).returning({ id: definitionVersion.id });
      if (!made) throw new Error("No version was made.");
      fresh.push({ kind, key, id: made.id });
      await settleWaiting(tx, { kind, key, hash });
    }
    published.push({ kind, key, version });
    const details = { version, before: base?.hash ?? null, hash, author: editedBy.id, change: row.id };
    await record(tx, { now, actor: inTrail(by), act: content === null ? "definition.removed" : "definition.published", subject: { kind, id: key }, details, correlationId });
  }
  if (published.length === 0) throw new Problem("definition.no-change");
  const releaseId = await makeRelease(tx, fresh, { by: approver, now, gone });
  const [made] = await tx
    .update(definitionChange)
    .set({ ...set, status: "published", releaseId, endedAt: now })
    .where(and(eq(definitionChange.id, row.id), eq(definitionChange.status, row.status), notWrittenBy(approver)))
    .returning({ id: definitionChange.id });
  if (!made) throw new Problem("access.own-act");
  await record(tx, { now, actor: inTrail(by), act: "change.published", subject: { kind: "change", id: row.id }, details: { title: row.title, reason: row.reason, release: releaseId }, correlationId });
  await then(tx, published);
}

/** That it is made from what is published now, and that nothing is wrong with it on its day. */
async function verify(tx: Db, { entries }: Change, { texts, on }: { texts: ScreenTexts; on: Date }): Promise<void> {
  const released = await listRelease(tx, await currentRelease(tx));
  for (const { kind, key, base } of entries) {
    const now = released.find((one) => one.kind === kind && one.key === key);
    if ((now?.id ?? null) !== (base?.id ?? null)) throw new Problem("change.behind", { kind, key });
  }
  const wrong = countWrong(await checkChange(released, entries, { texts, on: officeDate(on) }));
  if (wrong > 0) throw new Problem("change.not-sound", { count: wrong });
}

/** What a release of the software brought and waited for publishing, is published when somebody publishes just that. */
async function settleWaiting(tx: Db, { kind, key, hash }: { kind: string; key: string; hash: string }): Promise<void> {
  await tx
    .update(definitionVersion)
    .set({ status: "withdrawn" })
    .where(and(eq(definitionVersion.kind, kind), eq(definitionVersion.key, key), eq(definitionVersion.status, "draft"), eq(definitionVersion.author, "installation"), eq(definitionVersion.hash, hash)));
}

async function stop(db: Db, { id, code, by, now }: { id: string; code: string; by: Actor; now: Date }): Promise<void> {
  await db.transaction(async (tx) => {
    const [stopped] = await tx
      .update(definitionChange)
      .set({ status: "proposed", approver: null, approvedAt: null, stoppedBy: code, revision: sql`${definitionChange.revision} + 1` })
      .where(and(eq(definitionChange.id, id), isDue(now)))
      .returning({ title: definitionChange.title });
    if (stopped) await record(tx, { now, actor: inTrail(by), act: "change.stopped", subject: { kind: "change", id }, details: { title: stopped.title, code } });
  });
}
