import { describe, expect, test } from "vitest";

import { describeError } from "#app/web/describe-error.ts";
import { ownPath } from "#app/web/paths.ts";

describe("where somebody is sent back to", () => {
  test.each([["/desk?view=mine", "/desk?view=mine"], ["/a/../b", "/b"]])("%s is ours", (value, expected) => {
    expect(ownPath(value)).toBe(expected);
  });

  test.each(["https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example", "/..//evil.example", "/./\\evil.example", "javascript:alert(1)", "desk", "", null, `/${"x".repeat(2_001)}`])(
    "%s is not",
    (value) => {
      expect(ownPath(value, "/here")).toBe("/here");
    },
  );
});

describe("an unexpected error in the log (P9)", () => {
  test("names the query and the constraint, never the values", () => {
    const cause = Object.assign(new Error('Key (email)=("z.vanderhakon@debrug.example") exists'), { code: "23505", constraint_name: "accounts_email" });
    const error = new Error("Failed query: insert into people values ($1)\nparams: Zoë van der Håkon,0123456789", { cause });
    const described = describeError(error);
    expect(described).toMatchObject({ message: "Failed query: insert into people values ($1)", cause: { code: "23505", constraint: "accounts_email" } });
    expect(JSON.stringify(described)).not.toMatch(/Håkon|hakon|0123456789/);
  });
});
