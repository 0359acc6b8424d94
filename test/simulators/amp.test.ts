import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeAmpCourier } from "#app/adapters/amp/courier.ts";
import { SIMULATOR_KEYS } from "#app/simulators/settings.ts";
import { openNeighbourhood, type Neighbourhood } from "./neighbourhood.ts";

let town: Neighbourhood;
let office: Server;
const heard: Array<{ secret: string | undefined; body: Record<string, unknown> }> = [];

beforeAll(async () => {
  office = createServer((request, response) => {
    let text = "";
    request.on("data", (bytes: Buffer) => (text += bytes.toString()));
    request.on("end", () => {
      heard.push({ secret: request.headers["x-zegel-secret"] as string | undefined, body: JSON.parse(text) as Record<string, unknown> });
      response.writeHead(204).end();
    });
  }).listen(0, "127.0.0.1");
  await new Promise((done) => office.once("listening", done));
  town = await openNeighbourhood({ ampCallbackUrl: `http://127.0.0.1:${(office.address() as AddressInfo).port}/callbacks/amp` });
});
afterAll(async () => {
  office.closeAllConnections();
  office.close();
  await town.close();
});

let count = 0;
async function order(days = 30) {
  const validUntil = new Date(town.clock.now().getTime() + days * 86_400_000);
  const person = { initials: "J.W.", prefix: "de", surname: "Vries-Bakker", birthDate: "1968-03-14" };
  const reference = `order-${(count += 1)}`;
  return { reference, ...(await makeAmpCourier(town.settings.amp).order({ reference, person, email: "j@thuis.example", mobile: "+31612345678", validUntil, language: "nl" })) };
}

const read = async (reference: string) => (await (await town.get(`/simulators/amp/v1/orders?reference=${reference}`, { authorization: `Bearer ${SIMULATOR_KEYS.ampToken}` })).json()) as Record<string, unknown>;
const firstSlot = async (orderNumber: string) => /name="slot" value="([^"]+)"/.exec(await (await town.get(`/simulators/amp/appointment/${orderNumber}`)).text())?.[1] ?? "";

it("tells the office of an appointment, of a second one, and of what happened at the door, with its secret", async () => {
  const { orderNumber, verificationCode, reference } = await order();
  heard.length = 0;
  const slot = await firstSlot(orderNumber);
  expect((await town.post(`/simulators/amp/appointment/${orderNumber}`, { code: verificationCode, slot })).status).toBe(303);
  expect((await town.post(`/simulators/amp/appointment/${orderNumber}`, { code: verificationCode, slot })).status).toBe(303);
  await town.post(`/simulators/amp/${orderNumber}/visit`, { person: "johanna", outcome: "identified", telling: "twice" });
  expect(heard.map(({ secret, body }) => [secret === SIMULATOR_KEYS.ampCallbackSecret, body["orderNumber"] === orderNumber, body["status"]])).toEqual([
    [true, true, "appointment_made"],
    [true, true, "rescheduled"],
    [true, true, "identified"],
    [true, true, "identified"],
  ]);
  expect(await read(reference)).toMatchObject({ status: "identified", documentType: "passport", documentValid: true });
  expect((await town.post(`/simulators/amp/${orderNumber}/visit`, { person: "johanna", outcome: "mismatch", telling: "once" })).status, "nothing changes any more").toBe(409);
});

it("lets nobody make an appointment without the code, or on a day that it does not offer", async () => {
  const { orderNumber, verificationCode, reference } = await order();
  const wrong = await town.post(`/simulators/amp/appointment/${orderNumber}`, { code: "000000", slot: await firstSlot(orderNumber) });
  expect([wrong.status, (await wrong.text()).includes("hoort niet bij de order")]).toEqual([400, true]);
  expect((await town.post(`/simulators/amp/appointment/${orderNumber}`, { code: verificationCode, slot: "2030-01-01T09:00:00.000Z" })).status).toBe(400);
  expect(await read(reference)).toMatchObject({ status: "ordered", appointment: null });
});

it("offers no day after the last one, and lets an order expire by its clock", async () => {
  const { orderNumber, reference } = await order(2);
  const page = await (await town.get(`/simulators/amp/appointment/${orderNumber}`)).text();
  expect([...page.matchAll(/name="slot"/g)].length).toBeLessThan(6);
  town.clock.moveTo(new Date(town.clock.now().getTime() + 2 * 86_400_000));
  expect(await read(reference)).toMatchObject({ status: "expired" });
});

it("takes no order for longer than thirty days, and none that says nothing of whom", async () => {
  await expect(order(40)).rejects.toMatchObject({ code: "amp.malformed" });
  const answer = await fetch(`${town.officeUrl}/simulators/amp/v1/orders`, { method: "POST", headers: { authorization: `Bearer ${SIMULATOR_KEYS.ampToken}`, "content-type": "application/json" }, body: "{}" });
  expect(answer.status).toBe(400);
  expect((await fetch(`${town.officeUrl}/simulators/amp/v1/orders`)).status).toBe(401);
});
