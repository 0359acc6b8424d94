import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { TestProject } from "vitest/node";

import { dropTemplatesOf } from "./database.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A folder that lives as long as the run, for what is made once and copied by each test file. */
    runFolder: string;
  }
}

/** What one run shares: made by whoever needs it first, and gone with the run, so that it is never older than the code. */
export default function shareOfRun(project: TestProject): () => Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "zegel-run-"));
  project.provide("runFolder", folder);
  return async () => {
    rmSync(folder, { recursive: true, force: true });
    await dropTemplatesOf(folder);
  };
}
