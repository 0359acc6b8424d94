import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { readDefinitionFiles, readScreenTexts } from "#app/adapters/files/definitions.ts";
import { certificateProfileChoices } from "#app/domain/definitions/choices/certificate-profile.ts";
import { withAt, type Step } from "#app/domain/definitions/request-types/json-parts.ts";
import { CertificateProfileEditor } from "#app/ui/studio/editors/certificate-profile/certificate-profile-editor.tsx";
import { ROOT } from "#test/support/stage.ts";

import { draw, shellFor } from "../kit.fixture.tsx";

const texts = readScreenTexts(ROOT);
const all = readDefinitionFiles(ROOT);
const profiles = all.filter(({ kind }) => kind === "certificate-profile").map(({ key, content }) => [key, content as Readonly<Record<string, unknown>>] as const);

function editor(content: Readonly<Record<string, unknown>>, language: "nl" | "en" = "nl"): string {
  const { choices } = certificateProfileChoices({ all, key: "personal", content, language, today: "2026-11-16", ours: texts, said: texts });
  return draw(<CertificateProfileEditor content={content} path={() => "/"} onChange={() => undefined} around={choices} target={null} />, shellFor(language));
}

/** Every place in a JSON value. */
function* places(value: unknown, steps: Step[] = []): Generator<Step[]> {
  if (steps.length > 0) yield steps;
  if (typeof value !== "object" || value === null) return;
  for (const [key, inside] of Object.entries(value)) yield* places(inside, [...steps, Array.isArray(value) ? Number(key) : key]);
}

describe.each(["nl", "en"] as const)("the editor of a profile of certificates (%s)", (language) => {
  test.each(profiles)("has words for all that %s has, and shows what a certificate of it says", (_key, profile) => {
    const drawn = editor(profile, language);
    expect(drawn).not.toMatch(/profile-editor\.|oid\.[a-z]|usage\.[a-z]|extensions\./);
    expect(drawn).toContain("Z. van der Håkon");
  });
});

test("any JSON anywhere in a profile is drawn, and throws nothing", () => {
  const [, profile] = profiles[0] ?? ["", {}];
  fc.assert(
    fc.property(fc.constantFrom(...places(profile)), fc.jsonValue(), (at, value) => {
      editor(withAt(profile, at, value) as Readonly<Record<string, unknown>>);
    }),
    { numRuns: 300 },
  );
});
