import { publicLoader } from "#app/web/guards.server.ts";
import { isReady } from "#app/web/ready.server.ts";

/** That work can be done here, for whatever sends visitors this way. */
export const loader = publicLoader({}, async ({ context }) => {
  const ready = await isReady(context);
  return new Response(ready ? "ready\n" : "not ready\n", { status: ready ? 200 : 503, headers: { "Content-Type": "text/plain" } });
});
