import { inputNames, severalTexts } from "./form-texts.ts";
import type { Field, Page, Repeats } from "./form.ts";
import type { Answered, DefinitionFinding, RequestType } from "./request-type.ts";

/** The page that is filled in for several, with what it says of that; null for a form that is about one, or nobody. */
export function repeatingPage(pages: readonly Page[]): (Page & { repeats: Repeats }) | null {
  const found = pages.find((page): page is Page & { repeats: Repeats } => page.repeats !== undefined);
  return found ?? null;
}

/** The fields that each of several has for itself: those of the page that repeats, and those that are asked on another page for each apart. */
export function repeatedFields(pages: readonly Page[]): Field[] {
  const page = repeatingPage(pages);
  if (page === null) return [];
  return [...page.fields, ...pages.flatMap(({ fields }) => fields).filter(({ each }) => each?.of === page.repeats.as)];
}

/** What keeps a form with a page for several from being published: names that clash, lists that lead nowhere, conditions that would not know whom they mean. */
export function* checkSeveral(type: RequestType): Generator<DefinitionFinding> {
  const pages = type.pages.filter((page) => page.repeats !== undefined);
  for (const page of pages.slice(1)) yield { code: "list-twice", path: `pages.${page.id}`, details: { page: page.id } };
  const fields = type.pages.flatMap((page) => page.fields);
  const page = repeatingPage(type.pages);
  const lists = new Set<string>();
  for (const one of type.pages) {
    for (const { id, each } of one.fields) {
      if (each !== undefined && !lists.has(each.of)) yield { code: "unknown-list", path: id, details: { list: each.of } };
    }
    if (one.repeats) lists.add(one.repeats.as);
  }
  if (page === null) return;
  const { as, columns } = page.repeats;
  for (const { id } of fields) if (id === as || id.startsWith(`${as}.`)) yield { code: "list-name-taken", path: id, details: { list: as } };
  if (page.checks.includes("registers")) yield { code: "list-with-registers", path: `pages.${page.id}`, details: { page: page.id } };
  const dates = page.fields.filter(({ kind }) => kind === "date").map(({ id }) => id);
  const inputs = new Set([...page.fields.filter(({ kind }) => kind !== "date").flatMap(inputNames), ...dates]);
  for (const { input } of columns) if (!inputs.has(input)) yield { code: "unknown-column", path: `pages.${page.id}.repeats.columns`, details: { input } };
  yield* checkWhoIsMeant(type, page);
}

/** What is asked or decided once for the whole request cannot depend on what each of several answers for themselves. */
function* checkWhoIsMeant(type: RequestType, page: Page): Generator<DefinitionFinding> {
  const repeated = repeatedFields(type.pages);
  const isRepeated = (path: string) => repeated.some(({ id }) => path === id || path.startsWith(`${id}.`));
  const once: Array<[path: string, answer: string]> = [
    ...(["agbCode", "kvkNumber", "applicantName", "applicantEmail"] as const).map((name): [string, string] => [`about.${name}`, type.about[name]]),
    ...type.pages.filter((one) => one !== page).flatMap((one) => [
      ...one.when.map(({ field }): [string, string] => [one.id, field]),
      ...one.fields.flatMap(({ id, when, each }) => [...when, ...(each?.when ?? [])].map(({ field }): [string, string] => [id, field])),
    ]),
    ...answersIn("plan.unless", type.plan.unless),
    ...answersIn("precaution", type.precaution?.when),
    ...Object.entries(type.messages).flatMap(([happening, all]) => all.flatMap(({ when }) => answersIn(`messages.${happening}.when`, when))),
  ];
  for (const [path, answer] of once) if (isRepeated(answer)) yield { code: "asked-of-each", path, details: { field: answer } };
}

function answersIn(path: string, answered: Answered | undefined): Array<[string, string]> {
  return (answered ?? []).map(({ field }) => [path, field]);
}

/** The texts that a page for several needs, by key. */
export function textsOfSeveral(type: RequestType): string[] {
  const page = repeatingPage(type.pages);
  if (page === null) return [];
  const { as, columns } = page.repeats;
  const texts = severalTexts(type.id, as);
  const shared = [texts.title, texts.intro, texts.one, texts.add];
  return columns.length === 0 ? shared : [...shared, texts.paste, texts.pasteIntro, ...columns.flatMap(({ input }) => [texts.column(input), texts.example(input)])];
}
