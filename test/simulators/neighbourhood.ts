import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import express from "express";
import { simulatorSettings, type SimulatorSettings } from "#app/simulators/settings.ts";
import { makeSimulators, type Simulators, type SimulatorsOptions } from "#app/simulators/simulators.tsx";

export type Neighbourhood = {
  officeUrl: string;
  settings: SimulatorSettings;
  simulators: Simulators;
  store: string;
  clock: { now(): Date; moveTo(instant: Date): void };
  moves: Date[];
  /** Sends a form as a browser on the same site does; redirects are not followed. */
  post(path: string, form: Record<string, string>, headers?: Record<string, string>): Promise<Response>;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  close(): Promise<void>;
};

/** The simulators behind a real port, with a real mail server and a folder of their own. "Late" is half a second here. */
export async function openNeighbourhood(options: Partial<SimulatorsOptions> = {}): Promise<Neighbourhood> {
  const store = options.store ?? (await mkdtemp(path.join(tmpdir(), "zegel-simulators-")));
  let time = new Date("2026-11-20T14:30:00Z");
  const moves: Date[] = [];
  const clock = {
    now: () => time,
    moveTo: (instant: Date) => {
      time = instant;
      moves.push(instant);
    },
  };
  const app = express();
  const server = app.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  const officeUrl = `http://127.0.0.1:${port}`;
  const simulators = await makeSimulators({ store, clock, officeUrl, lateMs: 500, ...options });
  app.use("/simulators", simulators.router);
  app.get("/back", (_request, response) => void response.send("back at the office"));

  const get = (at: string, headers: Record<string, string> = {}) => fetch(`${officeUrl}${at}`, { headers, redirect: "manual" });
  return {
    officeUrl,
    settings: simulatorSettings({ port, smtpPort: simulators.smtpPort }),
    simulators,
    store,
    clock,
    moves,
    get,
    post: (at, form, headers = {}) =>
      fetch(`${officeUrl}${at}`, { method: "POST", body: new URLSearchParams(form), headers: { "sec-fetch-site": "same-origin", ...headers }, redirect: "manual" }),
    async close() {
      await simulators.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (!options.store) await rm(store, { recursive: true, force: true });
    },
  };
}
