import { describe, expect, it } from "vitest";

import { harmlessName } from "#app/domain/files/name.ts";

describe("the name of a file", () => {
  it.each([
    ["../../etc/passwd", "passwd"],
    ["..\\..\\windows\\system32\\scan.pdf", "scan.pdf"],
    ["/absolute/scan.pdf", "scan.pdf"],
    ["..", "scan"],
    ["...pdf", "pdf"],
    ["", "scan"],
    ["form\u0000\u001b[2J.png", "form[2J.png"],
    ["scan\u202Egnp.exe", "scangnp.exe"],
    ['a"; filename="b.html', "a-- filename=-b.html"],
    ["formulier  De Brug.pdf", "formulier De Brug.pdf"],
    ["formulier_Zoë_Håkon.pdf", "formulier Zoë Håkon.pdf"],
  ])("makes %j harmless", (sent, kept) => {
    expect(harmlessName(sent)).toBe(kept);
  });

  it("D18: does not keep a BSN, however it is written", () => {
    for (const sent of ["111222333.pdf", "id_111222333_jansen.jpg", "bsn 111.222.333.png", "kopie-111222333.pdf"]) expect(harmlessName(sent).replaceAll(/\D/g, ""), sent).not.toContain("111222333");
    expect(harmlessName("ZG-2481.pdf")).toBe("ZG-2481.pdf");
  });

  it("fits in a list, with its ending", () => {
    expect(harmlessName(`${"lang ".repeat(60)}.pdf`)).toMatch(/^.{1,80}$/);
    expect(harmlessName(`${"a".repeat(300)}.pdf`)).toMatch(/\.pdf$/);
  });
});
