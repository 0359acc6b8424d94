import { eq } from "drizzle-orm";

import { attachFiles } from "#app/domain/files/attach.ts";
import { claimRequest } from "#app/domain/requests/claim.ts";
import { rejectRequest } from "#app/domain/requests/decide.ts";
import { addNote } from "#app/domain/requests/notes.ts";
import { clearInTurn, listRuns } from "#app/domain/retention/run.ts";
import { request } from "#db/schema/requests.ts";

import { answersFor, received } from "./journey.ts";
import type { TestOffice } from "./office.ts";
import { scanPdf } from "./scans.ts";

/** The first night of an office clears nothing. */
export async function firstNight(office: TestOffice, before: Date): Promise<void> {
  const at = new Date(before.getTime() - 86_400_000);
  if ((await listRuns(office.database.db, 1)).length === 0) await clearInTurn(office.made.office, { now: at, dueSince: at });
}

/** Nights until one has nothing left to clear. */
export async function nightAt(office: TestOffice, now: Date, most = 40): Promise<void> {
  office.clock.moveTo(now);
  await firstNight(office, now);
  for (let steps = 0; steps < most; steps += 1) {
    await clearInTurn(office.made.office, { now, dueSince: now });
    const [run] = await listRuns(office.database.db, 1);
    if (!run || run.endedAt !== null) return;
  }
  throw new Error("The night does not end.");
}

/** Somebody of their own, so that a dump can be searched for them. */
export const QUIBBEL = { "user.name": { initials: "Q.", prefix: "", surname: "Quibbeltje" }, "user.email": "q.quibbeltje@debrug.example", "applicant.name": { initials: "W.", prefix: "", surname: "Wubbelink" }, "applicant.email": "w.wubbelink@debrug.example" };

/** Rejected, with all that can be said about a request on its way there. */
export async function rejected(office: TestOffice, change: Record<string, unknown> = QUIBBEL): Promise<string> {
  const { made, staff } = office;
  const requestId = await received(office, answersFor("de-brug", change));
  await office.work();
  await attachFiles(made.office, made.office.files, { requestId, uploads: [{ field: "files", name: "Quibbeltje.pdf", bytes: await scanPdf() }], kind: "form", by: staff.sanne, now: office.now() });
  await addNote(made.office, { requestId, text: "Quibbeltje belde.", by: staff.sanne, now: office.now() });
  const { version } = await claimRequest(made.office, { requestId, by: staff.sanne, now: office.now() });
  await rejectRequest(made.office, { requestId, version, reasonCode: "DUPLICATE", note: "Quibbeltje staat er al.", by: staff.sanne, now: office.now() });
  await office.letDecisionsLeave();
  return requestId;
}

/** The row of a request, whatever became of it. */
export async function rowOf(office: TestOffice, id: string) {
  return (await office.database.db.select().from(request).where(eq(request.id, id)))[0];
}
