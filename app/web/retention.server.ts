import { may } from "#app/domain/access/permissions.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import { daysLater } from "#app/domain/deadlines/clock.ts";
import { referenceOf } from "#app/domain/requests/reference.ts";
import { countDue, listDueRequests } from "#app/domain/retention/due.ts";
import { retentionPeriods } from "#app/domain/retention/periods.ts";
import { findHalt, listRuns } from "#app/domain/retention/run.ts";
import type { Db } from "#db/types.ts";

import type { Translate } from "./i18n.server.ts";
import { paths } from "./paths.ts";

/** So many days ahead the page looks. */
export const AHEAD_DAYS = 30;
/** A page of requests is no longer than somebody reads. */
const MOST_SHOWN = 200;
const MOST_NIGHTS = 10;

type Reader = { db: Db; actor: StaffActor; now: Date; t: Translate };

/** What will be cleared (D20), by kind and request by request; what was; and whether somebody stopped it. */
export async function showRetention({ db, actor, now, t }: Reader, { ahead }: { ahead: number }) {
  const periods = await retentionPeriods(db, now);
  const [soon, until] = [daysLater(now, AHEAD_DAYS), daysLater(now, ahead)];
  const due = await countDue(db, { now, soon, periods });
  const rows = await listDueRequests(db, { until, periods, most: MOST_SHOWN + 1 });
  const halt = await findHalt(db);
  const kinds = [
    { kind: "unfulfilled", years: periods.unfulfilled, now: due.now.unfulfilled, soon: due.soon.unfulfilled },
    { kind: "fulfilled", years: periods.fulfilled, now: due.now.fulfilled, soon: due.soon.fulfilled },
    { kind: "mails", years: periods.mail, now: due.now.mails, soon: due.soon.mails },
    { kind: "events", years: periods.trail, now: due.now.events, soon: due.soon.events },
  ];
  const opens = may(actor, "request:read");
  return {
    kinds,
    held: due.now.held,
    until: until.toISOString(),
    requests: rows.slice(0, MOST_SHOWN).map(({ id, number, type, status, closedAt, dueAt, hold }) => ({
      id,
      reference: referenceOf(number),
      path: opens ? paths.request(id) : null,
      type: t(`requests:${type}.title`),
      status: t(`desk:status.${status}`),
      closedAt: closedAt.toISOString(),
      dueAt: dueAt.toISOString(),
      hold,
    })),
    hasMore: rows.length > MOST_SHOWN,
    halt: halt && { ...halt, at: halt.at.toISOString() },
    runs: (await listRuns(db, MOST_NIGHTS)).map(({ id, begunAt, endedAt, requests, mails, events, passedOver }) => ({ id, begunAt: begunAt.toISOString(), isOver: endedAt !== null, requests, mails, events, failed: passedOver.length })),
    mayHalt: may(actor, "retention:halt"),
  };
}
export type RetentionScreen = Awaited<ReturnType<typeof showRetention>>;
