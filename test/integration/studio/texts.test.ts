import { beforeAll, expect, it } from "vitest";

import { readScreenTexts } from "#app/adapters/files/definitions.ts";
import { beginChange } from "#app/domain/definitions/changes/begin.ts";
import { checkChange } from "#app/domain/definitions/changes/check.ts";
import { addEntry, saveEntry } from "#app/domain/definitions/changes/entries.ts";
import { proposeChange } from "#app/domain/definitions/changes/propose.ts";
import { approveChange } from "#app/domain/definitions/changes/publish.ts";
import { listRelease } from "#app/domain/definitions/changes/read.ts";
import type { RuleSet } from "#app/domain/definitions/schema/rule-set.ts";
import type { TextSet } from "#app/domain/definitions/schema/texts.ts";
import { currentRelease, getDefinition } from "#app/domain/definitions/store.ts";
import { wordedTexts } from "#app/domain/definitions/texts.ts";
import { openTexts } from "#app/start/texts.server.ts";
import { translator, wordedNamespace } from "#app/web/i18n.server.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { ROOT } from "#test/support/stage.ts";

const texts = readScreenTexts(ROOT);
let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
});

const by = (who: "tom" | "mei" = "tom") => ({ by: office.staff[who], now: office.clock.now(), correlationId: "texts" });
const OWN = { kind: "texts", key: "own-sentences" } as const;
const set = (key: string, text: string): TextSet => ({ id: OWN.key, namespace: "findings", nl: { [key]: text }, en: { [key]: `${text} (en)` } });

/** Publishes these definitions as one change; null takes one away. */
async function publish(contents: Array<{ kind: "texts" | "rule-set"; key: string; content: unknown }>): Promise<void> {
  const { db } = office.database;
  const id = await beginChange(db, { ...by(), title: "Woorden" });
  for (const { kind, key, content } of contents) {
    await addEntry(db, { ...by(), changeId: id, kind, key, ...(content !== null && { content: { id: key } }) });
    await saveEntry(db, { ...by(), changeId: id, kind, key, content, revision: 0 });
  }
  await proposeChange(db, { ...by(), id, revision: 0, reason: "x", publishFrom: null, texts });
  await approveChange(db, { ...by("mei"), id, revision: 1, texts });
}

const ruleSet = async () => (await getDefinition(office.database.db, await currentRelease(office.database.db), "rule-set", "revocation.screening")).content as RuleSet;
/** The first rule says something else than Zegel has a sentence for. */
const saying = (rules: RuleSet, textKey: string): RuleSet => ({ ...rules, rules: rules.rules.map((rule, index) => (index === 0 ? { ...rule, textKey } : rule)) });
const findingsWith = async (entries: Parameters<typeof checkChange>[1]) => {
  const { db } = office.database;
  const { findings } = await checkChange(await listRelease(db, await currentRelease(db)), entries, { texts, on: "2026-11-29" });
  return findings.map(({ kind, key, finding }) => `${kind}/${key} ${finding.code}`);
};

it("lets a rule say a sentence that is published with it, and with nothing less", async () => {
  const rules = saying(await ruleSet(), "own.sentence");
  const entry = { kind: "rule-set" as const, key: "revocation.screening", content: rules };
  expect(await findingsWith([entry])).toEqual(["rule-set/revocation.screening text-missing", "rule-set/revocation.screening text-missing"]);
  const own = { ...OWN, content: set("own.sentence", "Dit gaat niet.") };
  expect(await findingsWith([entry, own])).toEqual([]);
  await publish([entry, own]);
  expect((await wordedTexts(office.database.db, await currentRelease(office.database.db), texts)).nl["findings"]?.["own"]).toEqual({ sentence: "Dit gaat niet." });
});

it("keeps a text that somebody else says from being taken away", async () => {
  expect(await findingsWith([{ ...OWN, content: null }])).toEqual(["rule-set/revocation.screening text-missing", "rule-set/revocation.screening text-missing"]);
});

it("is said in each process from then on, in browsers too, and our own words come back when it is taken away; what a request under way may still say stays", async () => {
  const { db } = office.database;
  const key = "screening.agb-unknown";
  const ours = translator("nl")(`findings:${key}`);
  await publish([{ ...OWN, content: { ...set("own.sentence", "Dit gaat niet."), nl: { "own.sentence": "Dit gaat niet.", [key]: "Onbekende code." }, en: { "own.sentence": "No.", [key]: "Unknown code." } } }]);
  await openTexts(db, texts).refresh();
  expect(translator("nl")(`findings:${key}`)).toBe("Onbekende code.");
  expect(translator("en")("findings:own.sentence")).toBe("No.");
  expect(wordedNamespace("nl", "findings")).toMatchObject({ own: { sentence: "Dit gaat niet." }, screening: { "agb-unknown": "Onbekende code." } });
  expect(wordedNamespace("nl", "desk")).toBeNull();

  const rules = saying(await ruleSet(), "screening.agb-unknown");
  const first = (await ruleSet()).rules[0];
  await publish([{ kind: "rule-set", key: "revocation.screening", content: { ...rules, rules: rules.rules.map((rule, index) => (index === 0 ? { ...rule, textKey: `screening.${first?.id ?? ""}` } : rule)) } }, { ...OWN, content: null }]);
  const texting = openTexts(db, texts);
  await texting.refresh();
  expect(translator("nl")(`findings:${key}`)).toBe(ours);
  expect(translator("nl")("findings:own.sentence")).toBe("Dit gaat niet.");
  expect(texting.worded()).toEqual({ release: await currentRelease(db), namespaces: ["findings"] });
});
