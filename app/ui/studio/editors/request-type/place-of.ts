import { editedField, editedPages } from "#app/domain/definitions/request-types/form-edits.ts";

/** The parts of a request type's editor. */
export const SECTIONS = ["form", "general", "meaning", "judging", "effects", "messages", "reasons"] as const;
export type SectionName = (typeof SECTIONS)[number];

/** What is unfolded: a part, and of the form a page and a field on it. */
export type Opened = { section: SectionName; page: number | null; field: number | null };

const OF_PATH: Readonly<Record<string, SectionName>> = {
  id: "general", audience: "general", channels: "general", terms: "general",
  about: "meaning", same: "meaning", facts: "meaning",
  plan: "judging", points: "judging", deadlines: "judging",
  effects: "effects", precaution: "effects", messages: "messages", reasonCodes: "reasons",
};

/** Where the place that a finding names is shown: a dotted path, the name of a field or page, or the key of a text. */
export function placeOf(type: unknown, path: string): Opened {
  const [first = "", second = "", third = "", fourth = ""] = path.split(".");
  const nowhere = { page: null, field: null };
  if (path.startsWith("requests:reasons.")) return { section: "reasons", ...nowhere };
  if (path.startsWith("desk:task.")) return { section: "effects", ...nowhere };
  if (path.startsWith("requests:")) {
    const [, what = "", rest = ""] = /^requests:[^.]+\.(pages|fields|several)\.(.*)$/.exec(path) ?? [];
    if (what === "") return { section: "general", ...nowhere };
    return what === "pages" ? ofPage(type, rest) : ofForm(type, rest);
  }
  if (first === "pages" && /^\d+$/.test(second)) return { section: "form", page: Number(second), field: third === "fields" && /^\d+$/.test(fourth) ? Number(fourth) : null };
  if (first === "pages") return ofPage(type, path.slice("pages.".length));
  const section = OF_PATH[first];
  // A field may be called what a part of the type is called: the longer name is the field's.
  const inForm = ofForm(type, path);
  return section === undefined || inForm.page !== null ? inForm : { section, ...nowhere };
}

/** The field whose name a path is, or begins with; else the page. */
function ofForm(type: unknown, path: string): Opened {
  for (const [page, one] of editedPages(type).entries()) {
    const field = (one?.fields ?? []).findIndex((each) => isIn(path, editedField(each)?.id));
    if (field >= 0) return { section: "form", page, field };
  }
  return ofPage(type, path);
}

function ofPage(type: unknown, path: string): Opened {
  const page = editedPages(type).findIndex((one) => isIn(path, one?.id));
  return { section: "form", page: page < 0 ? null : page, field: null };
}

function isIn(path: string, id: string | undefined): boolean {
  return id !== undefined && id !== "" && (path === id || path.startsWith(`${id}.`));
}
