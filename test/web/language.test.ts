import { describe, expect, test } from "vitest";

import { languageCookie, languageOf } from "#app/web/language.ts";

function visit(path: string, headers: Record<string, string> = {}): Request {
  return new Request(`http://office.example${path}`, { headers });
}

describe("the language of a page", () => {
  test("is Dutch when nobody says anything, or nothing that we speak", () => {
    expect(languageOf(visit("/"))).toBe("nl");
    expect(languageOf(visit("/?lang=xx", { cookie: "lang=de", "accept-language": "fr,*;q=0.1" }))).toBe("nl");
  });

  test("is what the browser prefers, by weight", () => {
    expect(languageOf(visit("/", { "accept-language": "fr, nl;q=0.4, en-GB;q=0.8" }))).toBe("en");
    expect(languageOf(visit("/", { "accept-language": "en;q=0, nl;q=0.1" }))).toBe("nl");
  });

  test("an earlier choice goes before the browser, and the address before both", () => {
    const headers = { cookie: "a=b; lang=nl", "accept-language": "en" };
    expect(languageOf(visit("/", headers))).toBe("nl");
    expect(languageOf(visit("/?lang=en", headers))).toBe("en");
  });

  test("is remembered over TLS only where there is TLS", () => {
    expect(languageCookie("en", true)).toMatch(/^lang=en;.*SameSite=Lax; Secure$/);
    expect(languageCookie("en", false)).not.toMatch(/Secure/);
  });
});
