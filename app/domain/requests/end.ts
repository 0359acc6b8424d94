import { and, eq, isNotNull, isNull, lte, notInArray, type SQL } from "drizzle-orm";

import { link, request } from "#db/schema/requests.ts";
import { outsider, system } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import type { Link } from "#app/domain/access/links.ts";
import { record } from "#app/domain/audit/record.ts";
import { endIdentification } from "#app/domain/identification/open.ts";
import { eachAlone } from "#app/domain/jobs/each-alone.ts";
import { holdJob, tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import { Problem } from "#app/domain/problem.ts";

import { NOBODY } from "./claim.ts";
import { endQuestion } from "./close.ts";
import { UNDECIDED } from "./decide.ts";
import { maskSecrets } from "./form/mask.ts";
import { partAllOf } from "./join.ts";
import { moveRequest } from "./move.ts";
import { resumeReview } from "./review-clock.ts";
import { findKept } from "./same.ts";

/** The applicant cancels on the status page, for as long as nothing was made. Throws `request.moved` afterwards. */
export async function cancelRequest(office: Office, input: { requestId: string; now: Date }): Promise<void> {
  const { requestId, now } = input;
  await office.db.transaction(async (tx) => {
    await moveRequest(tx, { requestId, act: "cancel", now, set: NOBODY });
    await partAllOf(tx, office, requestId, now);
    await endIdentification(tx, { requestId, status: "superseded", now });
    await record(tx, { now, actor: inTrail(outsider("applicant", requestId)), act: "request.cancelled", subject: { kind: "request", id: requestId }, requestId });
    await office.queue.enqueue(tx, tellJob, { happening: "request.cancelled", requestId });
    await office.queue.enqueue(tx, holdJob, { requestId });
  });
}

/**
 * The registered contact or main contact does not agree (D24): everything stops, whatever was decided is void, and the desk finds it on top of
 * the queue. Throws `link.used` the second time, `request.moved` when it is too late to stop.
 */
export async function objectToRequest(office: Office, input: { link: Link; text: string; now: Date }): Promise<void> {
  const { now } = input;
  const about = input.link.requestId;
  if (!about) throw new Problem("link.unknown");
  await office.db.transaction(async (tx) => {
    // What is said of one of several that are answered together is said of all of them.
    const requestId = (await findKept(tx, about))?.id ?? about;
    const [used] = await tx
      .update(link)
      .set({ usedAt: now })
      .where(and(eq(link.id, input.link.id), isNull(link.usedAt)))
      .returning({ id: link.id });
    if (!used) throw new Problem("link.used");
    const dueAt = await resumeReview(tx, requestId, now);
    await moveRequest(tx, { requestId, act: "object", now, set: { ...NOBODY, ...UNDECIDED, priority: "high", objectedAt: now, dueAt } });
    await endQuestion(tx, requestId, now);
    await endIdentification(tx, { requestId, status: "superseded", now });
    await record(tx, {
      now,
      actor: inTrail(outsider("contact", input.link.roleHolderId)),
      act: "request.objected",
      subject: { kind: "request", id: requestId },
      requestId,
      details: { text: maskSecrets(input.text.trim()).text },
    });
    await office.queue.enqueue(tx, holdJob, { requestId });
  });
}

/**
 * Lets go of requests whose address nobody confirmed in time. Runs every few seconds. The link is held first, as whoever confirms or corrects the address
 * holds it: one that took its place meanwhile has a term of its own, and a request that went on is not ended by it.
 */
export async function lapseUnconfirmed(office: Office, now: Date): Promise<void> {
  await eachAlone({
    page: (but) =>
      office.db
        .select({ id: request.id })
        .from(request)
        .innerJoin(link, eq(link.requestId, request.id))
        .where(and(eq(request.status, "unconfirmed"), hasRunOut(now), notInArray(request.id, but)))
        .limit(100),
    id: ({ id }) => id,
    act: ({ id }) =>
      office.db.transaction(async (tx) => {
        const [lapsed] = await tx.select({ id: link.id }).from(link).where(and(eq(link.requestId, id), hasRunOut(now))).for("update");
        if (!lapsed) return;
        await moveRequest(tx, { requestId: id, act: "lapse", now, when: eq(request.status, "unconfirmed") });
        await record(tx, { now, actor: inTrail(system("unconfirmed")), act: "request.lapsed", subject: { kind: "request", id }, requestId: id });
      }),
  });
}

/** The link to confirm that counts, and whose term is over. */
function hasRunOut(now: Date): SQL | undefined {
  return and(eq(link.kind, "confirm"), isNull(link.endedAt), isNotNull(link.expiresAt), lte(link.expiresAt, now));
}
