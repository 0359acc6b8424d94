import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { TestProject } from "vitest/node";

import { startOffice } from "./running-office.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The data folder of an office that was started once and closed. */
    furnishedOffice: string;
  }
}

/** A first start makes keys and a world, which takes many seconds: it is done once, and every journey begins in a copy of it. */
export default async function furnish(project: TestProject): Promise<() => void> {
  const dataDir = mkdtempSync(join(tmpdir(), "zegel-furnished-"));
  const office = await startOffice({ dataDir });
  await office.stop();
  project.provide("furnishedOffice", dataDir);
  return () => rmSync(dataDir, { recursive: true, force: true });
}
