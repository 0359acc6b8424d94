import { describe, expect, test } from "vitest";

import type { TrailLine } from "#app/domain/requests/case.ts";
import { translator } from "#app/web/i18n.server.ts";
import { showTrail } from "#app/web/trail.server.ts";

const t = translator("nl");

function line(id: number, act: string, change: Partial<TrailLine> = {}): TrailLine {
  return { id, at: new Date("2026-11-16T09:00:00Z"), act, subjectId: "mail-1", actorKind: "system", actorName: null, details: {}, ...change };
}

describe("the timeline of a request", () => {
  test("says to whom an e-mail went: the role, and enough of the address to tell two people apart", () => {
    const sent = [line(2, "mail.sent", { details: { template: "identification-invitation" } }), line(1, "mail.written", { details: { to: "signatory" } })];
    const words = { t, mailTitles: { "identification-invitation": "Verzoek om identificatie" }, recipients: new Map([["mail-1", "f.elidrissi@debrug.example"]]) };
    expect(showTrail(sent, words)).toMatchObject([{ id: 2, what: "E-mail verstuurd aan de tekenbevoegde (f•••@debrug.example)", text: "Verzoek om identificatie", isAutomatic: true }]);
    expect(showTrail(sent, { t })).toMatchObject([{ what: "E-mail verstuurd aan de tekenbevoegde" }]);
    // Retention emptied what it was about.
    expect(showTrail([line(2, "mail.sent"), line(1, "mail.written")], words)).toMatchObject([{ what: "E-mail verstuurd", text: null }]);
  });

  test("knows every role that e-mails are written to", () => {
    for (const to of ["applicant", "user", "contact", "main-contact", "signatory"]) {
      const [shown] = showTrail([line(2, "mail.sent"), line(1, "mail.written", { details: { to } })], { t });
      expect(shown?.what, to).toMatch(/^E-mail verstuurd aan de [a-z]+$/);
    }
  });

  test("says in words why somebody may install again, and what was noted with it (D13)", () => {
    const shown = (details: Record<string, unknown>, words = t) => showTrail([line(5, "release.proposed", { details })], { t: words })[0]?.text;
    expect(shown({ reason: "lost", note: "Belde zelf: laptop weg." })).toBe("Kwijt: Belde zelf: laptop weg.");
    expect(shown({ reason: "stolen" })).toBe("Gestolen, of een ander kan erbij");
    expect(shown({ reason: "lost" }, translator("en"))).toBe("Lost");
  });

  test("says in words what was reported by phone, and why a letter came back", () => {
    const shown = (act: string, reason: string) => showTrail([line(6, act, { details: { reason } })], { t })[0]?.text;
    expect(shown("request.called-in", "left")).toBe(t("requests:revocation.fields.revocation.reason.options.left"));
    expect(shown("request.called-in", "left")).toMatch(/ /);
    expect(shown("letter.returned", "moved")).toBe("Verhuisd");
    expect(shown("letter.opened-by-another", "opened")).toBe("Door iemand anders geopend");
  });

  test("says what the ruling was, and who was asked to identify", () => {
    const ruled = (ruling: string) => line(3, "identification.ruled", { actorKind: "staff", actorName: "Wim Bos", details: { ruling, note: "Gebeld." } });
    expect(["accept", "refuse", "again"].map((ruling) => showTrail([ruled(ruling)], { t })[0]?.what)).toEqual(["Identificatie geaccepteerd", "Identificatie geweigerd", "Opnieuw om identificatie gevraagd"]);
    const opened = line(4, "identification.opened", { subjectId: "party-1", actorKind: "signatory" });
    expect(showTrail([opened], { t, asked: new Map([["party-1", "J.W. de Vries-Bakker, tekenbevoegde"]]) })).toMatchObject([{ who: "J.W. de Vries-Bakker, tekenbevoegde", isAutomatic: false }]);
    expect(showTrail([opened], { t })).toMatchObject([{ who: "tekenbevoegde" }]);
  });
});
