import { runSql, type Db } from "#db/types.ts";
import { countToInstall } from "#app/domain/customers/certificates/to-install.ts";
import { daysFrom, INSTALL_BANDS, type InstallBand } from "#app/domain/customers/certificates/states.ts";
import { currentRelease } from "#app/domain/definitions/store.ts";
import { releasePolicies } from "#app/domain/requests/policy.ts";

import { BLOCKED_BY } from "./blocked.ts";

/** Beyond this many nobody counts on. */
const MOST = 100_000;

/** How certificates and accounts stand at this moment (reference 7, metrics 10–12): days of the calendar, certificates that have no successor. */
export type Standing = {
  toInstall: Record<InstallBand, number>;
  /** End within so many days from now; each includes those before it. */
  expiring: { within30: number; within60: number; within90: number };
  /** Ended, and may still be installed again (R39); `windowDays` is for how long that is. Null where the office lets it go on without end. */
  reinstallable: { amount: number; windowDays: number } | null;
  /** Accounts that cannot be used: a PIN typed wrong too often; held for a request until that is decided; anything else. */
  blocked: { pin: number; request: number; other: number };
};

/** Counts along partial indexes of what is under way: nothing of what ended long ago. */
export async function readStanding(db: Db, now: Date): Promise<Standing> {
  const policies = await releasePolicies(db, await currentRelease(db), { certificateKind: "personal" }, now);
  const windowDays = typeof policies["reinstall.windowDays"] === "number" ? policies["reinstall.windowDays"] : null;
  const [toInstall, [ends], [blocked]] = await Promise.all([
    countToInstall(db, { now, most: MOST }),
    runSql<Record<"within30" | "within60" | "within90" | "ended", string>>(db, ENDS, [now, daysFrom(now, 30), daysFrom(now, 60), daysFrom(now, 90), daysFrom(now, -(windowDays ?? 0))]),
    runSql<Record<"pin" | "request" | "other", string>>(db, BLOCKED),
  ]);
  const amount = (text: string | undefined) => Number(text ?? 0);
  return {
    toInstall: Object.fromEntries(INSTALL_BANDS.map((band) => [band, Math.min(MOST, toInstall[band])])) as Standing["toInstall"],
    expiring: { within30: amount(ends?.within30), within60: amount(ends?.within60), within90: amount(ends?.within90) },
    reinstallable: windowDays === null ? null : { amount: amount(ends?.ended), windowDays },
    blocked: { pin: amount(blocked?.pin), request: amount(blocked?.request), other: amount(blocked?.other) },
  };
}

/** From the index `certificate_in_force` alone; as the list of certificates tells them apart, whose last second still counts. */
const ENDS = `select count(*) filter (where not_after >= date_trunc('second', $1::timestamptz) and not_after < $2::timestamptz) as within30,
    count(*) filter (where not_after >= date_trunc('second', $1::timestamptz) and not_after < $3::timestamptz) as within60,
    count(*) filter (where not_after >= date_trunc('second', $1::timestamptz)) as within90,
    count(*) filter (where not_after < date_trunc('second', $1::timestamptz)) as ended
  from certificate where status = 'issued' and superseded_at is null and not_after >= $5::timestamptz and not_after < $4::timestamptz`;

const BLOCKED = `select (select count(*) from (${BLOCKED_BY.pin}) b) as pin, (select count(*) from (${BLOCKED_BY.request}) b) as request, (select count(*) from (${BLOCKED_BY.other}) b) as other`;
