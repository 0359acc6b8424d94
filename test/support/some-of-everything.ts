import { eq } from "drizzle-orm";

import { CHANNELS } from "#app/domain/definitions/schema/scope.ts";
import { currentRelease } from "#app/domain/definitions/store.ts";
import { DESK_STATUSES } from "#app/domain/requests/desk-list.ts";
import { agbCode } from "#db/schema/organisations.ts";
import { request } from "#db/schema/requests.ts";
import { practice } from "#db/worlds/cast.ts";

import type { TestOffice } from "./office.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
export const TYPES = ["new-user", "revocation", "data-change"] as const;

/** Some of everything at the desk: each type, channel and status, due from long ago to long from now, of two practices and of nobody. */
export async function someOfEverything(office: TestOffice): Promise<void> {
  const { db } = office.database;
  const releaseId = await currentRelease(db);
  const [brug, zonneveld] = await Promise.all(["de-brug", "zonneveld"].map(async (id) => (await db.select().from(agbCode).where(eq(agbCode.code, practice(id).agbCodes[0] ?? "")))[0]));
  const rows = Array.from({ length: 420 }, (_, n) => {
    const status = DESK_STATUSES[n % DESK_STATUSES.length] ?? "submitted";
    const type = status === "identifying" || status === "fulfilling" || status === "done" ? "revocation" : (TYPES[n % 7 % 3] ?? "new-user");
    const code = [brug, zonneveld, undefined][n % 3];
    const isDecided = ["decided", "identifying", "identification-desk", "fulfilling", "done", "second-check"].includes(status);
    return {
      type,
      channel: CHANNELS[n % 11 % 5] ?? "online",
      status,
      releaseId,
      language: "nl" as const,
      answers: {},
      termsVersion: "1",
      agbCode: code?.code,
      enterpriseId: code?.enterpriseId,
      subjectName: `A. Persoon${n % 5}`,
      applicantName: "S. Jansen",
      applicantEmail: "s.jansen@debrug.example",
      submittedAt: office.now(),
      priority: n % 13 === 0 ? ("high" as const) : ("normal" as const),
      dueAt: n % 10 === 7 ? null : new Date(office.now().getTime() + ((n * 37) % 240) * HOUR - 3 * DAY),
      ...(status === "in-review" && { claimedBy: n % 2 ? office.staff.sanne.id : office.staff.wim.id, claimedAt: office.now() }),
      ...(isDecided && { decision: "approve" as const, decidedBy: office.staff.wim.id, decidedAt: office.now() }),
      ...((type === "revocation" || status === "rejected") && { identificationRequired: false, deliveryRequired: false, numberRequired: false }),
      ...(status === "done" && { fulfilledAt: office.now() }),
      ...(status === "rejected" && { decision: "reject" as const, decidedBy: office.staff.wim.id, decidedAt: office.now(), reasonCode: "not-authorised" }),
    };
  }).map((row) => (row.type === "new-user" ? { ...row, identificationRequired: true, deliveryRequired: true, numberRequired: true } : row));
  await db.insert(request).values(rows as Array<typeof request.$inferInsert>);
}
