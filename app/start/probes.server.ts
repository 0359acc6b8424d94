import { connect } from "node:net";

import type { Database } from "#db/client.server.ts";
import { openStaffSignIn } from "#app/adapters/oidc/staff-sign-in.ts";
import { Problem } from "#app/domain/problem.ts";

import type { OfficeSettings } from "./settings.server.ts";

const LONGEST_MS = 5_000;

/**
 * Whether everything that production needs answers; throws `start.production-silent` that names all that does not, at once. Only that
 * somebody listens is asked: a wrong token shows itself, with a sentence of its own, at the first call. Of the sign-in, which keeps everybody out when it
 * is somebody else's, also that it is the issuer that the setting names.
 */
export async function probeProduction(database: Database, settings: OfficeSettings): Promise<void> {
  const silent = await Promise.all([
    probe("database", async () => void (await database.executeSql("select 1", []))),
    probe("SMTP", () => reach(settings.smtp.host, settings.smtp.port)),
    probe("iDIN", () => reachUrl(settings.idin.baseUrl)),
    probe("AMP", () => reachUrl(settings.amp.baseUrl)),
    probe("KVK", () => reachUrl(settings.kvk.baseUrl)),
    probe("Vektis", () => reachUrl(settings.vektis.baseUrl)),
    probe("OIDC", async () => void (settings.oidc && (await openStaffSignIn(settings.oidc)))),
  ]);
  const names = silent.filter((name) => name !== null);
  if (names.length > 0) throw new Problem("start.production-silent", { names: names.join(", ") });
}

async function probe(name: string, ask: () => Promise<void>): Promise<string | null> {
  return ask().then(
    () => null,
    () => name,
  );
}

function reachUrl(address: string): Promise<void> {
  const url = new URL(address);
  return reach(url.hostname, Number(url.port || (url.protocol === "https:" ? 443 : 80)));
}

function reach(host: string, port: number): Promise<void> {
  return new Promise((done, failed) => {
    const socket = connect({ host, port, timeout: LONGEST_MS });
    socket.once("connect", () => {
      socket.destroy();
      done();
    });
    socket.once("timeout", () => socket.destroy(new Error("no answer")));
    socket.once("error", failed);
  });
}
