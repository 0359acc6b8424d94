import type { AddressInfo } from "node:net";

import express from "express";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { getRequest } from "#app/domain/requests/decide.ts";
import { ampCallback, AMP_CALLBACK } from "#app/start/amp-callback.server.ts";
import { runSql } from "#db/types.ts";
import { atTheDoor, orderAtHome, orderOf } from "#test/support/door.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { asked as approved } from "#test/support/so-far.ts";

let office: TestOffice;
let server: ReturnType<express.Express["listen"]>;
beforeAll(async () => {
  office = await openOffice();
  server = express().post(AMP_CALLBACK, ampCallback(office.made)).listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
});
afterAll(() => {
  server?.closeAllConnections();
  server?.close();
});

/** What AMP sends; the real secret unless said otherwise. */
async function tell(body: unknown, secret: string | null = office.made.ampCallbackSecret): Promise<number> {
  const { port } = server.address() as AddressInfo;
  const headers = { "content-type": "application/json", ...(secret === null ? {} : { "x-zegel-secret": secret }) };
  const answer = await fetch(`http://127.0.0.1:${port}${AMP_CALLBACK}`, { method: "POST", headers, body: typeof body === "string" ? body : JSON.stringify(body) });
  return answer.status;
}

const statusOf = async (requestId: string) => (await getRequest(office.database.db, requestId)).status;
const waiting = async () => (await runSql<{ count: number }>(office.database.db, "select count(*)::int as count from pgboss.job where name = 'identification.order' and state < 'active'"))[0]?.count;

/** An order of which AMP knows that Johanna was identified, and the office does not. */
async function identifiedAtAmp(): Promise<{ requestId: string; orderId: string; orderNumber: string }> {
  const requestId = await approved(office);
  const orderId = await orderAtHome(office, requestId, "johanna");
  await office.work();
  await atTheDoor(office, orderId, { person: "johanna", outcome: "identified" });
  return { requestId, orderId, orderNumber: (await orderOf(office, orderId)).orderNumber ?? "" };
}

describe("AMP tells what happened", () => {
  it("and the order is asked for: one match, however often it is told, and long after", async () => {
    const { requestId, orderNumber } = await identifiedAtAmp();
    expect(await Promise.all([tell({ orderNumber, status: "identified" }), tell({ orderNumber, status: "identified" })])).toEqual([204, 204]);
    await office.work();
    expect(await statusOf(requestId)).toBe("fulfilling");
    office.clock.add(3 * 86_400_000);
    expect(await tell({ orderNumber, status: "mismatch" })).toBe(204);
    await office.work();
    expect((await office.trail(requestId)).filter((act) => act === "identification.matched" || act === "request.identified")).toEqual(["identification.matched", "request.identified"]);
  });

  it("but what it claims counts for nothing: neither a result nor an order that is another's", async () => {
    const one = await identifiedAtAmp();
    const other = await approved(office);
    const stillOrdered = await orderAtHome(office, other, "johanna");
    const { orderNumber } = await orderOf(office, stillOrdered);
    expect(await tell({ orderNumber, reference: one.orderId, status: "identified", documentValid: true, birthDateMatches: true })).toBe(204);
    await office.work();
    expect(await statusOf(other)).toBe("identifying");
    expect(await orderOf(office, stillOrdered)).toMatchObject({ status: "ordered", endedAt: null });
    expect(await statusOf(one.requestId)).toBe("identifying");
  });

  it.each([
    ["no secret", null],
    ["an empty one", ""],
    ["another", "not the secret of the callbacks of amp"],
  ])("is not heard with %s", async (_what, secret) => {
    const { requestId, orderNumber } = await identifiedAtAmp();
    expect(await tell({ orderNumber, status: "identified" }, secret)).toBe(401);
    expect(await waiting()).toBe(0);
    expect(await statusOf(requestId)).toBe("identifying");
  });

  it.each([
    ["an order of nobody's", { orderNumber: "AMP-12345678" }, 404],
    ["nothing", {}, 400],
    ["a number that is none", { orderNumber: 7 }, 400],
    ["a number that is a sentence", { orderNumber: "' or 1=1 --" }, 400],
    ["no JSON", "{\"orderNumber\":", 400],
    ["far too much", { orderNumber: "AMP-12345678", more: "x".repeat(20_000) }, 400],
  ])("is refused with %s", async (_what, body, status) => {
    expect(await tell(body)).toBe(status);
    expect(await waiting()).toBe(0);
  });
});
