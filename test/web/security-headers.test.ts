import { describe, expect, test } from "vitest";

import { securityHeaders } from "#app/web/security-headers.ts";

function directives(headers: Record<string, string>): Map<string, string[]> {
  const policy = headers["Content-Security-Policy"] ?? "";
  return new Map(policy.split("; ").map((line) => [line.split(" ")[0] ?? "", line.split(" ").slice(1)]));
}

describe("the headers of every answer", () => {
  test("only our own scripts and those with the request's nonce run; no style attribute does", () => {
    const policy = directives(securityHeaders({ nonce: "abc", mode: "demonstration" }));
    expect(policy.get("script-src")).toEqual(["'self'", "'nonce-abc'"]);
    expect(policy.get("default-src")).toEqual(["'none'"]);
    expect(policy.get("style-src")).toEqual(["'self'"]);
    for (const name of ["script-src-attr", "style-src-attr", "frame-ancestors", "base-uri", "object-src"]) {
      expect(policy.get(name), name).toEqual(["'none'"]);
    }
    expect([...policy.values()].flat().filter((source) => /unsafe|\*|data:|http/.test(source))).toEqual([]);
  });

  test("a form may end up at the bank only where the bank's origin is given", () => {
    expect(directives(securityHeaders({ nonce: "n", mode: "production" })).get("form-action")).toEqual(["'self'"]);
    const withBank = securityHeaders({ nonce: "n", mode: "production", formTargets: ["https://bank.example"] });
    expect(directives(withBank).get("form-action")).toEqual(["'self'", "https://bank.example"]);
  });

  test("links with tokens do not leak: no referrer leaves our origin, and no page is stored", () => {
    const headers = securityHeaders({ nonce: "n", mode: "demonstration" });
    expect(headers["Referrer-Policy"]).toBe("same-origin");
    expect(headers["Cache-Control"]).toBe("no-store");
    expect(headers["X-Content-Type-Options"]).toBe("nosniff");
  });

  test("TLS is insisted on in production and only there", () => {
    expect(securityHeaders({ nonce: "n", mode: "production" })["Strict-Transport-Security"]).toMatch(/max-age=31536000/);
    expect(securityHeaders({ nonce: "n", mode: "demonstration" })).not.toHaveProperty("Strict-Transport-Security");
  });
});
