import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import express from "express";
import { beforeAll, describe, expect, it } from "vitest";

import { makeMetrics, type Metrics } from "#app/start/metrics.server.ts";
import { afterThisFile } from "#test/support/endings.ts";
import { approve, received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { ROOT } from "#test/support/stage.ts";

let office: TestOffice;
let metrics: Metrics;
let address: string;
beforeAll(async () => {
  office = await openOffice();
  metrics = makeMetrics(office.made, office.made.metricsToken ?? "");
  address = await listen(metrics);
});

async function listen({ handlers }: Metrics): Promise<string> {
  const server = express().get("/metrics", handlers).listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  afterThisFile(async () => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;
}

const ask = (token = office.made.metricsToken ?? "", at = address) => fetch(at, { headers: { authorization: `Bearer ${token}` } });

/** Each line of the answer that is no comment, by its name with its labels. */
async function figures(at = address): Promise<Map<string, number>> {
  const answer = await ask(undefined, at);
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, expect.stringMatching(/^text\/plain;.*version=0\.0\.4/)]);
  const lines = (await answer.text()).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.slice(line.lastIndexOf(" ") + 1))]));
}

describe("the figures for Prometheus", () => {
  it("are for who shows the token", async () => {
    for (const headers of [{}, { authorization: "Bearer " }, { authorization: "Bearer wrong" }, { authorization: `Basic ${office.made.metricsToken ?? ""}` }] as Array<Record<string, string>>) {
      const answer = await fetch(address, { headers });
      expect([answer.status, answer.headers.get("www-authenticate"), await answer.text()]).toEqual([401, "Bearer", ""]);
    }
  });

  it("count what is open, and what is no longer", async () => {
    const before = await figures();
    expect(before.get("zegel_database_up")).toBe(1);
    expect(before.has('zegel_requests_open{status="submitted"}')).toBe(false);
    const id = await received(office);
    const after = await figures();
    expect(after.get('zegel_requests_open{status="submitted"}')).toBe(1);
    expect(after.get('zegel_terms_running{stage="review",term="ample"}')).toBe(1);
    expect(after.get("zegel_audit_waiting")).toBeGreaterThan(0);
    await approve(office, id);
    expect((await figures()).has('zegel_requests_open{status="submitted"}')).toBe(false);
  });

  it("count answers by part of the house, and name nobody", async () => {
    metrics.answered({ method: "GET", room: "/desk", status: 200, seconds: 0.2 });
    metrics.answered({ method: "POST", room: "/desk", status: 503, seconds: 3 });
    const text = await (await ask()).text();
    expect(text).toContain('zegel_http_answer_seconds_bucket{le="0.25",method="GET",room="/desk",status="2xx"} 1');
    expect(text).toContain('zegel_http_answer_seconds_count{method="POST",room="/desk",status="5xx"} 1');
    // Whoever asked for what is open: the applicant, the user and the practice.
    expect(text).not.toMatch(/Brug|Jansen|@|="[0-9]{8}/);
  });

  it("are those of the process where the database does not answer, and say so", async () => {
    const broken = { ...office.made, office: { ...office.made.office, db: new Proxy(office.made.office.db, { get: () => () => { throw new Error("gone"); } }) } };
    const seen = await figures(await listen(makeMetrics(broken, office.made.metricsToken ?? "")));
    expect(seen.get("zegel_database_up")).toBe(0);
    expect(seen.get("process_resident_memory_bytes")).toBeGreaterThan(1e7);
  });

  it("are those that the dashboard asks for", async () => {
    metrics.answered({ method: "GET", room: "/desk", status: 500, seconds: 0.2 });
    await received(office);
    const known = new Set([...(await figures()).keys()].map((line) => line.replace(/\{.*/, "")));
    const { panels } = JSON.parse(readFileSync(join(ROOT, "docs/dashboard.json"), "utf8")) as { panels: Array<{ targets: Array<{ expr: string }> }> };
    const asked = panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => expr.match(/\b(?:zegel|nodejs|process)_[a-z0-9_]+/g) ?? []));
    expect(asked.length).toBeGreaterThan(9);
    expect(asked.filter((name) => !known.has(name))).toEqual([]);
  });
});
