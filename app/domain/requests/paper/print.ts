import { randomBytes } from "node:crypto";

import { eq } from "drizzle-orm";

import { printedForm } from "#db/schema/forms.ts";
import type { Db } from "#db/types.ts";
import { visitor, type StaffActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import type { Service } from "#app/domain/definitions/schema/services.ts";
import { currentRelease, findDefinition, listDefinitions } from "#app/domain/definitions/store.ts";
import type { Office } from "#app/domain/office.ts";
import { Problem } from "#app/domain/problem.ts";
import { getRequest } from "#app/domain/requests/decide.ts";
import { FORM_CODE_LENGTH, formCodeFrom, type FormCode } from "#app/domain/requests/form-code.ts";
import { requestTypeOf } from "#app/domain/requests/policy.ts";

/** Everything that a form is composed of, but the words. */
export type Printable = { type: RequestType; services: readonly Service[]; code: FormCode; answers: Record<string, unknown> | null };

/** A kind of request that can come in on paper, with the version of its form that is printed now. */
export type PaperType = { type: RequestType; version: number };

/** The kinds of request of the present release that can come on paper, by post or as a scan (R11). */
export async function listPaperTypes(db: Db): Promise<PaperType[]> {
  const found = await listDefinitions(db, await currentRelease(db), "request-type");
  return found.filter(({ content }) => isOnPaper(content)).map(({ content, version }) => ({ type: content, version }));
}

/** One of them. Throws `page.not-found` for a kind of request that there is not, or that never comes on paper. */
export async function getPaperType(db: Db, key: string): Promise<PaperType> {
  const found = await findDefinition(db, await currentRelease(db), "request-type", key);
  if (!found || !isOnPaper(found.content)) throw new Problem("page.not-found");
  return { type: found.content, version: found.version };
}

/** Whether a kind of request can come on paper, by post or as a scan. */
export function isOnPaper({ channels }: RequestType): boolean {
  return channels.includes("paper") || channels.includes("email");
}

/**
 * Prints a blank form: gives it a code of its own, and keeps under which release it was made, so that a form that comes back after months is read as it
 * was filled in. `by` is null for whoever prints it on the website, of whom nothing is kept. Throws `page.not-found`.
 */
export async function printBlankForm(office: Pick<Office, "db">, input: { type: string; by: StaffActor | null; now: Date }): Promise<Printable> {
  const { by, now } = input;
  const code = formCodeFrom(randomBytes(FORM_CODE_LENGTH));
  return office.db.transaction(async (tx) => {
    const { type } = await getPaperType(tx, input.type);
    const releaseId = await currentRelease(tx);
    await tx.insert(printedForm).values({ code, type: type.id, releaseId, printedBy: by?.id ?? null, printedAt: now });
    await record(tx, { now, actor: inTrail(by ?? visitor), act: "form.printed", subject: { kind: "printed-form", id: code }, details: { type: type.id, release: releaseId } });
    return { type, services: await servicesOf(tx, releaseId), code: { kind: "form", type: type.id, code }, answers: null };
  });
}

/** A request as a form with its answers on it, for somebody to sign; who printed it stands in its history. Throws `request.unknown`. */
export async function printRequest(office: Pick<Office, "db">, input: { requestId: string; by: StaffActor; now: Date }): Promise<Printable> {
  const { requestId, by, now } = input;
  return office.db.transaction(async (tx) => {
    const row = await getRequest(tx, requestId);
    await record(tx, { now, actor: inTrail(by), act: "request.printed", subject: { kind: "request", id: requestId }, requestId });
    return { type: await requestTypeOf(tx, row), services: await servicesOf(tx, row.releaseId), code: { kind: "request", number: row.number }, answers: row.answers };
  });
}

/** What is known of a printed form by its code; `current` is the version that would be printed now, null when that kind of request is no more. Null for a code that we never gave. */
export async function findPrintedForm(db: Db, code: string) {
  const [found] = await db.select().from(printedForm).where(eq(printedForm.code, code));
  if (!found) return null;
  const { type, releaseId, printedAt } = found;
  const then = await findDefinition(db, releaseId, "request-type", type);
  const now = await findDefinition(db, await currentRelease(db), "request-type", type);
  return { code, type, releaseId, printedAt, version: then?.version ?? 0, current: now?.version ?? null };
}

async function servicesOf(db: Db, releaseId: number): Promise<readonly Service[]> {
  const [catalogue] = await listDefinitions(db, releaseId, "services");
  return catalogue?.content.services ?? [];
}
