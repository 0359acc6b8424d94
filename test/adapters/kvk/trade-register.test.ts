import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { makeTradeRegister } from "#app/adapters/kvk/trade-register.ts";
import { openNeighbourhood, type Neighbourhood } from "#test/simulators/neighbourhood.ts";

let town: Neighbourhood;
beforeAll(async () => {
  town = await openNeighbourhood();
});
afterAll(() => town.close());
beforeEach(() => town.post("/simulators/faults", { service: "kvk", fault: "none" }));

/** "late" waits less than the late register takes. */
const register = (patience?: string) => makeTradeRegister({ ...town.settings.kvk, timeoutMs: patience === "late" ? 250 : 5_000 });

describe("the trade register", () => {
  it("knows De Brug", async () => {
    expect(await register().find("68750110")).toEqual({
      kvkNumber: "68750110",
      name: "Tandartspraktijk De Brug",
      legalForm: "besloten vennootschap",
      startsOn: "2017-05-01",
      endsOn: null,
      establishments: ["990010000000"],
      // Of the establishment and of its owner.
      addresses: Array.from({ length: 2 }, () => ({ street: "Brugstraat", houseNumber: 5, houseNumberSuffix: "hs", postcode: "3511AB", town: "Utrecht" })),
    });
  });

  it("lists every establishment once, the main one first", async () => {
    expect((await register().find("99000033"))?.establishments).toEqual(["990010007000", "990010007017"]);
  });

  it("has nothing under an unknown number, nor under something that is no number", async () => {
    expect(await register().find("00000000")).toBeNull();
    expect(await register().find("../secret")).toBeNull();
  });

  it("tells when a registration has ended, also when that was set in the simulator", async () => {
    expect((await register().find("99000281"))?.endsOn).toBe("2025-12-31");
    await town.post("/simulators/registers/kvk/69599084/end", { endsOn: "2026-11-19" });
    expect((await register().find("69599084"))?.endsOn).toBe("2026-11-19");
    await town.post("/simulators/registers/kvk/69599084/end", { undo: "yes" });
    expect((await register().find("69599084"))?.endsOn).toBeNull();
  });

  it.each([
    ["down", "register.unreachable"],
    ["late", "register.unreachable"],
    ["malformed", "register.malformed"],
    ["somebody-else", "register.malformed"],
  ])("%s is %s", async (fault, code) => {
    await town.post("/simulators/faults", { service: "kvk", fault });
    await expect(register(fault).find("68750110")).rejects.toMatchObject({ name: "Problem", code, details: { provider: "KVK" } });
  });

  it("with the wrong key is out of reach", async () => {
    const wrong = makeTradeRegister({ ...town.settings.kvk, apiKey: "wrong" });
    await expect(wrong.find("68750110")).rejects.toMatchObject({ code: "register.unreachable", details: { status: 401 } });
  });

  it("tells no address that is shielded, and none abroad, and knows both ways to write a suffix", async () => {
    const here = { straatnaam: "Brugstraat", huisnummer: 5, huisletter: "A", huisnummerToevoeging: "2", postcode: "3511 AB", plaats: "Utrecht" };
    const abroad = { indAfgeschermd: "Nee", straatHuisnummer: "Rue du Pont 5", land: "België" };
    const profile = { kvkNummer: "68750110", naam: "De Brug", _embedded: { hoofdvestiging: { vestigingsnummer: "1", adressen: [{ ...here, indAfgeschermd: "Nee" }, abroad] }, eigenaar: { adressen: [{ ...here, huisnummer: 7, indAfgeschermd: "Ja" }] } } };
    const strict = createServer((_request, response) => response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(profile))).listen(0, "127.0.0.1");
    await new Promise((resolve) => strict.once("listening", resolve));
    const { port } = strict.address() as AddressInfo;
    const found = await makeTradeRegister({ ...town.settings.kvk, baseUrl: `http://127.0.0.1:${port}` }).find("68750110");
    expect(found?.addresses).toEqual([{ street: "Brugstraat", houseNumber: 5, houseNumberSuffix: "A 2", postcode: "3511AB", town: "Utrecht" }]);
    strict.closeAllConnections();
    strict.close();
  });

  it("tells where a registration has moved to, and refuses in the simulator what is no address", async () => {
    const moved = { street: "Lindelaan", houseNumber: "12", houseNumberSuffix: "", postcode: "3521 cd", town: "Utrecht" };
    await town.post("/simulators/registers/kvk/69792917/move", moved);
    expect((await register().find("69792917"))?.addresses[0]).toEqual({ street: "Lindelaan", houseNumber: 12, houseNumberSuffix: "", postcode: "3521CD", town: "Utrecht" });
    expect((await town.post("/simulators/registers/kvk/69792917/move", { ...moved, postcode: "elsewhere" })).status).toBe(400);
    await town.post("/simulators/registers/kvk/69792917/move", { undo: "yes" });
    expect((await register().find("69792917"))?.addresses[0]?.street).toBe("Noorderkade");
  });

  it("at a wrong address is malformed, not an unknown number", async () => {
    const elsewhere = createServer((_request, response) => response.writeHead(404).end('{"message":"no such route"}')).listen(0, "127.0.0.1");
    await new Promise((resolve) => elsewhere.once("listening", resolve));
    const { port } = elsewhere.address() as AddressInfo;
    const wrong = makeTradeRegister({ ...town.settings.kvk, baseUrl: `http://127.0.0.1:${port}` });
    await expect(wrong.find("68750110")).rejects.toMatchObject({ code: "register.malformed", details: { status: 404 } });
    elsewhere.closeAllConnections();
    elsewhere.close();
  });
});
