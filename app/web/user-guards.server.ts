import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { redirect } from "@remix-run/node";
import type { z } from "zod";

import { outsider, visitor, type OutsiderActor } from "#app/domain/access/actor.ts";
import type { Entrant } from "#app/domain/login/judge.ts";
import { Problem } from "#app/domain/problem.ts";

import { act, load, prepare, requireOwnPage, type ActionAnswer, type AnyInput, type AnyParams, type RouteOptions, type Work } from "./guards.server.ts";
import { ownPath, paths } from "./paths.ts";
import { admit } from "./user-session.server.ts";

/** What a user's route gets besides: whose certificate it came with. */
export type UserWork<Input, Params> = Work<OutsiderActor, Input, Params> & { entrant: Entrant };

/** A page for whoever logged in with a certificate, of their own things alone; everybody else goes to the login page and comes back. */
export function userLoader<Out, Input extends z.ZodType = AnyInput, Params extends z.ZodType = AnyParams>(
  options: RouteOptions<Input, Params>,
  fn: (work: UserWork<z.output<Input>, z.output<Params>>) => Promise<Out>,
): (args: LoaderFunctionArgs) => Promise<Out> {
  return (args) =>
    load(args, async (language) => {
      const admission = await admit(args.request, args.context);
      if (admission.at !== "in") {
        const url = new URL(args.request.url);
        throw redirect(paths.login(ownPath(`${url.pathname}${url.search}`)));
      }
      const { entrant } = admission;
      return fn({ ...(await prepare(args, outsider("user", entrant.userNumber), language, options)), entrant });
    });
}

/** An act of whoever logged in with a certificate, from one of our own pages. */
export function userAction<Out, Input extends z.ZodType = AnyInput, Params extends z.ZodType = AnyParams>(
  options: RouteOptions<Input, Params>,
  fn: (work: UserWork<z.output<Input>, z.output<Params>>) => Promise<Out>,
): (args: ActionFunctionArgs) => ActionAnswer<Out> {
  const enter = async (args: ActionFunctionArgs) => {
    const admission = await admit(args.request, args.context);
    await requireOwnPage(args, admission.at === "in" ? outsider("user", admission.entrant.userNumber) : visitor);
    if (admission.at !== "in") throw new Problem("login.logged-out");
    return admission.entrant;
  };
  const actorOf = async (args: ActionFunctionArgs) => outsider("user", (await enter(args)).userNumber);
  return (args) =>
    act(args, options, actorOf, async (language, sent) => {
      const entrant = await enter(args);
      return fn({ ...(await prepare(args, outsider("user", entrant.userNumber), language, options, sent)), entrant });
    });
}
