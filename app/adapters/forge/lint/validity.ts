import { NotDer, TAG, timeOf, type Tlv } from "../der.ts";
import { wrongIf, type Check, type LintContext, type Tbs } from "./tbs.ts";

const HOUR = 3_600_000;

/** Between the moment that an order is dated and the moment that it is judged. */
const TOLERANCE = 60_000;

/** When the certificate counts (RFC 5280, 4.1.2.5); times that cannot be read are for `validity-encoding` alone. */
export const validityChecks: Check[] = [
  {
    check: "validity-encoding",
    clause: "RFC 5280, 4.1.2.5",
    judge: ({ notBefore, notAfter }) => wrongIf(![notBefore, notAfter].every(isWellWritten), "UTCTime through 2049, GeneralizedTime after, seconds and Z"),
  },
  {
    check: "validity-order",
    clause: "RFC 5280, 4.1.2.5",
    judge: dated(({ from, to }) => wrongIf(from >= to, "ends before it begins")),
  },
  {
    check: "validity-backdated",
    clause: "CA/B Forum BR, 7.1.2.7 (notBefore); an hour at most",
    judge: dated(({ from }, { now }) => wrongIf(from.getTime() < now.getTime() - HOUR, "begins more than an hour ago")),
  },
  {
    check: "validity-future",
    clause: "RFC 5280, 4.1.2.5",
    judge: dated(({ from }, { now }) => wrongIf(from.getTime() > now.getTime() + TOLERANCE, "begins in the future")),
  },
  {
    check: "validity-length",
    clause: "profile, validity; D12",
    judge: dated(({ from, to }, { profile }) => {
      // Backdated by an hour at most, and the clocks may differ by an hour between the two days: no installation gives a later end.
      const latest = new Date(from.getTime() + 2 * HOUR);
      if ("years" in profile.validity) latest.setUTCFullYear(latest.getUTCFullYear() + profile.validity.years);
      else latest.setUTCDate(latest.getUTCDate() + profile.validity.days);
      return wrongIf(to > latest, `lasts longer than ${Object.entries(profile.validity).map(([unit, count]) => `${count} ${unit}`).join()}`);
    }),
  },
  {
    check: "validity-within-issuer",
    clause: "RFC 5280, 6.1.3 (a)(2)",
    judge: dated(({ from, to }, { issuer }) => wrongIf(from < issuer.notBefore || to > issuer.notAfter, "outside the validity of the issuing CA")),
  },
];

function dated(judge: (validity: { from: Date; to: Date }, context: LintContext) => string | null): Check["judge"] {
  return (tbs: Tbs, context) => {
    const from = readTime(tbs.notBefore);
    const to = readTime(tbs.notAfter);
    return from && to ? judge({ from, to }, context) : null;
  };
}

function isWellWritten(element: Tlv): boolean {
  const time = readTime(element);
  return time !== null && (element.tag === TAG.utcTime) === (time.getUTCFullYear() < 2050);
}

function readTime(element: Tlv): Date | null {
  try {
    return timeOf(element);
  } catch (thrown) {
    if (thrown instanceof NotDer) return null;
    throw thrown;
  }
}
