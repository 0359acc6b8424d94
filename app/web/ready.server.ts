import type { AppLoadContext } from "@remix-run/node";

import { runSql } from "#db/types.ts";

import { describeError } from "./describe-error.ts";

const LONGEST_MS = 2_000;

/** Whether work can be done here now: the database answers within two seconds. */
export async function isReady(context: AppLoadContext): Promise<boolean> {
  const { promise: tooLate, stop } = after(LONGEST_MS);
  try {
    return await Promise.race([runSql(context.db, "select 1").then(() => true), tooLate]);
  } catch (error) {
    context.log.warn({ correlationId: context.correlationId, error: describeError(error) }, "not ready");
    return false;
  } finally {
    stop();
  }
}

function after(ms: number): { promise: Promise<false>; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const promise = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  return { promise, stop: () => clearTimeout(timer) };
}
