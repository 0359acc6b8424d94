import { customType, timestamp } from "drizzle-orm/pg-core";

/** An instant; always with time zone, always a `Date` in the code. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date", precision: 3 });

/** Raw octets: DER, hashes, encrypted content. */
export const octets = customType<{ data: Uint8Array; driverData: Uint8Array | string }>({
  dataType: () => "bytea",
  toDriver: (value) => (typeof Buffer === "undefined" ? value : Buffer.from(value)),
  fromDriver: (value) =>
    typeof value === "string" ? Uint8Array.from(Buffer.from(value.replace(/^\\x/, ""), "hex")) : Uint8Array.from(value),
});
