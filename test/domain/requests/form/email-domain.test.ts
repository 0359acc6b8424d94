import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { readEmail } from "#app/domain/requests/form/kinds/contact.ts";
import { likelyDomain } from "#app/domain/requests/form/kinds/email-domain.ts";

const KNOWN = ["gmail.com", "hotmail.com", "hotmail.nl", "outlook.com", "icloud.com", "ziggo.nl", "kpnmail.nl", "xs4all.nl", "zorgmail.nl", "yahoo.com"];

describe("a domain that was probably meant", () => {
  it.each([
    ["gmial.com", "gmail.com"], ["gmai.com", "gmail.com"], ["gmaill.com", "gmail.com"], ["gnail.com", "gmail.com"], ["GMIAL.com", "gmail.com"], ["gmail.con", "gmail.com"], ["gmail.co", "gmail.com"], ["gmail.nl", "gmail.com"],
    ["gmial.con", "gmail.com"], ["hotmial.nl", "hotmail.nl"], ["hotmal.com", "hotmail.com"], ["outlok.com", "outlook.com"], ["zigggo.nl", "ziggo.nl"], ["ziggo.nll", "ziggo.nl"], ["icoud.com", "icloud.com"],
    ["praktijk-debrug.nll", "praktijk-debrug.nl"], ["debrug.con", "debrug.com"],
  ])("%s is %s", (typed, meant) => expect(likelyDomain(typed)).toBe(meant));

  it.each(["gmail.com", "mail.com", "email.com", "ymail.com", "live.nl", "kpn.nl", "kpm.nl", "debrug.example", "hotmail.no", "hotmail.be", "yahoo.co.uk", "outlook.de", "praktijk.co", "zorg.amsterdam", "umcg.nl", "bommel.com", "tandartsdebrug.nl", ""])(
    "nothing is said of %s",
    (domain) => expect(likelyDomain(domain)).toBeNull(),
  );

  it("is found for any one slip in a well-known one, is a real one, and is not corrected once more", () => {
    const slip = fc.record({ domain: fc.constantFrom(...KNOWN), at: fc.nat(), kind: fc.constantFrom("drop", "double", "swap"), }).map(({ domain, at, kind }) => {
      const from = at % (domain.lastIndexOf(".") - 1);
      const [a = "", b = ""] = [domain[from], domain[from + 1]];
      const rest = domain.slice(from + 2);
      return { domain, typed: domain.slice(0, from) + (kind === "drop" ? b : kind === "double" ? a + a + b : b + a) + rest };
    });
    fc.assert(
      fc.property(slip, ({ domain, typed }) => {
        const found = likelyDomain(typed);
        if (typed === domain || likelyDomain(typed) === null) return typed === domain || ["mail.com", "cloud.com"].includes(typed);
        return likelyDomain(found ?? "") === null && (found === domain || KNOWN.includes(found ?? ""));
      }),
    );
  });

  it("never stops anybody: what was typed is read as it was typed, with a question about it", () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        const reading = readEmail("email", address, { personal: false });
        return !reading.ok || reading.value.split("@")[0] === address.split("@")[0];
      }),
    );
    expect(readEmail("email", "Jan@GMIAL.com", { personal: false })).toEqual({
      ok: true, value: "Jan@gmial.com", typed: { email: "Jan@gmial.com" },
      warnings: [{ field: "email", code: "email.likely", details: { domain: "gmial.com", likely: "gmail.com", suggestion: "Jan@gmail.com" } }],
    });
  });
});
