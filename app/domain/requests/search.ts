import { and, desc, eq, gte, inArray, lt, or, sql, type SQL } from "drizzle-orm";

import type { NameOf } from "#db/schema/names.ts";
import { agbCode, enterprise } from "#db/schema/organisations.ts";
import { requestPerson } from "#db/schema/people.ts";
import { request } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import { readUserNumber } from "#app/domain/user-number.ts";

import { statusesOf } from "./desk-list.ts";
import { literally, narrowed, type Narrowing } from "./narrow.ts";
import { linesOf, type QueuePage } from "./queue.ts";
import { numberInReference } from "./reference.ts";
import { isAboutOneOf, madeAccount } from "./search-people.ts";
import { literalPart, wordsHolding, wordsNear } from "./search-words.ts";

/** A way in: the requests that it leads to; `areFew` where a walk along all of them would not end soon. */
type Way = { where: SQL; areFew?: true };

/** How a name may fit: it holds the text, or nearly a word of it, by the trigrams that they share. */
type Fit = (name: SQL, text: string) => SQL | undefined;

/** So many at most, of before that number, and of what is asked for. */
type Scope = { limit: number; before: number | undefined; also: SQL | undefined };

const PAGE = 50;

/**
 * Every request that a reference, an AGB code, a user number, a name or a practice fits, newest first; where none has what was typed in it, those that come near
 * (a typing mistake). Each way in is a query of its own for the newest that it finds, over an index of its own: one query with an OR over all of
 * them took 650 ms at a million requests and 40,000 practices where the planner guessed wrongly how many fit, and eight seconds with the
 * practices joined. A filter narrows what each way leads to.
 */
export async function searchRequests(db: Db, input: { text: string; narrowing?: Narrowing; cursor?: string | null; limit?: number }): Promise<QueuePage> {
  const { limit = PAGE } = input;
  const also = conditionsOf(input.narrowing ?? {});
  const text = input.text.trim().toLowerCase().slice(0, 100);
  const place = readPlace(input.cursor);
  // The first net that catches anything is the one; the pages after the first are of the same.
  for (const net of place ? [place.net] : NETS.keys()) {
    const scope = { limit, before: place?.before, also };
    const page = await newest(db, (await NETS[net]?.(db, text, scope)) ?? [], scope);
    if (page.numbers.length > 0) return pageOf(page, net);
  }
  return { lines: [], next: null };
}

/** Each wider than the one before it, and dearer. */
const NETS: ReadonlyArray<(db: Db, text: string, scope: Scope) => Promise<Way[]>> = [exactWays, spelledWays, nearWays];

/** Of every status that is asked for; a text looks among what is closed as well. */
function conditionsOf(narrowing: Narrowing): SQL | undefined {
  const { status, urgency } = narrowing;
  if (status === undefined && urgency === undefined) return narrowed(narrowing);
  const statuses = statusesOf("all", narrowing);
  return and(statuses.length === 0 ? sql`false` : sql`${request.status} in ${literally(statuses)}`, narrowed(narrowing));
}

async function exactWays(db: Db, text: string, scope: Scope): Promise<Way[]> {
  const [number, userNumber] = [numberInReference(text), readUserNumber(text)];
  const [named, practices] = await Promise.all([namedWays(db, text, scope), byPractice(db, text, holds)]);
  return [
    ...named,
    ...ways(isAboutOneOf(db, holds(ONE_OF_SEVERAL, text)), ...practices),
    ...(number === null ? [] : ways(eq(request.number, number))),
    ...(/^[0-9]{8}$/.test(text) ? ways(eq(request.agbCode, text)) : []),
    ...(userNumber === null ? [] : ways(madeAccount(db, userNumber))),
  ];
}

/** Requests among which a name is looked for one by one, before its words are looked up: a name that many have is found there. */
const NEWEST = 1_000;
/** Of a name that so many of them have, a walk along the numbers ends soon as well: the planner may choose it. */
const FEW_OF_NEWEST = 5;

/**
 * Whom a request is about and who sent it. What few have is looked up by the words of names, of which there are far fewer than requests: by trigrams alone, a name that eight of a million have took 28 ms. What
 * many have is met among the newest, and so is most of what many words hold.
 */
async function namedWays(db: Db, text: string, scope: Scope): Promise<Way[]> {
  const met = await amongTheNewest(db, text, scope);
  if (met.length > scope.limit) return ways(inArray(request.number, met));
  const words = await wordsHolding(db, text);
  if (!words) return ways(holds(SEARCHED, text));
  return words.length === 0 ? [] : [{ where: sql`${hasOneOf(SEARCHED, words)} and position(${text} in ${SEARCHED}) > 0`, ...(met.length < FEW_OF_NEWEST && { areFew: true as const }) }];
}

/** `position` and not `like`: no index is meant to be taken but that of the numbers. */
async function amongTheNewest(db: Db, text: string, { limit, before, also }: Scope): Promise<number[]> {
  const isNew = before === undefined ? sql`${request.number} > (select max(${request.number}) from ${request}) - ${NEWEST}` : and(lt(request.number, before), gte(request.number, before - NEWEST));
  const met = await db
    .select({ number: request.number })
    .from(request)
    .where(and(isNew, sql`position(${text} in ${SEARCHED}) > 0`, also))
    .orderBy(desc(request.number))
    .limit(limit + 1);
  return met.map(({ number }) => number);
}

/** Word by word: those of all names are known, so that a misspelt one is looked up among some thousands of words and not among all requests. */
async function spelledWays(db: Db, text: string): Promise<Way[]> {
  if (!isName(text)) return [];
  const [ofRequests, ofPractices] = await Promise.all([spell(db, text, "request"), spell(db, text, "practice")]);
  return [
    ...(ofRequests ? ways(isMeant([SUBJECT, APPLICANT], ofRequests, SEARCHED), isAboutOneOf(db, isMeant([ONE_OF_SEVERAL], ofRequests))) : []).map(({ where }) => ({ where, areFew: true as const })),
    ...(ofPractices ? ways(...(await byPractice(db, text, (name) => isMeant([name], ofPractices)))) : []),
  ];
}

/** The text as a whole, over all requests: what is written apart in one place and together in another ("vander meer"). */
async function nearWays(db: Db, text: string): Promise<Way[]> {
  if (!isName(text) || !text.includes(" ")) return [];
  return ways(comesNear(SEARCHED, text), isAboutOneOf(db, comesNear(ONE_OF_SEVERAL, text)), ...(await byPractice(db, text, comesNear)));
}

/** What has no word in it is a number, and another number is not meant. */
function isName(text: string): boolean {
  return /\p{L}{2}/u.test(text) && numberInReference(text) === null;
}

function ways(...conditions: ReadonlyArray<SQL | undefined>): Way[] {
  return conditions.flatMap((where) => where ?? []).map((where) => ({ where }));
}

const [SUBJECT, APPLICANT] = [sql`lower(${request.subjectName})`, sql`lower(${request.applicantName})`];
const ONE_OF_SEVERAL = sql`lower(${requestPerson.name})`;
/** As the index `request_search` has it. */
const SEARCHED = sql`lower(${request.subjectName} || ' ' || ${request.applicantName})`;

/** A word as it was typed, and the words of names that it may stand for; null for a short one, which stands for itself. */
type Typed = { word: string; meant: readonly string[] | null };

/** Each word that was typed, with what it may have been; null when one of them comes near no name at all, or none is long enough to tell. */
async function spell(db: Db, text: string, of: NameOf): Promise<Typed[] | null> {
  const typed = await Promise.all(text.split(/\s+/).map(async (word) => ({ word, meant: canBeMisspelt(word) ? await wordsNear(db, word, of) : null })));
  const long = typed.filter(({ meant }) => meant !== null);
  return long.length > 0 && long.every(({ meant }) => meant?.length) ? typed : null;
}

/** Whether one of the names has, for each word that was typed, one that it may stand for; `indexed` where an index holds the words of several together. */
function isMeant(names: readonly SQL[], typed: readonly Typed[], indexed?: SQL): SQL | undefined {
  const hasAll = (name: SQL) => and(...typed.map((one) => hasWord(name, one)));
  return and(indexed && hasAll(indexed), or(...names.map(hasAll)));
}

/** As the indexes of words have it. */
function hasWord(name: SQL, { word, meant }: Typed): SQL | undefined {
  if (meant === null) return holds(name, word);
  return hasOneOf(name, meant);
}

function hasOneOf(name: SQL, words: readonly string[]): SQL {
  return sql`string_to_array(${name}, ' ') && array[${sql.join(words.map((one) => sql`${one}`), sql`, `)}]::text[]`;
}

async function byPractice(db: Db, text: string, fit: Fit): Promise<Array<SQL | undefined>> {
  const practices = await practicesNamed(db, text, fit);
  return [
    practices.codes.length > 0 ? inArray(request.agbCode, practices.codes) : undefined,
    practices.enterprises.length > 0 ? inArray(request.enterpriseId, practices.enterprises) : undefined,
  ];
}

/** A text that more practices fit ("huisarts") is not the name of one: then those that it fits best are searched. */
const MOST_PRACTICES = 500;

async function practicesNamed(db: Db, text: string, fit: Fit): Promise<{ codes: string[]; enterprises: string[] }> {
  // Fewer letters have no trigram, and fit half of all practices.
  if (text.length < 3) return { codes: [], enterprises: [] };
  const best = (name: SQL) => [sql`word_similarity(${text}, ${name}) desc`, sql`${name} asc`];
  const [codeName, enterpriseName] = [sql`lower(${agbCode.name})`, sql`lower(${enterprise.name})`];
  const [codes, enterprises] = await Promise.all([
    db.select({ code: agbCode.code }).from(agbCode).where(fit(codeName, text)).orderBy(...best(codeName), agbCode.code).limit(MOST_PRACTICES),
    db.select({ id: enterprise.id }).from(enterprise).where(fit(enterpriseName, text)).orderBy(...best(enterpriseName), enterprise.id).limit(MOST_PRACTICES),
  ]);
  return { codes: codes.map(({ code }) => code), enterprises: enterprises.map(({ id }) => id) };
}

const holds: Fit = (name, text) => sql`${name} like ${partOf(text)}`;
const comesNear: Fit = (name, text) => (canBeMisspelt(text) ? sql`${text} <% ${name}` : undefined);

function partOf(text: string): string {
  return `%${literalPart(text)}%`;
}

/** Of fewer letters, one that is wrong leaves nothing to know the word by. */
function canBeMisspelt(text: string): boolean {
  return text.length > 3;
}

/** Part of the name, or nearly a word of it; `text` in small letters. */
export const fitsName: Fit = (name, text) => or(holds(name, text), comesNear(name, text));

/** The same where the name stands without its accents: `plain_letters`. */
export const fitsPlainName: Fit = (name, text) => or(sql`${name} like plain_letters(${partOf(text)})`, canBeMisspelt(text) ? sql`plain_letters(${text}) <% ${name}` : undefined);

type Found = Omit<QueuePage, "next"> & { numbers: number[]; isMore: boolean };

/** The newest requests that any of the ways leads to. */
async function newest(db: Db, found: readonly Way[], { limit, before, also }: Scope): Promise<Found> {
  const rows = await Promise.all(
    found.map(({ where, areFew }) =>
      db
        .select({ number: request.number })
        .from(request)
        .where(and(where, before ? lt(request.number, before) : undefined, also))
        // A plan that is kept does not know how few: from a number that is reckoned, the planner cannot walk along all of them by their numbers.
        .orderBy(areFew ? desc(sql`${request.number} + 0`) : desc(request.number))
        .limit(limit + 1),
    ),
  );
  const numbers = new Set(rows.flat().map(({ number }) => number));
  const sorted = [...numbers].sort((one, other) => other - one);
  const page = sorted.slice(0, limit);
  const lines = page.length > 0 ? await linesOf(db, inArray(request.number, page), [desc(request.number)], limit) : [];
  return { lines, numbers: page, isMore: sorted.length > limit };
}

// A cursor says after which number the page begins, and by as many "~" which net it was caught with: "2481", "~2481".
const WIDER = "~";

function readPlace(cursor: string | null | undefined): { before: number; net: number } | null {
  const [, wider = "", digits] = /^(~{0,2})([0-9]{1,15})$/.exec(cursor ?? "") ?? [];
  return digits ? { before: Number(digits), net: wider.length } : null;
}

function pageOf({ lines, numbers, isMore }: Found, net: number): QueuePage {
  const last = numbers.at(-1);
  return { lines, next: last !== undefined && isMore ? `${WIDER.repeat(net)}${last}` : null };
}
