import { data, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { staffActor } from "#app/domain/access/actor.ts";
import { Problem } from "#app/domain/problem.ts";
import { Button } from "#app/ui/button.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PublicLayout } from "#app/ui/public-layout.tsx";
import { EmptyState, PageTitle } from "#app/ui/section.tsx";
import { publicAction, publicLoader } from "#app/web/guards.server.ts";
import { firstPageOf } from "#app/web/menu.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { ownPath, paths } from "#app/web/paths.ts";
import { isActionProblem } from "#app/web/problems.ts";
import { signInCookie } from "#app/web/session.server.ts";
import { underWayCookie } from "#app/web/sign-in-under-way.server.ts";

export const handle: PageHandle = { i18n: ["desk"] };
export const meta = pageMeta;

/** What the way back from the organisation came to; each has a sentence among the problems of signing in. */
const Why = z.enum(["signed-out", "no-role", "left", "unreachable", "denied", "late", "used", "state", "clock", "malformed"]);
const STATUS: Partial<Record<z.infer<typeof Why>, number>> = { "no-role": 403, left: 403, unreachable: 503 };

export const loader = publicLoader({ input: z.object({ to: z.string().catch(""), why: Why.nullable().catch(null) }) }, async ({ context, input, t }) => {
  const isOpen = context.mode === "demonstration";
  const why = isOpen ? null : input.why;
  const isShut = why === "no-role" || why === "left";
  const shown = {
    title: t(isOpen ? "signIn.title" : isShut ? "signIn.production.shut" : "signIn.production.title"),
    isOpen,
    to: input.to,
    why: why === null ? null : { kind: why === "signed-out" ? ("well" as const) : ("warn" as const), text: t(`problems:sign-in.${why}`), isShut },
    // Who works here is nobody else's business in production.
    staff: isOpen ? await context.staff.list() : [],
  };
  return data(shown, { status: why === null ? 200 : (STATUS[why] ?? 200) });
});

const Chosen = z.object({ staffId: z.string().max(100).optional(), to: z.string().optional() });

/** In production the browser leaves for the organisation; in the demonstration the person chosen is signed in, for a choice proves nothing. */
export const action = publicAction(
  { input: Chosen, limit: { name: "sign-in", points: 60, perSeconds: 60 } },
  async ({ context, input, language }) => {
    const { door } = context.office;
    if (context.mode !== "demonstration") {
      if (door === null) throw new Problem("access.refused");
      const { url, underWay } = await door.provider.begin({ returnUrl: `${context.baseUrl}${paths.signInReturn()}`, language });
      return redirect(url, { status: 303, headers: { "Set-Cookie": await underWayCookie({ ...underWay, to: ownPath(input.to, "") }, context) } });
    }
    if (input.staffId === undefined) throw new Problem("access.choose-staff");
    const member = await context.staff.find(input.staffId);
    if (member === null) throw new Problem("access.choose-staff");
    const first = firstPageOf(staffActor(member));
    return redirect(ownPath(input.to, first), { status: 303, headers: { "Set-Cookie": await signInCookie(member.id, context) } });
  },
);

export default function SignIn() {
  const { t } = useTranslation("common");
  const { isOpen, staff, to, title, why } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  if (!isOpen) {
    return (
      <PublicLayout>
        <PageTitle title={title} lead={why?.isShut ? undefined : t("signIn.production.text")} />
        <ErrorSummary problem={isActionProblem(answer) ? answer.problem : null} />
        {why === null ? null : (
          <Notice kind={why.kind}>
            <p>{why.text}</p>
          </Notice>
        )}
        <Form method="post" reloadDocument>
          <input type="hidden" name="to" value={to} />
          <Button>{t(why === null || why.kind === "well" ? "signIn.production.act" : "signIn.production.again")}</Button>
        </Form>
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
