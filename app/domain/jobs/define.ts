import type { z } from "zod";

/** A kind of work: its name ("mail.send"), and the shape of what it is told. */
export type Job<Payload> = {
  readonly name: string;
  readonly schema: z.ZodType<Payload>;
  /** How often it is tried again, with pauses that double from two seconds to about half an hour. */
  readonly retries: number;
};

/**
 * Declares a kind of work once, next to the verb that does it. Payloads are small and name things by id: they are stored as JSON and
 * shown to staff when the work is stuck, so they never hold a secret.
 */
export function defineJob<Payload>(name: string, schema: z.ZodType<Payload>, options: { retries?: number } = {}): Job<Payload> {
  if (!/^[a-z][a-z-]*(\.[a-z][a-z-]*)*$/.test(name)) throw new Error(`"${name}" is not a name for a job.`);
  return { name, schema, retries: options.retries ?? 12 };
}
