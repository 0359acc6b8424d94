import { describe, expect, it } from "vitest";

import { SentLater } from "#app/ui/form/sent-later.tsx";

import { draw, shellFor } from "./kit.fixture.tsx";

const MISTYPED = { domain: "gmial.com", likely: "gmail.com", suggestion: "s.jansen@gmail.com" };

describe("what is said once the link to go on later is sent", () => {
  it("of an address that looks mistyped: the likely one first, and not that nobody else can open the form", () => {
    const page = draw(<SentLater sentTo="s.jansen@gmial.com" likely={MISTYPED} />, shellFor("nl"));
    expect(page).toContain("s.jansen@gmail.com");
    expect(page.indexOf("s.jansen@gmail.com")).toBeLessThan(page.indexOf("Kijk in de mailbox van s.jansen@gmial.com."));
    expect(page).not.toContain("kunt alleen u de aanvraag openen");
  });

  it("of any other: that only who has the link can open it", () => {
    const page = draw(<SentLater sentTo="s.jansen@debrug.example" likely={null} />, shellFor("nl"));
    expect(page).toContain("Kijk in de mailbox van s.jansen@debrug.example. Zolang u de link niet deelt, kunt alleen u de aanvraag openen.");
  });
});
