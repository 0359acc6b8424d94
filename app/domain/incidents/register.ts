import { and, asc, desc, eq, gt, isNull, sql } from "drizzle-orm";

import { letter, letterReturn } from "#db/schema/accounts.ts";
import { incident, INCIDENT_KINDS, INCIDENT_OUTCOMES } from "#db/schema/incidents.ts";
import { staff } from "#db/schema/staff.ts";
import type { Db } from "#db/types.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { hoursLater } from "#app/domain/deadlines/clock.ts";
import { Problem } from "#app/domain/problem.ts";
import { maskSecrets } from "#app/domain/requests/form/mask.ts";
import { letterReferenceOf } from "#app/domain/requests/reference.ts";

export { INCIDENT_KINDS, INCIDENT_OUTCOMES };
export type IncidentKind = (typeof INCIDENT_KINDS)[number];
export type IncidentOutcome = (typeof INCIDENT_OUTCOMES)[number];

/** Within so many hours after its discovery the supervisor is told, on whatever day (AVG, article 33). */
export const HOURS_TO_TELL = 72;

export type IncidentLine = {
  id: string;
  reference: string;
  kind: IncidentKind;
  letter: string | null;
  discoveredAt: Date;
  /** The last second in which the supervisor can be told in time. */
  tellBy: Date;
  registeredBy: string;
  registeredAt: Date;
  description: string;
  assessment: Assessment & { by: string; at: Date } | null;
};

/** What somebody found who looked at an incident. */
export type Assessment = {
  people: number;
  consequences: string;
  measures: string;
  authority: IncidentOutcome;
  authorityAt: Date | null;
  authorityWhy: string;
  persons: IncidentOutcome;
  personsWhy: string;
};

/**
 * Notes a breach of personal data. What looks like a BSN, PIN or password is masked (D18, D19). In the caller's transaction, where it comes of something
 * else. Throws `incident.later` for a discovery that is still to come, `incident.what` without a word of what happened.
 */
export async function noteIncident(
  tx: Db,
  input: { kind: IncidentKind; discoveredAt: Date; description: string; letterReturnId?: string; by: StaffActor; now: Date },
): Promise<{ id: string; reference: string }> {
  const { kind, discoveredAt, letterReturnId, by, now } = input;
  const description = maskSecrets(input.description.trim()).text;
  if (discoveredAt > now) throw new Problem("incident.later", { field: "discoveredAt" });
  if (!description && letterReturnId === undefined) throw new Problem("incident.what", { field: "description" });
  const [made] = await tx.insert(incident).values({ kind, discoveredAt, description, letterReturnId: letterReturnId ?? null, registeredBy: by.id, registeredAt: now }).returning();
  if (!made) throw new Error("No incident was noted.");
  await record(tx, { now, actor: inTrail(by), act: "incident.noted", subject: { kind: "incident", id: made.id }, details: { reference: referenceOf(made.number), kind } });
  return { id: made.id, reference: referenceOf(made.number) };
}

/**
 * Keeps what somebody found who looked at an incident: once, for a register is no place to change what was said. Of two at once one succeeds. Throws
 * `incident.unknown`, `incident.assessed`, `incident.later` when the supervisor was told in the future or before the discovery.
 */
export async function assessIncident(db: Db, input: { id: string; found: Assessment; by: StaffActor; now: Date }): Promise<void> {
  const { id, by, now } = input;
  const plain = (text: string) => maskSecrets(text.trim()).text;
  const { authority, authorityAt, people, persons } = input.found;
  const found = { people, authority, authorityAt, persons, consequences: plain(input.found.consequences), measures: plain(input.found.measures), authorityWhy: plain(input.found.authorityWhy), personsWhy: plain(input.found.personsWhy) };
  await db.transaction(async (tx) => {
    const [before] = await tx.select().from(incident).where(eq(incident.id, id)).for("update");
    if (!before) throw new Problem("incident.unknown");
    if (before.assessedAt) throw new Problem("incident.assessed");
    if (authorityAt && (authorityAt > now || authorityAt < before.discoveredAt)) throw new Problem("incident.later", { field: "authorityAt" });
    await tx.update(incident).set({ ...found, assessedBy: by.id, assessedAt: now }).where(and(eq(incident.id, id), isNull(incident.assessedAt)));
    await record(tx, { now, actor: inTrail(by), act: "incident.assessed", subject: { kind: "incident", id }, details: { authority, persons, people } });
  });
}

/** One incident; throws `incident.unknown`. */
export async function getIncident(db: Db, id: string): Promise<IncidentLine> {
  const [row] = await select(db).where(eq(incident.id, id));
  if (!row) throw new Problem("incident.unknown");
  return lineOf(row);
}

const MOST_SHOWN = 200;

/** The register: what nobody has looked at first, by what is due soonest; then the newest. At most 200. */
export async function listIncidents(db: Db): Promise<IncidentLine[]> {
  const isOpen = sql`(${incident.assessedAt} is not null)`;
  const rows = await select(db).orderBy(asc(isOpen), sql`case when ${incident.assessedAt} is null then ${incident.discoveredAt} end asc nulls last`, desc(incident.number)).limit(MOST_SHOWN);
  return rows.map(lineOf);
}

/** The whole register in the order of its numbers, batch by batch, for a file. */
export async function* everyIncident(db: Db, batch = 500): AsyncGenerator<IncidentLine[]> {
  for (let after = 0; ; ) {
    const rows = await select(db).where(gt(incident.number, after)).orderBy(asc(incident.number)).limit(batch);
    if (rows.length > 0) yield rows.map(lineOf);
    const last = rows.at(-1);
    if (!last || rows.length < batch) return;
    after = last.incident.number;
  }
}

/** "I-7". */
export function referenceOf(number: number): string {
  return `I-${number}`;
}

function select(db: Db) {
  const assessor = sql<string | null>`(select ${staff.name} from ${staff} where ${staff.id} = ${incident.assessedBy})`;
  return db
    .select({ incident, registeredBy: staff.name, assessor, letterNumber: letter.number })
    .from(incident)
    .innerJoin(staff, eq(staff.id, incident.registeredBy))
    .leftJoin(letterReturn, eq(letterReturn.id, incident.letterReturnId))
    .leftJoin(letter, eq(letter.id, letterReturn.letterId))
    .$dynamic();
}

function lineOf({ incident: row, registeredBy, assessor, letterNumber }: Awaited<ReturnType<typeof select>>[number]): IncidentLine {
  const { people, consequences, measures, authority, authorityWhy, persons, personsWhy, assessedAt } = row;
  const isAssessed = people !== null && consequences !== null && measures !== null && authority !== null && authorityWhy !== null && persons !== null && personsWhy !== null && assessedAt !== null;
  return {
    id: row.id,
    reference: referenceOf(row.number),
    kind: row.kind,
    letter: letterNumber === null ? null : letterReferenceOf(letterNumber),
    discoveredAt: row.discoveredAt,
    tellBy: hoursLater(row.discoveredAt, HOURS_TO_TELL),
    registeredBy,
    registeredAt: row.registeredAt,
    description: row.description,
    assessment: isAssessed ? { people, consequences, measures, authority, authorityAt: row.authorityAt, authorityWhy, persons, personsWhy, by: assessor ?? "", at: assessedAt } : null,
  };
}
