import { and, eq } from "drizzle-orm";
import { DateTime } from "luxon";

import { intake } from "#db/schema/intake.ts";
import type { Db } from "#db/types.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { ZONE } from "#app/domain/deadlines/calendar.ts";
import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import { currentRelease, listDefinitions } from "#app/domain/definitions/store.ts";
import { keepFile, lookAtFiles, type FileRoom, type TakenFile, type Upload } from "#app/domain/files/store.ts";
import type { Office } from "#app/domain/office.ts";
import type { Language } from "#app/domain/people.ts";
import { Problem } from "#app/domain/problem.ts";
import { makeDraft } from "#app/domain/requests/draft.ts";
import { readFormCode, type FormCode } from "#app/domain/requests/form-code.ts";
import { maskSecrets } from "#app/domain/requests/form/mask.ts";

export type Intake = typeof intake.$inferSelect;
export const PAPER_CHANNELS = ["paper", "email"] as const;
export type PaperChannel = (typeof PAPER_CHANNELS)[number];

/** The field in which the copy of an identity document is handed in; every other file is the form. */
export const ID_COPY_FIELD = "idCopy";
/** Post that lay longer than this was dated wrongly. */
const LONGEST_DAYS = 60;

/**
 * Takes in what came by post or as a scan (R11): the scans as pictures, with how, when and from whom. A QR on them says which form it is, which then lies
 * ready to be typed over, or to which request it belongs. Throws what `lookAtFiles` throws.
 */
export async function beginIntake(
  office: Pick<Office, "db">,
  room: FileRoom,
  input: { channel: PaperChannel; receivedAt: Date; sender: string; senderEmail: string | null; uploads: readonly Upload[]; language: Language; by: StaffActor; now: Date },
): Promise<Intake> {
  const { channel, receivedAt, senderEmail, uploads, language, by, now } = input;
  const files = await lookAtFiles(room, uploads);
  const codes = codesOn(files);
  return office.db.transaction(async (tx) => {
    const named = codes.find((code) => code.kind === "form");
    const types = await listPaperTypes(tx, channel);
    const type = types.find(({ id }) => id === named?.type);
    const draft = type ? await makeDraft(tx, { type: type.id, language, by, now }) : null;
    const [begun] = await tx
      .insert(intake)
      .values({
        channel,
        receivedAt,
        sender: maskSecrets(input.sender.trim()).text,
        senderEmail,
        namesRequest: codes.find((code) => code.kind === "request")?.number ?? null,
        draftId: draft?.id ?? null,
        begunBy: by.id,
        begunAt: now,
      })
      .returning();
    if (!begun) throw new Error("The intake was not stored.");
    await record(tx, { now, actor: inTrail(by), act: "intake.begun", subject: { kind: "intake", id: begun.id }, details: { channel, type: type?.id, files: files.length } });
    await keepAll(tx, room, { files, intakeId: begun.id, by, now });
    return begun;
  });
}

/** Adds scans to what lies open. Throws `intake.closed`, and what `lookAtFiles` throws. */
export async function addToIntake(office: Pick<Office, "db">, room: FileRoom, input: { intakeId: string; uploads: readonly Upload[]; by: StaffActor; now: Date }): Promise<void> {
  const { intakeId, uploads, by, now } = input;
  const files = await lookAtFiles(room, uploads);
  await office.db.transaction(async (tx) => {
    await lockOpen(tx, intakeId);
    await keepAll(tx, room, { files, intakeId, by, now });
  });
}

/** Says which form it is, where no QR did; what was typed on another one stays behind. Throws `intake.closed`, `intake.type-unknown`. */
export async function chooseType(office: Pick<Office, "db">, input: { intakeId: string; type: string; language: Language; by: StaffActor; now: Date }): Promise<void> {
  const { intakeId, type, language, by, now } = input;
  await office.db.transaction(async (tx) => {
    const { channel } = await lockOpen(tx, intakeId);
    if (!(await listPaperTypes(tx, channel)).some(({ id }) => id === type)) throw new Problem("intake.type-unknown");
    const { id: draftId } = await makeDraft(tx, { type, language, by, now });
    await tx.update(intake).set({ draftId }).where(eq(intake.id, intakeId));
  });
}

/** The kinds of request that may come this way, in the order of the definitions. */
export async function listPaperTypes(db: Db, channel: PaperChannel): Promise<RequestType[]> {
  const types = await listDefinitions(db, await currentRelease(db), "request-type");
  return types.map(({ content }) => content).filter(({ channels }) => channels.includes(channel));
}

/** One that lies open, held until the end of the transaction. Throws `intake.unknown`, `intake.closed`. */
export async function lockOpen(tx: Db, intakeId: string): Promise<Intake> {
  const [open] = await tx.select().from(intake).where(and(eq(intake.id, intakeId), eq(intake.status, "open"))).for("update");
  if (open) return open;
  const [closed] = await tx.select({ id: intake.id }).from(intake).where(eq(intake.id, intakeId));
  throw new Problem(closed ? "intake.closed" : "intake.unknown");
}

/**
 * The moment of receipt (D9): a letter is there in the middle of its day, an e-mail at its time. Throws `intake.received-later` for what is still to
 * come, and `intake.received-long-ago` for more than sixty days.
 */
export function receiptAt(day: string, time: string | null, now: Date): Date {
  const at = DateTime.fromISO(`${day}T${time ?? "12:00"}`, { zone: ZONE });
  if (!at.isValid) throw new Problem("intake.received-unknown", { field: "received" });
  const today = DateTime.fromJSDate(now, { zone: ZONE });
  if (time === null ? at.startOf("day") > today : at > today) throw new Problem("intake.received-later", { field: "received" });
  if (at < today.minus({ days: LONGEST_DAYS })) throw new Problem("intake.received-long-ago", { field: "received", most: LONGEST_DAYS });
  return at > today ? now : at.toJSDate();
}

/** Whether its receipt has a time that somebody gave: what came without one stands at noon, or at the moment in which it was booked in. */
export function hasTime({ receivedAt, begunAt }: Pick<Intake, "receivedAt" | "begunAt">): boolean {
  const { hour, minute } = DateTime.fromJSDate(receivedAt, { zone: ZONE });
  return receivedAt.getTime() !== begunAt.getTime() && (hour !== 12 || minute !== 0);
}

function codesOn(files: readonly TakenFile[]): FormCode[] {
  return files.flatMap(({ scan }) => scan.codes).flatMap((text) => readFormCode(text) ?? []);
}

async function keepAll(tx: Db, room: FileRoom, { files, ...rest }: { files: readonly TakenFile[]; intakeId: string; by: StaffActor; now: Date }): Promise<void> {
  for (const file of files) await keepFile(tx, room, { file, kind: file.field === ID_COPY_FIELD ? "id-copy" : "form", requestId: null, ...rest });
}
