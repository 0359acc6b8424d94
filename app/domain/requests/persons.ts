import { and, asc, eq, inArray } from "drizzle-orm";

import { requestPerson } from "#db/schema/people.ts";
import type { Db } from "#db/types.ts";
import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";

import type { Answers } from "./answers.ts";
import { subjectOf } from "./mapped.ts";
import { peopleOf } from "./people.ts";

export type PersonRow = typeof requestPerson.$inferSelect;

/** The several people whom a request is about, in the order of its form; none for a request about one, which is decided as a whole. */
export async function listPersons(db: Db, requestId: string): Promise<PersonRow[]> {
  return db.select().from(requestPerson).where(eq(requestPerson.requestId, requestId)).orderBy(asc(requestPerson.position));
}

/** Keeps whom a request is about, where there are several (R108): each of them is decided on their own. In the transaction that makes the request. */
export async function storePersons(tx: Db, of: { requestId: string; type: RequestType; answers: Answers }): Promise<void> {
  const { requestId, type } = of;
  const people = peopleOf(type, of.answers);
  if (people.length < 2) return;
  await tx.insert(requestPerson).values(people.map((answers, index) => ({ requestId, position: index + 1, name: subjectOf(type, answers) })));
}

/** What somebody decided about one of several: approved, unless a reason stands here. */
export type Refusals = ReadonlyMap<number, string>;

/** Who of several is approved and who is not, in the transaction of the decision about their request. */
export async function decidePersons(tx: Db, of: { requestId: string; refused: Refusals; decidedBy: string; decidedAt: Date }): Promise<void> {
  const { requestId, refused, decidedBy, decidedAt } = of;
  for (const { position } of await listPersons(tx, requestId)) {
    const reasonCode = refused.get(position) ?? null;
    await tx
      .update(requestPerson)
      .set({ decision: reasonCode === null ? "approve" : "reject", decidedBy, decidedAt, reasonCode })
      .where(and(eq(requestPerson.requestId, requestId), eq(requestPerson.position, position)));
  }
}

type Decision = { decision?: "approve" | "reject" | null | undefined; decidedBy?: string | null | undefined; reasonCode?: string | null | undefined };

/** What a decision about a request as a whole means for those whom it is about: void when it is void, for all of them when it is a rejection. */
export async function followDecision(tx: Db, requestId: string, { decision, decidedBy = null, reasonCode = null }: Decision, now: Date): Promise<void> {
  if (decision !== null && decision !== "reject") return;
  const all = decision === null ? { decision, decidedBy: null, decidedAt: null, reasonCode: null } : { decision, decidedBy, decidedAt: now, reasonCode };
  await tx.update(requestPerson).set(all).where(eq(requestPerson.requestId, requestId));
}

/** One of several as their request sees them: the answers that are theirs, their place, and what was decided. */
export type Person = { position: number; name: string; answers: Answers; decision: "approve" | "reject" | null; reasonCode: string | null };

/** Those whom a request is about with their answers; one for a request about one, who is decided as the request is. */
export async function readPeople(db: Db, type: RequestType, row: { id: string; answers: Answers; decision: "approve" | "reject" | null; reasonCode: string | null }): Promise<Person[]> {
  const rows = new Map((await listPersons(db, row.id)).map((person) => [person.position, person]));
  return peopleOf(type, row.answers).map((answers, index) => {
    const { decision, reasonCode } = rows.get(index + 1) ?? row;
    return { position: index + 1, name: subjectOf(type, answers), answers, decision, reasonCode };
  });
}

/** Those of a request who go on: all of them, but who was rejected. */
export async function listApproved(db: Db, type: RequestType, row: Parameters<typeof readPeople>[2]): Promise<Person[]> {
  return (await readPeople(db, type, row)).filter(({ decision }) => decision !== "reject");
}

/** How many of several are approved where not all of them are; null for one person, and while or where all of them or none are. */
export function tallyOf(people: ReadonlyArray<{ decision: "approve" | "reject" | null }>): { approved: number; all: number } | null {
  const approved = people.filter(({ decision }) => decision === "approve").length;
  return people.some(({ decision }) => decision === "reject") && approved > 0 ? { approved, all: people.length } : null;
}

/** The names of all whom each of these requests is about, in the order of its form: none for what is about one. */
export async function namesOfPersons(db: Db, requestIds: readonly string[]): Promise<ReadonlyMap<string, string[]>> {
  const names = new Map<string, string[]>();
  if (requestIds.length === 0) return names;
  const rows = await db.select({ id: requestPerson.requestId, name: requestPerson.name }).from(requestPerson).where(inArray(requestPerson.requestId, [...requestIds])).orderBy(asc(requestPerson.position));
  for (const { id, name } of rows) names.set(id, [...(names.get(id) ?? []), name]);
  return names;
}
