import type { ServerBuild } from "@remix-run/node";
import { Router } from "express";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { expect, it } from "vitest";

import type { Composition } from "#app/composition.server.ts";
import { systemClock } from "#app/adapters/clock/clock.ts";
import { makeWebApp } from "#app/web-app.server.ts";
import { ROOT } from "#test/support/stage.ts";

/** An office without pages: whatever is found besides was mounted beside them. */
const noPages = {
  entry: { module: { default: () => new Response("no page", { status: 404 }) } },
  routes: { root: { id: "root", path: "", module: { default: () => null } } },
  assets: { entry: { module: "", imports: [] }, routes: {}, url: "", version: "" },
  future: {},
  mode: "production",
  isSpaMode: false,
  publicPath: "/",
  assetsBuildDirectory: "",
  basename: "/",
} as unknown as ServerBuild;

const made = { mode: "production", clock: systemClock, log: pino({ level: "silent" }), sessionSecrets: ["x".repeat(32)], baseUrl: "https://zegel.example", keepUp: () => Promise.resolve(), texts: { worded: () => ({ release: 1, namespaces: [] }) }, office: { testAuthority: null, authority: { caCertificates: { issuer: { keyId: "1" }, root: { keyId: "2" } }, refuse: () => new Uint8Array() } } } as unknown as Composition;

async function statusOf(path: string, simulators: Router | null): Promise<number> {
  const server = makeWebApp(made, { build: noPages, root: ROOT, proxies: 0, isCertificateProxy: () => false, simulators }).listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  try {
    return (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`)).status;
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

it.each(["/simulators", "/simulators/mailbox", "/simulators/print-room-key", "/simulators/doormat/api/letters", "/simulators/clock"])("%s is nowhere without simulators", async (path) => {
  expect(await statusOf(path, null)).toBe(404);
  const everything = Router().use((_request, response) => void response.sendStatus(200));
  expect(await statusOf(path, everything)).toBe(200);
});
