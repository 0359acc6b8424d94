import { setTimeout as pause } from "node:timers/promises";

import { listStaff } from "#app/domain/access/directory.ts";
import { runSql } from "#db/types.ts";
import { ACCESS } from "#test/support/access-table.ts";
import { CookieBrowser } from "#test/support/cookie-browser.ts";

import { openBuilt } from "./built.ts";
import { middle, timeOf, type Past } from "./million.ts";

/** A page that somebody signed in has opened: how it answered, in how many milliseconds, and which large tables the server read whole for it. */
export type PageCost = { path: string; status: number; ms: number; readWhole: string[] };

/** A table with so many rows is read whole by no page. */
const LARGE = 50_000;
const TIMES = 3;

/** Pages that are no pages: where a file or an act is asked for by hand, and what belongs to a link of somebody's own. */
const NOT_WALKED = /exports|\.print$|arrangement|\.file$|removal|_\.(check|past|preview|trial)$|files\.\$|masking|by-hand|\$token|cancellation|\.next$|batches\.new|views/;

/** Opens every page of the house over HTTP, each by somebody who may, in the built office's web process. */
export async function walkPages(past: Past): Promise<PageCost[]> {
  const { database, url, dataDir } = past;
  const { db } = database;
  const office = await openBuilt({ url, dataDir, parts: "web" });
  try {
    const given = await paramsOf(past);
    const members = await listStaff(db);
    const browsers = new Map<string, CookieBrowser>();
    const pages: PageCost[] = [];
    for (const { route, method, roles } of ACCESS) {
      if (method !== "GET" || roles.length === 0 || NOT_WALKED.test(route)) continue;
      const path = pathOf(route, given);
      const member = members.find((one) => one.roles.some((role) => roles.includes(role)));
      if (path === null || !member) continue;
      const browser = browsers.get(member.id) ?? new CookieBrowser();
      if (!browsers.has(member.id)) await browser.ask(`${office.address}/sign-in`, { method: "POST", form: { staffId: member.id } });
      browsers.set(member.id, browser);
      pages.push(await open(past, browser, `${office.address}${path}`, path));
    }
    return pages;
  } finally {
    await office.close();
  }
}

async function open({ database: { db } }: Past, browser: CookieBrowser, address: string, path: string): Promise<PageCost> {
  const look = async () => {
    const response = await browser.ask(address);
    await response.arrayBuffer();
    return response.status;
  };
  const before = await wholeReads(db);
  let status = 0;
  const times: number[] = [];
  for (let time = 0; time < TIMES; time += 1) times.push(await timeOf(async () => (status = await look())));
  // The server tells what it counted a second later.
  await pause(1_100);
  const after = await wholeReads(db);
  const readWhole = [...after].filter(([table, rows]) => rows - (before.get(table) ?? 0) >= LARGE).map(([table]) => table);
  return { path, status, ms: middle(times), readWhole };
}

/** How many rows of each table were read by walking along all of it. */
async function wholeReads(db: Past["database"]["db"]): Promise<ReadonlyMap<string, number>> {
  const rows = await runSql<{ name: string; read: string }>(db, "select relname as name, seq_tup_read::text as read from pg_stat_user_tables where schemaname = 'public'");
  return new Map(rows.map(({ name, read }) => [name, Number(read)]));
}

type Params = Readonly<Record<string, string>>;

/** Something real for each part of an address. */
async function paramsOf({ database: { db } }: Past): Promise<Params> {
  const [row] = await runSql<Record<string, string>>(
    db,
    `select r.id::text as "requestId", r.enterprise_id::text as "enterpriseId", a.user_number as "userNumber", c.serial, (select max(number)::text from print_batch) as number, 'accounts' as section
     from request r join account a on a.enterprise_id = r.enterprise_id join certificate c on c.user_number = a.user_number where r.status = 'done' and a.status = 'active' order by r.number desc limit 1`,
  );
  const [member] = await listStaff(db);
  return { ...row, staffId: member?.id ?? "", type: "new-user", kind: "policy", key: "certificates", version: "1" };
}

/** The address of a route's file, as flat routes name it; null where it needs what this office does not have. */
function pathOf(route: string, given: Params): string | null {
  const parts = route.split(".").filter((part) => part !== "_index").map((part) => part.replace(/_$/, ""));
  const filled = parts.map((part) => (part.startsWith("$") ? given[part.slice(1)] : part));
  return filled.some((part) => part === undefined) ? null : `/${filled.join("/")}`;
}
