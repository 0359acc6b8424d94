import { expect, it } from "vitest";

import { FIXED, readValue, writeValue } from "#app/ui/studio/editors/certificate-profile/subject-value.ts";

it("takes a part of a subject apart and puts it together again, whatever was typed", () => {
  const values = ["NL", "", "{{commonName}}", "TEST {{commonName}}", "test {{userNumber}}", "TEST  {{agbCode}}", "{{bsn}}", "a {{commonName}} b", "{{commonName", "Dr. {{commonName}}"];
  expect(values.map((value) => writeValue(readValue(value)))).toEqual(values);
  expect([readValue("TEST {{commonName}}"), readValue("{{bsn}}"), readValue("NL")]).toEqual([
    { from: "commonName", word: "TEST" },
    { from: FIXED, word: "{{bsn}}" },
    { from: FIXED, word: "NL" },
  ]);
});
