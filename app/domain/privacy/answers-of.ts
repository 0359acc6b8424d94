import { runSql, type Db } from "#db/types.ts";
import { fullName, PersonName } from "#app/domain/people.ts";
import { referenceOf } from "#app/domain/requests/reference.ts";

type Answers = Record<string, unknown>;

/** What was filled in about somebody on requests: the groups of answers ("user", "applicant") whose e-mail address is theirs, also of one of several on a form (R108). What stands beside it about others stays out. */
export async function answersOf(db: Db, { emails, requests }: { emails: readonly string[]; requests: readonly string[] }): Promise<Array<Record<string, string>>> {
  const rows = await runSql<{ number: number | string; answers: unknown }>(db, "select number, answers from request where id = any(string_to_array($1, ',')::uuid[]) order by number", [requests.join(",")]);
  return rows.flatMap(({ number, answers }) =>
    theirs(typeof answers === "string" ? (JSON.parse(answers) as Answers) : (answers as Answers), emails).map(([what, answer]) => ({ reference: referenceOf(Number(number)), what, answer })),
  );
}

function theirs(answers: Answers, emails: readonly string[]): Array<[string, string]> {
  const all = flat(answers);
  const groups = all.flatMap(([key, value]) => (/(^|\.)email$/.test(key) && typeof value === "string" && emails.includes(value.toLowerCase()) ? [key.slice(0, -"email".length)] : []));
  const own = all.flatMap(([key, value]): Array<[string, string]> => (groups.some((group) => key.startsWith(group)) && !Array.isArray(value) ? [[key, worded(value)]] : []));
  const others = all.flatMap(([, value]) => (Array.isArray(value) ? value.flatMap((one) => (typeof one === "object" && one !== null ? theirs(one as Answers, emails) : [])) : []));
  return [...own, ...others];
}

/** Every answer under its dotted name: forms keep theirs flat or nested. A name stays whole. */
function flat(answers: Answers, under = ""): Array<[string, unknown]> {
  return Object.entries(answers).flatMap(([key, value]): Array<[string, unknown]> =>
    typeof value === "object" && value !== null && !Array.isArray(value) && !PersonName.safeParse(value).success ? flat(value as Answers, `${under}${key}.`) : [[`${under}${key}`, value]],
  );
}

function worded(value: unknown): string {
  const name = PersonName.safeParse(value);
  if (name.success) return fullName(name.data);
  return typeof value === "string" ? value : JSON.stringify(value);
}
