import { and, asc, count, eq, or, sql } from "drizzle-orm";

import { preparedFor } from "#db/prepared.ts";
import { deskPreference, deskView } from "#db/schema/desk.ts";
import { staff } from "#db/schema/staff.ts";
import type { Db } from "#db/types.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { may } from "#app/domain/access/permissions.ts";
import { record } from "#app/domain/audit/record.ts";
import type { Office } from "#app/domain/office.ts";
import { Problem } from "#app/domain/problem.ts";

import { readDeskList, writeDeskList, type DeskList } from "./desk-list.ts";
import { maskSecrets } from "./form/mask.ts";

/** A saved view: a name for an address. Whoever gets the address sees the same list, saved or not. */
export type SavedView = { id: string; name: string; ofTeam: boolean; madeBy: string; mayRemove: boolean; list: DeskList };

/** So many that their numbers can stand beside the list at any time; of one person, and as many of the team. */
export const MOST_VIEWS = 10;

/** The team's views and one's own, by name. */
export async function listViews(db: Db, by: StaffActor): Promise<SavedView[]> {
  const rows = await db
    .select({ view: deskView, madeBy: staff.name, isHere: staff.active })
    .from(deskView)
    .innerJoin(staff, eq(staff.id, deskView.staffId))
    .where(or(deskView.ofTeam, eq(deskView.staffId, by.id)))
    .orderBy(asc(deskView.name), asc(deskView.id))
    .limit(MOST_VIEWS * 2);
  return rows.map(({ view, madeBy, isHere }) => ({
    id: view.id,
    name: view.name,
    ofTeam: view.ofTeam,
    madeBy,
    mayRemove: mayRemove(view, isHere, by),
    list: readDeskList(view.search),
  }));
}

/**
 * Gives a list a name. For the team only whoever works on requests may, and the trail says so. Throws `desk.view-named` when the name is taken,
 * `desk.views-full` when there are too many, `desk.view-unnamed`, `access.refused`.
 */
export async function saveView(office: Office, input: { name: string; ofTeam: boolean; list: DeskList; by: StaffActor; now: Date }): Promise<string> {
  const { ofTeam, list, by, now } = input;
  // A name is read by colleagues as long as the view lasts: no BSN in it (D18).
  const name = maskSecrets(input.name.trim().replaceAll(/\s+/g, " ")).text.slice(0, 40);
  if (name === "") throw new Problem("desk.view-unnamed", { field: "name" });
  if (ofTeam && !may(by, "request:claim")) throw new Problem("access.refused");
  const search = new URLSearchParams(writeDeskList({ ...list, view: list.view ?? "all" })).toString();
  return office.db.transaction(async (tx) => {
    const whose = ofTeam ? eq(deskView.ofTeam, true) : and(eq(deskView.ofTeam, false), eq(deskView.staffId, by.id));
    const [present] = await tx.select({ views: count() }).from(deskView).where(whose);
    if ((present?.views ?? 0) >= MOST_VIEWS) throw new Problem("desk.views-full", { most: MOST_VIEWS });
    const [saved] = await tx.insert(deskView).values({ name, staffId: by.id, ofTeam, search, madeAt: now }).onConflictDoNothing().returning({ id: deskView.id });
    if (!saved) throw new Problem("desk.view-named", { field: "name" });
    if (ofTeam) await record(tx, { now, actor: inTrail(by), act: "list.shared", subject: { kind: "list", id: saved.id }, details: { name } });
    return saved.id;
  });
}

/** Takes a saved view away: one's own, or of the team what one made oneself or what somebody left behind. Throws `desk.view-unknown`. */
export async function removeView(office: Office, input: { viewId: string; by: StaffActor; now: Date }): Promise<void> {
  const { viewId, by, now } = input;
  await office.db.transaction(async (tx) => {
    const [found] = await tx.select({ view: deskView, isHere: staff.active }).from(deskView).innerJoin(staff, eq(staff.id, deskView.staffId)).where(eq(deskView.id, viewId));
    if (!found || !mayRemove(found.view, found.isHere, by)) throw new Problem("desk.view-unknown");
    await tx.delete(deskView).where(eq(deskView.id, viewId));
    if (found.view.ofTeam) await record(tx, { now, actor: inTrail(by), act: "list.unshared", subject: { kind: "list", id: viewId }, details: { name: found.view.name } });
  });
}

function mayRemove(view: typeof deskView.$inferSelect, isMakerHere: boolean, by: StaffActor): boolean {
  return view.staffId === by.id || (view.ofTeam && !isMakerHere && may(by, "request:claim"));
}

/** Columns that somebody can leave out; the reference, the time and the status are the list. */
export const OPTIONAL_COLUMNS = ["type", "practice", "claim"] as const;
export type OptionalColumn = (typeof OPTIONAL_COLUMNS)[number];

export const DENSITIES = ["comfortable", "compact"] as const;

/** How somebody has the desk before them. */
export type Arrangement = { hidden: readonly OptionalColumn[]; density: (typeof DENSITIES)[number]; singleKeys: boolean; opensOn: string | null };

const AS_IT_COMES: Arrangement = { hidden: [], density: "comfortable", singleKeys: true, opensOn: null };

const preferenceOf = preparedFor((db) => db.select().from(deskPreference).where(eq(deskPreference.staffId, sql.placeholder("staffId"))).prepare("desk_preference_of"));

/** How this person arranged the desk; who arranged nothing has it as it comes. */
export async function readArrangement(db: Db, staffId: string): Promise<Arrangement> {
  const [kept] = await preferenceOf(db).execute({ staffId });
  if (!kept) return AS_IT_COMES;
  const { hidden, density, singleKeys, opensOn } = kept;
  return { hidden: OPTIONAL_COLUMNS.filter((column) => hidden.includes(column)), density, singleKeys, opensOn };
}

/** Keeps how this person wants the desk, on whatever machine they sit down next. Throws `desk.view-unknown` for a view that they do not see. */
export async function arrangeDesk(office: Office, input: { by: StaffActor; change: Partial<Arrangement> }): Promise<void> {
  const { by, change } = input;
  await office.db.transaction(async (tx) => {
    const { opensOn } = change;
    if (opensOn && !(await listViews(tx, by)).some(({ id }) => id === opensOn)) throw new Problem("desk.view-unknown");
    const { hidden, ...others } = change;
    const values = { ...others, ...(hidden && { hidden: [...hidden] }) };
    await tx
      .insert(deskPreference)
      .values({ staffId: by.id, ...values })
      .onConflictDoUpdate({ target: deskPreference.staffId, set: values });
  });
}
