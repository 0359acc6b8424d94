import { randomUUID } from "node:crypto";

import { runSql, type Db } from "#db/types.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { LOOKS } from "#app/domain/audit/acts.ts";
import { record } from "#app/domain/audit/record.ts";

import { answersOf } from "./answers-of.ts";
import { SECTIONS, type Section } from "./sections.ts";

/** One record: its fields, worded by `person-report:field`. What is unknown is left out. */
export type Item = Record<string, string>;
/** `name`: the surname, by which requests are found on which somebody stands to whom nothing was sent yet. */
export type Whom = { email: string; userNumber: string; name: string };
export type PersonReport = { id: string; asked: Whom; madeAt: Date; sections: Array<{ section: Section; items: Item[] }> };

/**
 * Everything that the office holds of one person, by e-mail address or user number, with who looked at it (AVG, article 15). Other people's data on the same requests stay out; so do hashes and
 * secrets, which nobody can use to know anything (P9). That it was made stands in the trail, before anybody reads it.
 */
export async function reportPerson(db: Db, { whom, by, now, correlationId }: { whom: Whom; by: StaffActor; now: Date; correlationId: string }): Promise<PersonReport> {
  const email = whom.email.trim().toLowerCase();
  const accounts = await runSql<{ number: string; request: string | null; email: string }>(db, "select user_number as number, request_id::text as request, lower(email) as email from account where ($1 <> '' and lower(email) = $1) or user_number = $2", [email, whom.userNumber]);
  // Whoever is asked about by a number is known by the address of that account too.
  const emails = [...new Set([email, ...accounts.map((one) => one.email)])].filter(Boolean);
  const told = await runSql<{ request: string }>(db, "select distinct request_id::text as request from mail where lower(recipient) = any(string_to_array($1, ',')) and request_id is not null", [emails.join(",")]);
  const named = await runSql<{ request: string }>(db, NAMED_SQL, [whom.name.trim().toLowerCase(), emails.join(",")]);
  const requests = [...new Set([...accounts.flatMap(({ request }) => request ?? []), ...told.map(({ request }) => request), ...named.map(({ request }) => request)])];
  const values = [emails.join(","), accounts.map(({ number }) => number).join(","), requests.join(","), LOOKS.join(",")];
  const sections = [];
  for (const [section, query] of Object.entries(SECTIONS) as Array<[Section, string]>) {
    // A parameter that a query does not name has no type: each gets those that it names, in its own order.
    const places = [...new Set([...query.matchAll(/\$(\d)/g)].map(([, place]) => Number(place)))];
    const own = query.replaceAll(/\$(\d)/g, (_, place) => `$${places.indexOf(Number(place)) + 1}`);
    sections.push({ section, items: (await runSql<Record<string, unknown>>(db, own, places.map((place) => values[place - 1]))).map(itemOf) });
  }
  sections.splice(8, 0, { section: "answers" as const, items: await answersOf(db, { emails, requests }) });
  const report = { id: randomUUID(), asked: whom, madeAt: now, sections };
  const records = sections.reduce((sum, { items }) => sum + items.length, 0);
  await record(db, { now, actor: inTrail(by), act: "person.reported", subject: { kind: "person-report", id: report.id }, details: { email: whom.email, userNumber: whom.userNumber, name: whom.name, records }, correlationId });
  return report;
}

/** Requests with somebody of this name on them, along the index of its words, on which one of the addresses was filled in too: another of the same name is somebody else. */
const NAMED_SQL = `
  select r.id::text as request from request r
  where $1 <> '' and r.id in (
      select id from request where string_to_array(lower(subject_name || ' ' || applicant_name), ' ') @> string_to_array($1, ' ')
      union select request_id from request_person where string_to_array(lower(name), ' ') @> string_to_array($1, ' '))
    and exists (select from unnest(string_to_array($2, ',')) as known(address) where position('"' || known.address || '"' in lower(r.answers::text)) > 0)`;

function itemOf(row: Record<string, unknown>): Item {
  return Object.fromEntries(Object.entries(row).flatMap(([field, value]) => (value === null || value === undefined || value === "" ? [] : [[field, value instanceof Date ? value.toISOString() : String(value)]])));
}
