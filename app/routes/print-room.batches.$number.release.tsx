import { releaseBatch } from "#app/domain/print-room/batches.ts";
import { staffAction } from "#app/web/guards.server.ts";
import { BatchParams } from "#app/web/params.ts";

/** Hands the sealed letters to the browser of who made the batch, once (P11): `releaseBatch`. Only the print room's key opens them. */
export const action = staffAction({ can: "letter:print", params: BatchParams }, async ({ params, context, actor, now }) => ({
  letters: await releaseBatch(context.office, { batch: params.number, by: actor, now }),
}));
