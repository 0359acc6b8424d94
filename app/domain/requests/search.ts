import { and, desc, eq, inArray, lt, or, sql, type SQL } from "drizzle-orm";

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

/** How a name may fit: it holds the text, or nearly a word of it, by the trigrams that they share. */
type Fit = (name: SQL, text: string) => SQL | undefined;

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
  if (!place?.isNear) {
    const page = await newest(db, await exactWays(db, text), { limit, before: place?.before, also });
    if (page.numbers.length > 0 || place) return pageOf(page, "");
  }
  return pageOf(await newest(db, await nearWays(db, text), { limit, before: place?.before, also }), NEAR);
}

/** Of every status that is asked for; a text looks among what is closed as well. */
function conditionsOf(narrowing: Narrowing): SQL | undefined {
  const { status, urgency } = narrowing;
  if (status === undefined && urgency === undefined) return narrowed(narrowing);
  const statuses = statusesOf("all", narrowing);
  return and(statuses.length === 0 ? sql`false` : sql`${request.status} in ${literally(statuses)}`, narrowed(narrowing));
}

async function exactWays(db: Db, text: string): Promise<SQL[]> {
  const [number, userNumber] = [numberInReference(text), readUserNumber(text)];
  return [
    ...(await waysByName(db, text, holds)),
    ...(number === null ? [] : [eq(request.number, number)]),
    ...(/^[0-9]{8}$/.test(text) ? [eq(request.agbCode, text)] : []),
    ...(userNumber === null ? [] : [madeAccount(db, userNumber)]),
  ];
}

async function nearWays(db: Db, text: string): Promise<SQL[]> {
  // What has no word in it is a number, and another number is not meant.
  return /\p{L}{2}/u.test(text) && numberInReference(text) === null ? waysByName(db, text, comesNear) : [];
}

async function waysByName(db: Db, text: string, fit: Fit): Promise<SQL[]> {
  const practices = await practicesNamed(db, text, fit);
  const ways = [
    fit(sql`lower(${request.subjectName} || ' ' || ${request.applicantName})`, text),
    isAboutOneOf(db, fit(sql`lower(${requestPerson.name})`, text)),
    practices.codes.length > 0 ? inArray(request.agbCode, practices.codes) : undefined,
    practices.enterprises.length > 0 ? inArray(request.enterpriseId, practices.enterprises) : undefined,
  ];
  return ways.filter((way) => way !== undefined);
}

/** A text that more practices fit ("huisarts") is not the name of one: then those that it fits best are searched. */
const MOST_PRACTICES = 500;

async function practicesNamed(db: Db, text: string, fit: Fit): Promise<{ codes: string[]; enterprises: string[] }> {
  // Fewer letters have no trigram, and fit half of all practices.
  if (text.length < 3) return { codes: [], enterprises: [] };
  const best = (name: SQL) => [sql`word_similarity(${text}, ${name}) desc`, sql`${name} asc`];
  const [codeName, enterpriseName] = [sql`lower(${agbCode.name})`, sql`lower(${enterprise.name})`];
  const codes = await db.select({ code: agbCode.code }).from(agbCode).where(fit(codeName, text)).orderBy(...best(codeName), agbCode.code).limit(MOST_PRACTICES);
  const enterprises = await db.select({ id: enterprise.id }).from(enterprise).where(fit(enterpriseName, text)).orderBy(...best(enterpriseName), enterprise.id).limit(MOST_PRACTICES);
  return { codes: codes.map(({ code }) => code), enterprises: enterprises.map(({ id }) => id) };
}

const holds: Fit = (name, text) => sql`${name} like ${`%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`}`;
const comesNear: Fit = (name, text) => (text.length > 3 ? sql`${text} <% ${name}` : undefined);

/** Part of the name, or nearly a word of it; `text` in small letters. */
export const fitsName: Fit = (name, text) => or(holds(name, text), comesNear(name, text));

type Found = Omit<QueuePage, "next"> & { numbers: number[]; isMore: boolean };

/** The newest requests that any of the ways leads to. */
async function newest(db: Db, ways: readonly SQL[], { limit, before, also }: { limit: number; before: number | undefined; also: SQL | undefined }): Promise<Found> {
  const numbers = new Set<number>();
  for (const way of ways) {
    const rows = await db
      .select({ number: request.number })
      .from(request)
      .where(and(way, before ? lt(request.number, before) : undefined, also))
      .orderBy(desc(request.number))
      .limit(limit + 1);
    for (const { number } of rows) numbers.add(number);
  }
  const sorted = [...numbers].sort((one, other) => other - one);
  const page = sorted.slice(0, limit);
  const lines = page.length > 0 ? await linesOf(db, inArray(request.number, page), [desc(request.number)], limit) : [];
  return { lines, numbers: page, isMore: sorted.length > limit };
}

// A cursor says after which number the page begins, and whether what only comes near is listed: "2481", "~2481".
const NEAR = "~";

function readPlace(cursor: string | null | undefined): { before: number; isNear: boolean } | null {
  const [, near, digits] = /^(~?)([0-9]{1,15})$/.exec(cursor ?? "") ?? [];
  return digits ? { before: Number(digits), isNear: near === NEAR } : null;
}

function pageOf({ lines, numbers, isMore }: Found, near: string): QueuePage {
  const last = numbers.at(-1);
  return { lines, next: last !== undefined && isMore ? `${near}${last}` : null };
}
