import { and, eq, isNull } from "drizzle-orm";

import { link, requestClock } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import { makeLink, type Link } from "#app/domain/access/links.ts";
import { outsider } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { holdJob, tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import type { Registers } from "#app/domain/organisations/ports.ts";
import { Problem } from "#app/domain/problem.ts";

import { textAt } from "./answers.ts";
import { getRequest } from "./decide.ts";
import { reportDeparture } from "./departure.ts";
import { lookUp } from "./facts.ts";
import { moveRequest } from "./move.ts";
import { officeDay, requestPolicies, requestTypeOf } from "./policy.ts";
import { reviewTerm } from "./review-clock.ts";
import { screenRequest } from "./screen.ts";

/**
 * The applicant shows that the address is theirs; only now the request is received, its clock runs, the rules judge it, and the registered
 * contact and main contact are told (D24). A second press finds it done and changes nothing. Throws `link.ended` when the applicant corrected their address
 * meanwhile.
 */
export async function confirmAddress(
  office: Office,
  input: { link: Link; registers: Registers; now: Date },
): Promise<{ requestId: string; statusLink: Link; again: boolean }> {
  const { now } = input;
  const requestId = input.link.requestId;
  if (!requestId) throw new Problem("link.unknown");
  const before = await getRequest(office.db, requestId);
  if (before.status !== "unconfirmed") return confirmedBefore(office.db, input.link, requestId);
  const type = await requestTypeOf(office.db, before);
  const { about } = type;
  // Asked outside the transaction: a slow register must not hold a lock.
  const looked = await lookUp(input.registers, { agbCode: textAt(before.answers, about.agbCode), kvkNumber: textAt(before.answers, about.kvkNumber) });

  return office.db.transaction(async (tx) => {
    const [used] = await tx
      .update(link)
      .set({ usedAt: now })
      .where(and(eq(link.id, input.link.id), isNull(link.usedAt), isNull(link.endedAt)))
      .returning({ id: link.id });
    if (!used) return confirmedBefore(tx, input.link, requestId);

    const policies = await requestPolicies(tx, requestId, now);
    const clock = reviewTerm(type, policies, now, await officeDay(tx, before.releaseId, now));
    await tx.insert(requestClock).values({ requestId, stage: "review", ...clock });
    const row = await moveRequest(tx, { requestId, act: "confirm-address", now, set: { confirmedAt: now, dueAt: clock.dueAt } });
    const statusLink = await makeLink(tx, { kind: "status", requestId, now });
    await reportDeparture(tx, { type, row }, now);
    const judged = await screenRequest(tx, { row, looked, confirmed: true, now });
    await record(tx, {
      now,
      actor: inTrail(outsider("applicant", requestId)),
      act: "request.confirmed",
      subject: { kind: "request", id: requestId },
      requestId,
      details: { route: judged.outcome.route, spoke: judged.spoke },
    });
    await office.queue.enqueue(tx, tellJob, { happening: "request.confirmed", requestId });
    if (type.precaution) await office.queue.enqueue(tx, holdJob, { requestId });
    return { requestId, statusLink, again: false };
  });
}

/** Whoever confirmed with this very link may come back; one that another took the place of opens nothing, whatever was confirmed since: it went to somebody else. */
async function confirmedBefore(db: Db, of: Link, requestId: string): Promise<{ requestId: string; statusLink: Link; again: true }> {
  const [present] = await db.select({ usedAt: link.usedAt }).from(link).where(eq(link.id, of.id));
  if (!present?.usedAt) throw new Problem("link.ended", { kind: "confirm" });
  return { requestId, statusLink: await statusLinkOf({ db }, requestId), again: true };
}

/** The link to a request's status page; throws `link.unknown` before the address was confirmed. */
export async function statusLinkOf(office: Pick<Office, "db">, requestId: string): Promise<Link> {
  const [found] = await office.db
    .select()
    .from(link)
    .where(and(eq(link.requestId, requestId), eq(link.kind, "status")));
  if (!found) throw new Problem("link.unknown");
  return found;
}

