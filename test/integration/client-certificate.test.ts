import { createServer, type Server } from "node:http";
import { Agent, request as httpsRequest } from "node:https";
import type { AddressInfo } from "node:net";
import { connect, type TLSSocket } from "node:tls";

import express from "express";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { toPem } from "#app/adapters/forge/pem.ts";
import { readProxies } from "#app/adapters/tls/proxies.ts";
import { makeServerKey, type ServerKey } from "#app/adapters/tls/server-key.ts";
import { judgeCertificate } from "#app/domain/login/judge.ts";
import { presentedCertificate } from "#app/start/presented.server.ts";
import { makeTlsServer, openTls } from "#app/start/tls-port.server.ts";
import { contextOf } from "#app/web-app.server.ts";
import { auditEvent } from "#db/schema/audit.ts";
import { certificateHolder, type CertificateHolder } from "#test/support/holder.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";

let office: TestOffice;
let zoe: CertificateHolder;
let stranger: ServerKey;
let key: ServerKey;
let tls: { port: number; close(): void };
const logged: string[] = [];

/** Answers who it took the other end for, as every route would hear it. */
function whoIsIt(isProxy: (address: string | undefined) => boolean): express.Express {
  const app = express();
  const made = { ...office.made, log: pino({}, { write: (line: string) => void logged.push(line) }) };
  app.use((_request, response, next) => {
    response.locals["correlationId"] = "c-1";
    next();
  });
  app.use(presentedCertificate(made, isProxy));
  app.get("/", (request, response, next) => {
    const { presented } = contextOf(made, request, response);
    if (presented === null) return void response.json({ who: "nobody" });
    judgeCertificate(made.office.db, { der: presented, issuerId: made.office.authority.issuerId, now: office.now() }).then(
      (judged) => response.json({ who: "entrant" in judged ? judged.entrant.userNumber : judged.refused }),
      next,
    );
  });
  return app;
}

function listen(server: Server): Promise<number> {
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done((server.address() as AddressInfo).port)));
}

beforeAll(async () => {
  office = await openOffice();
  zoe = await certificateHolder(office);
  // By the machine's clock, which is not the office's: what TLS itself would say of the users' certificates counts for nothing.
  [key, stranger] = await Promise.all([0, 1].map(() => makeServerKey({ now: new Date(), hosts: ["localhost", "127.0.0.1"] }))) as [ServerKey, ServerKey];
  const server = makeTlsServer(whoIsIt(readProxies("203.0.113.7") ?? (() => false)));
  openTls(server, key, office.made.office.authority.chain());
  tls = { port: await listen(server), close: () => void server.close() };
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
}, 600_000);
const closers: Array<() => void> = [];
afterAll(() => closers.forEach((close) => close()));

type Shown = { cert?: string; key?: string };
function ask(shown: Shown, options: { agent?: Agent; headers?: Record<string, string> } = {}): Promise<{ status: number; text: string; who: string | undefined }> {
  return new Promise((done, failed) => {
    const asked = httpsRequest({ host: "localhost", port: tls.port, ca: key.authorityPem, ...shown, agent: options.agent ?? false, headers: options.headers ?? {} }, (response) => {
      let text = "";
      response.on("data", (bytes: Buffer) => (text += bytes.toString()));
      response.on("end", () => done({ status: response.statusCode ?? 0, text, who: text.startsWith("{") ? (JSON.parse(text) as { who: string }).who : undefined }));
    });
    asked.on("error", failed);
    asked.end();
  });
}

const mine = () => ({ cert: zoe.certPem, key: zoe.keyPem });

describe("the port with TLS", () => {
  it("knows who shows a certificate of ours and has its key, also when the machine's clock is elsewhere", async () => {
    expect((await ask(mine())).who).toBe(zoe.userNumber);
  });

  it("lets everybody else read on as nobody, and knows a stranger's certificate for what it is", async () => {
    expect((await ask({})).who).toBe("nobody");
    expect((await ask({ cert: stranger.certPem, key: stranger.keyPem })).who).toBe("unknown");
  });

  it("shakes no hands with who shows the certificate without having its key", async () => {
    await expect(ask({ cert: zoe.certPem, key: stranger.keyPem })).rejects.toThrow();
  });

  it("takes up no session again: each connection shows its own certificate, in TLS 1.2 and 1.3", async () => {
    for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
      const first = await shakeHands({ ...mine(), minVersion: version, maxVersion: version });
      expect(first.protocol).toBe(version);
      const again = await shakeHands({ minVersion: version, maxVersion: version, session: first.session });
      expect([again.reused, again.who]).toEqual([false, "nobody"]);
    }
  });

  it("knows on a connection that is kept alive whom it belongs to, for as long as it lasts", async () => {
    const [keptAlive, another] = [new Agent({ keepAlive: true, maxSockets: 1 }), new Agent({ keepAlive: true, maxSockets: 1 })];
    for (let time = 0; time < 3; time += 1) {
      expect((await ask(mine(), { agent: keptAlive })).who).toBe(zoe.userNumber);
      expect((await ask({}, { agent: another })).who).toBe("nobody");
    }
    keptAlive.destroy();
    another.destroy();
  });

  it("takes no certificate from a header, not even the right one", async () => {
    const answer = await ask(mine(), { headers: { "Client-Cert": fieldOf(zoe.der) } });
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining("login.header-source")]);
  });
});

type Handshake = { protocol: string | null; session: Buffer | undefined; reused: boolean; who: string | undefined };
function shakeHands(options: object): Promise<Handshake> {
  return new Promise((done, failed) => {
    let session: Buffer | undefined;
    const socket: TLSSocket = connect({ host: "localhost", port: tls.port, servername: "localhost", ca: key.authorityPem, ...options }, () => socket.write("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
    let text = "";
    socket.on("session", (given: Buffer) => (session = given));
    socket.on("data", (bytes: Buffer) => (text += bytes.toString()));
    socket.on("error", failed);
    socket.on("end", () => done({ protocol: protocol ?? null, session: session ?? socket.getSession(), reused: socket.isSessionReused(), who: /"who":"([^"]+)"/.exec(text)?.[1] }));
    let protocol: string | null = null;
    socket.on("secureConnect", () => (protocol = socket.getProtocol()));
  });
}

const fieldOf = (der: Uint8Array) => `:${Buffer.from(der).toString("base64")}:`;

describe("the Client-Cert header of a proxy (RFC 9440)", () => {
  async function behindProxies(proxies: string): Promise<(headers: Array<[string, string]>) => Promise<{ status: number; text: string }>> {
    const server = createServer(whoIsIt(readProxies(proxies) ?? (() => false)));
    const port = await listen(server);
    closers.push(() => {
      server.closeAllConnections();
      server.close();
    });
    return async (headers) => {
      const { request } = await import("node:http");
      return new Promise((done, failed) => {
        const asked = request({ host: "127.0.0.1", port, setHost: true, agent: false }, (response) => {
          let text = "";
          response.on("data", (bytes: Buffer) => (text += bytes.toString()));
          response.on("end", () => done({ status: response.statusCode ?? 0, text }));
        });
        asked.on("error", failed);
        const values = new Map<string, string[]>();
        for (const [name, value] of headers) values.set(name, [...(values.get(name) ?? []), value]);
        for (const [name, all] of values) asked.setHeader(name, all.length === 1 ? (all[0] ?? "") : all);
        asked.end();
      });
    };
  }
  const refusals = async () => (await office.database.db.select().from(auditEvent)).filter(({ act }) => act === "access.refused").map(({ payload }) => (payload as { reason: string }).reason);

  it("counts from the addresses that are named, and is nobody where it is missing", async () => {
    const behind = await behindProxies("127.0.0.1");
    expect(await behind([["Client-Cert", fieldOf(zoe.der)]])).toEqual({ status: 200, text: JSON.stringify({ who: zoe.userNumber }) });
    expect(await behind([])).toEqual({ status: 200, text: JSON.stringify({ who: "nobody" }) });
    const other = Buffer.from(stranger.certPem.replace(/-----.*-----/g, ""), "base64");
    expect((await behind([["Client-Cert", fieldOf(other)]])).text).toContain("unknown");
  });

  it("is refused in words from everywhere else, whatever other headers say, and is in the trail once for each sender", async () => {
    const bare = await behindProxies("192.0.2.0/24,fd00::/8");
    // The port with TLS heard from this sender before, in another quarter of an hour.
    office.clock.add(20 * 60_000);
    const before = (await refusals()).length;
    for (const more of [[], [["X-Forwarded-For", "192.0.2.1"]], [["Forwarded", "for=192.0.2.1"]]] as Array<Array<[string, string]>>) {
      const answer = await bare([["Client-Cert", fieldOf(zoe.der)], ...more]);
      expect([answer.status, answer.text]).toEqual([400, expect.stringMatching(/ZEGEL_CLIENT_CERT_PROXIES[^]*login\.header-source c-1/)]);
    }
    expect((await refusals()).slice(before)).toEqual(["login.header-source"]);
    expect(logged.join("")).toContain("login.header-source");
    expect(logged.join("")).not.toContain(Buffer.from(zoe.der).toString("base64").slice(0, 40));
  });

  it("is refused where it is there twice, empty, or no certificate", async () => {
    const behind = await behindProxies("127.0.0.1");
    const wrong: Array<Array<[string, string]>> = [
      [["Client-Cert", fieldOf(zoe.der)], ["Client-Cert", fieldOf(zoe.der)]],
      [["Client-Cert", `${fieldOf(zoe.der)}, ${fieldOf(zoe.der)}`]],
      [["Client-Cert", ""]],
      [["Client-Cert", "::"]],
      [["Client-Cert", Buffer.from(zoe.der).toString("base64")]],
      [["Client-Cert", encodeURIComponent(toPem("CERTIFICATE", zoe.der))]],
      [["Client-Cert", `:${Buffer.alloc(9_000, 0x30).toString("base64")}:`]],
    ];
    for (const headers of wrong) expect((await behind(headers)).status, JSON.stringify(headers).slice(0, 80)).toBe(400);
  });

  it("damaged three hundred times over HTTP is never a failure", async () => {
    const behind = await behindProxies("127.0.0.1");
    const statuses = new Map<number, number>();
    for (let time = 0; time < 300; time += 1) {
      const octets = Uint8Array.from(zoe.der);
      octets[4 + ((time * 7919) % (octets.length - 4))] = (time * 31) & 0xff;
      const field = time % 2 === 0 ? fieldOf(octets) : `${fieldOf(octets).slice(0, (time * 13) % 2_000)}${["", ":", ",", "="][time % 4] ?? ""}`;
      const { status } = await behind([["Client-Cert", field]]);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect([...statuses.keys()].sort()).toEqual([200, 400]);
  });
});
