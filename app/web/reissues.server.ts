import type { StaffActor } from "#app/domain/access/actor.ts";
import { may } from "#app/domain/access/permissions.ts";
import type { ReissueLine } from "#app/domain/certificates/reissue-list.ts";

import type { Translate } from "./i18n.server.ts";
import { paths } from "./paths.ts";

/** Certificates that had or have to be replaced (R107), worded for their reader; dates as ISO 8601. */
export function showReissues(lines: readonly ReissueLine[], { actor, t }: { actor: StaffActor; t: Translate }) {
  const certificate = (serial: string) => ({ serial, to: may(actor, "certificate:read") ? paths.certificate(serial) : null });
  return lines.map(({ id, moveId, userNumber, user, serial, successor, differs, openedAt, until, outcome, endedAt }) => ({
    id,
    moveId,
    user: { name: user, userNumber, to: may(actor, "account:read") ? paths.account(userNumber) : null },
    differs: differsInWords(differs, t),
    state: outcome ?? ("open" as const),
    openedAt: openedAt.toISOString(),
    until: until.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    former: certificate(serial),
    successor: successor === null ? null : certificate(successor),
  }));
}

/** "naam, AGB-code". */
export function differsInWords(differs: readonly string[], t: Translate): string {
  return differs.map((attribute) => t(`customers:reissue.attribute.${attribute}`)).join(", ");
}
