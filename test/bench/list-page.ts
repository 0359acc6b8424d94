import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { eq } from "drizzle-orm";

import { currentRelease } from "#app/domain/definitions/store.ts";
import { staff } from "#db/schema/staff.ts";
import { fillWithRequests } from "#test/support/many-requests.ts";
import { CookieBrowser } from "#test/support/cookie-browser.ts";
import { ROOT } from "#test/support/stage.ts";

import { openBuilt, opened } from "./built.ts";
import { withThrowAwayDatabase } from "./databases.ts";

const REQUESTS = 1_000;
const ROUNDS = 6;
const PAGES_A_ROUND = 40;
/** Reviewers who look at the same time. */
const AT_ONCE = 4;

type Page = { fetch: () => Promise<string> };

/** Pages a second of the desk's list of fifty, by the built office over PostgreSQL, against the same rows as bare markup in a bare Remix page: each in a process of its own, in turn. */
export async function benchListPage(server: string): Promise<{ ours: number; rival: number; ratio: number; oursKb: number; rivalKb: number }> {
  return withThrowAwayDatabase(server, async (database, url) => {
    const dataDir = mkdtempSync(join(tmpdir(), "zegel-bench-"));
    const office = await openBuilt({ url, dataDir });
    const bare = await opened(spawn(process.execPath, ["--import", "tsx", "test/bench/bare-page.tsx", url], { cwd: ROOT, env: { ...process.env, NODE_ENV: "production" }, stdio: ["ignore", "pipe", "inherit"] }));
    try {
      const [sanne, wim] = await Promise.all(["Sanne Mulder", "Wim Bos"].map(async (name) => (await database.db.select().from(staff).where(eq(staff.name, name)))[0]));
      if (!sanne || !wim) throw new Error("Nobody works in the office.");
      await fillWithRequests(database, { releaseId: await currentRelease(database.db), sanne, wim }, REQUESTS);
      const browser = new CookieBrowser();
      await browser.ask(`${office.address}/sign-in`, { method: "POST", form: { staffId: sanne.id } });
      const headers = { cookie: browser.cookiesFor(office.address), accept: "text/html", "accept-language": "nl" };
      const ours: Page = { fetch: () => pageOf(`${office.address}/desk?view=all`, headers) };
      const rival: Page = { fetch: () => pageOf(`${bare.address}/list`, {}) };
      const [oursKb, rivalKb] = [await rowsIn(ours), await rowsIn(rival)];
      const seconds = { ours: 0, rival: 0 };
      for (let round = -1; round < ROUNDS; round += 1) {
        const [one, other] = [await timeOf(ours), await timeOf(rival)];
        // The first round only warms up.
        if (round < 0) continue;
        seconds.ours += one;
        seconds.rival += other;
      }
      const pages = ROUNDS * PAGES_A_ROUND;
      return { ours: pages / seconds.ours, rival: pages / seconds.rival, ratio: seconds.rival / seconds.ours, oursKb, rivalKb };
    } finally {
      await Promise.all([office.close(), bare.close()]);
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
}

async function pageOf(address: string, headers: Record<string, string>): Promise<string> {
  const answer = await fetch(address, { headers, redirect: "manual" });
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}.`);
  return answer.text();
}

/** How large a page is, in kB; throws when it has not its fifty rows. */
async function rowsIn(page: Page): Promise<number> {
  const text = await page.fetch();
  const rows = text.split("<tr").length - 1;
  if (rows < 50) throw new Error(`The page has ${rows} rows.`);
  return Math.round(text.length / 1024);
}

async function timeOf(page: Page): Promise<number> {
  const start = performance.now();
  let left = PAGES_A_ROUND;
  const look = async () => {
    while (left > 0) {
      left -= 1;
      await page.fetch();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, look));
  return (performance.now() - start) / 1000;
}
