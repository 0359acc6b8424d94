import { createServer, type RequestListener, type Server } from "node:http";
import { resolve } from "node:path";

import * as build from "virtual:remix/server-build";

import { compose, type Composition } from "./composition.server.ts";
import { readEnv, readProductionEnv, type Env } from "./env.server.ts";
import { Problem } from "./domain/problem.ts";
import { explain } from "./start/explain.server.ts";
import { openDemonstration } from "./start/demonstration.server.ts";
import { openOfficeDatabase } from "./start/office-database.server.ts";
import { probeProduction } from "./start/probes.server.ts";
import { productionSettings } from "./start/settings.server.ts";
import { makeWebApp } from "./web-app.server.ts";
import { startWorker, type RunningWorker } from "./worker.server.ts";

/** Where the installation lies: the commands run in its folder. */
const root = process.cwd();

try {
  await start(readEnv());
} catch (failure) {
  process.stderr.write(`${explain(failure)}\n`);
  process.exit(1);
}

/** Opens the office: port first, so that a taken one is known before anything is touched; then data, then work; at last the line that says where. */
async function start(env: Env): Promise<void> {
  const production = env.ZEGEL_MODE === "production" ? readProductionEnv() : null;
  const dataDir = resolve(root, env.ZEGEL_DATA);

  let listener: RequestListener = (_request, response) => void response.writeHead(503, { "retry-after": "2" }).end("starting\n");
  const server = createServer((request, response) => listener(request, response));
  const port = env.ZEGEL_PARTS === "worker" ? 0 : await listen(server, env.PORT);
  const opened = await openOfficeDatabase({ url: env.DATABASE_URL, dataDir, root });
  const common = { root, dataDir, logLevel: env.ZEGEL_LOG_LEVEL };

  const demonstration = production ? null : await openDemonstration(opened.database, { ...common, port, parts: env.ZEGEL_PARTS, world: env.ZEGEL_WORLD, baseUrl: env.ZEGEL_BASE_URL });
  const settings = production ? productionSettings(production, common) : demonstration?.settings;
  if (!settings) throw new Error("No settings.");
  if (production) await probeProduction(opened.database, settings);
  const made = await compose(opened, settings);
  await demonstration?.furnish(made);

  const worker = env.ZEGEL_PARTS === "web" ? null : await startWorker(made);
  demonstration?.whenClockMoves(async () => worker?.sweeps.tick());
  if (env.ZEGEL_PARTS !== "worker") {
    listener = makeWebApp(made, { build, root, proxies: env.ZEGEL_PROXIES, simulators: demonstration?.router ?? null });
  }
  closeWhenAsked({ server, worker, made, closeSimulators: async () => demonstration?.close() });
  process.stdout.write(`${demonstration ? "Zegel (demonstration)" : "Zegel"}: ${settings.baseUrl} — ${whereToBegin(env, demonstration !== null)}\n`);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((done, failed) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const code = cause.code === "EADDRINUSE" ? "start.port-taken" : "start.port-refused";
      failed(new Problem(code, { port }, { cause }));
    });
    server.listen(port, () => {
      const address = server.address();
      done(typeof address === "object" && address ? address.port : port);
    });
  });
}

/** Ctrl-C and SIGTERM: take nothing more in, finish what is in hand, seal the trail, close. A second Ctrl-C does not wait. */
function closeWhenAsked(running: { server: Server; worker: RunningWorker | null; made: Composition; closeSimulators(): Promise<void> }): void {
  let closing = false;
  const close = async () => {
    if (closing) process.exit(130);
    closing = true;
    running.server.close();
    running.server.closeIdleConnections();
    await running.worker?.stop();
    running.made.post.mailer.close();
    await running.closeSimulators();
    running.server.closeAllConnections();
    await running.made.close();
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      close().catch((failure: unknown) => {
        process.stderr.write(`${explain(failure)}\n`);
        process.exit(1);
      });
    });
  }
}

function whereToBegin(env: Env, isDemonstration: boolean): string {
  if (env.ZEGEL_PARTS === "worker") return "worker only";
  return isDemonstration ? "begin at /apply/new-user as a colleague, at /sign-in as staff; bank, mailbox and letters are at /simulators" : "staff sign in at /sign-in";
}
