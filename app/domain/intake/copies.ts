import { and, eq, inArray, isNull, lte, or } from "drizzle-orm";

import { filePicture, storedFile } from "#db/schema/files.ts";
import { intake } from "#db/schema/intake.ts";
import { request } from "#db/schema/requests.ts";
import { system, type StaffActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { daysLater } from "#app/domain/deadlines/clock.ts";
import type { Box } from "#app/domain/files/ports.ts";
import { destroyFiles, getFile, openPicture, type FileRoom, type StoredFile } from "#app/domain/files/store.ts";
import type { Office } from "#app/domain/office.ts";
import { Problem } from "#app/domain/problem.ts";

import { lockOpen } from "./begin.ts";

type OfFile = { intakeId: string; fileId: string; by: StaffActor; now: Date };

/**
 * Blackens what may not be seen on a page (D17): the boxes are burnt in, and in one transaction the masked picture takes the place of the one that was
 * there, of which nothing is kept. Throws `intake.nothing-masked`, `intake.pdf-unmasked` for a copy that came as a PDF, `file.moved` when a colleague masked
 * it meanwhile, `intake.closed`, `file.unknown`.
 */
export async function maskPicture(office: Pick<Office, "db">, room: FileRoom, input: OfFile & { page: number; boxes: readonly Box[] }): Promise<void> {
  const { intakeId, fileId, page, boxes, by, now } = input;
  if (boxes.length === 0) throw new Problem("intake.nothing-masked");
  if ((await fileOf(office, input)).format === "pdf") throw new Problem("intake.pdf-unmasked");
  const place = { fileId, page };
  const { picture } = await openPicture(office.db, room.cipher, place);
  const [before] = await office.db.select({ content: filePicture.content }).from(filePicture).where(and(eq(filePicture.fileId, fileId), eq(filePicture.page, page)));
  const masked = await room.scans.blacken(picture, boxes.map((box) => within(box, picture)));
  await office.db.transaction(async (tx) => {
    await lockOpen(tx, intakeId);
    const { width, height } = masked;
    const [replaced] = await tx
      .update(filePicture)
      .set({ width, height, ...room.cipher.lock(place, masked.jpeg) })
      .where(and(eq(filePicture.fileId, fileId), eq(filePicture.page, page), eq(filePicture.content, before?.content ?? new Uint8Array())))
      .returning({ page: filePicture.page });
    if (!replaced) throw new Problem("file.moved");
    await record(tx, { now, actor: inTrail(by), act: "file.masked", subject: { kind: "file", id: fileId }, details: { page, boxes: boxes.length } });
  });
}

/** A copy that came unmasked as a PDF is destroyed at once; the applicant is asked for a masked one as soon as there is a request to ask it of. */
export async function refuseCopy(office: Pick<Office, "db">, input: OfFile): Promise<void> {
  const { intakeId, fileId, by, now } = input;
  await fileOf(office, input);
  await office.db.transaction(async (tx) => {
    await lockOpen(tx, intakeId);
    await destroyFiles(tx, { fileIds: [fileId], why: "refused", by, now });
    await tx.update(intake).set({ idCopy: "unmasked", checkedBy: by.id, checkedAt: now }).where(eq(intake.id, intakeId));
    await record(tx, { now, actor: inTrail(by), act: "intake.checked", subject: { kind: "intake", id: intakeId }, details: { idCopy: "unmasked" } });
  });
}

/** Puts aside what is no request, such as advertising: its scans are destroyed. Throws `intake.closed`. */
export async function dropIntake(office: Pick<Office, "db">, { intakeId, by, now }: Omit<OfFile, "fileId">): Promise<void> {
  await office.db.transaction(async (tx) => {
    await lockOpen(tx, intakeId);
    const files = await tx.select({ id: storedFile.id }).from(storedFile).where(eq(storedFile.intakeId, intakeId));
    await destroyFiles(tx, { fileIds: files.map(({ id }) => id), why: "refused", by, now });
    await tx.update(intake).set({ status: "dropped", closedAt: now }).where(eq(intake.id, intakeId));
    await record(tx, { now, actor: inTrail(by), act: "intake.dropped", subject: { kind: "intake", id: intakeId } });
  });
}

/** Somebody destroyed the paper of an identity document (D17). Throws `intake.no-paper` when there is none, or it was done. */
export async function markShredded(office: Pick<Office, "db">, { requestId, by, now }: { requestId: string; by: StaffActor; now: Date }): Promise<void> {
  await office.db.transaction(async (tx) => {
    const shredded = await tx
      .update(intake)
      .set({ shreddedBy: by.id, shreddedAt: now })
      .where(and(eq(intake.requestId, requestId), eq(intake.channel, "paper"), inArray(intake.idCopy, ["present", "unmasked", "expired"]), isNull(intake.shreddedAt)))
      .returning({ id: intake.id });
    if (shredded.length === 0) throw new Problem("intake.no-paper");
    for (const { id } of shredded) await record(tx, { now, actor: inTrail(by), act: "intake.paper-shredded", subject: { kind: "intake", id }, requestId });
  });
}

/** What the law lets nobody keep longer (D17). */
const LONGEST_DAYS = 30;

/** Destroys copies of identity documents so many days after the decision, thirty at most; the trail stays. Runs every few seconds. Answers how many. */
export async function destroyOldCopies(office: Pick<Office, "db">, { now, days }: { now: Date; days: number }): Promise<number> {
  const since = daysLater(now, -Math.min(days, LONGEST_DAYS));
  return office.db.transaction(async (tx) => {
    const due = await tx
      .select({ id: storedFile.id })
      .from(storedFile)
      .innerJoin(request, eq(request.id, storedFile.requestId))
      .where(and(eq(storedFile.kind, "id-copy"), isNull(storedFile.destroyedAt), or(lte(request.decidedAt, since), and(isNull(request.decidedAt), lte(request.closedAt, since)))))
      .limit(200);
    return (await destroyFiles(tx, { fileIds: due.map(({ id }) => id), why: "retention", by: system("id-copies"), now })).length;
  });
}

async function fileOf(office: Pick<Office, "db">, { intakeId, fileId }: OfFile): Promise<StoredFile> {
  const file = await getFile(office.db, fileId);
  if (file.intakeId !== intakeId) throw new Problem("file.unknown");
  return file;
}

/** A box in whole pixels, not beyond the edge. */
function within({ x, y, width, height }: Box, edge: { width: number; height: number }): Box {
  const [left, top] = [Math.max(0, Math.floor(x)), Math.max(0, Math.floor(y))];
  return { x: left, y: top, width: Math.min(Math.ceil(width), edge.width - left), height: Math.min(Math.ceil(height), edge.height - top) };
}
