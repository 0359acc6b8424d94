import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { makeAmpCourier } from "#app/adapters/amp/courier.ts";
import { openNeighbourhood, type Neighbourhood } from "#test/simulators/neighbourhood.ts";

let town: Neighbourhood;
let count = 0;

beforeAll(async () => {
  town = await openNeighbourhood();
});
afterAll(() => town.close());
beforeEach(() => town.post("/simulators/faults", { service: "amp", fault: "none" }));

const courier = (options: Partial<Parameters<typeof makeAmpCourier>[0]> = {}) => makeAmpCourier({ ...town.settings.amp, timeoutMs: 5_000, ...options });
const person = { initials: "J.W.", prefix: "de", surname: "Vries-Bakker", birthDate: "1968-03-14" };

async function order(reference = `order-${(count += 1)}`) {
  const validUntil = new Date(town.clock.now().getTime() + 30 * 86_400_000);
  const asking = { reference, person, email: "j@thuis.example", mobile: "+31612345678", validUntil, language: "nl" as const };
  return { reference, asking, placed: await courier().order(asking) };
}

const visit = (orderNumber: string, form: Record<string, string>) => town.post(`/simulators/amp/${orderNumber}/visit`, { person: "johanna", telling: "never", ...form });

/** An AMP that answers this, whatever it is asked. */
const answering = (reply: unknown, status = 200) => courier({ fetch: async () => Response.json(reply, { status }) });

describe("an order", () => {
  it("gets a number and a code, and the same ones when it is placed again", async () => {
    const { asking, placed } = await order();
    expect(placed).toEqual({ orderNumber: expect.stringMatching(/^AMP-\d{8}$/), verificationCode: expect.stringMatching(/^\d{6}$/), appointmentUrl: `${town.officeUrl}/simulators/amp/appointment/${placed.orderNumber}` });
    expect(await courier().order(asking)).toEqual(placed);
  });

  it("tells AMP no more than whom to visit", async () => {
    let sent: Record<string, unknown> = {};
    const fetch = async (_url: unknown, init?: RequestInit) => {
      sent = JSON.parse(String(init?.body)) as Record<string, unknown>;
      return Response.json({ orderNumber: "X1", verificationCode: "123456" });
    };
    await courier({ fetch: fetch as typeof globalThis.fetch }).order({ reference: "r", person, email: "j@thuis.example", mobile: "+31612345678", validUntil: town.clock.now(), language: "en" });
    expect(Object.keys(sent).sort()).toEqual(["email", "language", "mobile", "person", "reference", "validUntil"]);
  });

  it.each([["down", "amp.unreachable"], ["malformed", "amp.malformed"]])("of an AMP that is %s is %s", async (fault, code) => {
    await town.post("/simulators/faults", { service: "amp", fault });
    await expect(order()).rejects.toMatchObject({ name: "Problem", code });
  });

  it("with another token is refused", async () => {
    const validUntil = town.clock.now();
    await expect(courier({ token: "another" }).order({ reference: "r", person, email: "j@thuis.example", mobile: "+31612345678", validUntil, language: "nl" })).rejects.toMatchObject({ code: "amp.unreachable" });
  });
});

describe("how it stands", () => {
  it.each([
    ["identified", { status: "identified", answer: { said: "identified", documentType: "passport", documentValid: true, name: { initials: "J.W.", prefix: "de", surname: "Vries-Bakker" }, birthDateMatches: true } }],
    ["mismatch", { status: "mismatch", answer: { said: "mismatch", documentType: "passport", documentValid: true, name: { initials: "J.W.", prefix: "de", surname: "Vries-Bakker" }, birthDateMatches: true } }],
    ["document-expired", { status: "identified", answer: { documentValid: false } }],
    ["initials-differ", { status: "identified", answer: { name: { initials: "J.Q." } } }],
    ["no-show", { status: "no-show", visit: null }],
    ["refused", { status: "refused" }],
    ["expired", { status: "expired" }],
  ])("after %s", async (outcome, state) => {
    const { reference, placed } = await order();
    expect(await courier().find({ orderNumber: placed.orderNumber, reference })).toEqual({ status: "ordered", visit: null });
    await visit(placed.orderNumber, { outcome });
    expect(await courier().find({ orderNumber: placed.orderNumber, reference })).toMatchObject(state);
  });

  it("is nothing for an order that AMP does not know", async () => {
    expect(await courier().find({ orderNumber: "AMP-12345678", reference: "nobody" })).toBeNull();
  });

  it("is not believed of another order, by number or by reference", async () => {
    const one = await order();
    const other = await order();
    await expect(courier().find({ orderNumber: other.placed.orderNumber, reference: one.reference })).rejects.toMatchObject({ code: "amp.malformed", details: { reason: "another order" } });
    await town.post("/simulators/faults", { service: "amp", fault: "somebody-else" });
    await expect(courier().find({ orderNumber: one.placed.orderNumber, reference: one.reference })).rejects.toMatchObject({ code: "amp.malformed", details: { reason: "another order" } });
  });

  it("is not believed when our number comes with another reference, nor withdrawn by it", async () => {
    const mixedUp = answering({ orderNumber: "X1", reference: "somebody else's", status: "refused" });
    await expect(mixedUp.find({ orderNumber: "X1", reference: "r" })).rejects.toMatchObject({ code: "amp.malformed" });
    await expect(mixedUp.withdraw({ reference: "r" })).rejects.toMatchObject({ code: "amp.malformed" });
  });

  it.each([
    ["an answer without a name", { documentType: "passport", documentValid: true }],
    ["an answer without a word on the document", { nameAsOnDocument: { initials: "J", surname: "X" }, documentType: "passport" }],
    ["an answer that is a word where yes or no belongs", { nameAsOnDocument: { initials: "J", surname: "X" }, documentType: "passport", documentValid: "yes" }],
  ])("is not taken from %s", async (_what, part) => {
    const asking = answering({ orderNumber: "X1", reference: "r", status: "identified", ...part }).find({ orderNumber: "X1", reference: "r" });
    await expect(asking).rejects.toMatchObject({ code: "amp.malformed" });
  });

  it("takes a document of a kind that we have no word for as another, and a birth date that was not compared as none", async () => {
    const reply = { orderNumber: "X1", reference: "r", status: "identified", documentType: "Seaman's book", documentValid: true, nameAsOnDocument: { initials: "J", surname: "X", prefix: null } };
    expect(await answering(reply).find({ orderNumber: "X1", reference: "r" })).toMatchObject({ answer: { documentType: "other", birthDateMatches: null, name: { prefix: "" } } });
  });
});

describe("withdrawing", () => {
  it("ends an order, leaves one that has ended, and does nothing for one that AMP does not know", async () => {
    const { reference, placed } = await order();
    await courier().withdraw({ reference });
    await courier().withdraw({ reference });
    expect(await courier().find({ orderNumber: placed.orderNumber, reference })).toEqual({ status: "withdrawn" });
    const done = await order();
    await visit(done.placed.orderNumber, { outcome: "identified" });
    await courier().withdraw({ reference: done.reference });
    expect(await courier().find({ orderNumber: done.placed.orderNumber, reference: done.reference })).toMatchObject({ status: "identified" });
    await courier().withdraw({ reference: "nobody" });
  });
});
