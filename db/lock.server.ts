import { Problem } from "#app/domain/problem.ts";

import { takeFolder } from "./data-lock.js";

/**
 * Holds the data folder for this process until the returned function is called or the process ends in whatever way.
 * Throws Problem("start.data-in-use") while another process has it.
 */
export async function lockDataFolder(dataDir: string): Promise<() => Promise<void>> {
  const release = await takeFolder(dataDir);
  if (!release) throw new Problem("start.data-in-use", { folder: dataDir });
  return release;
}
