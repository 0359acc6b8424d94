import { and, desc, eq, isNotNull, isNull } from "drizzle-orm";

import { auditVerification } from "#db/schema/audit.ts";
import type { Db } from "#db/types.ts";
import { record } from "#app/domain/audit/record.ts";

import { describeFailure } from "./failure.ts";

export type Finding = { kind: string; text: string };

/** Where a verification stands; the rest of it is the verifier's own plain data. */
export type VerifierState = { phase: string; position: number; newestSeal: string | null };

/** Verifies the trail (P8) in bounded steps, with code that it shares with nobody; the composition brings it. */
export interface TrailVerifier {
  begin(): VerifierState;
  /** Throws when it cannot look: the database or the file does not answer. */
  step(state: VerifierState): Promise<{ state: VerifierState; findings: Finding[] }>;
}

/** So many findings are kept; whoever has more sees the cause in these. */
const MOST_FINDINGS = 100;

/**
 * One step of the nightly verification: begins one when the last was begun before `dueSince`, and goes on where one was left, also by another process. It ends
 * in the trail. What keeps a step from being taken is kept for who looks at the page, and thrown; the next call tries that step again.
 */
export async function verifyInTurn(db: Db, verifier: TrailVerifier, { now, dueSince }: { now: Date; dueSince: Date }): Promise<void> {
  const run = (await openRun(db)) ?? (await beginRun(db, verifier, { now, dueSince }));
  if (run === null) return;
  const isThis = and(eq(auditVerification.id, run.id), isNull(auditVerification.endedAt));
  let step: Awaited<ReturnType<TrailVerifier["step"]>>;
  try {
    step = await verifier.step(run.state as VerifierState);
  } catch (failure) {
    await db.update(auditVerification).set({ failure: describeFailure(failure).message }).where(isThis);
    throw failure;
  }
  const { state, findings: found } = step;
  const isDone = state.phase === "done";
  const findings = [...run.findings, ...found].slice(0, MOST_FINDINGS);
  const findingCount = run.findingCount + found.length;
  await db.transaction(async (tx) => {
    const sealedUntil = state.newestSeal === null ? null : new Date(state.newestSeal);
    const [kept] = await tx.update(auditVerification).set({ state, position: state.position, sealedUntil, findings, findingCount, failure: null, endedAt: isDone ? now : null }).where(isThis).returning({ id: auditVerification.id });
    if (!kept || !isDone) return;
    await record(tx, { now, actor: { kind: "system", id: "verify-trail" }, act: "trail.verified", subject: { kind: "trail", id: "trail" }, details: { seals: state.position, findings: findingCount } });
  });
}

type Run = typeof auditVerification.$inferSelect;

async function openRun(db: Db): Promise<Run | null> {
  const [run] = await db.select().from(auditVerification).where(isNull(auditVerification.endedAt));
  return run ?? null;
}

async function beginRun(db: Db, verifier: TrailVerifier, { now, dueSince }: { now: Date; dueSince: Date }): Promise<Run | null> {
  const [last] = await db.select({ begunAt: auditVerification.begunAt }).from(auditVerification).orderBy(desc(auditVerification.id)).limit(1);
  if (last && last.begunAt >= dueSince) return null;
  const [run] = await db.insert(auditVerification).values({ begunAt: now, state: verifier.begin() }).onConflictDoNothing().returning();
  return run ?? null;
}

/** Longer ago than this, a night was missed. */
const LATE_HOURS = 36;

/**
 * What the last verification came to. `damaged` counts from the first finding, also of one that has not ended; `stopped`: a step cannot be taken; `late`: no
 * whole one within 36 hours; `never`: none has ended yet.
 */
export type VerificationShown = {
  state: "sound" | "damaged" | "stopped" | "late" | "never";
  /** The last that ended: how many seals it looked at, until when those were made, and when it ended. */
  last: { seals: number; sealedUntil: Date | null; endedAt: Date } | null;
  /** One that is under way: how far. */
  running: { seals: number; begunAt: Date } | null;
  findings: Finding[];
  findingCount: number;
};

/** The state of the nightly verification, for the auditor's page and the page of stuck work. */
export async function latestVerification(db: Db, now: Date): Promise<VerificationShown> {
  const running = await openRun(db);
  const [ended] = await db.select().from(auditVerification).where(isNotNull(auditVerification.endedAt)).orderBy(desc(auditVerification.id)).limit(1);
  const worst = running && running.findingCount > 0 ? running : ended;
  const isLate = !ended?.endedAt || now.getTime() - ended.endedAt.getTime() > LATE_HOURS * 3_600_000;
  const state = worst && worst.findingCount > 0 ? "damaged" : running?.failure ? "stopped" : !ended ? "never" : isLate ? "late" : "sound";
  return {
    state,
    last: ended?.endedAt ? { seals: ended.position, sealedUntil: ended.sealedUntil, endedAt: ended.endedAt } : null,
    running: running && { seals: running.position, begunAt: running.begunAt },
    findings: worst?.findings ?? [],
    findingCount: worst?.findingCount ?? 0,
  };
}
