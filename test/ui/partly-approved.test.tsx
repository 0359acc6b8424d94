import { describe, expect, it } from "vitest";

import { tallyOf } from "#app/domain/requests/persons.ts";
import { withTally } from "#app/ui/desk/person-outcomes.tsx";
import type { CaseShown } from "#app/ui/desk/screen.ts";
import { UndoBar } from "#app/ui/desk/undo-bar.tsx";
import { translator } from "#app/web/i18n.server.ts";
import { whatHappened } from "#app/web/trail.server.ts";

import { draw, shellFor } from "./kit.fixture.tsx";

const undo = { reference: "ZG-2212", decision: "approve" as const, seconds: 5, action: "/undo" };

describe("several users of whom not all were approved", () => {
  it("are counted only where some were and others were not", () => {
    expect(tallyOf([{ decision: "approve" }, { decision: "reject" }, { decision: "approve" }])).toEqual({ approved: 2, all: 3 });
    for (const all of [[], [{ decision: null }], [{ decision: "approve" }, { decision: "approve" }], [{ decision: "reject" }, { decision: "reject" }]] as const) expect(tallyOf(all)).toBeNull();
  });

  it("are said to be partly approved where it can still be taken back", () => {
    expect(draw(<UndoBar undo={{ ...undo, tally: { approved: 2, all: 3 } }} />, shellFor("nl"))).toContain("gedeeltelijk goedgekeurd: 2 van 3 gebruikers");
    expect(draw(<UndoBar undo={{ ...undo, tally: { approved: 2, all: 3 } }} />, shellFor("en"))).toContain("partly approved: 2 of 3 users");
    expect(draw(<UndoBar undo={{ ...undo, tally: null }} />, shellFor("nl"))).not.toContain("gedeeltelijk");
  });

  it("are said so on the time line", () => {
    const refused = [{ position: 2, reasonCode: "DUPLICATE" }];
    const said = (act: string, details: Record<string, unknown>, language: "nl" | "en") => whatHappened({ act, subjectId: "1", details }, { t: translator(language) });
    expect(said("request.approved", { refused }, "nl")).toBe("Gedeeltelijk goedgekeurd: 1 gebruiker afgewezen");
    expect(said("request.approved", { refused }, "en")).toBe("Partly approved: 1 user rejected");
    expect(said("request.approval-proposed", { refused }, "nl")).toBe("Voorgesteld om gedeeltelijk goed te keuren: 1 gebruiker afgewezen");
    expect(said("request.approved", {}, "nl")).toBe("Goedgekeurd");
  });

  it("are in the subject of the e-mail as soon as somebody is chosen who is not approved", () => {
    const screen = { people: [{ position: 1 }, { position: 2 }], reasons: [{ code: "DUPLICATE" }], outcomeWords: { all: "goedgekeurd", partly: ["", "gedeeltelijk goedgekeurd: 1 van 2 gebruikers"] } } as unknown as CaseShown;
    expect(withTally("ZG-1 is goedgekeurd", screen, new Map([[1, ""], [2, "DUPLICATE"]]))).toBe("ZG-1 is gedeeltelijk goedgekeurd: 1 van 2 gebruikers");
    expect(withTally("ZG-1 is goedgekeurd", screen, new Map([[1, ""], [2, ""]]))).toBe("ZG-1 is goedgekeurd");
  });
});
