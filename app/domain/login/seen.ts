import { isIPv4, isIPv6 } from "node:net";

import { desc, eq, lt } from "drizzle-orm";

import { userLogin } from "#db/schema/login.ts";
import type { Db } from "#db/types.ts";

import type { LoginOutcome } from "./refusals.ts";

/** From where somebody comes, as the server saw it. */
export type From = { address: string; agent: string };

/** Writes a try down for the holder of the certificate to read: from which network and with what, never the whole address. */
export async function noteLogin(tx: Db, of: { userNumber: string; serial: string }, { outcome, from, now }: { outcome: LoginOutcome; from: From; now: Date }): Promise<void> {
  const { userNumber, serial } = of;
  await tx.insert(userLogin).values({ userNumber, serial, at: now, outcome, address: shortened(from.address), browser: browserOf(from.agent) });
}

/** The newest tries of one account. */
export async function listLogins(db: Db, userNumber: string, limit: number): Promise<Array<typeof userLogin.$inferSelect>> {
  return db.select().from(userLogin).where(eq(userLogin.userNumber, userNumber)).orderBy(desc(userLogin.id)).limit(limit);
}

/** Forgets tries of longer ago than a number of days. Runs now and then. */
export async function forgetLogins(db: Db, { now, days }: { now: Date; days: number }): Promise<void> {
  await db.delete(userLogin).where(lt(userLogin.at, new Date(now.getTime() - days * 86_400_000)));
}

/** "192.0.2.…", "2001:db8:1:…": enough to know one's own network again, and not enough to find a person. */
export function shortened(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "");
  if (isIPv4(plain)) return `${plain.split(".").slice(0, 3).join(".")}.…`;
  if (!isIPv6(plain)) return "…";
  const [head = "", tail] = plain.replace(/%.*$/, "").split("::");
  const groups = head === "" ? [] : head.split(":");
  const zeros = tail === undefined ? 0 : 8 - groups.length - (tail === "" ? 0 : tail.split(":").length);
  return `${[...groups, ...Array.from({ length: zeros }, () => "0")].slice(0, 3).join(":")}:…`;
}

const BROWSERS: ReadonlyArray<[RegExp, string]> = [
  [/\bEdgA?\/|\bEdgiOS\//, "edge"],
  [/\bOPR\//, "opera"],
  [/\bSamsungBrowser\//, "samsung"],
  [/\bFirefox\/|\bFxiOS\//, "firefox"],
  [/\bChrome\/|\bCriOS\/|\bHeadlessChrome\//, "chrome"],
  [/\bVersion\/.*\bSafari\//, "safari"],
];
const SYSTEMS: ReadonlyArray<[RegExp, string]> = [
  [/iPhone|iPad|iPod/, "ios"],
  [/Android/, "android"],
  [/Windows/, "windows"],
  [/Macintosh/, "macos"],
  [/CrOS/, "chromeos"],
  [/Linux|X11/, "linux"],
];

/** What a browser says it is, in two of our own words; "other" for what we do not know. A hint for its owner, never proof of anything. */
export function browserOf(agent: string): string {
  const name = (known: typeof BROWSERS) => known.find(([pattern]) => pattern.test(agent.slice(0, 500)))?.[1] ?? "other";
  return `${name(BROWSERS)} ${name(SYSTEMS)}`;
}
