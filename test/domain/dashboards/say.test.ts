import { describe, expect, it } from "vitest";

import { sayNow } from "#app/domain/dashboards/say.ts";
import { percentOf } from "#app/domain/dashboards/share.ts";
import { translator } from "#app/web/i18n.server.ts";

type Language = "nl" | "en";
const FRIDAY = "2026-12-04";

function said(language: Language, now: { over: number; running: number; worst?: { over: number; amount: number }; more: number }) {
  const t = translator(language);
  const { over, running, worst, more } = now;
  const of = {
    terms: { over, ending: 0, ample: running - over },
    worst: worst ? { type: "Nieuwe gebruiker", status: "Te beoordelen", ...worst } : null,
    thisWeek: { amount: more },
    friday: FRIDAY,
    stuck: 0,
  };
  return sayNow(of, { words: (key, values) => t(`reports:${key}`, { ...values }), format: { number: String, date: () => (language === "nl" ? "vrijdag 4 december" : "Friday 4 December") } });
}

describe("the three sentences of “now” (reference 7)", () => {
  it("say what becomes late until Friday, which is what opens behind it, and how many that makes with what is late already", () => {
    expect(said("nl", { over: 4, running: 96, worst: { over: 3, amount: 63 }, more: 79 })).toEqual({
      onTime: "4 van de 96 lopende termijnen zijn te laat; 96% is op tijd.",
      hurts: "Het knelt het meest bij Nieuwe gebruiker, stand Te beoordelen: 3 van de 63 zijn te laat.",
      comes: "Gebeurt er niets, dan komen er 79 te late bij tot en met vrijdag 4 december; met de 4 van nu zijn het er 83.",
      stuck: null,
    });
    expect(said("en", { over: 1, running: 2, worst: { over: 1, amount: 1 }, more: 1 })).toEqual({
      onTime: "1 of the 2 running terms is late; 50% is on time.",
      hurts: "It hurts most at Nieuwe gebruiker, status Te beoordelen: 1 of 1 is late.",
      comes: "If nothing happens, 1 more will be late after Friday 4 December; 2 with the 1 of now.",
      stuck: null,
    });
  });

  it.each([
    { more: 0, comes: "Tot en met vrijdag 4 december loopt geen termijn meer af." },
    { more: 1, comes: "Gebeurt er niets, dan is er één te laat na vrijdag 4 december." },
    { more: 12, comes: "Gebeurt er niets, dan zijn er 12 te laat na vrijdag 4 december." },
  ])("say what comes where nothing is late: $more", ({ more, comes }) => {
    expect(said("nl", { over: 0, running: 20, more })).toMatchObject({ onTime: "Op tijd: van de 20 lopende termijnen is er geen te laat.", hurts: "Nergens is iets te laat.", comes });
  });

  it("never say that all or nothing is on time while one is late or on time", () => {
    expect(said("nl", { over: 999, running: 1_000, more: 0 }).onTime).toBe("999 van de 1000 lopende termijnen zijn te laat; 1% is op tijd.");
    expect(said("nl", { over: 1, running: 1_000, more: 0 }).onTime).toBe("1 van de 1000 lopende termijnen is te laat; 99% is op tijd.");
    expect(said("nl", { over: 3, running: 3, more: 0 }).onTime).toBe("3 van de 3 lopende termijnen zijn te laat; 0% is op tijd.");
  });
});

it.each([[0, 7, 0], [1, 1_000, 1], [999, 1_000, 99], [23, 24, 96], [7, 7, 100], [6, 5, 120], [0, 0, null]])("%i of %i is %j per cent", (part, whole, percent) => {
  expect(percentOf(part, whole)).toBe(percent);
});
