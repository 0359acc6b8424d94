import type { SQL } from "drizzle-orm";
import { customType, index, timestamp, type PgColumn } from "drizzle-orm/pg-core";

/** An instant; always with time zone, always a `Date` in the code. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date", precision: 3 });

/** Raw octets: DER, hashes, encrypted content. */
export const octets = customType<{ data: Uint8Array; driverData: Uint8Array | string }>({
  dataType: () => "bytea",
  toDriver: (value) => (typeof Buffer === "undefined" ? value : Buffer.from(value)),
  fromDriver: (value) =>
    typeof value === "string" ? Uint8Array.from(Buffer.from(value.replace(/^\\x/, ""), "hex")) : Uint8Array.from(value),
});

/** One order of the rows of a table, for each of several conditions that rows may fit: a list of those is walked along, and never sorted. */
export function inOrder(conditions: Readonly<Record<string, SQL>>, first: PgColumn, second: PgColumn) {
  return Object.entries(conditions).map(([name, condition]) => index(name).on(first, second).where(condition));
}
