import type { ActionFunctionArgs, AppLoadContext, LoaderFunctionArgs } from "@remix-run/node";
import { data, redirect } from "@remix-run/node";
import { z } from "zod";

import { type Actor, type OutsiderActor, type StaffActor, visitor } from "#app/domain/access/actor.ts";
import { type Act, may } from "#app/domain/access/permissions.ts";
import type { Upload } from "#app/domain/files/store.ts";
import type { Language } from "#app/domain/people.ts";
import { isProblem, Problem } from "#app/domain/problem.ts";
import type { Db } from "#db/types.ts";

import { wantsPage } from "./by-hand.ts";
import type { Allowance } from "./context.ts";
import { describeError } from "./describe-error.ts";
import { nest, OversizedFields, readBody, type SentValues, withoutControls } from "./form-data.ts";
import { type Translate, translator } from "./i18n.server.ts";
import { languageOf } from "./language.ts";
import { ownPath, paths } from "./paths.ts";
import { type ActionProblem, type ShownProblem, statusOf } from "./problems.ts";
import { refusedAddress } from "./refused.server.ts";
import { comesFromOurPages } from "./same-origin.ts";
import { findSignedInStaff } from "./session.server.ts";
import { fieldSentences, showProblem } from "./show-problem.server.ts";
import { readUpload, RefusedUpload, type UploadLimits } from "./upload.server.ts";

/** What a route's function gets: who acts, what was asked (parsed), and the means. */
export type Work<A extends Actor, Input, Params> = {
  actor: A;
  input: Input;
  /** What came along, of a route with `files`. */
  files: Upload[];
  params: Params;
  request: Request;
  context: AppLoadContext;
  db: Db;
  now: Date;
  t: Translate;
  language: Language;
};

export type AnyInput = z.ZodType<Record<string, unknown>>;
export type AnyParams = z.ZodType<Record<string, string | undefined>>;

/** What a route says of itself in its first lines. */
export type RouteOptions<Input extends z.ZodType, Params extends z.ZodType> = {
  /** Of an action the form or JSON body, of a loader the search parameters. A search that does not fit is a 400: let schemas `.catch` a default. */
  input?: Input;
  /** Of the address; what does not fit is a 404. */
  params?: Params;
  /** How often one caller may do this; `key` narrows it to something else than the caller's address, such as a user number. */
  limit?: Allowance & { name: string; key?: (work: { input: z.output<Input>; params: z.output<Params>; request: Request }) => string };
  /** Fields that never come back with the form. "pin", "password" and "passphrase" are always among them. */
  secret?: readonly string[];
  /** Largest body in bytes, and longest field, where the usual 2 MB and 20,000 characters are not right. */
  largest?: number;
  /** Of a form that brings files; it is read only once it is known that who sends it may. */
  files?: UploadLimits;
  /**
   * Of an act whose answer is a file, and which so has no page: where a browser reads what was wrong, on top of the page that this leads to. What was
   * sent says which list that was; it is not checked yet.
   */
  refusedAt?: (params: Readonly<Record<string, string | undefined>>, sent: SentValues) => string;
};

export type StaffRouteOptions<Input extends z.ZodType, Params extends z.ZodType> = RouteOptions<Input, Params> & {
  /** The act, from the permission table; "anything" for what every member of staff may see, such as their own menu. */
  can: Act | "anything";
};

type Answer<Out> = Promise<Out>;
export type ActionAnswer<Out> = Promise<Out | ReturnType<typeof data<ActionProblem>>>;

/** A page that anybody may read. */
export function publicLoader<Out, Input extends z.ZodType = AnyInput, Params extends z.ZodType = AnyParams>(
  options: RouteOptions<Input, Params>,
  fn: (work: Work<OutsiderActor, z.output<Input>, z.output<Params>>) => Promise<Out>,
): (args: LoaderFunctionArgs) => Answer<Out> {
  return (args) => load(args, async (language) => fn(await prepare(args, visitor, language, options)));
}

/** An act that anybody may do, from one of our own pages. */
export function publicAction<Out, Input extends z.ZodType = AnyInput, Params extends z.ZodType = AnyParams>(
  options: RouteOptions<Input, Params>,
  fn: (work: Work<OutsiderActor, z.output<Input>, z.output<Params>>) => Promise<Out>,
): (args: ActionFunctionArgs) => ActionAnswer<Out> {
  const admit = async (args: ActionFunctionArgs) => {
    await requireOwnPage(args, visitor);
    return visitor;
  };
  return (args) => act(args, options, admit, async (language, sent) => fn(await prepare(args, await admit(args), language, options, sent)));
}

/** A page for staff who may do `can`; whoever is not signed in goes to the sign-in page and comes back. */
export function staffLoader<Out, Input extends z.ZodType = AnyInput, Params extends z.ZodType = AnyParams>(
  options: StaffRouteOptions<Input, Params>,
  fn: (work: Work<StaffActor, z.output<Input>, z.output<Params>>) => Promise<Out>,
): (args: LoaderFunctionArgs) => Answer<Out> {
  return (args) =>
    load(args, async (language) => {
      const actor = await findSignedInStaff(args.request, args.context);
      if (actor === null) {
        const url = new URL(args.request.url);
        throw redirect(paths.signIn(ownPath(`${url.pathname}${url.search}`)));
      }
      await requirePermission(args, actor, options.can);
      return fn(await prepare(args, actor, language, options));
    });
}

/** An act of staff who may do `can`, from one of our own pages. */
export function staffAction<Out, Input extends z.ZodType = AnyInput, Params extends z.ZodType = AnyParams>(
  options: StaffRouteOptions<Input, Params>,
  fn: (work: Work<StaffActor, z.output<Input>, z.output<Params>>) => Promise<Out>,
): (args: ActionFunctionArgs) => ActionAnswer<Out> {
  const admit = async (args: ActionFunctionArgs) => {
    const actor = await findSignedInStaff(args.request, args.context);
    await requireOwnPage(args, actor ?? visitor);
    if (actor === null) throw new Problem("access.signed-out");
    await requirePermission(args, actor, options.can);
    return actor;
  };
  return (args) => act(args, options, admit, async (language, sent) => fn(await prepare(args, await admit(args), language, options, sent)));
}

/** Refuses what does not come from one of our own pages. */
export async function requireOwnPage({ request, context }: ActionFunctionArgs, actor: Actor): Promise<void> {
  if (comesFromOurPages(request, context.baseUrl)) return;
  return refuse(context, actor, request, "access.foreign-form");
}

async function requirePermission({ request, context }: LoaderFunctionArgs, actor: StaffActor, can: Act | "anything"): Promise<void> {
  if (can === "anything" || may(actor, can)) return;
  return refuse(context, actor, request, "access.refused", can);
}

async function refuse(context: AppLoadContext, actor: Actor, request: Request, reason: string, act?: string): Promise<never> {
  // The path may hold a token, so only the act, or the method, is recorded.
  await context.recordRefusal({ actor, act: act ?? request.method, reason, correlationId: context.correlationId });
  throw new Problem(reason);
}

type Sent = { values: SentValues; body: unknown; files: Upload[] };

/** Parses everything and spends the allowance; only then the route's own function begins. */
export async function prepare<A extends Actor, Input extends z.ZodType, Params extends z.ZodType>(
  args: LoaderFunctionArgs,
  actor: A,
  language: Language,
  options: RouteOptions<Input, Params>,
  sent?: Sent,
): Promise<Work<A, z.output<Input>, z.output<Params>>> {
  const { request, context } = args;
  const params = parseParams(args, options.params);
  const input = parseInput(sent === undefined ? searchOf(request) : sent.body, options.input, sent === undefined);
  if (options.limit !== undefined) {
    const { name, key, ...allowance } = options.limit;
    const spent = await context.limits.consume(name, key?.({ input, params, request }) ?? context.clientAddress, allowance);
    if (!spent.allowed) {
      if (spent.isFirstRefusal) await context.recordRefusal({ actor, act: name, reason: "access.too-often", correlationId: context.correlationId });
      throw new Problem("access.too-often", { count: Math.max(1, Math.ceil(spent.retryAfterSeconds / 60)) });
    }
  }
  return { actor, input, files: sent?.files ?? [], params, request, context, db: context.db, now: context.clock.now(), t: translator(language), language };
}

function parseParams<Params extends z.ZodType>(args: LoaderFunctionArgs, schema: Params | undefined): z.output<Params> {
  const parsed = (schema ?? z.record(z.string(), z.string().optional())).safeParse(args.params);
  // No address of ours has a control character in it, and the database would not take one.
  const isOurs = Object.values(args.params).every((param = "") => param === withoutControls(param));
  if (!parsed.success || !isOurs) throw new Problem("page.not-found");
  return parsed.data as z.output<Params>;
}

function parseInput<Input extends z.ZodType>(raw: unknown, schema: Input | undefined, isSearch: boolean): z.output<Input> {
  const parsed = (schema ?? z.record(z.string(), z.unknown()).catch({})).safeParse(raw, { reportInput: true });
  if (parsed.success) return parsed.data as z.output<Input>;
  if (isSearch) throw new Problem("page.malformed");
  throw new Problem("form.invalid", { count: parsed.error.issues.length }, { cause: parsed.error });
}

function searchOf(request: Request): Record<string, unknown> {
  const values: SentValues = {};
  for (const [name, sent] of new URL(request.url).searchParams) {
    const value = withoutControls(sent);
    const before = values[name];
    values[name] = before === undefined ? value : [before, value].flat();
  }
  return nest(values);
}

/** Runs a loader; what goes wrong is thrown as data that the error page shows. */
export async function load<Out>({ request, context }: LoaderFunctionArgs, run: (language: Language) => Promise<Out>): Promise<Out> {
  const language = languageOf(request);
  try {
    return await run(language);
  } catch (thrown) {
    if (isAnswer(thrown)) throw thrown;
    const problem = asProblem(thrown, context);
    throw data({ problem: showProblem(problem, { language, correlationId: context.correlationId }) }, { status: statusOf(problem.code) });
  }
}

/** Runs an action; what goes wrong comes back as data with what was typed, so that the form shows it and nothing is lost. */
export async function act<Out, Input extends z.ZodType, Params extends z.ZodType>(
  args: ActionFunctionArgs,
  options: RouteOptions<Input, Params>,
  admit: (args: ActionFunctionArgs) => Promise<Actor>,
  run: (language: Language, sent: Sent) => Promise<Out>,
): ActionAnswer<Out> {
  const { request, context } = args;
  const language = languageOf(request);
  let values: SentValues = {};
  try {
    const { files } = options;
    if (files) await admit(args);
    const isUpload = files !== undefined && (request.headers.get("content-type") ?? "").startsWith("multipart/form-data");
    const read = isUpload ? await readUpload(request, files) : { ...(await readBody(request, options.largest)), files: [] };
    if ("form" in read) values = read.form;
    return await run(language, { values, body: "form" in read ? nest(read.form) : read.json, files: read.files });
  } catch (thrown) {
    if (isAnswer(thrown)) throw thrown;
    const problem = asProblem(thrown, context);
    if (problem instanceof OversizedFields || problem instanceof RefusedUpload) values = problem.values;
    if (options.refusedAt && wantsPage(request)) throw redirect(refusedAddress(options.refusedAt(args.params, values), problem), 303);
    return data(
      { problem: showAtFields(problem, language, context.correlationId, withoutSecrets(values, options.secret)) },
      { status: statusOf(problem.code) },
    );
  }
}

function showAtFields(problem: Problem, language: Language, correlationId: string, values: SentValues): ShownProblem {
  const shown = { language, correlationId, values };
  if (problem.cause instanceof z.ZodError) return showProblem(problem, { ...shown, fields: fieldSentences(problem.cause, language) });
  const general = showProblem(problem, shown);
  if (!(problem instanceof OversizedFields)) return general;
  return { ...general, fields: Object.fromEntries(problem.fieldNames.map((name) => [name, general.message])) };
}

function withoutSecrets(values: SentValues, secret: readonly string[] = []): SentValues {
  const hidden = ["pin", "password", "passphrase", ...secret];
  const isHidden = (name: string) => hidden.includes(name) || hidden.includes(name.split(".").at(-1) ?? "");
  return Object.fromEntries(Object.entries(values).filter(([name]) => !isHidden(name)));
}

/** Redirects and answers with a status of their own are thrown on purpose. */
function isAnswer(thrown: unknown): boolean {
  return thrown instanceof Response || (typeof thrown === "object" && thrown !== null && "type" in thrown && thrown.type === "DataWithResponseInit");
}

function asProblem(thrown: unknown, context: AppLoadContext): Problem {
  const { correlationId } = context;
  if (isProblem(thrown)) {
    context.log.info({ correlationId, problem: thrown.code }, "refused");
    return thrown;
  }
  context.log.error({ correlationId, error: describeError(thrown) }, "failed");
  return new Problem("office.failed");
}
