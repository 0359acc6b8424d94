import { z } from "zod";

import { settleBatch } from "#app/domain/print-room/settle.ts";
import { Problem } from "#app/domain/problem.ts";
import { staffAction } from "#app/web/guards.server.ts";
import { BatchParams } from "#app/web/params.ts";

const Count = z.coerce.number({ error: "field.required" }).int().min(0).max(1000);
const Settlement = z.object({ fate: z.record(z.uuid(), z.enum(["posted", "spoilt"])).default({}), counted: z.object({ posted: Count, spoilt: Count }) });

/** What became of each letter, and how many envelopes were counted: both must say the same (P11): `settleBatch`. */
export const action = staffAction({ can: "letter:confirm", params: BatchParams, input: Settlement }, async ({ input, params, context, actor, now }) => {
  const of = (fate: "posted" | "spoilt") => Object.entries(input.fate).flatMap(([id, one]) => (one === fate ? [id] : []));
  const posted = of("posted");
  const spoilt = of("spoilt");
  for (const [kind, ticked] of [["posted", posted], ["spoilt", spoilt]] as const) {
    const told = input.counted[kind];
    if (told !== ticked.length) throw new Problem(`letter.count-of-${kind}`, { told, ticked: ticked.length, field: `counted.${kind}` });
  }
  await settleBatch(context.office, { batch: params.number, posted, spoilt, by: actor, now });
  return { settled: true as const, posted };
});
