import { z } from "zod";

import { pageTexts } from "#app/domain/definitions/schema/form-texts.ts";
import type { Page } from "#app/domain/definitions/schema/form.ts";
import type { Language } from "#app/domain/people.ts";
import { Problem } from "#app/domain/problem.ts";
import { openDraft, type DraftRow } from "#app/domain/requests/draft.ts";
import { type Form, formOf } from "#app/domain/requests/form/fill-in.ts";
import { likelyDomain } from "#app/domain/requests/form/kinds/email-domain.ts";
import type { FieldNote } from "#app/domain/requests/form/kinds/result.ts";
import { answerAt } from "#app/domain/requests/form/read.ts";
import { type Typed, visiblePages } from "#app/domain/requests/form/visible.ts";
import { requestTypeOf } from "#app/domain/requests/policy.ts";

import type { OfficeAtWork } from "./context.ts";
import { formatters } from "./format.ts";
import type { Translate } from "./i18n.server.ts";

/** The form under way behind a token, with the definition that it began with. Throws `link.unknown`, `link.expired`. */
export async function draftBehind(office: OfficeAtWork, token: string, now: Date): Promise<{ row: DraftRow; form: Form }> {
  const row = await openDraft(office.db, office.secrets.link, token, now);
  return { row, form: formOf(row, await requestTypeOf(office.db, row)) };
}

/** A posted form as what was typed: { user: { email } } becomes "user.email". What begins with an underscore belongs to the page itself. */
export function typedOf(input: Record<string, unknown>, before = ""): Typed {
  return Object.entries(input).reduce<Typed>((typed, [name, value]) => {
    if (before === "" && name.startsWith("_")) return typed;
    if (typeof value === "string") return { ...typed, [before + name]: value };
    if (Array.isArray(value)) return { ...typed, [before + name]: value.filter((one): one is string => typeof one === "string") };
    return typeof value === "object" && value !== null ? { ...typed, ...typedOf(value as Record<string, unknown>, `${before}${name}.`) } : typed;
  }, {});
}

/** Who reads what is wrong with a form: the applicant, or the office that types it over from paper. */
type Reader = "applicant" | "office";

/** The sentence for each field that has to change: one per field, for one is what somebody can act on. */
export function sentencesOf(notes: readonly FieldNote[], t: Translate, language: Language, reader: Reader = "applicant"): Record<string, string> {
  const sentences: Record<string, string> = {};
  for (const note of notes) sentences[note.field] ??= sentenceOf("errors", note, t, language, reader);
  return sentences;
}

/** What one note says; days in it are worded. The office has its own words where the others speak to the applicant. */
export function sentenceOf(kind: "errors" | "warnings", { code, details }: FieldNote, t: Translate, language: Language, reader: Reader = "applicant"): string {
  const { dateOnly } = formatters(language, (key, values) => t(key, values));
  const worded = Object.entries(details).map(([name, value]) => [name, typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value) ? dateOnly(value) : value]);
  const key = `form:${kind}.${code}`;
  return t(reader === "office" ? [`form:office.${kind}.${code}`, key] : key, Object.fromEntries(worded) as Record<string, unknown>);
}

/** What is worth a second look, in words; where it was probably another value that was meant, with that one to take over. */
export function warningsOf(notes: readonly FieldNote[], t: Translate, language: Language) {
  return notes.map((note) => {
    const { suggestion } = note.details;
    const message = sentenceOf("warnings", note, t, language);
    return { message, masked: note.code.startsWith("masked."), take: typeof suggestion === "string" ? { name: note.field, value: suggestion } : null };
  });
}

/** What an address that is in use already was probably meant to be; null where nothing looks mistyped. */
export function likelyOf(email: string): { domain: string; likely: string; suggestion: string } | null {
  const [local = "", domain = ""] = email.split("@");
  const likely = likelyDomain(domain);
  return likely === null ? null : { domain, likely, suggestion: `${local}@${likely}` };
}

/** What was typed, with a suggestion that was taken over ("user.email=jan@gmail.com"): only of an input that was sent. */
export function withTaken(typed: Typed, taken: string): Typed {
  const at = taken.indexOf("=");
  const name = taken.slice(0, Math.max(at, 0));
  return Object.hasOwn(typed, name) ? { ...typed, [name]: taken.slice(at + 1) } : typed;
}

/** A page of a draft; throws `page.not-found` for one that this form does not have. */
export function pageOf(form: Form, id: string) {
  const page = form.type.pages.find((one) => one.id === id);
  if (!page) throw new Problem("page.not-found");
  return page;
}

/** The name of the practice that a register gave, for the reader to recognise; null once the numbers are other ones than were looked up. */
export function practiceOf({ type, content }: Form): string | null {
  const { looked, answers } = content;
  if (looked === null) return null;
  const { agb, trade } = looked;
  if (agb !== null && agb !== "unavailable" && agb.code === answerAt(answers, type.about.agbCode)) return agb.name;
  return trade !== null && trade !== "unavailable" && trade.kvkNumber === answerAt(answers, type.about.kvkNumber) ? trade.name : null;
}

/** How a page hears, by its address, what happened to the form while the page before it was open. */
export const ElsewhereSearch = { elsewhere: z.string().max(400).catch(""), kept: z.string().max(60).catch("") };

/** Where to go with that news: `changed` are the pages that another tab changed, `kept` one that was saved before the applicant is led back. */
export function withElsewhere(path: string, news: { changed: readonly Page[]; kept?: Page }): string {
  const search = new URLSearchParams();
  if (news.changed.length > 0) search.set("elsewhere", news.changed.map(({ id }) => id).join("."));
  if (news.kept) search.set("kept", news.kept.id);
  return search.size > 0 ? `${path}?${search.toString()}` : path;
}

/** The same in words, for the page. */
export function elsewhereOf(form: Form, at: string, news: { elsewhere: string; kept: string }, t: Translate) {
  const named = visiblePages(form.type.pages, form.content.typed).map((page) => ({ id: page.id, short: t(pageTexts(form.type.id, page).short), href: `${at}/${page.id}` }));
  const ids = news.elsewhere.split(".");
  return { changed: named.filter(({ id }) => ids.includes(id)), kept: named.find(({ id }) => id === news.kept)?.short ?? null };
}

/** The steps beside the form, "review" last. Finished ones lead back. */
export function stepsOf(form: Form, where: { at: string; now: string; unfinished: readonly string[]; t: Translate }) {
  const { at, now, unfinished, t } = where;
  const pages = visiblePages(form.type.pages, form.content.typed);
  const first = pages.findIndex((page) => page.id === unfinished[0]);
  const done = (index: number) => first < 0 || index < first;
  const steps = pages.map((page, index) => ({
    id: page.id,
    short: t(pageTexts(form.type.id, page).short),
    state: page.id === now ? ("now" as const) : done(index) ? ("done" as const) : ("next" as const),
    href: page.id !== now && done(index) ? `${at}/${page.id}` : null,
  }));
  return [...steps, { id: "review", short: t("form:review"), state: now === "review" ? ("now" as const) : ("next" as const), href: now !== "review" && first < 0 ? `${at}/review` : null }];
}
