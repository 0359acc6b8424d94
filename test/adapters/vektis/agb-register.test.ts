import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { makeAgbRegister } from "#app/adapters/vektis/agb-register.ts";
import { openNeighbourhood, type Neighbourhood } from "#test/simulators/neighbourhood.ts";

let town: Neighbourhood;
beforeAll(async () => {
  town = await openNeighbourhood();
});
afterAll(() => town.close());
beforeEach(() => town.post("/simulators/faults", { service: "vektis", fault: "none" }));

/** "late" waits less than the late register takes. */
const register = (patience?: string) => makeAgbRegister({ ...town.settings.vektis, timeoutMs: patience === "late" ? 250 : 5_000 });

describe("the AGB register", () => {
  it("knows De Brug with the KvK number of its trade registration", async () => {
    expect(await register().find("12345678")).toEqual({
      code: "12345678",
      kind: "enterprise",
      name: "Tandartspraktijk De Brug",
      careType: { code: "12", description: "Tandartsen" },
      startsOn: "2017-05-01",
      endsOn: null,
      kvkNumber: "68750110",
      recognitions: [],
      addresses: [{ street: "Brugstraat", houseNumber: 5, houseNumberSuffix: "hs", postcode: "3511AB", town: "Utrecht" }],
    });
  });

  it("tells enterprise, establishment and person apart, though their codes look alike", async () => {
    expect((await register().find("01990033"))?.kind).toBe("enterprise");
    expect((await register().find("01990034"))?.kind).toBe("establishment");
    expect(await register().find("12000017")).toMatchObject({ kind: "person", name: "J.W. de Vries-Bakker", kvkNumber: null });
  });

  it("gives recognitions without the trade registration", async () => {
    expect((await register().find("45123456"))?.recognitions).toEqual(["110202", "110101"]);
  });

  it("keeps a leading zero, and has nothing for an unknown code or one that is none", async () => {
    expect((await register().find("01234567"))?.code).toBe("01234567");
    expect(await register().find("99999999")).toBeNull();
    expect(await register().find("1234567")).toBeNull();
  });

  it("tells when a code has ended, also when that was set in the simulator", async () => {
    expect((await register().find("12999999"))?.endsOn).toBe("2017-04-30");
    await town.post("/simulators/registers/vektis/04567890/end", { endsOn: "2026-11-19" });
    expect((await register().find("04567890"))?.endsOn).toBe("2026-11-19");
  });

  it.each([
    ["down", "register.unreachable"],
    ["late", "register.unreachable"],
    ["malformed", "register.malformed"],
    ["somebody-else", "register.malformed"],
  ])("%s is %s", async (fault, code) => {
    await town.post("/simulators/faults", { service: "vektis", fault });
    await expect(register(fault).find("12345678")).rejects.toMatchObject({ name: "Problem", code, details: { provider: "Vektis" } });
  });

  it("with the wrong token is out of reach", async () => {
    const wrong = makeAgbRegister({ ...town.settings.vektis, token: "wrong" });
    await expect(wrong.find("12345678")).rejects.toMatchObject({ code: "register.unreachable" });
  });
});
