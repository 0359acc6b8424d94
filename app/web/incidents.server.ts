import type { IncidentLine } from "#app/domain/incidents/register.ts";

import { paths } from "./paths.ts";

/** An incident as its pages draw it; dates as ISO 8601. */
export function showIncident({ discoveredAt, tellBy, registeredAt, assessment, ...line }: IncidentLine, now: Date) {
  return {
    ...line,
    to: paths.incident(line.id),
    discoveredAt: discoveredAt.toISOString(),
    registeredAt: registeredAt.toISOString(),
    tellBy: tellBy.toISOString(),
    isLate: assessment === null && now > tellBy,
    assessment: assessment && { ...assessment, authorityAt: assessment.authorityAt?.toISOString() ?? null, at: assessment.at.toISOString() },
  };
}
export type IncidentShown = ReturnType<typeof showIncident>;
