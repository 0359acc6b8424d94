import { redirect } from "@remix-run/node";

import { staffActor, visitor } from "#app/domain/access/actor.ts";
import { signInStaff } from "#app/domain/access/sign-in.ts";
import { isProblem, Problem } from "#app/domain/problem.ts";
import { publicLoader } from "#app/web/guards.server.ts";
import { firstPageOf } from "#app/web/menu.ts";
import { ownPath, paths } from "#app/web/paths.ts";
import { sessionCookie } from "#app/web/session.server.ts";
import { findUnderWay, LONGEST_AWAY_SECONDS } from "#app/web/sign-in-under-way.server.ts";

/** Nobody did anything wrong: these would only fill the trail. */
const NOT_REFUSED = ["sign-in.late", "sign-in.unreachable"];

/**
 * Where the organisation sends the browser. Whatever it comes to, the browser goes on to another address at once, so that the code in this one stays
 * neither on screen nor in a picture of it.
 */
export const loader = publicLoader({ limit: { name: "sign-in.return", points: 60, perSeconds: 60 } }, async ({ request, context, now }) => {
  const { door } = context.office;
  if (door === null || request.method !== "GET") throw new Problem("page.not-found");
  const { search, searchParams } = new URL(request.url);
  const left = await findUnderWay(request, context);
  const { correlationId } = context;
  try {
    if (left === null) throw new Problem("sign-in.late");
    if (searchParams.get("state") !== left.state) throw new Problem("sign-in.state");
    const spent = await context.limits.consume("sign-in.state", left.state, { points: 1, perSeconds: 2 * LONGEST_AWAY_SECONDS });
    if (!spent.allowed) throw new Problem("sign-in.used");
    const returnUrl = `${context.baseUrl}${paths.signInReturn()}`;
    const signedIn = await door.provider.finish({ returnUrl, search, underWay: left });
    const came = await signInStaff(context.db, door, { signedIn, now, correlationId });
    if ("refused" in came) return redirect(`${paths.signIn(left.to)}&why=${came.refused}`, 303);
    const to = ownPath(left.to, firstPageOf(staffActor(came.member)));
    return redirect(to, { status: 303, headers: { "Set-Cookie": await sessionCookie(came.sessionId, context) } });
  } catch (problem) {
    if (!isProblem(problem) || !problem.code.startsWith("sign-in.")) throw problem;
    context.log.info({ problem: problem.code, reason: problem.details["reason"] }, "refused");
    if (!NOT_REFUSED.includes(problem.code)) await context.recordRefusal({ actor: visitor, act: "sign-in", reason: problem.code, correlationId });
    return redirect(`${paths.signIn(left?.to ?? "")}&why=${problem.code.slice("sign-in.".length)}`, 303);
  }
});
