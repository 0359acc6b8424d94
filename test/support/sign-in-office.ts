import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import type { AppLoadContext, LoaderFunctionArgs } from "@remix-run/node";
import { eq } from "drizzle-orm";
import express from "express";
import { pino } from "pino";

import { compose, type Composition } from "#app/composition.server.ts";
import * as signIn from "#app/routes/sign-in.tsx";
import * as signInReturn from "#app/routes/sign-in_.return.tsx";
import { simulatorSettings } from "#app/simulators/settings.ts";
import { endedThere } from "#app/start/ended-there.server.ts";
import { contextOf } from "#app/web-app.server.ts";
import { staffLoader } from "#app/web/guards.server.ts";
import type { Database } from "#db/client.server.ts";
import { staff } from "#db/schema/staff.ts";
import { runSql } from "#db/types.ts";

import { CookieBrowser } from "./cookie-browser.ts";
import { freshDatabase } from "./database.ts";
import { MORNING } from "./office.ts";
import { openOrganisation, type Organisation } from "./organisation.ts";
import { dataFolder, settingsFor, testKeys } from "./stage.ts";

/** As browsers see the office. */
export const OFFICE = "https://office.example";

type Route = (args: LoaderFunctionArgs) => Promise<unknown>;
type Answer = { status: number; location: string | null; data: unknown };

export type SignInOffice = {
  made: Composition;
  database: Database;
  organisation: Organisation;
  /** Everything that it wrote to its log. */
  logged: string[];
  /** Where the organisation reaches it. */
  here: string;
  pass: (milliseconds: number) => void;
  /** One request to a route, as `browser` would send it from the address `ip`. */
  ask: (browser: CookieBrowser, route: Route, path: string, form?: Record<string, string>) => Promise<Answer>;
  /** To the organisation and back, but not in: the path with the code. */
  comeBack: (browser: CookieBrowser, to?: string) => Promise<string>;
  /** In with that path; answers where the browser is sent to. */
  enter: (browser: CookieBrowser, back: string) => Promise<string>;
  signedIn: () => Promise<CookieBrowser>;
  /** A page for reviewers, which shows who they are. */
  look: (browser: CookieBrowser) => Promise<Answer>;
  trail: (act: string) => Promise<{ actor_name: string | null; payload: Record<string, unknown> }[]>;
  rowOf: (subject: string) => Promise<typeof staff.$inferSelect | undefined>;
  /** From here on requests come from somewhere else. */
  move: () => void;
  close: () => Promise<void>;
};

const page = staffLoader({ can: "request:list" }, async ({ actor }) => ({ name: actor.name, roles: actor.roles }));

/** An office in production with a real provider beside it; its routes are reached without a server in between. */
export async function openSignInOffice(): Promise<SignInOffice> {
  const database = await freshDatabase();
  const app = express();
  const server = createServer(app);
  const port = await new Promise<number>((done) => server.listen(0, "127.0.0.1", () => done((server.address() as AddressInfo).port)));
  const here = `http://127.0.0.1:${port}`;
  const organisation = await openOrganisation({ officeUrl: OFFICE, officeHere: here });
  const logged: string[] = [];
  let [time, address] = [MORNING, 1];
  const made = { ...(await composeFor(database, organisation, () => time)), log: pino({ level: "debug" }, { write: (line: string) => void logged.push(line) }) };
  const { door } = made.office;
  if (door === null) throw new Error("Production has no door.");
  app.use((_request, response, next) => {
    response.locals["correlationId"] = "c-there";
    next();
  });
  app.post("/sign-in/ended", endedThere(made, door));

  async function ask(browser: CookieBrowser, route: Route, path: string, form?: Record<string, string>): Promise<Answer> {
    const headers = { cookie: browser.cookiesFor(OFFICE), "sec-fetch-site": "same-origin", "accept-language": "en" };
    const body = form ? { method: "POST", body: new URLSearchParams(form) } : {};
    const context: AppLoadContext = contextOf(made, { ip: `192.0.2.${address}` }, { locals: { correlationId: "c-1", nonce: "n" } });
    const answer = await route({ request: new Request(`${OFFICE}${path}`, { headers, ...body }), params: {}, context }).catch((thrown: unknown) => thrown);
    if (answer instanceof Response) browser.keep(OFFICE, answer);
    return answerOf(answer);
  }

  async function comeBack(browser: CookieBrowser, to = ""): Promise<string> {
    const left = await ask(browser, signIn.action, "/sign-in", { to });
    const { address: back } = await browser.follow(left.location ?? "", {}, (next) => next.startsWith(OFFICE));
    return back.slice(OFFICE.length);
  }

  const enter = async (browser: CookieBrowser, back: string) => (await ask(browser, signInReturn.loader, back)).location ?? "";

  return {
    made,
    database,
    organisation,
    logged,
    here,
    pass: (milliseconds) => void (time = new Date(time.getTime() + milliseconds)),
    ask,
    comeBack,
    enter,
    signedIn: async () => {
      const browser = new CookieBrowser();
      await enter(browser, await comeBack(browser));
      return browser;
    },
    look: (browser) => ask(browser, page, "/desk"),
    trail: (act) => runSql(database.db, "select actor_name, payload from audit_event where act = $1 order by id", [act]),
    rowOf: async (subject) => (await database.db.select().from(staff).where(eq(staff.subject, subject)))[0],
    move: () => void (address += 1),
    close: async () => {
      await organisation.close();
      server.close();
    },
  };
}

async function composeFor(database: Database, { issuer, clientId, clientSecret }: Organisation, now: () => Date): Promise<Composition> {
  const outside = { officeUrl: OFFICE, settings: simulatorSettings({ port: 1, smtpPort: 1 }) };
  const roles = new Map([["Zegel reviewers", ["reviewer" as const]], ["Zegel print room", ["print-room" as const]]]);
  const oidc = { issuer, clientId, clientSecret, groupsClaim: "groups", scope: "openid profile email", roles };
  return compose({ database, close: async () => undefined }, { ...settingsFor(await testKeys(), outside, dataFolder()), mode: "production", oidc }, { clock: { now } });
}

function answerOf(answer: unknown): Answer {
  if (answer instanceof Response) return { status: answer.status, location: answer.headers.get("location"), data: null };
  if (answer instanceof Error) throw answer;
  const { type, data, init } = answer as { type?: string; data?: unknown; init?: { status?: number } };
  return type === "DataWithResponseInit" ? { status: init?.status ?? 200, location: null, data } : { status: 200, location: null, data: answer };
}
