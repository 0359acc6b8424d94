import type { StaffActor } from "#app/domain/access/actor.ts";
import { officeDate } from "#app/domain/deadlines/calendar.ts";
import { hasTime, ID_COPY_FIELD, listPaperTypes } from "#app/domain/intake/begin.ts";
import { halfSaid, withHalfSaid } from "#app/domain/intake/half-said.ts";
import { findClosed, findRequestNumbered, getIntake, listOpen } from "#app/domain/intake/list.ts";
import { asksIdCopy, formBehind, partyOf, type Seen } from "#app/domain/intake/type-over.ts";
import { listFilesOf } from "#app/domain/files/store.ts";
import { fullName, type Language } from "#app/domain/people.ts";
import type { Holder } from "#app/domain/organisations/roles.ts";
import { listHolders } from "#app/domain/requests/holders.ts";
import { isRegistered, SIGNING_ROLES } from "#app/domain/requests/paper.ts";
import type { Form } from "#app/domain/requests/form/fill-in.ts";
import { serviceChoice, type ServiceChoice } from "#app/domain/requests/form/offer.ts";
import { referenceOf } from "#app/domain/requests/reference.ts";
import type { Db } from "#db/types.ts";

import { practiceOf } from "./counter.server.ts";
import { showFiles } from "./files.server.ts";
import type { Translate } from "./i18n.server.ts";
import { paths } from "./paths.ts";

type Reader = { db: Db; actor: StaffActor; now: Date; t: Translate; language: Language };

/** The list of what lies open, the form to book something in, and what became of the one that was done with last. */
export async function showIntakes({ db, now, t }: Reader, done: string | null) {
  const [year, month, day] = officeDate(now).split("-");
  return {
    title: t("intake:title"),
    today: { day: String(Number(day)), month: String(Number(month)), year: year ?? "" },
    idCopyField: ID_COPY_FIELD,
    open: (await listOpen(db)).map(({ id, sender, channel, receivedAt, begunAt, type, begunByName }) => ({ id, to: paths.intake(id), sender, channel, receivedAt: receivedAt.toISOString(), hasTime: hasTime({ receivedAt, begunAt }), type: type && t(`requests:${type}.title`), by: begunByName })),
    done: done === null ? null : await showBecame(db, done),
  };
}
export type IntakesShown = Awaited<ReturnType<typeof showIntakes>>;

/** One of them: the scans, and beside them the form as it stands. */
export async function showIntake(reader: Reader, intakeId: string) {
  const { db, t } = reader;
  const row = await getIntake(db, intakeId);
  const names = await findRequestNumbered(db, row.namesRequest);
  const types = await listPaperTypes(db, row.channel);
  const files = await listFilesOf(db, { intakeId });
  return {
    title: t("intake:one.title", { sender: row.sender }),
    id: row.id,
    at: paths.intake(row.id),
    isOpen: row.status === "open",
    channel: row.channel,
    sender: row.sender,
    senderEmail: row.senderEmail,
    receivedAt: row.receivedAt.toISOString(),
    hasTime: hasTime(row),
    // What is typed over first, and then the copy, which is looked at last.
    files: showFiles(files).sort((one, other) => Number(one.kind === "id-copy") - Number(other.kind === "id-copy")).map((file) => ({ ...file, masking: file.format === "pdf" ? [] : file.to.map((_, index) => paths.masking(row.id, file.id, index + 1)) })),
    namesRequest: names && { reference: referenceOf(names.number), to: paths.request(names.id) },
    signers: names?.enterpriseId ? named((await listHolders(db, names.enterpriseId, names.agbCode)).filter(({ role }) => SIGNING_ROLES.includes(role)), t) : [],
    became: await showBecame(db, row.id),
    types: types.map(({ id }) => ({ id, title: t(`requests:${id}.title`) })),
    form: row.draftId && row.status === "open" ? await showForm(reader, row) : null,
  };
}
export type IntakeShown = Awaited<ReturnType<typeof showIntake>>;

/** What became of one that no longer lies open, with its request to open; null while it does. */
async function showBecame(db: Db, intakeId: string) {
  const closed = await findClosed(db, intakeId);
  return closed && { sender: closed.sender, as: closed.status, request: closed.request && { reference: referenceOf(closed.request.number), to: paths.request(closed.request.id) } };
}

async function showForm({ db, now, t, language }: Reader, row: Awaited<ReturnType<typeof getIntake>>) {
  const { form, draft } = await formBehind(db, row);
  const { practice, signers } = await partyOf(db, form);
  const { type, content } = form;
  const called = practiceOf(form) ?? practice;
  const signed: Seen["signed"] = row.signature === "of-holder" && row.signedBy ? { by: row.signedBy } : row.signature === "of-holder" ? null : row.signature;
  const [year, month, day] = (row.idExpiresOn ?? "").split("-");
  // What a colleague said of the copy meanwhile, as when it was destroyed, goes before what was half said of it.
  const half = row.idCopy === null ? halfSaid(content.typed) : null;
  return {
    type: type.id,
    version: draft.version,
    pages: type.pages,
    typed: withHalfSaid(content.typed, null),
    services: await choicesOf(db, form, language),
    practice: called,
    isLookedUp: content.looked !== null,
    applicantEmail: type.about.applicantEmail,
    signers: named(signers, t),
    // Before the practice is known, nothing is known of its addresses either.
    isSenderRegistered: row.channel === "paper" || called === "" || isRegistered(row.senderEmail, signers),
    asksIdCopy: await asksIdCopy(db, form, row.channel, now),
    seen: {
      signed: typeof signed === "object" && signed !== null ? signed.by : (signed ?? ""),
      ...(half ?? {
        idCopy: row.idCopy ?? "",
        idDocument: row.idDocument ?? "",
        idLastFour: row.idLastFour ?? "",
        idExpiresOn: { day: day ?? "", month: month ?? "", year: year ?? "" },
      }),
    },
  };
}

/** What each list of services in the form offers, by what it is a list of: the form of the Zorginkoopportaal has modules of its own (R10). */
async function choicesOf(db: Db, form: Form, language: Language): Promise<Record<string, ServiceChoice>> {
  const lists = [...new Set(form.type.pages.flatMap(({ fields }) => fields.flatMap((field) => (field.kind === "services" ? [field.of] : []))))];
  return Object.fromEntries(await Promise.all(lists.map(async (of) => [of, await serviceChoice(db, form, language, of)] as const)));
}

function named(holders: readonly Holder[], t: Translate) {
  return holders.map((holder) => ({ value: holder.id, label: `${fullName(holder)} (${t(`common:roles.${holder.role}`)})` }));
}
