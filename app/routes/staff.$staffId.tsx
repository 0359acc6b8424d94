import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";

import { may } from "#app/domain/access/permissions.ts";
import { getStaffRoles, proposeRoleChange } from "#app/domain/access/role-changes.ts";
import { STAFF_ROLES, StaffRole } from "#app/domain/access/roles.ts";
import { MemberPage } from "#app/ui/staff/member-page.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { StaffParams } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { isActionProblem } from "#app/web/problems.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["staff"] };
export const meta = pageMeta;

/** One person who works here: what they may do, and every change of it. */
export const loader = staffLoader({ can: "staff:list", params: StaffParams }, async ({ params, actor, db }) => {
  const { changes, ...person } = await getStaffRoles(db, params.staffId);
  const isMe = person.id === actor.id;
  return {
    title: person.name,
    person: { ...person, all: [...STAFF_ROLES] },
    isMe,
    mayChange: may(actor, "staff:change") && !isMe,
    changes: changes.map(({ id, before, after, reason, proposer, proposedBy, proposedAt, outcome, decider, decidedAt }) => ({
      id,
      before,
      after,
      reason,
      proposer,
      proposedAt: proposedAt.toISOString(),
      outcome,
      decider,
      decidedAt: decidedAt?.toISOString() ?? null,
      mayDecide: outcome === null && may(actor, "staff:second-check") && !isMe && proposedBy !== actor.id,
      mayWithdraw: outcome === null && may(actor, "staff:second-check") && proposedBy === actor.id,
    })),
  };
});

const Proposal = z.object({ roles: z.array(StaffRole).default([]), reason: z.string().trim().min(1, "request.reason-missing").max(500) });

/** Proposes what this person may do from now on: `proposeRoleChange`. */
export const action = staffAction({ can: "staff:change", params: StaffParams, input: Proposal }, async ({ params, input, actor, db, now, context }) => {
  await proposeRoleChange(db, { staffId: params.staffId, ...input, by: actor, now, correlationId: context.correlationId });
  return redirect(paths.staffMember(params.staffId), 303);
});

export default function Member() {
  const shown = useLoaderData<typeof loader>();
  const answer: unknown = useActionData();
  return (
    <StaffLayout>
      <MemberPage key={shown.person.id} {...shown} problem={isActionProblem(answer) ? answer.problem : null} list={paths.staff()} decision={paths.roleChangeDecision} format={useFormat()} />
    </StaffLayout>
  );
}
