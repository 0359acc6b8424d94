import { publicLoader } from "#app/web/guards.server.ts";

/** That the process runs, for whatever watches it. Asks nothing of the database: a restart does not mend that. */
export const loader = publicLoader({}, async () => new Response("ok\n", { headers: { "Content-Type": "text/plain" } }));
