import { z } from "zod";

import type { settingsFor } from "../stage.ts";
import type { Confirmed } from "./checker.ts";

/** What a process that is to be killed is told: where its office is, and at which statement of which step it dies. */
export const Order = z.object({
  place: z.union([z.object({ url: z.string(), connections: z.number() }), z.object({ dataDir: z.string() })]),
  dataDir: z.string(),
  outside: z.object({ officeUrl: z.string(), settings: z.custom<Parameters<typeof settingsFor>[1]["settings"]>() }),
  /** Null finishes what is unfinished, comes to rest and looks once more. */
  kill: z.object({ step: z.string(), at: z.union([z.string(), z.number()]) }).nullable(),
  confirmed: z.array(z.custom<Confirmed>()),
});
export type Order = z.infer<typeof Order>;
