import { randomUUID } from "node:crypto";

import type { StaffActor } from "#app/domain/access/actor.ts";
import { may } from "#app/domain/access/permissions.ts";
import { readCall, readCallable } from "#app/domain/accounts/block-by-phone.ts";
import { findForCall, type CallablePractice } from "#app/domain/customers/callable.ts";
import { daysLater } from "#app/domain/deadlines/clock.ts";
import { numberPolicy } from "#app/domain/decisions/policies.ts";
import { fieldTexts } from "#app/domain/definitions/schema/form-texts.ts";
import { currentRelease } from "#app/domain/definitions/store.ts";
import { fullName } from "#app/domain/people.ts";
import { phoneShown } from "#app/domain/requests/form/kinds/contact.ts";
import { releasePolicies } from "#app/domain/requests/policy.ts";
import { referenceOf } from "#app/domain/requests/reference.ts";
import { findCallOf } from "#app/domain/requests/urgent-call.ts";
import type { Db } from "#db/types.ts";

import type { Translate } from "./i18n.server.ts";
import { paths } from "./paths.ts";

type Reader = { db: Db; actor: StaffActor; now: Date; t: Translate };

type FoundUser = CallablePractice["users"][number] & { to: string };
type FoundShown = { to: string } | { isUnknown: true } | { practices: Array<Omit<CallablePractice, "users"> & { users: FoundUser[] }>; isCut: boolean };

/** What was found of what a caller names, each account with its page; `to` alone where the number was right. */
export async function showFound({ db, now }: Pick<Reader, "db" | "now">, text: string): Promise<FoundShown | null> {
  if (text === "") return null;
  const found = await findForCall(db, text, now);
  if ("userNumber" in found) return { to: paths.urgentBlockOf(found.userNumber) };
  if ("unknownNumber" in found) return { isUnknown: true };
  const practices = found.practices.map(({ users, ...practice }) => ({ ...practice, users: users.map((user) => ({ ...user, to: paths.urgentBlockOf(user.userNumber) })) }));
  return { practices, isCut: found.isCut };
}

/** The account that somebody calls about, and the form to block it by; dates as ISO 8601. */
export async function showCallable({ db, now, t }: Omit<Reader, "actor">, userNumber: string) {
  const { row, practice, enterpriseName, town, blocked, numbers, type, reasonAt, reasons } = await readCallable(db, userNumber);
  const label = fieldTexts(type.id, { id: reasonAt });
  const days = await daysOfLate(db, now);
  return {
    title: t("urgent-block:account.title", { name: fullName(row) }),
    userNumber: row.userNumber,
    name: fullName(row),
    practice: practice === enterpriseName ? practice : `${practice}, ${enterpriseName}`,
    town,
    agbCode: row.agbCode,
    status: row.status,
    blocked: blocked && { reference: referenceOf(blocked.number), since: blocked.since.toISOString() },
    numbers: numbers.map((one) => ({ key: one.key, number: phoneShown(one.number), name: fullName(one.name), role: one.role, changedOn: changedOfLate(one.changedAt, now, days) })),
    reasons: reasons.map((value) => ({ value, label: t(label.option(value)) })),
    form: paths.apply(type.id),
    callId: randomUUID(),
  };
}
export type CallableShown = Awaited<ReturnType<typeof showCallable>>;

/** What came of a call, for whoever took it. */
export async function showCall({ db, actor, t }: Omit<Reader, "now">, callId: string) {
  const { call, request, holder, practice } = await readCall(db, { callId, by: actor });
  return {
    title: t(`urgent-block:done.title.${holder.status}`, { name: fullName(holder) }),
    status: holder.status,
    reference: referenceOf(request.number),
    request: may(actor, "request:read") ? paths.request(request.id) : null,
    dueAt: request.dueAt?.toISOString() ?? null,
    userNumber: holder.userNumber,
    practice,
    number: phoneShown(call.number),
    calledBackAt: call.calledBackAt.toISOString(),
    answeredBy: call.answeredBy,
  };
}
export type CallShown = Awaited<ReturnType<typeof showCall>>;

/** The call that a request came of, for the desk that decides on it; null for what came another way. */
export async function showCallOfCase(db: Db, requestId: string) {
  const found = await findCallOf(db, requestId);
  if (!found) return null;
  const { call, takenBy, holder, user } = found;
  return {
    caller: call.caller,
    said: call.said,
    calledBack: { number: phoneShown(call.number), name: fullName(holder ?? user), role: holder?.role ?? ("user" as const), at: call.calledBackAt.toISOString() },
    answeredBy: call.answeredBy,
    taken: { by: takenBy, at: call.takenAt.toISOString() },
    numberChangedAt: changedOfLate(call.numberChangedAt, call.takenAt, await daysOfLate(db, call.takenAt)),
  };
}

/** A number that changed of late is worth less as evidence (D15): when it changed, or null for long ago. */
function changedOfLate(changedAt: Date | null, before: Date, days: number): string | null {
  return changedAt !== null && daysLater(changedAt, days) > before ? changedAt.toISOString() : null;
}

async function daysOfLate(db: Db, now: Date): Promise<number> {
  return numberPolicy(await releasePolicies(db, await currentRelease(db), {}, now), "secondCheck.changedDays");
}
