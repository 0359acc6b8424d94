import { describe, expect, it } from "vitest";

import { readDefinitionFiles, readScreenTexts } from "#app/adapters/files/definitions.ts";
import { checkChange } from "#app/domain/definitions/changes/check.ts";
import { withWordings, type Wording } from "#app/domain/definitions/changes/wordings.ts";
import { EFFECT_INPUTS, requestTypeChoices } from "#app/domain/definitions/choices/request-type.ts";
import { startOfRequestType, wordsOfStart } from "#app/domain/definitions/request-types/start.ts";
import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import { ROOT } from "#test/support/stage.ts";

const texts = readScreenTexts(ROOT);
const released = readDefinitionFiles(ROOT);
const shipped = released.flatMap(({ kind, key, content }) => (kind === "request-type" ? [[key, content as RequestType] as const] : []));

async function findings(content: unknown, wordings: readonly Wording[]): Promise<string[]> {
  const sets = withWordings(released, wordings).map((set) => ({ kind: "texts" as const, ...set }));
  const check = await checkChange(released, [{ kind: "request-type", key: "fresh", content }, ...sets], { texts, on: "2026-11-16" });
  return check.findings.map(({ finding }) => `${finding.code} ${finding.path}`);
}

describe("a new kind of request", () => {
  it.each(shipped)("like %s is as sound as that one, with words of its own", async (key, content) => {
    const words = wordsOfStart("fresh", key, texts);
    expect(await findings({ ...content, id: "fresh" }, words)).toEqual([]);
    expect(words.every((one) => one.key.startsWith("fresh.") && one.nl !== "" && one.en !== "")).toBe(true);
    expect((await findings({ ...content, id: "fresh" }, [])).length).toBeGreaterThan(10);
  });

  it("from nothing lacks what only the office can say: its rules, its question and what is to be done", async () => {
    const words = wordsOfStart("fresh", null, texts);
    const start = startOfRequestType("fresh");
    expect(await findings(start, words)).toEqual(["shape-empty points.screening"]);
    const missing = await findings({ ...start, points: { screening: "data-change.screening" } }, words);
    expect([...new Set(missing)]).toEqual([
      "missing-text requests:fresh.title",
      "missing-text requests:fresh.intro",
      "missing-text requests:fresh.pages.question.title",
      "missing-text requests:fresh.pages.question.intro",
      "missing-text requests:fresh.pages.question.short",
      "missing-text requests:fresh.fields.question.text.label",
      "missing-text desk:task.fresh.title",
      "missing-text desk:task.fresh.how",
    ]);
  });
});

describe("what is chosen from", () => {
  const around = requestTypeChoices({ all: released, key: "new-user", content: shipped.find(([key]) => key === "new-user")?.[1], language: "nl", today: "2026-11-16", ours: texts, said: texts });

  it("has every input that a shipped type maps, so that each can be chosen", () => {
    for (const [key, { effects }] of shipped) {
      for (const { effect, inputs } of effects) expect(Object.keys(inputs ?? {}).filter((input) => !EFFECT_INPUTS[effect].includes(input)), `${key} ${effect}`).toEqual([]);
    }
  });

  it("has the rule sets of each point, the mails by their titles, and every happening, recipient and policy that a shipped type names", () => {
    const { ruleSets, mails, happenings, recipients, terms } = around.choices;
    for (const [key, { points, messages, deadlines }] of shipped) {
      for (const [point, set] of Object.entries(points)) expect(ruleSets[point as keyof typeof points]?.map((one) => one.key), key).toContain(set);
      for (const [happening, all] of Object.entries(messages)) {
        expect(happenings, key).toContain(happening);
        for (const { template, to } of all) {
          expect(mails.map((one) => one.key), key).toContain(template);
          expect(recipients, key).toContain(to);
        }
      }
      const { review, delivery } = deadlines;
      for (const term of [typeof review === "string" ? review : review.hours, ...(delivery === undefined ? [] : [delivery])]) expect(terms, key).toContain(term);
    }
    expect(mails.find(({ key }) => key === "request-received")?.title).toBe("Aanvraag ontvangen");
  });

  it("brings the texts of this form and of no other", () => {
    expect(Object.keys(around.texts.nl["requests"] ?? {}).sort()).toEqual(["new-user", "reasons"]);
    expect(Object.keys(around.texts.en["desk"] ?? {})).toEqual(["task"]);
  });
});
