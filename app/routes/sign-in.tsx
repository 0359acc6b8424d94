import { redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { staffActor } from "#app/domain/access/actor.ts";
import { Problem } from "#app/domain/problem.ts";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { PublicLayout } from "#app/ui/public-layout.tsx";
import { EmptyState, PageTitle } from "#app/ui/section.tsx";
import { publicAction, publicLoader } from "#app/web/guards.server.ts";
import { firstPageOf } from "#app/web/menu.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { ownPath } from "#app/web/paths.ts";
import { isActionProblem } from "#app/web/problems.ts";
import { signInCookie } from "#app/web/session.server.ts";

export const meta = pageMeta;

export const loader = publicLoader({ input: z.object({ to: z.string().catch("") }) }, async ({ context, input, t }) => {
  const isOpen = context.mode === "demonstration";
  return {
    title: t(isOpen ? "signIn.title" : "signIn.production.title"),
    isOpen,
    to: input.to,
    // Who works here is nobody else's business in production.
    staff: isOpen ? await context.staff.list() : [],
  };
});

/** Signs in as the person chosen. The demonstration only: in production a choice proves nothing. */
export const action = publicAction(
  { input: z.object({ staffId: z.string({ error: "access.choose-staff" }).max(100), to: z.string().optional() }), limit: { name: "sign-in", points: 60, perSeconds: 60 } },
  async ({ context, input }) => {
    if (context.mode !== "demonstration") throw new Problem("access.refused");
    const member = await context.staff.find(input.staffId);
    if (member === null) throw new Problem("access.choose-staff");
    const first = firstPageOf(staffActor(member));
    return redirect(ownPath(input.to, first), { status: 303, headers: { "Set-Cookie": await signInCookie(member.id, context) } });
  },
);

export default function SignIn() {
  const { t } = useTranslation("common");
  const { isOpen, staff, to } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  if (!isOpen) {
    return (
      <PublicLayout>
        <PageTitle title={t("signIn.production.title")} lead={t("signIn.production.text")} />
      </PublicLayout>
    );
  }
  return (
    <PublicLayout>
      <PageTitle title={t("signIn.title")} lead={t("signIn.lead")} />
      <ErrorSummary problem={isActionProblem(answer) ? answer.problem : null} />
      {staff.length === 0 ? <EmptyState title={t("signIn.empty")} /> : null}
      <Form method="post" reloadDocument>
        <input type="hidden" name="to" value={to} />
        <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
          {staff.map(({ id, name, roles }) => (
            <li key={id}>
              <button
                name="staffId"
                value={id}
                className="flex min-h-20 w-full items-center gap-4 rounded-md border border-line bg-sheet p-4 text-left hover:border-petrol hover:bg-petrol-tint"
              >
                <span aria-hidden className="grid size-11 shrink-0 place-items-center rounded-full bg-petrol-tint font-semibold text-petrol">
                  {initialsOf(name)}
                </span>
                <span className="min-w-0">
                  <span className="block font-semibold">{name}</span>
                  <span className="block text-help">{roles.map((role) => t(`role.${role}`)).join(", ")}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      </Form>
    </PublicLayout>
  );
}

function initialsOf(name: string): string {
  return name
    .split(" ")
    .map((part) => part.charAt(0))
    .join("")
    .slice(0, 2);
}
