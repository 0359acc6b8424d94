import { createServer, type RequestListener, type Server } from "node:http";
import { resolve } from "node:path";

import * as build from "virtual:remix/server-build";

import { compose, type Composition } from "./composition.server.ts";
import { readEnv, readProductionEnv, type Env } from "./env.server.ts";
import { Problem } from "./domain/problem.ts";
import { readProxies } from "./adapters/tls/proxies.ts";
import { explain } from "./start/explain.server.ts";
import { demonstrationServerKey, openDemonstration } from "./start/demonstration.server.ts";
import { openOfficeDatabase } from "./start/office-database.server.ts";
import { probeProduction } from "./start/probes.server.ts";
import { productionSettings } from "./start/settings.server.ts";
import { sayIfSetBack } from "./start/set-back.server.ts";
import { makeTlsServer, openTls } from "./start/tls-port.server.ts";
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
  const isWeb = env.ZEGEL_PARTS !== "worker";
  const port = isWeb ? await listen(server, env.PORT, "PORT") : 0;
  const tlsServer = isWeb && !production ? makeTlsServer((request, response) => listener(request, response)) : null;
  const tlsPort = tlsServer ? await listen(tlsServer, env.ZEGEL_TLS_PORT ?? tlsPortBeside(env.PORT), "ZEGEL_TLS_PORT") : 0;
  const opened = await openOfficeDatabase({ url: env.DATABASE_URL, dataDir, root });
  const common = { root, dataDir, logLevel: env.ZEGEL_LOG_LEVEL };

  const demonstration = production ? null : await openDemonstration(opened.database, { ...common, port, tlsPort, parts: env.ZEGEL_PARTS, world: env.ZEGEL_WORLD, baseUrl: env.ZEGEL_BASE_URL });
  const settings = production ? productionSettings(production, common) : demonstration?.settings;
  if (!settings) throw new Error("No settings.");
  if (production) await probeProduction(opened.database, settings);
  const made = await compose(opened, settings);
  await sayIfSetBack(made);
  await demonstration?.furnish(made);

  const worker = env.ZEGEL_PARTS === "web" ? null : await startWorker(made);
  demonstration?.whenClockMoves(async () => worker?.sweeps.tick());
  if (isWeb) {
    const isCertificateProxy = (env.ZEGEL_CLIENT_CERT_PROXIES && readProxies(env.ZEGEL_CLIENT_CERT_PROXIES)) || (() => false);
    listener = makeWebApp(made, { build, root, proxies: env.ZEGEL_PROXIES, isCertificateProxy, simulators: demonstration?.router ?? null });
  }
  if (tlsServer) openTls(tlsServer, await demonstrationServerKey(dataDir), made.office.authority.chain());
  closeWhenAsked({ servers: tlsServer ? [server, tlsServer] : [server], worker, made, closeSimulators: async () => demonstration?.close() });
  process.stdout.write(`${demonstration ? "Zegel (demonstration)" : "Zegel"}: ${settings.baseUrl} — ${whereToBegin(env, demonstration ? settings.loginUrl : null)}\n`);
}

/** 3443 beside 3000, so that nobody has to choose; any free one beside any free one. */
function tlsPortBeside(port: number): number {
  return port === 0 ? 0 : port + 443 > 65_535 ? port - 443 : port + 443;
}

function listen(server: Server, port: number, name: "PORT" | "ZEGEL_TLS_PORT"): Promise<number> {
  return new Promise((done, failed) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const code = cause.code === "EADDRINUSE" ? "start.port-taken" : "start.port-refused";
      failed(new Problem(code, { port, name }, { cause }));
    });
    server.listen(port, () => {
      const address = server.address();
      done(typeof address === "object" && address ? address.port : port);
    });
  });
}

/** Ctrl-C and SIGTERM: take nothing more in, finish what is in hand, seal the trail, close. A second Ctrl-C does not wait. */
function closeWhenAsked(running: { servers: readonly Server[]; worker: RunningWorker | null; made: Composition; closeSimulators(): Promise<void> }): void {
  let closing = false;
  const close = async () => {
    if (closing) process.exit(130);
    closing = true;
    for (const server of running.servers) {
      server.close();
      server.closeIdleConnections();
    }
    await running.worker?.stop();
    running.made.post.mailer.close();
    await running.closeSimulators();
    for (const server of running.servers) server.closeAllConnections();
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

function whereToBegin(env: Env, loginUrl: string | null): string {
  if (env.ZEGEL_PARTS === "worker") return "worker only";
  if (loginUrl === null) return "staff sign in at /sign-in";
  return `begin at /apply/new-user as a colleague, at /sign-in as staff; bank, mailbox and letters are at /simulators; with a certificate log in at ${loginUrl}/my`;
}
