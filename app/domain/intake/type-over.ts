import { and, eq, isNull } from "drizzle-orm";

import { intake, type ID_COPIES, type ID_DOCUMENTS } from "#db/schema/intake.ts";
import { draft } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import type { Office } from "#app/domain/office.ts";
import type { Registers } from "#app/domain/organisations/ports.ts";
import type { Holder } from "#app/domain/organisations/roles.ts";
import { Problem } from "#app/domain/problem.ts";
import { textAt } from "#app/domain/requests/answers.ts";
import { findParty, practiceName } from "#app/domain/requests/facts.ts";
import { draftColumn } from "#app/domain/requests/form/content.ts";
import { fillIn, formOf, type Form } from "#app/domain/requests/form/fill-in.ts";
import type { FieldNote } from "#app/domain/requests/form/kinds/result.ts";
import type { Typed } from "#app/domain/requests/form/visible.ts";
import { visiblePages } from "#app/domain/requests/form/visible.ts";
import { listHolders } from "#app/domain/requests/holders.ts";
import { planOf } from "#app/domain/requests/mapped.ts";
import { SIGNING_ROLES } from "#app/domain/requests/paper.ts";
import { releasePolicies, requestTypeOf } from "#app/domain/requests/policy.ts";

import { lockOpen, type Intake } from "./begin.ts";
import { type CopySaid, withHalfSaid } from "./half-said.ts";

export type IdCopy = (typeof ID_COPIES)[number];
export type IdDocument = (typeof ID_DOCUMENTS)[number];

/** What a person saw on the paper; `signed` is a role holder's id. */
export type Seen = {
  signed: { by: string } | "of-another" | "none" | null;
  idCopy: IdCopy | null;
  idDocument: IdDocument | null;
  idLastFour: string | null;
  idExpiresOn: string | null;
};

export type TypedOver = { form: Form; version: number; errors: FieldNote[]; warnings: FieldNote[] };

/** The form that is typed over, with its version. Throws `intake.without-type`. */
export async function formBehind(db: Db, row: Pick<Intake, "draftId">): Promise<{ form: Form; draft: typeof draft.$inferSelect }> {
  const [found] = row.draftId ? await db.select().from(draft).where(eq(draft.id, row.draftId)) : [];
  if (!found) throw new Problem("intake.without-type");
  return { form: formOf(found, await requestTypeOf(db, found)), draft: found };
}

/**
 * Reads the whole form as it was typed over, page by page with the same checks as online (R11), and saves it with what was seen on the paper, also where
 * something is wrong. Where the paper names no e-mail address of the applicant, the registered one of who signed takes its place. Throws `draft.moved`
 * when a colleague saved meanwhile, `intake.closed`.
 */
export async function typeOver(
  office: Pick<Office, "db">,
  registers: Registers,
  input: { row: Intake; version: number; typed: Typed; seen: Seen; copySaid: CopySaid; by: StaffActor; now: Date },
): Promise<TypedOver> {
  const { row, version, seen, by, now } = input;
  const { form: before, draft: stored } = await formBehind(office.db, row);
  const typed = await withAddress(office.db, before, input.typed, seen);
  const { form, errors, warnings } = await readPages(office.db, registers, before, typed, now);
  const said = columnsOf(seen);
  const isHalf = seen.idCopy === "present" && said.idCopy === null;
  const content = { ...form.content, typed: withHalfSaid(form.content.typed, isHalf ? input.copySaid : null) };
  await office.db.transaction(async (tx) => {
    const open = await lockOpen(tx, row.id);
    const [saved] = await tx
      .update(draft)
      .set({ answers: draftColumn(content), version: version + 1, updatedAt: now })
      .where(and(eq(draft.id, stored.id), eq(draft.version, version), isNull(draft.submittedAt)))
      .returning({ id: draft.id });
    if (!saved) throw new Problem("draft.moved");
    const set = { ...said, checkedBy: by.id, checkedAt: now };
    await tx.update(intake).set(set).where(eq(intake.id, open.id));
    const { signature, idCopy } = set;
    if (signature !== open.signature || idCopy !== open.idCopy) {
      await record(tx, { now, actor: inTrail(by), act: "intake.checked", subject: { kind: "intake", id: open.id }, details: { signature: signature ?? undefined, idCopy: idCopy ?? undefined } });
    }
  });
  return { form, version: version + 1, errors, warnings };
}

async function readPages(db: Db, registers: Registers, before: Form, typed: Typed, now: Date) {
  let form = before;
  const [errors, warnings]: [FieldNote[], FieldNote[]] = [[], []];
  const { pages } = before.type;
  // A later page may show because of what an earlier one was just told.
  for (let index = 0; ; index += 1) {
    const page = visiblePages(pages, { ...form.content.typed, ...typed })[index];
    if (!page) break;
    const filled = await fillIn(db, registers, form, page, typed, now);
    form = { ...form, content: filled.content };
    errors.push(...filled.errors);
    warnings.push(...filled.warnings);
  }
  return { form, errors, warnings };
}

/** What we call the practice that was typed over, and who may have signed for it: those with a role there. */
export async function partyOf(db: Db, { type, content }: Form): Promise<{ practice: string; signers: Holder[] }> {
  const code = textAt(content.answers, type.about.agbCode) || null;
  const party = await findParty(db, code, textAt(content.answers, type.about.kvkNumber) || null);
  const holders = party.enterprise ? await listHolders(db, party.enterprise.id, code) : [];
  return { practice: practiceName(party), signers: holders.filter(({ role }) => SIGNING_ROLES.includes(role)) };
}

async function withAddress(db: Db, form: Form, typed: Typed, { signed }: Seen): Promise<Typed> {
  const path = form.type.about.applicantEmail;
  if ([typed[path] ?? ""].flat().join("").trim() !== "" || typeof signed !== "object" || signed === null) return typed;
  const signer = (await partyOf(db, form)).signers.find(({ id }) => id === signed.by);
  return signer ? { ...typed, [path]: signer.email } : typed;
}

/** Whether a copy of an identity document belongs to this request: always, or where nobody identifies afterwards (D17, policy `intake.idCopy`). */
export async function asksIdCopy(db: Db, { releaseId, type, content }: Form, channel: Intake["channel"], now: Date): Promise<boolean> {
  const policies = await releasePolicies(db, releaseId, { channel }, now);
  return policies["intake.idCopy"] === "always" || !planOf(type, content.answers).identification;
}

/** As the columns hold it. */
export function columnsOf({ signed, idCopy, idDocument, idLastFour, idExpiresOn }: Seen) {
  const isThere = idCopy === "present" && idDocument !== null && idLastFour !== null && idExpiresOn !== null;
  return {
    signature: signed === null ? null : typeof signed === "object" ? ("of-holder" as const) : signed,
    signedBy: typeof signed === "object" && signed !== null ? signed.by : null,
    // A copy counts as there once all that stays of it is known.
    idCopy: idCopy === "present" && !isThere ? null : idCopy,
    idDocument,
    idLastFour,
    idExpiresOn,
  };
}
