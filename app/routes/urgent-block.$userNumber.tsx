import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";

import { blockByPhone } from "#app/domain/accounts/block-by-phone.ts";
import { recordView } from "#app/domain/customers/viewed.ts";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { BlockAccount } from "#app/ui/urgent-block/block-account.tsx";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { addressWith, paths } from "#app/web/paths.ts";
import { isActionProblem } from "#app/web/problems.ts";
import { showCallable } from "#app/web/urgent-block.server.ts";
import { useFormat } from "#app/web/use-format.ts";
import { typedTime } from "#app/web/typed-day.ts";

export const handle: PageHandle = { i18n: ["urgent-block"] };
export const meta = pageMeta;

const Params = z.object({ userNumber: z.string().regex(/^[0-9]{14}$/) });

/** The account that somebody calls about, and whom to call back. */
export const loader = staffLoader({ can: "account:block", params: Params }, async ({ params: { userNumber }, actor, db, now, t, context }) => {
  const shown = await showCallable({ db, now, t }, userNumber);
  await recordView(db, { kind: "account", id: userNumber, by: actor, now, correlationId: context.correlationId });
  return shown;
});

const line = z.string().trim().min(1, "field.required").max(120);
const Report = z.object({
  callId: z.uuid(),
  caller: line,
  said: z.string().trim().min(1, "field.required").max(1000),
  reason: z.string("field.choose").min(1, "field.choose"),
  called: z.string("call.number-missing").min(1, "call.number-missing"),
  calledBackAt: typedTime(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "call.time-missing")),
  answeredBy: line,
  confirmed: z.literal("yes", "call.unconfirmed"),
});

/** Blocks it on a report that was called back (D23): `blockByPhone`. */
export const action = staffAction({ can: "account:block", params: Params, input: Report }, async ({ params: { userNumber }, input, context: { office }, actor, now }) => {
  const { callId, confirmed, ...call } = input;
  const { again } = await blockByPhone(office, { callId, userNumber, confirmed: confirmed === "yes", call, registers: office.registers, by: actor, now });
  return redirect(addressWith(paths.urgentCall(callId), { again: again ? "yes" : "" }), 303);
});

export default function BlockOneAccount() {
  const shown = useLoaderData<typeof loader>();
  const answer: unknown = useActionData();
  return (
    <StaffLayout>
      <BlockAccount shown={shown} format={useFormat()} problem={isActionProblem(answer) ? answer.problem : null} back={paths.urgentBlock()} />
    </StaffLayout>
  );
}
