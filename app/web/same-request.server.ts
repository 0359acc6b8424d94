import { isDeepStrictEqual } from "node:util";

import type { StaffActor } from "#app/domain/access/actor.ts";
import { mayAct } from "#app/domain/requests/lifecycle.ts";
import type { RequestRow } from "#app/domain/requests/move.ts";
import { requestTypeOf } from "#app/domain/requests/policy.ts";
import { referenceOf } from "#app/domain/requests/reference.ts";
import { findKept, listJoined, listSame } from "#app/domain/requests/same.ts";
import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import type { Db } from "#db/types.ts";

type Answered = ReadonlyArray<{ rows: ReadonlyArray<{ id: string; label: string; lines: string[] }> }>;

/**
 * The forms that ask the same as a request, beside it: those under way, those that are joined to it, and the one that it is joined to. Of the answers only those
 * that differ; `answersOf` words a form. Null where there is no other form.
 */
export async function showSame({ db, actor }: { db: Db; actor: StaffActor }, row: RequestRow, answersOf: (of: { row: RequestRow; type: RequestType }) => Answered) {
  const [kept, joined, open] = [await findKept(db, row.id), await listJoined(db, row.id), await listSame(db, row.id)];
  const others = kept ? [kept] : [...joined, ...open];
  if (others.length === 0) return null;
  const forms = [row, ...others];
  const answers = await Promise.all(forms.map(async (one) => new Map(answersOf({ row: one, type: await requestTypeOf(db, one) }).flatMap(({ rows }) => rows.map((answer) => [answer.id, answer] as const)))));
  const fields = new Map(answers.flatMap((of) => [...of.values()].map(({ id, label }) => [id, label] as const)));
  const isMine = (one: RequestRow) => one.status !== "in-review" || one.claimedBy === actor.id;
  return {
    joinedTo: kept && { id: kept.id, reference: referenceOf(kept.number) },
    forms: forms.map((one) => ({
      id: one.id,
      reference: referenceOf(one.number),
      status: one.status,
      receivedAt: (one.confirmedAt ?? one.submittedAt).toISOString(),
      sender: one.applicantName,
      isHere: one.id === row.id,
      canJoin: !kept && one.id !== row.id && mayAct("join", one.status, "reviewer") && one.objectedAt === null && isMine(one),
    })),
    rows: [...fields]
      .map(([id, label]) => ({ id, label, values: answers.map((of) => of.get(id)?.lines ?? []) }))
      .filter(({ values }) => values.some((one) => !isDeepStrictEqual(one, values[0]))),
  };
}
