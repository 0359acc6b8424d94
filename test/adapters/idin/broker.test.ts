import { readFileSync } from "node:fs";

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { makeIdinBroker } from "#app/adapters/idin/broker.ts";
import type { IdentityBroker } from "#app/domain/identification/ports.ts";
import { PERSONAS, type Persona } from "#app/simulators/bank/personas.ts";
import { openNeighbourhood, type Neighbourhood } from "#test/simulators/neighbourhood.ts";

let town: Neighbourhood;
let broker: IdentityBroker;
/** Waits less than a late provider takes. */
let impatient: IdentityBroker;
let count = 0;

beforeAll(async () => {
  town = await openNeighbourhood();
});
afterAll(() => town.close());
beforeEach(async () => {
  broker = makeIdinBroker({ ...town.settings.idin, timeoutMs: 5_000 });
  impatient = makeIdinBroker({ ...town.settings.idin, timeoutMs: 250 });
  await town.post("/simulators/faults", { service: "idin-directory", fault: "none" });
});

function start(entranceCode = `code${(count += 1)}`) {
  return broker.start({ issuerId: "DIJKNL2A", entranceCode, returnUrl: `${town.officeUrl}/back?case=7`, language: "nl", reference: "ZG-2481" });
}

/** Goes to the bank as that person, lets that happen, and comes back. */
async function visit(persona: Persona, customer = "johanna") {
  const transaction = await start();
  const answer = await town.post(new URL(transaction.url).pathname, { customer, persona });
  return { transaction, returned: new URL(answer.headers.get("location") ?? "about:blank") };
}

describe("the list of banks", () => {
  it("comes from the provider", async () => {
    expect(await broker.listIssuers()).toContainEqual({ id: "DIJKNL2A", name: "Dijkbank" });
  });

  it.each([["down", "idin.unreachable"], ["late", "idin.unreachable"], ["malformed", "idin.malformed"]])("%s is %s", async (fault, code) => {
    await town.post("/simulators/faults", { service: "idin-directory", fault });
    await expect((fault === "late" ? impatient : broker).listIssuers()).rejects.toMatchObject({ name: "Problem", code });
  });

  it("is kept for as long as the settings say, so that an outage does not stop what is under way", async () => {
    const keeping = makeIdinBroker({ ...town.settings.idin, directoryCacheMs: 60_000 });
    const before = await keeping.listIssuers();
    await town.post("/simulators/faults", { service: "idin-directory", fault: "down" });
    expect(await keeping.listIssuers()).toEqual(before);
    await expect(broker.listIssuers()).rejects.toMatchObject({ code: "idin.unreachable" });
  });
});

describe("a transaction", () => {
  it("leads to the bank and comes back with its id and the entrance code", async () => {
    const transaction = await start("abc123DEF");
    expect(transaction.url).toMatch(new RegExp(`^${town.officeUrl}/simulators/bank/\\d{16}$`));
    const answer = await town.post(new URL(transaction.url).pathname, { customer: "johanna", persona: "exact" });
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe(`${town.officeUrl}/back?case=7&trxid=${transaction.transactionId}&ec=abc123DEF`);
  });

  it("asks for exactly what our pages and the bank's own say that it asks for", async () => {
    const page = await (await town.get(new URL((await start()).url).pathname)).text();
    expect([...page.matchAll(/<li>([^<]*)<\/li>/g)].map(([, line]) => line)).toEqual(["uw naam", "uw geboortedatum", "uw geslacht", "een code waaraan Zegel u later herkent"]);
    const said = { nl: ["naam", "geboortedatum", "geslacht", "code"], en: ["name", "date of birth", "gender", "code"] };
    for (const language of ["nl", "en"] as const) {
      const texts = JSON.parse(readFileSync(new URL(`../../../templates/locales/${language}/identification.json`, import.meta.url), "utf8")) as { confirm: { meaning: string }; bank: { privacy: string } };
      for (const word of said[language]) for (const sentence of [texts.confirm.meaning, texts.bank.privacy]) expect(sentence, language).toContain(word);
    }
  });

  it("takes an entrance code once", async () => {
    await start("onlyOnce");
    await expect(start("onlyOnce")).rejects.toMatchObject({ code: "idin.malformed", details: { status: 400 } });
  });

  it("refuses an entrance code that iDIN would not take, before asking anybody", async () => {
    await expect(start("with space")).rejects.toThrow("letters and digits");
    await expect(start("x".repeat(41))).rejects.toThrow("letters and digits");
  });

  it("sends nobody to another site", async () => {
    const elsewhere = broker.start({ issuerId: "DIJKNL2A", entranceCode: "elsewhere1", returnUrl: "https://elsewhere.example/", language: "nl", reference: "" });
    await expect(elsewhere).rejects.toMatchObject({ code: "idin.malformed" });
  });

  it("with the wrong token is out of reach, and the token stands in no error", async () => {
    const wrong = makeIdinBroker({ ...town.settings.idin, merchantToken: "secret-that-is-wrong" });
    const failure = await wrong.listIssuers().catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({ code: "idin.unreachable", details: { status: 401 } });
    expect(JSON.stringify(failure)).not.toContain("secret-that-is-wrong");
  });
});

describe("the bank's answer", () => {
  const finish = (transaction: { transactionId: string; merchantReference: string }) => broker.finish(transaction);

  it("is open while the customer is at the bank, and expired when they stay there", async () => {
    const transaction = await start();
    expect(await finish(transaction)).toEqual({ status: "open" });
    town.clock.moveTo(new Date(town.clock.now().getTime() + 5 * 60_000 + 1));
    expect(await finish(transaction)).toEqual({ status: "expired" });
  });

  it("names the person exactly as on the identity document", async () => {
    const { transaction } = await visit("exact");
    expect(await finish(transaction)).toEqual({
      status: "success",
      answer: {
        bin: expect.stringMatching(/^NLDIJK[0-9a-f]{24}$/),
        name: { initials: "JW", legalSurname: "Vries-Bakker", legalPrefix: "de" },
        dateOfBirth: "19680314",
        gender: "2",
      },
    });
  });

  it("has the same identifier each time for one person at one bank, and another for another", async () => {
    const bins = [];
    for (const customer of ["johanna", "johanna", "fatima"]) {
      const result = await finish((await visit("exact", customer)).transaction);
      bins.push(result.status === "success" ? result.answer.bin : null);
    }
    expect(bins[0]).toBe(bins[1]);
    expect(bins[0]).not.toBe(bins[2]);
  });

  it("is given once; a second asking finds it lost", async () => {
    const { transaction } = await visit("exact");
    expect((await finish(transaction)).status).toBe("success");
    expect(await finish(transaction)).toEqual({ status: "lost" });
  });

  it("is given to one of ten who ask at the same time", async () => {
    const { transaction } = await visit("exact");
    const results = await Promise.all(Array.from({ length: 10 }, () => finish(transaction)));
    expect(results.filter((result) => result.status === "success")).toHaveLength(1);
    expect(results.filter((result) => result.status === "lost")).toHaveLength(9);
  });

  it("is there on the thirtieth second and lost on the thirty-first", async () => {
    const inTime = await visit("exact");
    const tooLate = await visit("exact");
    const returned = town.clock.now().getTime();
    town.clock.moveTo(new Date(returned + 30_000));
    expect((await finish(inTime.transaction)).status).toBe("success");
    town.clock.moveTo(new Date(returned + 30_001));
    expect(await finish(tooLate.transaction)).toEqual({ status: "lost" });
  });

  it("may name other initials, the partner, a preferred name, or no day of birth", async () => {
    const answers = new Map<Persona, unknown>();
    for (const persona of PERSONAS.slice(1, 5)) {
      const result = await finish((await visit(persona)).transaction);
      answers.set(persona, result.status === "success" ? { ...result.answer.name, born: result.answer.dateOfBirth } : result);
    }
    const exact = { initials: "JW", legalSurname: "Vries-Bakker", legalPrefix: "de", born: "19680314" };
    expect(answers.get("initials-differ")).toEqual({ ...exact, initials: "JQ" });
    expect(answers.get("joint-account")).toEqual({ ...exact, legalSurname: "Timmerman", legalPrefix: "", partnerSurname: "Timmerman", partnerPrefix: "" });
    expect(answers.get("preferred-surname-differs")).toEqual({ ...exact, preferredSurname: "Timmerman-Vries-Bakker", preferredPrefix: "" });
    expect(answers.get("birth-date-unknown-day")).toEqual({ ...exact, born: "19680300" });
  });

  it.each(["cancelled", "expired", "failure"] as const)("says %s", async (persona) => {
    expect(await finish((await visit(persona)).transaction)).toEqual({ status: persona });
  });

  it("may be open twice and then come", async () => {
    const { transaction } = await visit("open-twice");
    expect(await finish(transaction)).toEqual({ status: "open" });
    expect(await finish(transaction)).toEqual({ status: "open" });
    expect((await finish(transaction)).status).toBe("success");
  });

  it("is lost when the customer returns too late", async () => {
    expect(await finish((await visit("too-late")).transaction)).toEqual({ status: "lost" });
  });

  it.each(["lost-answer", "slow-answer"] as const)("is out of reach for %s, and lost afterwards", async (persona) => {
    const { transaction } = await visit(persona);
    await expect((persona === "slow-answer" ? impatient : broker).finish(transaction)).rejects.toMatchObject({ code: "idin.unreachable" });
    expect(await finish(transaction)).toEqual({ status: "lost" });
  });

  it("is malformed when it is cut off, and the error quotes nothing of it", async () => {
    const { transaction } = await visit("malformed-answer");
    const failure = await finish(transaction).catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({ code: "idin.malformed" });
    expect(`${String(failure)} ${JSON.stringify(failure)} ${String((failure as Error).cause)}`).not.toMatch(/Bakker|1968/);
  });

  it("is malformed when it is about another transaction", async () => {
    const { transaction } = await visit("somebody-else");
    await expect(finish(transaction)).rejects.toMatchObject({ code: "idin.malformed", details: { reason: "another transaction" } });
  });

  it("is not given to somebody who does not know the merchant's reference", async () => {
    const { transaction } = await visit("exact");
    await expect(finish({ ...transaction, merchantReference: "guessed" })).rejects.toMatchObject({ code: "idin.malformed" });
    expect((await finish(transaction)).status).toBe("success");
  });
});
