import { eq, inArray } from "drizzle-orm";
import { z } from "zod";

import { certificate, credential, letter } from "#db/schema/accounts.ts";
import { enterprise } from "#db/schema/organisations.ts";
import { request } from "#db/schema/requests.ts";
import { staff } from "#db/schema/staff.ts";
import type { Db } from "#db/types.ts";
import type { TrailEvent, TrailFilter } from "#app/domain/audit/list.ts";
import { letterReferenceOf, numberInLetterReference, numberInReference, referenceOf } from "#app/domain/requests/reference.ts";

/** What a subject is called, and the page that shows it, for whoever may see that. */
export type SubjectShown = { label: string; page: { kind: "request"; id: string } | { kind: "enterprise"; id: string } | { kind: "account"; userNumber: string } | null };

/** What the subjects and requests of some events are called, by "kind id"; asked for once for each kind. Names of people are left where they are. */
export async function namesOf(db: Db, events: readonly TrailEvent[]): Promise<ReadonlyMap<string, SubjectShown>> {
  const ids = (kind: string) => [...new Set(events.filter(({ subject }) => subject.kind === kind).map(({ subject }) => subject.id))];
  const uuids = (kind: string) => ids(kind).filter(isUuid);
  const shown = new Map<string, SubjectShown>();
  const requests = [...new Set([...uuids("request"), ...events.flatMap(({ requestId }) => (requestId !== null && isUuid(requestId) ? [requestId] : []))])];
  for (const { id, number } of requests.length > 0 ? await db.select({ id: request.id, number: request.number }).from(request).where(inArray(request.id, requests)) : []) {
    shown.set(`request ${id}`, { label: referenceOf(number), page: { kind: "request", id } });
  }
  // Whoever typed a number that nobody has is in the trail as well ("unknown"), and has no page.
  for (const userNumber of ids("account").filter((id) => /^[0-9]{14}$/.test(id))) shown.set(`account ${userNumber}`, { label: userNumber, page: { kind: "account", userNumber } });
  const parties = uuids("enterprise");
  for (const { id, name } of parties.length > 0 ? await db.select({ id: enterprise.id, name: enterprise.name }).from(enterprise).where(inArray(enterprise.id, parties)) : []) {
    shown.set(`enterprise ${id}`, { label: name, page: { kind: "enterprise", id } });
  }
  const serials = ids("certificate");
  for (const { serial, userNumber } of serials.length > 0 ? await db.select({ serial: certificate.serial, userNumber: certificate.userNumber }).from(certificate).where(inArray(certificate.serial, serials)) : []) {
    shown.set(`certificate ${serial}`, { label: serial, page: { kind: "account", userNumber } });
  }
  for (const [key, one] of await lettersOf(db, ids("letter"))) shown.set(key, one);
  const people = uuids("staff");
  for (const { id, name } of people.length > 0 ? await db.select({ id: staff.id, name: staff.name }).from(staff).where(inArray(staff.id, people)) : []) shown.set(`staff ${id}`, { label: name, page: null });
  return shown;
}

/** Sealing names a letter by its number, the print room by its id. */
async function lettersOf(db: Db, ids: readonly string[]): Promise<Array<[string, SubjectShown]>> {
  const [byId, byNumber] = [ids.filter(isUuid), ids.filter((id) => /^[0-9]{1,12}$/.test(id)).map(Number)];
  const columns = { id: letter.id, number: letter.number, userNumber: credential.userNumber, requestId: letter.requestId };
  const read = (where: ReturnType<typeof inArray>) => db.select(columns).from(letter).leftJoin(credential, eq(credential.id, letter.credentialId)).where(where);
  const rows = [...(byId.length > 0 ? await read(inArray(letter.id, byId)) : []), ...(byNumber.length > 0 ? await read(inArray(letter.number, byNumber)) : [])];
  return rows.flatMap(({ id, number, userNumber, requestId }) => {
    const one: SubjectShown = { label: letterReferenceOf(number), page: userNumber !== null ? { kind: "account", userNumber } : requestId !== null ? { kind: "request", id: requestId } : null };
    return [[`letter ${id}`, one], [`letter ${number}`, one]] as Array<[string, SubjectShown]>;
  });
}

/** The request that a reference names, as the filter has it; null when there is none. */
export async function findRequestId(db: Db, reference: string): Promise<string | null> {
  const number = numberInReference(reference);
  if (number === null) return null;
  const [row] = await db.select({ id: request.id }).from(request).where(eq(request.number, number));
  return row?.id ?? null;
}

/** What somebody typed to say what an event is about: a user number, a letter ("B-1042"), a KvK number, a serial number, or "kind:id"; null when it is nothing of ours. */
export async function findSubject(db: Db, text: string): Promise<TrailFilter["subject"] | null> {
  const typed = text.trim();
  if (/^[0-9]{14}$/.test(typed)) return { kind: "account", ids: [typed] };
  const exact = /^([a-z][a-z-]{1,40}):(\S{1,80})$/.exec(typed);
  if (exact) return { kind: exact[1] ?? "", ids: [exact[2] ?? ""] };
  if (/^[0-9]{8}$/.test(typed)) {
    const [row] = await db.select({ id: enterprise.id }).from(enterprise).where(eq(enterprise.kvkNumber, typed));
    return row ? { kind: "enterprise", ids: [row.id] } : null;
  }
  const number = /^\s*b/i.test(typed) ? numberInLetterReference(typed) : null;
  if (number !== null) {
    const [row] = await db.select({ id: letter.id }).from(letter).where(eq(letter.number, number));
    return row ? { kind: "letter", ids: [row.id, String(number)] } : null;
  }
  const [found] = await db.select({ serial: certificate.serial }).from(certificate).where(eq(certificate.serial, typed));
  return found ? { kind: "certificate", ids: [found.serial] } : null;
}

/** Everybody who ever worked here, by name: also who left has done what the trail says. */
export async function listActors(db: Db): Promise<Array<{ id: string; name: string }>> {
  return db.select({ id: staff.id, name: staff.name }).from(staff).orderBy(staff.name);
}

function isUuid(text: string): boolean {
  return z.uuid().safeParse(text).success;
}
