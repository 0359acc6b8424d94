import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";

import { proposeRelease, RELEASE_REASONS } from "#app/domain/certificates/release.ts";
import { AccountPage } from "#app/ui/customers/account-page.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { accountPlaces } from "#app/web/account-places.ts";
import { viewAccount } from "#app/web/customers.server.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { AccountParams } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { isActionProblem } from "#app/web/problems.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["customers", "desk", "requests"] };
export const meta = pageMeta;

/** The account, for whoever comes back here because it could not be done. */
export const loader = staffLoader({ can: "account:read", params: AccountParams }, (asked) => viewAccount(asked, asked.params.userNumber));

const Proposal = z.object({ why: z.enum(RELEASE_REASONS, "field.choose"), note: z.string().trim().min(1, "field.required").max(1000) });

/** Proposes that somebody may install again although their certificate is valid: `proposeRelease`. */
export const action = staffAction({ can: "release:propose", params: AccountParams, input: Proposal }, async ({ params, input, context, actor, now }) => {
  await proposeRelease(context.office, { userNumber: params.userNumber, ...input, by: actor, now });
  return redirect(paths.account(params.userNumber), 303);
});

export default function ProposeRelease() {
  const { screen } = useLoaderData<typeof loader>();
  const answer: unknown = useActionData();
  return (
    <StaffLayout>
      <AccountPage screen={screen} format={useFormat()} {...accountPlaces(screen)} problem={isActionProblem(answer) ? answer.problem : null} />
    </StaffLayout>
  );
}
