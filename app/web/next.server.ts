import type { StaffActor } from "#app/domain/access/actor.ts";
import type { Office } from "#app/domain/office.ts";
import { claimNext } from "#app/domain/requests/claim.ts";
import { getRequest } from "#app/domain/requests/decide.ts";
import { readDeskList, writeDeskList } from "#app/domain/requests/desk-list.ts";
import { narrowingOf } from "#app/domain/requests/narrow.ts";
import { listPersons, tallyOf } from "#app/domain/requests/persons.ts";
import { referenceOf } from "#app/domain/requests/reference.ts";
import type { Db } from "#db/types.ts";

import { caseAddress, type CasePlace } from "./case-place.ts";
import { addressWith, deskAddress } from "./paths.ts";

type Reader = { db: Db; office: Office; actor: StaffActor; now: Date };

/** Takes the next of a list in hand and answers its address; with none left, the list that says so. `decided` is what was just decided, so that it can be taken back there. */
export async function openNext({ db, office, actor, now }: Reader, { list }: Pick<CasePlace, "list">, decided = ""): Promise<string> {
  const asked = readDeskList(list);
  const next = await claimNext(office, { by: actor, now, narrowing: await narrowingOf(db, asked.filter, now), text: asked.text });
  if (next === null) return deskAddress({ ...writeDeskList({ ...asked, view: "unassigned" }), next: "none", ...(decided && { decided }) });
  const [path = "", search = ""] = caseAddress(next.id, { list, flow: "next" }).split("?");
  return addressWith(path, { ...Object.fromEntries(new URLSearchParams(search)), decided });
}

/** Seconds in which the last who decided can still take a decision back; null when that is somebody else, or nothing is left of them. */
export function undoSecondsOf(row: { status: string; decidedBy: string | null; secondBy: string | null; effectiveAt: Date | null }, actor: StaffActor, now: Date): number | null {
  if (row.status !== "decided" || (row.secondBy ?? row.decidedBy) !== actor.id || !row.effectiveAt || row.effectiveAt <= now) return null;
  return Math.ceil((row.effectiveAt.getTime() - now.getTime()) / 1000);
}

/** What was decided just before this page, while it can still be taken back; null once it has left the house, or for who did not decide it. */
export async function showUndo({ db, actor, now }: Omit<Reader, "office">, requestId: string | undefined, place: CasePlace) {
  if (requestId === undefined) return null;
  const row = await getRequest(db, requestId);
  const seconds = undoSecondsOf(row, actor, now);
  return seconds === null ? null : { reference: referenceOf(row.number), decision: row.decision ?? "approve", tally: tallyOf(await listPersons(db, requestId)), seconds, action: caseAddress(requestId, place, "undo") };
}
