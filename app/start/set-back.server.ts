import process from "node:process";

import { findSetBack } from "#app/domain/audit/heads.ts";
import { verifyInTurn } from "#app/domain/jobs/verification.ts";

import type { Composition } from "../composition.server.ts";
import { makeTrailVerifier } from "./verifier.server.ts";

/**
 * Says when the office opens over a database that is older than what was signed of it (P8): on the screen, in the log, and, by a verification that begins at once, at `/audit` and `/jobs`. It opens all the same: whoever
 * put a backup back needs it, and knows what to do next (docs/backup.md). Answers whether it said anything.
 */
export async function sayIfSetBack({ office, audit, clock, log }: Pick<Composition, "office" | "audit" | "clock" | "log">, say = (line: string) => void process.stderr.write(`${line}\n`)): Promise<boolean> {
  const setBack = await findSetBack(office.db, audit.headsFile);
  if (!setBack) return false;
  const { inFile, inDatabase, takenAt } = setBack;
  log.error({ setBack }, "the database is older than the heads that were signed of it");
  say(
    `The database is older than its audit trail: ${audit.headsFile} was signed over ${inFile} events on ${takenAt}, and the database has ${inDatabase} of another history or an older moment. ` +
      "Either an older backup was put back, or the end was cut off. What happened since is lost here. If this was on purpose, move that file away and keep it with the report (docs/backup.md); else stop, and find out.",
  );
  const now = clock.now();
  await verifyInTurn(office.db, makeTrailVerifier(office.db, audit), { now, dueSince: now });
  return true;
}
