import { readFileSync } from "node:fs";

import { eq } from "drizzle-orm";

import { staff } from "#db/schema/staff.ts";
import { CookieBrowser } from "#test/support/cookie-browser.ts";

import { openBuilt } from "./built.ts";
import type { Past } from "./million.ts";

/** Rows and seconds of the export of everything that is done, and how much memory the web process needed above idle, in MB. */
export type ExportCost = { few: { rows: number; seconds: number }; many: { rows: number; seconds: number }; memoryMb: number; idleMb: number };

const SAMPLE_MS = 250;

/** All that is done, as CSV, from the built office over HTTP: its web process alone, so that no work of the night lies between. */
export async function benchExport(few: Past, many: Past): Promise<ExportCost> {
  const small = await exportOf(few);
  const large = await exportOf(many);
  return { few: small, many: large, memoryMb: large.mostMb - large.idleMb, idleMb: large.idleMb };
}

async function exportOf({ database, url, dataDir, by }: Past): Promise<{ rows: number; seconds: number; mostMb: number; idleMb: number }> {
  const office = await openBuilt({ url, dataDir, parts: "web" });
  try {
    const [member] = await database.db.select().from(staff).where(eq(staff.id, by.id));
    const browser = new CookieBrowser();
    await browser.ask(`${office.address}/sign-in`, { method: "POST", form: { staffId: member?.id ?? "" } });
    for (let page = 0; page < 20; page += 1) await (await browser.ask(`${office.address}/desk?view=all`)).text();
    const idleMb = memoryOf(office.pid);
    let mostMb = idleMb;
    const watch = setInterval(() => {
      mostMb = Math.max(mostMb, memoryOf(office.pid));
    }, SAMPLE_MS);
    const begun = performance.now();
    const response = await browser.ask(`${office.address}/desk/exports`, { method: "POST", form: { as: "csv", view: "all", status: "done" } });
    let lines = 0;
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) for (const octet of chunk) if (octet === 10) lines += 1;
    clearInterval(watch);
    return { rows: lines - 1, seconds: (performance.now() - begun) / 1000, mostMb, idleMb };
  } finally {
    await office.close();
  }
}

/** What a process has in memory, as Linux counts it (proc(5), VmRSS). */
function memoryOf(pid: number): number {
  const [, kb = "0"] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kb) / 1024;
}
