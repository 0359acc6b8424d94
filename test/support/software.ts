import { and, eq, ne } from "drizzle-orm";

import { account } from "#db/schema/accounts.ts";

import { answersFor, approve, identify, received } from "./journey.ts";
import type { TestOffice } from "./office.ts";

/** Addresses that anybody on the internet could have; the ranges for documentation count as such (RFC 5737, RFC 3849). */
export const ADDRESSES = ["203.0.113.7", "2001:db8::7"];

/** The form as Sem fills it in for the claims software of De Brug. */
export function formForSoftware(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    ...ofPracticeAndApplicant(),
    "system.what": "new",
    "system.software": "TandPlan",
    "system.supplier": "Plan B.V.",
    "system.email": "beheer@tandplan.example",
    services: ["claims", "cov"],
    "system.addresses": ADDRESSES.join("\n"),
    "system.understood": true,
    ...change,
  };
}

export function ofPracticeAndApplicant(): Record<string, unknown> {
  return Object.fromEntries(Object.entries(answersFor("de-brug")).filter(([name]) => name.startsWith("practice.") || name.startsWith("applicant.")));
}

/** A request of a type that has come as far as being carried out: Johanna has identified. Answers its id. */
export async function carriedOut(office: TestOffice, answers: Record<string, unknown>, type: string): Promise<string> {
  const requestId = await received(office, answers, type);
  await office.work();
  await approve(office, requestId);
  await office.letDecisionsLeave();
  await identify(office, requestId, { holder: "johanna" });
  await office.work();
  return requestId;
}

/** The account of De Brug's software, made by a request. */
export async function softwareOfDeBrug(office: TestOffice): Promise<typeof account.$inferSelect> {
  await carriedOut(office, formForSoftware(), "system-certificate");
  const [made] = await office.database.db.select().from(account).where(and(eq(account.kind, "system"), ne(account.status, "ended")));
  if (!made) throw new Error("There is no account of software.");
  return made;
}
