import type { LintFinding } from "#app/domain/certificates/ports.ts";

import { extensionChecks } from "./extensions.ts";
import { frameChecks } from "./frame.ts";
import { keyChecks } from "./key.ts";
import { nameChecks } from "./names.ts";
import { readTbs, type Check, type LintContext } from "./tbs.ts";
import { validityChecks } from "./validity.ts";

/** Every check by name, with the clause that it answers to: the list that the tests go through. */
export const CHECKS: readonly Check[] = [...frameChecks, ...nameChecks, ...validityChecks, ...keyChecks, ...extensionChecks];

/**
 * What is wrong with the octets that are about to be signed (P2); empty when nothing is. Reads DER by itself and knows the encoder only
 * by what it wrote. What cannot be read at all is the single finding `der`.
 */
export function lintTbs(der: Uint8Array, context: LintContext): LintFinding[] {
  const tbs = readTbs(der);
  if (!tbs) return [{ check: "der", clause: "X.690, 10 and 11; RFC 5280, 4.1", message: "not a TBSCertificate in DER" }];
  return CHECKS.flatMap(({ check, clause, judge }) => {
    const message = judge(tbs, context);
    return message === null ? [] : [{ check, clause, message }];
  });
}
