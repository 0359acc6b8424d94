import type { ActionFunctionArgs, AppLoadContext, LoaderFunctionArgs } from "@remix-run/node";

import { findStaff, listStaff } from "#app/domain/access/directory.ts";
import { signInCookie } from "#app/web/session.server.ts";
import { makeOffice } from "#test/web/office.fixture.ts";

import type { TestOffice } from "./office.ts";

type Asked = { params?: Record<string, string>; by?: { id: string }; language?: "nl" | "en"; headers?: Record<string, string> };
/** As a browser sends it; a `FormData` where files come along. */
type Form = Record<string, string | string[]> | FormData;

/** What a route answered or threw: its status, where it sends the browser, and the data that its page is drawn from. */
export type Answer = { status: number; location: string | null; data: Record<string, unknown>; /** Where it was no page: a file, or where to go on. */ response?: Response };

/** The routes of an office as browsers reach them, without a server in between: real wrappers, real database, real session. */
export function routesOf(office: Pick<TestOffice, "database" | "made"> & { clock: Pick<TestOffice["clock"], "now"> }, change: Partial<AppLoadContext> = {}) {
  const { context } = makeOffice({
    db: office.database.db,
    clock: office.clock,
    office: office.made.office,
    sessionSecrets: ["a secret of the test office"],
    staff: { list: () => listStaff(office.database.db), find: (id) => findStaff(office.database.db, id) },
    ...change,
  });

  async function run(route: (args: LoaderFunctionArgs & ActionFunctionArgs) => Promise<unknown>, path: string, { params = {}, by, language = "nl", headers: more = {} }: Asked, init: RequestInit = {}): Promise<Answer> {
    const headers = new Headers({ "accept-language": language, "sec-fetch-site": "same-origin", ...more });
    if (by) headers.set("cookie", (await signInCookie(by.id, context)).split(";")[0] ?? "");
    const request = new Request(`http://office.example${path}`, { ...init, headers });
    return answerOf(await route({ request, params, context }).catch((thrown: unknown) => thrown));
  }

  return {
    get: (loader: (args: LoaderFunctionArgs) => Promise<unknown>, path: string, asked: Asked = {}) => run(loader, path, asked),
    post: (action: (args: ActionFunctionArgs) => Promise<unknown>, path: string, form: Form, asked: Asked = {}) =>
      run(action, path, asked, { method: "POST", body: form instanceof FormData ? form : new URLSearchParams(Object.entries(form).flatMap(([name, value]) => [value].flat().map((one) => [name, one]))) }),
  };
}

function answerOf(given: unknown): Answer {
  if (given instanceof Response) return { status: given.status, location: given.headers.get("location"), data: {}, response: given };
  if (given instanceof Error) throw given;
  if (given === null) return { status: 200, location: null, data: {} };
  const { type, init, data } = given as { type?: unknown; init?: { status?: number }; data?: Record<string, unknown> };
  if (type === "DataWithResponseInit") return { status: init?.status ?? 200, location: null, data: data ?? {} };
  return { status: 200, location: null, data: given as Record<string, unknown> };
}
