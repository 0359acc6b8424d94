import type { StaffActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import type { Db } from "#db/types.ts";

/** What a look at personal data is called in the trail. */
export const VIEWED = { enterprise: "enterprise.viewed", account: "account.viewed", request: "request.viewed", certificate: "certificate.viewed" } as const;

type By = { by: StaffActor; now: Date; correlationId: string };

/**
 * Writes down that a member of staff looked at what we know of somebody: who, when and at which record, and nothing of what stands in it. One event
 * for each page. The page is not shown when this fails.
 */
export async function recordView(db: Db, input: By & { kind: keyof typeof VIEWED; id: string }): Promise<void> {
  const { kind, id, by, now, correlationId } = input;
  await record(db, { now, actor: inTrail(by), act: VIEWED[kind], subject: { kind, id }, correlationId });
}

/** Writes down that somebody read the trail, and by what it was narrowed. */
export async function recordTrailView(db: Db, { filter, isLaterPage, by, now, correlationId }: By & { filter: Readonly<Record<string, string>>; isLaterPage: boolean }): Promise<void> {
  await record(db, { now, actor: inTrail(by), act: "trail.viewed", subject: { kind: "trail", id: "trail" }, details: { ...filter, isLaterPage }, correlationId });
}

export type ExportedList = "requests" | "customers" | "trail" | "bulk-run" | "incidents" | "certificates" | "accounts" | "figures";
type Export = By & { list: ExportedList; format: string; view?: string; searched: boolean; filter?: Readonly<Record<string, string>> };

/** Writes down that a list leaves the house as a file. What was searched for may be a name, and is not kept. */
export async function recordExport(db: Db, { list, format, view, searched, filter, by, now, correlationId }: Export): Promise<void> {
  await record(db, { now, actor: inTrail(by), act: "list.exported", subject: { kind: "list", id: list }, details: { format, view, searched, filter }, correlationId });
}

/** Writes down how much of it went out: all that matched, or what there was when it broke off. */
export async function recordExported(db: Db, { list, rows, isWhole, by, now, correlationId }: By & { list: Export["list"]; rows: number; isWhole: boolean }): Promise<void> {
  await record(db, { now, actor: inTrail(by), act: isWhole ? "list.export-finished" : "list.export-broken-off", subject: { kind: "list", id: list }, details: { rows }, correlationId });
}
