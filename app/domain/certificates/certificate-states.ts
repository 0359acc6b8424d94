import { runSql, type Db } from "#db/types.ts";

import type { CertificateState } from "./ports.ts";
import type { RevocationReason } from "./reasons.ts";

/** Statements under way at once: one is read while the next is being gathered. */
const MOST_ASKED = 2;

type Row = { serial: string; revoked_ms: number | null; reason: string | null };
type Asker = { answer: (state: CertificateState) => void; fail: (failure: unknown) => void };

/**
 * How certificates of an issuing CA stand, by serial (hex). Those who ask at the same time are answered by one statement, which begins after
 * they asked: what was committed before the question is in the answer (P13). Never issued is unknown, and so is what is about to be signed.
 */
export function askTogether(db: Db, issuerId: string): (serial: string) => Promise<CertificateState> {
  let gathered = new Map<string, Asker[]>();
  let asked = 0;

  async function ask(): Promise<void> {
    const round = gathered;
    gathered = new Map();
    asked += 1;
    try {
      const rows = await runSql<Row>(db, STATES, [issuerId, [...round.keys()]]);
      const states = new Map(rows.map((row) => [row.serial, stateOf(row)]));
      for (const [serial, askers] of round) for (const { answer } of askers) answer(states.get(serial) ?? "unknown");
    } catch (failure) {
      for (const askers of round.values()) for (const { fail } of askers) fail(failure);
    } finally {
      asked -= 1;
      if (gathered.size > 0) void ask();
    }
  }

  return (serial) =>
    new Promise((answer, fail) => {
      gathered.set(serial, [...(gathered.get(serial) ?? []), { answer, fail }]);
      if (asked < MOST_ASKED) setImmediate(() => void (gathered.size > 0 && asked < MOST_ASKED && ask()));
    });
}

const STATES = `select serial, extract(epoch from revoked_at)::float8 * 1000 as revoked_ms, revocation_reason as reason
  from certificate where issuer_id = $1 and serial = any($2::text[]) and status <> 'intended'`;

function stateOf({ revoked_ms: revokedMs, reason }: Row): CertificateState {
  return revokedMs === null ? "good" : { revokedAt: new Date(Number(revokedMs)), reason: (reason ?? "unspecified") as RevocationReason };
}
