import { describe, expect, it } from "vitest";

import { isUntold, typedOn, type Standing } from "#app/ui/intake/typed-on.ts";

const SAID = { signed: "", idCopy: "", idDocument: "", idLastFour: "", idExpiresOn: { day: "", month: "", year: "" } };
const standing = (typed: Standing["typed"], said: Partial<Standing["said"]> = {}): Standing => ({ typed, said: { ...SAID, ...said } });

describe("what was typed on while it was saved", () => {
  it("stands over what the office keeps, which stands wherever nothing was touched", () => {
    const told = standing({ "practice.agbCode": "41-234567", "user.name.surname": "Lin" });
    const kept = standing({ "practice.agbCode": "41234567", "user.name.surname": "Lin", "applicant.email": "a@debrug.example" });
    const now = standing({ "practice.agbCode": "41-234567", "user.name.surname": "Linden", "user.phone": "06" });
    expect(typedOn(kept, { told, now }).typed).toEqual({ "practice.agbCode": "41234567", "user.name.surname": "Linden", "applicant.email": "a@debrug.example", "user.phone": "06" });
  });

  it("may be an answer that was taken away: a text, a declaration, the last box of a list", () => {
    const told = standing({ "user.name.prefix": "van", "user.employed": "yes", services: ["mail", "portal"], reports: "monthly" });
    const now = standing({ "user.name.prefix": "", services: "mail" });
    expect(typedOn(told, { told, now }).typed).toEqual({ "user.name.prefix": "", "user.employed": [], services: "mail", reports: [] });
  });

  it("may be what was seen on the paper", () => {
    const told = standing({}, { signed: "none", idCopy: "present" });
    const now = standing({}, { signed: "of-another", idCopy: "present", idDocument: "passport", idLastFour: "9K2L", idExpiresOn: { day: "1", month: "6", year: "" } });
    expect(typedOn(told, { told, now })).toEqual(now);
    expect(typedOn(standing({}, { idLastFour: "9K2L" }), { told, now: told }).said.idLastFour).toBe("9K2L");
  });

  it("is not a field that was empty before as well, and was filled elsewhere", () => {
    expect(typedOn(standing({ "user.phone": "06" }), { told: standing({}), now: standing({ "user.phone": "" }) }).typed).toEqual({ "user.phone": "06" });
  });

  it("is not one ticked box, which comes as a text, where a list of one was told", () => {
    expect(typedOn(standing({ services: ["mail", "portal"] }), { told: standing({ services: ["mail"] }), now: standing({ services: "mail" }) }).typed).toEqual({ services: ["mail", "portal"] });
  });
});

describe("what the office was not told yet", () => {
  const told = standing({ "user.phone": "06", services: ["mail"] }, { signed: "none" });

  it.each([
    ["a text", standing({ "user.phone": "061", services: ["mail"] }, { signed: "none" }), true],
    ["the last box of a list", standing({ "user.phone": "06" }, { signed: "none" }), true],
    ["what was seen on the paper", standing({ "user.phone": "06", services: ["mail"] }, { signed: "none", idExpiresOn: { day: "1", month: "", year: "" } }), true],
    ["nothing, where an empty field stands beside it", standing({ "user.phone": "06", "user.email": "", services: "mail" }, { signed: "none" }), false],
  ])("is %s", (_what, now, untold) => {
    expect(isUntold({ told, now })).toBe(untold);
  });
});
