import { and, eq, gte, isNull, lt, ne, notInArray, or } from "drizzle-orm";

import { roleHolder } from "#db/schema/organisations.ts";
import { request } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import { inSeat, isOfEnterprise, namedIn, roleOf, type Holder, type Seat, type SeatChange } from "#app/domain/organisations/roles.ts";
import { fullName, isSamePerson } from "#app/domain/people.ts";
import type { Facts } from "#rules/vocabulary.ts";

import { textAt, type Answers } from "./answers.ts";
import { askedRole, type AskedRole } from "./asked-role.ts";
import { accountsOfHolder, isCredible } from "./departure.ts";
import { CLOSED } from "./lifecycle.ts";
import type { RequestRow } from "./move.ts";
import { referenceOf } from "./reference.ts";

/** Who holds a role and who would, by the register and not by the form. */
export type RoleChangeView = {
  seat: Seat;
  change: SeatChange;
  isOfEnterprise: boolean;
  before: string[];
  after: string[];
  /** Who goes; null when nobody of that name is there. */
  former: Holder | null;
  isGone: boolean;
  /** User numbers that end with who left or died. */
  accounts: string[];
};

type Row = Pick<RequestRow, "answers" | "enterpriseId" | "agbCode" | "fulfilledAt">;

/** Old and new side by side (R96): against the register as it is now and, once it was carried out, as it was just before. Null for a type that changes no role. */
export async function readRoleChange(db: Db, type: RequestType, row: Row): Promise<RoleChangeView | null> {
  const asked = askedRole(type, row.answers);
  if (!asked) return null;
  const { seat, change, appointed, isGone } = asked;
  const there = inSeat(await holdersAsOf(db, row), seat);
  const former = namedIn(there, seat, asked.former);
  return {
    seat,
    change,
    isOfEnterprise: isOfEnterprise(seat),
    before: there.map(fullName),
    after: [...there.filter(({ id }) => id !== former?.id).map(fullName), ...(appointed ? [fullName(appointed.name)] : [])],
    former,
    isGone,
    accounts: former && isGone ? (await accountsOfHolder(db, former)).theirs : [],
  };
}

async function holdersAsOf(db: Db, { enterpriseId, agbCode, fulfilledAt }: Row): Promise<Holder[]> {
  if (!enterpriseId) return [];
  const stood = fulfilledAt === null ? isNull(roleHolder.endedAt) : and(lt(roleHolder.appointedAt, fulfilledAt), or(isNull(roleHolder.endedAt), gte(roleHolder.endedAt, fulfilledAt)));
  const rows = await db.select().from(roleHolder).where(and(eq(roleHolder.enterpriseId, enterpriseId), stood)).orderBy(roleHolder.rank);
  return rows.filter((one) => one.agbCode === null || one.agbCode === agbCode);
}

type RoleFacts = Pick<
  Facts<"screening">,
  | "role.situation"
  | "role.holder"
  | "role.formerName"
  | "role.formerMatches"
  | "role.holdersAfter"
  | "role.ictAdministratorsAfter"
  | "role.newIsHolder"
  | "role.newHolds"
  | "role.newIsOwner"
  | "role.running"
  | "departure.credible"
  | "departure.accounts"
  | "departure.likelyAccounts"
>;

type About = { type: RequestType; answers: Answers; requestId: string; enterpriseId: string | null; agbCode: string | null; applicantEmail: string; holders: readonly Holder[] };

/** The seat that a form names beside who sits there, and what the change comes to for the maxima (R95, D14) and for who left (D16). */
export async function roleFacts(db: Db, about: About): Promise<RoleFacts> {
  const { type, answers, holders } = about;
  const asked = askedRole(type, answers);
  if (!asked) return NONE;
  const { seat, change, appointed } = asked;
  const there = inSeat(holders, seat);
  const former = namedIn(holders, seat, asked.former);
  const { role } = roleOf(seat);
  const alike = holders.filter((holder) => holder.role === role);
  const email = appointed?.email.toLowerCase() ?? "";
  const owner = textAt(answers, type.facts["role.newIsOwner"] ?? "");
  return {
    "role.situation": (["stays", "left", "deceased"] as const).find((one) => one === textAt(answers, type.facts["role.situation"] ?? "")) ?? null,
    "role.holder": there.map(fullName).join(", ") || null,
    "role.formerName": asked.former && fullName(asked.former),
    "role.formerMatches": asked.former && there.length > 0 ? former !== null : null,
    "role.holdersAfter": alike.length + (appointed ? 1 : 0) - (change === "add" ? 0 : 1),
    "role.ictAdministratorsAfter": await countIctAdministrators(db, about, former, asked),
    "role.newIsHolder": appointed && there.length > 0 ? there.some((holder) => holder.email.toLowerCase() === email && isSamePerson(holder, appointed.name)) : null,
    "role.newHolds": [...new Set(holders.filter((holder) => email !== "" && holder.email.toLowerCase() === email).map((holder) => holder.role))],
    "role.newIsOwner": owner === "" ? null : owner === "owner",
    "role.running": await runningChanges(db, about, seat),
    ...(await departureFacts(db, about, former, asked.isGone)),
  };
}

const NONE: RoleFacts = {
  "role.situation": null,
  "role.holder": null,
  "role.formerName": null,
  "role.formerMatches": null,
  "role.holdersAfter": 0,
  "role.ictAdministratorsAfter": 0,
  "role.newIsHolder": null,
  "role.newHolds": [],
  "role.newIsOwner": null,
  "role.running": [],
  "departure.credible": null,
  "departure.accounts": [],
  "departure.likelyAccounts": [],
};

async function departureFacts(db: Db, { applicantEmail, holders }: About, former: Holder | null, isGone: boolean) {
  const none = { "departure.credible": null, "departure.accounts": [], "departure.likelyAccounts": [] };
  if (!isGone || !former) return none;
  const { theirs, likely } = await accountsOfHolder(db, former);
  return { "departure.credible": isCredible(former, holders, applicantEmail), "departure.accounts": theirs, "departure.likelyAccounts": likely };
}

async function countIctAdministrators(db: Db, { enterpriseId }: About, former: Holder | null, { seat, appointed }: AskedRole): Promise<number> {
  if (!enterpriseId || seat !== "ict-administrator") return 0;
  const all = await db
    .select()
    .from(roleHolder)
    .where(and(eq(roleHolder.enterpriseId, enterpriseId), eq(roleHolder.role, "ict-administrator"), isNull(roleHolder.endedAt)));
  const people = all.filter(({ id }) => id !== former?.id).map(({ email }) => email.toLowerCase());
  return new Set([...people, ...(appointed ? [appointed.email.toLowerCase()] : [])]).size;
}

/** Other requests that are under way for the same seat, of whichever name. */
async function runningChanges(db: Db, { type, requestId, enterpriseId, agbCode }: About, seat: Seat): Promise<string[]> {
  if (!enterpriseId) return [];
  const open = await db
    .select({ number: request.number, answers: request.answers, agbCode: request.agbCode })
    .from(request)
    .where(and(eq(request.enterpriseId, enterpriseId), eq(request.type, type.id), ne(request.id, requestId), notInArray(request.status, [...CLOSED, "unconfirmed"])))
    .orderBy(request.number)
    .limit(50);
  const same = open.filter((one) => askedRole(type, one.answers)?.seat === seat && (isOfEnterprise(seat) || one.agbCode === agbCode));
  return same.map(({ number }) => referenceOf(number));
}
