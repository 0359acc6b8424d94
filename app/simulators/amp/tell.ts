import { reportOf } from "./api.ts";
import type { AmpOrder } from "./orders.ts";
import type { Telling } from "./outcomes.ts";

/** Where the office wants to hear what happened, and the secret that it knows AMP by. */
export type Callback = { url: string; secret: string };

/** Tells the office, as often as is asked. That nobody listens there is no trouble of AMP's: the office asks by itself as well. */
export async function tellOffice(callback: Callback | undefined, order: AmpOrder, telling: Telling): Promise<void> {
  if (!callback || telling === "never") return;
  for (let time = 0; time < (telling === "twice" ? 2 : 1); time += 1) {
    await fetch(callback.url, {
      method: "POST",
      headers: { "content-type": "application/json", "x-zegel-secret": callback.secret },
      body: JSON.stringify(reportOf(order)),
      signal: AbortSignal.timeout(5_000),
    }).catch(() => undefined);
  }
}
