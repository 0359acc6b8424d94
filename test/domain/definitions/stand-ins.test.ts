import { describe, expect, it } from "vitest";

import { withoutPersons } from "#app/domain/definitions/trial/stand-ins.ts";
import type { Fact } from "#rules/facts/words.ts";
import { POINTS, VOCABULARY } from "#rules/vocabulary.ts";

/** Texts that are no choice and yet name nobody. */
const OF_NOBODY = [
  "agb.careType", "services.requested", "services.notAllowed", "services.needAddendum", "services.overMaximum", "services.granted", "services.withdrawn", "services.after", "services.heldAlready", "services.notHeld", "services.both",
];

describe("facts of somebody's request, for who may not see it", () => {
  it.each(POINTS)("knows of each text of %s whether it names anybody", (point) => {
    const facts: Record<string, Fact> = VOCABULARY[point];
    const free = Object.entries(facts).filter(([, { type, choices }]) => (type === "text" || type === "list") && choices === undefined);
    const unsaid = free.filter(([name, { personal }]) => personal !== true && !OF_NOBODY.includes(name)).map(([name]) => name);
    expect(unsaid).toEqual([]);
    expect(free.filter(([name, { personal }]) => personal === true && OF_NOBODY.includes(name))).toEqual([]);
  });

  it("has stand-ins of the same kind, the same for the same, as many as there were; the rest as it was", () => {
    const facts = {
      "agb.code": "12345678", "applicant.name": "Z. van der Håkon", "user.name": "Z. van der Håkon", "applicant.email": "z@debrug.example", "user.email": "y@debrug.example",
      "access.holders": ["Z. van der Håkon", "J. Bakker"], "agb.name": null, "agb.kind": "person", "services.requested": ["wmo"], "wmo.usersAfter": 3, today: "2026-11-29",
    };
    const shown = withoutPersons("screening", facts);
    expect(shown).toEqual({
      "agb.code": "00000001", "applicant.name": "X2", "user.name": "X2", "applicant.email": "x3@example.org", "user.email": "x4@example.org",
      "access.holders": ["X2", "X5"], "agb.name": null, "agb.kind": "person", "services.requested": ["wmo"], "wmo.usersAfter": 3, today: "2026-11-29",
    });
  });
});
