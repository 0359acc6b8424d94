import { and, eq, gt, isNull, lt, ne, notInArray } from "drizzle-orm";

import { cancelRequest } from "#app/domain/requests/end.ts";
import { CLOSED } from "#app/domain/requests/lifecycle.ts";
import { account, letter } from "#db/schema/accounts.ts";
import { roleDeparture } from "#db/schema/blocks.ts";
import { roleHolder } from "#db/schema/organisations.ts";
import { request } from "#db/schema/requests.ts";
import { person, practice } from "#db/worlds/cast.ts";

import { printAndPost } from "./journey.ts";
import { MORNING, type TestOffice } from "./office.ts";

type Who = string | { initials: string; prefix: string; surname: string; email: string; phone?: string; dateOfBirth?: string };

export type AskedChange = {
  practice?: string;
  agbCode?: string;
  /** As whom, and from whose address. */
  as?: "signatory" | "main-contact" | "contact" | "on-behalf";
  by?: string;
  seat: "signatory" | "main-contact" | "first-contact" | "second-contact" | "ict-administrator";
  kind: "add" | "replace" | "remove";
  former?: Who;
  situation?: "stays" | "left" | "deceased";
  appointed?: Who;
  /** What is otherwise than in most forms. */
  other?: Record<string, unknown>;
};

/** Somebody of the cast, or somebody new. */
function known(who: Who) {
  return typeof who === "string" ? person(who) : { dateOfBirth: "1990-02-03", phone: "+31611112222", ...who };
}

/** The form for a change of who holds a role; the main contact of De Brug asks, unless said otherwise. */
export function roleFormFor(change: AskedChange): Record<string, unknown> {
  const { kvkNumber, agbCodes } = practice(change.practice ?? "de-brug");
  const { initials, prefix, surname, email, phone } = person(change.by ?? "fatima");
  const former = change.former === undefined ? null : known(change.former);
  const appointed = change.appointed === undefined ? null : known(change.appointed);
  const isContact = change.seat === "first-contact" || change.seat === "second-contact";
  const name = (one: { initials: string; prefix: string; surname: string }) => ({ initials: one.initials, prefix: one.prefix, surname: one.surname });
  return {
    "practice.agbCode": change.agbCode ?? agbCodes[0],
    "practice.kvkNumber": kvkNumber,
    "asking.as": change.as ?? "main-contact",
    "change.role": change.seat,
    "change.kind": change.kind,
    ...(former && { "former.name": name(former), "former.situation": change.situation ?? "stays" }),
    ...(appointed && {
      "new.name": name(appointed),
      "new.email": appointed.email,
      "new.phone": appointed.phone,
      ...(change.seat === "signatory" || change.seat === "main-contact" ? { "new.birthDate": appointed.dateOfBirth } : {}),
      ...(isContact || change.seat === "main-contact" ? { "new.relation": "employed", "new.employed": "yes" } : {}),
      ...(isContact ? { "new.account": "none" } : {}),
    }),
    "applicant.name": { initials, prefix, surname },
    "applicant.email": email,
    "applicant.phone": phone,
    "applicant.position": "praktijkmanager",
    ...change.other,
  };
}

/** As the cast has it, for the next test: everybody in their own role, nothing under way, and no account that works. */
export async function asItWas(office: TestOffice): Promise<void> {
  const { db } = office.database;
  const open = await db.select({ id: request.id }).from(request).where(notInArray(request.status, [...CLOSED, "fulfilling"]));
  for (const { id } of open) await cancelRequest(office.made.office, { requestId: id, now: office.now() });
  await office.work();
  if ((await db.select({ id: letter.id }).from(letter).where(eq(letter.status, "waiting"))).length > 0) await printAndPost(office);
  await db.update(account).set({ status: "ended" }).where(ne(account.status, "ended"));
  await db.update(roleDeparture).set({ liftedAt: office.now() }).where(isNull(roleDeparture.liftedAt));
  await db.update(roleHolder).set({ endedAt: office.now() }).where(and(gt(roleHolder.appointedAt, MORNING), isNull(roleHolder.endedAt)));
  await db.update(roleHolder).set({ endedAt: null }).where(lt(roleHolder.appointedAt, MORNING));
  office.clock.add(60_000);
}
