import { readFileSync } from "node:fs";

import { beforeAll, describe, expect, it } from "vitest";

import { ACTS, rolesThatMay } from "#app/domain/access/permissions.ts";
import { STAFF_ROLES } from "#app/domain/access/roles.ts";
import { selectForBulk } from "#app/domain/requests/bulk/select.ts";
import { account } from "#db/schema/accounts.ts";
import { enterprise } from "#db/schema/organisations.ts";
import { staff } from "#db/schema/staff.ts";
import { refusedSentence } from "#app/web/refused.server.ts";
import { runSql } from "#db/types.ts";
import { ACCESS, rolesByAct, type AccessRow } from "#test/support/access-table.ts";
import { received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { routesOf, type Answer } from "#test/support/routes.ts";

type Handler = Parameters<ReturnType<typeof routesOf>["get"]>[0];
const modules = import.meta.glob<{ loader?: Handler; action?: Handler; default?: unknown }>(["../../app/routes/*.tsx", "../../app/root.tsx"], { eager: true });
const ROUTES = new Map(Object.entries(modules).map(([path, module]) => [path.replace(/^.*\//, "").replace(/\.tsx$/, ""), module]));
const handlerOf = ({ route, method }: AccessRow) => ROUTES.get(route)?.[method === "GET" ? "loader" : "action"];
const nameOf = ({ route, method }: AccessRow) => `${method} ${route}`;

/** Forms that a route tells apart by what is chosen in them; to all others an empty one is sent. None of them opens anything that another would not. */
const FORMS: Readonly<Record<string, Array<Record<string, string>>>> = {
  "desk.requests.$requestId.decision": [{ outcome: "approve", version: "1" }, { outcome: "reject", version: "1", reasonCode: "incomplete" }],
  "desk.requests.$requestId.second-check": [{ outcome: "approve", version: "1" }, { outcome: "return", version: "1" }],
  "desk.requests.$requestId.acceptance-check": [{ agree: "yes" }, { agree: "no" }],
  "returned-post_.$returnId": [{ outcome: "sent-again", note: "x" }, { outcome: "ended", note: "x" }],
  "staff.role-changes.$changeId": [{ outcome: "approved" }, { outcome: "refused" }, { outcome: "withdrawn" }],
  "studio.changes.$changeId_.$kind.$key_.removal": [{ revision: "0", how: "drop" }, { revision: "0", how: "remove" }],
  "studio.new-change": [{ title: "Langer", what: "policy/certificates" }],
  "print-room.batches.$number.settlement": [{ outcome: "all" }, { outcome: "except" }, { outcome: "none" }],
};

/** An id that is one, of nothing. */
const NOTHING = "0b1e8e8e-5c0b-4b7e-9c39-3a3b0a1d2c4f";

let office: TestOffice;
let real: Record<string, string>;
let visitors: Array<{ who: string; by: { id: string } | undefined; role: string | null }>;
beforeAll(async () => {
  office = await openOffice();
  const { db } = office.database;
  const requestId = await received(office);
  // Nothing may still be on its way when what the office holds is compared.
  await office.work();
  const [practice] = await db.select({ id: enterprise.id }).from(enterprise).limit(1);
  const [user] = await db.select({ userNumber: account.userNumber }).from(account).limit(1);
  const runId = await selectForBulk(office.made.office, { source: "rows", batches: [[{ id: requestId }]], by: office.staff.sanne, now: office.now() });
  real = { requestId, runId, enterpriseId: practice?.id ?? "", userNumber: user?.userNumber ?? "1".repeat(14), section: "accounts" };
  const [bare] = await db.insert(staff).values({ name: "Joris Blok", email: "joris.blok@zegel.example", roles: ["owner"], demonstration: true, createdAt: office.now() }).returning({ id: staff.id });
  visitors = [
    ...Object.values(office.staff).map((by) => ({ who: by.roles.join(), by, role: by.roles[0] ?? null })),
    { who: "somebody whose only role is none of ours", by: { id: bare?.id ?? "" }, role: null },
    { who: "nobody", by: undefined, role: null },
  ];
}, 120_000);

async function visit(row: AccessRow, by: { id: string } | undefined, params: Record<string, string>, form: Record<string, string> = {}): Promise<Answer> {
  const handler = handlerOf(row);
  if (!handler) throw new Error(`${nameOf(row)} is not there.`);
  const given = { number: "1", jobId: NOTHING, mailId: NOTHING, returnId: NOTHING, staffId: NOTHING, runId: NOTHING, changeId: NOTHING, kind: "policy", key: "certificates", token: "unguessable", type: "new-user", page: "practice", version: "1", destination: "kvk", ...params };
  const path = `/${row.route}`;
  return row.method === "GET" ? routesOf(office).get(handler, path, { by, params: given }) : routesOf(office).post(handler, path, form, { by, params: given });
}

const codeOf = ({ data }: Answer) => (data["problem"] as { code?: string } | undefined)?.code ?? null;
const isTurnedAway = (answer: Answer) => answer.status === 401 || answer.status === 403 || (answer.location ?? "").startsWith("/sign-in?to=");

/** Everything that the database holds. (That a refusal is written down is for the server; here it only reaches the test.) */
async function everything(): Promise<string[]> {
  const { db } = office.database;
  const tables = await runSql<{ name: string }>(db, "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1");
  const lines: string[] = [];
  for (const { name } of tables.filter(({ name: table }) => !/^(audit_seal|audit_waiting|audit_checkpoint)$/.test(table))) {
    const [row] = await runSql<{ sum: string | null }>(db, `select md5(string_agg(t::text, '|' order by t::text)) as sum from "${name}" t`);
    lines.push(`${name} ${row?.sum ?? "empty"}`);
  }
  return lines;
}

describe("the table of who may do what", () => {
  it("has a row for every loader and every action of the house, and no other", () => {
    const there = [...ROUTES].flatMap(([route, { loader, action }]) => [...(loader ? [`GET ${route}`] : []), ...(action ? [`POST ${route}`] : [])]);
    expect(ACCESS.map(nameOf).sort()).toEqual(there.sort());
  });

  it("says of every act what the office's own table says", () => {
    const table = rolesByAct();
    for (const act of ACTS) expect([...rolesThatMay(act)].sort(), act).toEqual([...(table.get(act) ?? [])].sort());
    expect(new Set(visitors.flatMap(({ role }) => role ?? []))).toEqual(new Set(STAFF_ROLES));
  });

  it("leaves out only addresses of the server that no person uses, or that have their own tests", () => {
    const server = readFileSync(new URL("../../app/web-app.server.ts", import.meta.url), "utf8");
    expect([...server.matchAll(/\bapp\.(\w+)\("(\/[^"]*)"/g)].map(([, method, path]) => `${method} ${path}`)).toEqual(["use /assets", "get /healthz", "get /readyz", "post /sign-in/ended", "post /returned-mail", "get /metrics", "use /pki", "use /simulators"]);
  });
});

describe("who may not", () => {
  it("is turned away at every address before anything is looked at, and nothing changes", async () => {
    const before = await everything();
    for (const row of ACCESS.filter(({ act }) => act !== "anybody")) {
      for (const { who, by, role } of visitors) {
        if (row.act === "anything" ? by !== undefined : row.roles.some((one) => one === role)) continue;
        for (const form of FORMS[row.route] ?? [{}]) {
          const told = `${nameOf(row)} by ${who}`;
          const answer = await visit(row, by, real, form);
          if (row.act === "user") {
            // Staff are no users here, whatever their roles: a certificate and a code are.
            if (row.method === "GET") expect(answer.location, told).toBe(`/login?to=${encodeURIComponent(`/${row.route}`)}`);
            else expect([answer.status, codeOf(answer)], told).toEqual([401, "login.logged-out"]);
            continue;
          }
          if (by === undefined) {
            if (row.method === "GET") expect(answer.location, told).toBe(`/sign-in?to=${encodeURIComponent(`/${row.route}`)}`);
            else expect([answer.status, codeOf(answer)], told).toEqual([401, "access.signed-out"]);
            continue;
          }
          expect([answer.status, codeOf(answer)], told).toEqual([403, "access.refused"]);
        }
      }
    }
    expect(await everything()).toEqual(before);
  });

  it("is in the trail with the act that the route asked for", async () => {
    const [stranger] = visitors.filter(({ by, role }) => by !== undefined && role === null);
    const refused: string[] = [];
    const routes = routesOf(office, { recordRefusal: async ({ act }) => void refused.push(act) });
    const rows = ACCESS.filter(({ act }) => act !== "anybody" && act !== "anything" && act !== "user");
    for (const row of rows) {
      const handler = handlerOf(row);
      if (handler) await (row.method === "GET" ? routes.get(handler, "/", { by: stranger?.by }) : routes.post(handler, "/", {}, { by: stranger?.by }));
    }
    expect(refused).toEqual(rows.map(({ act }) => act));
  });
});

describe("who may", () => {
  it("gets past the question who they are, at every address", async () => {
    for (const row of ACCESS) {
      for (const { who, by, role } of visitors) {
        const may = row.act === "anybody" || (row.act === "anything" ? by !== undefined : row.roles.some((one) => one === role));
        if (!may) continue;
        // Real pages, but acts upon nothing: what they do has tests of its own.
        const answer = await visit(row, by, row.method === "GET" ? real : { requestId: NOTHING });
        expect(isTurnedAway(answer), `${nameOf(row)} by ${who}: ${answer.status} ${codeOf(answer) ?? answer.location ?? ""}`).toBe(false);
        expect(codeOf(answer), `${nameOf(row)} by ${who}`).not.toBe("office.failed");
        await answer.response?.body?.cancel();
      }
    }
  });
});

describe("an address at which something is only done", () => {
  const onlyDone = () => [...ROUTES].filter(([, { action, default: page }]) => action && page === undefined);

  it("sends on who comes there by hand, and shows no raw data", async () => {
    expect(onlyDone().length).toBeGreaterThan(2);
    const { by } = visitors[0] ?? {};
    for (const [route, { loader }] of onlyDone()) {
      expect(loader, route).toBeDefined();
      const answer = loader ? await routesOf(office).get(loader, `/${route}`, { by, params: { token: "unguessable", runId: NOTHING, changeId: NOTHING, kind: "mail", key: "nothing" } }) : null;
      expect(answer?.location, route).toMatch(/^\//);
    }
  });

  it("says what was refused on top of the list, and only in the office's own sentences", async () => {
    const { action } = ROUTES.get("customers.exports") ?? {};
    const asked = { by: visitors[0]?.by, headers: { accept: "text/html" } };
    const never = routesOf(office, { limits: { consume: async () => ({ allowed: false, isFirstRefusal: false, retryAfterSeconds: 200 }) } });
    const refused = action && (await never.post(action, "/customers/exports", { as: "csv" }, asked));
    expect(refused).toMatchObject({ status: 303, location: "/customers?refused=access.too-often&count=4" });
    const asRead = (search: string) => refusedSentence(new Request(`http://office.example/customers${search}`), "nl");
    expect(asRead("?refused=access.too-often&count=4")).toBe("Dit is te vaak geprobeerd. Wacht 4 minuten en probeer het dan opnieuw.");
    expect(asRead("?refused=%3Cb%3Ebel+0900%3C/b%3E")).toBeNull();
    expect(asRead("?refused=bel.mij-op")).toMatch(/^Er ging bij ons iets mis/);
    expect(asRead("?q=x")).toBeNull();
  });
});
