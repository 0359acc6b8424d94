import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import {
  circles,
  clockReaders,
  environmentReaders,
  forbiddenImports,
  impureImports,
  longFiles,
  nakedRoutes,
  outerDbInTransactions,
  readSources,
  sharedEngines,
  type Source,
} from "#test/support/architecture.ts";

const sources = readSources(fileURLToPath(new URL("..", import.meta.url)), ["app", "db", "rules", "templates"]);
const ours = sources.filter(({ path }) => /^(app|db)\//.test(path));

/** Each guard looks at the house, and beside it at something planted that it must find: a guard that finds nothing anywhere guards nothing. */
function plant(path: string, text: string): Source[] {
  return [{ path, text }];
}

it("reads the whole house", () => {
  expect(sources.length).toBeGreaterThan(300);
  for (const path of ["app/routes/_index.tsx", "app/domain/requests/move.ts", "db/schema/requests.ts", "rules/vocabulary.ts"]) {
    expect(sources.some((source) => source.path === path), path).toBe(true);
  }
});

describe("who may import whom", () => {
  it("is as the table says, and within the domain downhill", () => {
    expect(forbiddenImports(sources)).toEqual([]);
  });

  it.each([
    ["app/routes/planted.tsx", 'import { request } from "#db/schema/requests.ts";', "app/routes/planted.tsx (routes) may not import db/schema/requests.ts (db)"],
    ["app/routes/planted.tsx", 'const smtp = await import("#app/adapters/smtp/mailer.ts");', "app/routes/planted.tsx (routes) may not import app/adapters/smtp/mailer.ts (adapters)"],
    ["app/web/planted.ts", 'import { Button } from "../ui/button.tsx";', "app/web/planted.ts (web) may not import app/ui/button.tsx (ui)"],
    ["app/ui/planted.tsx", 'import { paths } from "#app/web/paths.ts";', "app/ui/planted.tsx (ui) may not import app/web/paths.ts (web)"],
    ["app/domain/requests/planted.ts", 'import { paths } from "#app/web/paths.ts";', "app/domain/requests/planted.ts (domain) may not import app/web/paths.ts (web)"],
    ["app/domain/requests/planted.ts", 'import type { Press } from "#app/adapters/pdf/letter-press.ts";', "app/domain/requests/planted.ts (domain) may not import app/adapters/pdf/letter-press.ts (adapters)"],
    ["app/domain/requests/planted.ts", 'export { hashPin } from "../accounts/pin.ts";', "app/domain/requests/planted.ts may not import app/domain/accounts/pin.ts: requests lies below accounts"],
    ["app/domain/audit/planted.ts", 'import type { Actor } from "#app/domain/access/actor.ts";', "app/domain/audit/planted.ts may not import app/domain/access/actor.ts: audit lies below access"],
    ["app/domain/people.ts", 'import { maskSecrets } from "./requests/form/mask.ts";', "app/domain/people.ts lies below all areas and may not import app/domain/requests/form/mask.ts"],
    ["app/domain/gossip/planted.ts", 'import { record } from "#app/domain/audit/record.ts";', "gossip has no place in the order of the domain's areas"],
    ["app/adapters/smtp/planted.ts", 'import { mail } from "#db/schema/correspondence.ts";', "app/adapters/smtp/planted.ts (adapters) may not import db/schema/correspondence.ts (db)"],
    ["app/simulators/planted.ts", 'import { Problem } from "#app/domain/problem.ts";', "app/simulators/planted.ts (simulators) may not import app/domain/problem.ts (domain)"],
    ["app/simulators/planted.ts", 'import { seedParties } from "#db/worlds/parties.ts";', "app/simulators/planted.ts (simulators) may not import db/worlds/parties.ts (db)"],
    ["db/schema/planted.ts", 'import { Problem } from "#app/domain/problem.ts";', "db/schema/planted.ts (db) may not import app/domain/problem.ts (domain)"],
    ["db/planted.server.ts", 'import { Actor } from "#app/domain/access/actor.ts";', "db/planted.server.ts (db) may not import app/domain/access/actor.ts (domain)"],
    ["rules/planted.ts", 'import { Language } from "#app/domain/people.ts";', "rules/planted.ts (rules) may not import app/domain/people.ts (domain)"],
    ["templates/planted.ts", 'import { PEOPLE } from "#db/worlds/cast.ts";', "templates/planted.ts (templates) may not import db/worlds/cast.ts (db)"],
  ])("finds in %s: %s", (path, text, sentence) => {
    expect(forbiddenImports(plant(path, text))).toEqual([sentence]);
  });

  it("allows what is listed as an exception, and types where only types may pass", () => {
    expect(forbiddenImports(plant("db/planted.server.ts", 'import { Problem } from "#app/domain/problem.ts";'))).toEqual([]);
    expect(forbiddenImports(plant("app/simulators/planted.ts", 'import { PEOPLE } from "#db/worlds/cast.ts";'))).toEqual([]);
    expect(forbiddenImports(plant("app/web/planted.ts", 'import type { Db } from "#db/types.ts"; import { type Db } from "#db/types.ts";'))).toEqual([]);
  });
});

describe("pages and adapters", () => {
  it("run nothing of the domain that reaches the database", () => {
    expect(impureImports(sources)).toEqual([]);
  });

  it("finds one that does, also by a detour", () => {
    const detour = plant("app/domain/requests/planted.ts", 'import { getRequest } from "./decide.ts";');
    const page = plant("app/ui/planted.tsx", 'import { helper } from "#app/domain/requests/planted.ts";');
    expect(impureImports([...sources, ...detour, ...page])).toEqual(["app/ui/planted.tsx may import only types of app/domain/requests/planted.ts: it reaches the database"]);
  });
});

describe("no modules in a circle", () => {
  it("is there", () => {
    expect(circles(sources)).toEqual([]);
  });

  it("would be found", () => {
    const round = [...plant("app/domain/a/one.ts", 'import "./two.ts";'), ...plant("app/domain/a/two.ts", 'export { x } from "./one.ts";')];
    expect(circles(round)).toEqual(["app/domain/a/one.ts → app/domain/a/two.ts → app/domain/a/one.ts"]);
    expect(circles([...plant("app/domain/a/one.ts", 'import type { X } from "./two.ts";'), ...plant("app/domain/a/two.ts", 'import { y } from "./one.ts";')])).toEqual([]);
  });
});

describe("the environment has one reader", () => {
  it("app/env.server.ts", () => {
    expect(environmentReaders(sources)).toEqual([]);
  });

  it.each(["const { PORT } = process.env;", 'const all = process["env"];', 'import { env } from "node:process";'])("finds %s", (text) => {
    expect(environmentReaders(plant("app/domain/requests/planted.ts", text))).toHaveLength(1);
    expect(environmentReaders(plant("app/env.server.ts", text))).toEqual([]);
  });
});

describe("the time has one source", () => {
  it("the clock's adapter", () => {
    expect(clockReaders(sources)).toEqual([]);
  });

  it.each(["const now = new Date();", "const now = Date.now();", "const now = DateTime.now();", "const now = new Date;"])("finds %s", (text) => {
    expect(clockReaders(plant("app/web/planted.ts", text))).toHaveLength(1);
    expect(clockReaders(plant("app/adapters/clock/planted.ts", text))).toEqual([]);
  });
});

describe("every loader and action", () => {
  it("is made by a wrapper, which asks who it is and what they may", () => {
    expect(nakedRoutes(sources)).toEqual([]);
  });

  it.each([
    "export async function loader() { return null; }",
    "export const action = async () => null;",
    "export const loader = withoutAsking(async () => null);",
    "const loader = async () => null; export { loader };",
    'export { action } from "./another.tsx";',
    "export const { loader } = routes;",
  ])("finds %s", (text) => {
    expect(nakedRoutes(plant("app/routes/planted.tsx", text))).toHaveLength(1);
  });

  it("lets what a wrapper made pass", () => {
    expect(nakedRoutes(plant("app/routes/planted.tsx", "export const loader = staffLoader({ can: 'request:list' }, async () => null);"))).toEqual([]);
  });
});

describe("no shared rule engine", () => {
  it("lives longer than one judgement", () => {
    expect(sharedEngines(sources)).toEqual([]);
  });

  it("would be found", () => {
    expect(sharedEngines(plant("app/domain/decisions/planted.ts", "const engine = new Engine([]);"))).toHaveLength(1);
    expect(sharedEngines(plant("app/domain/decisions/planted.ts", "class Judge { static engine = new Engine([]); }"))).toHaveLength(1);
    expect(sharedEngines(plant("app/domain/decisions/planted.ts", "function judge() { return new Engine([]); }"))).toEqual([]);
  });
});

describe("no outer connection inside a transaction", () => {
  it("is used", () => {
    expect(outerDbInTransactions(ours)).toEqual([]);
  });

  it.each([
    "await office.db.transaction(async (tx) => { await office.db.select(); });",
    "await db.transaction(async (tx) => { await getRequest(db, id); });",
    "await office.db.transaction(async (tx) => { await Promise.all(ids.map((id) => getRequest(office.db, id))); });",
    "async function write(tx: Db, office: Office) { await office.db.insert(mail); }",
  ])("finds %s", (text) => {
    expect(outerDbInTransactions(plant("app/domain/requests/planted.ts", text))).toHaveLength(1);
  });

  it.each([
    "await office.db.transaction(async (tx) => { await tx.select(); });",
    "await office.db.transaction(async (tx) => statusLinkOf({ ...office, db: tx }, id));",
    "async function read(db: Db) { return db.select(); }",
    "function inside(tx: Db) { const office = { db: tx }; return office.db; }",
  ])("lets pass %s", (text) => {
    expect(outerDbInTransactions(plant("app/domain/requests/planted.ts", text))).toEqual([]);
  });
});

describe("no file of the office", () => {
  /** Plain data: a list does not get easier to read by being cut in two. */
  const LISTS = ["db/worlds/cast.ts"];

  it("is longer than 300 lines", () => {
    expect(longFiles(ours.filter(({ path }) => !LISTS.includes(path)), 300)).toEqual([]);
  });

  it("would go unseen", () => {
    expect(longFiles(plant("app/domain/requests/planted.ts", "// one\n".repeat(301)), 300)).toEqual(["app/domain/requests/planted.ts has 301 lines"]);
  });
});
