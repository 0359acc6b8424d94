import type { Queue } from "#app/domain/jobs/queue.ts";
import type { Db } from "#db/types.ts";

/**
 * What an act of the office works with: the database, and the queue for what follows from the act. Inside a transaction only the
 * transaction is used; `queue.enqueue(tx, …)` puts the job into it.
 */
export type Office = { db: Db; queue: Pick<Queue, "enqueue"> };
