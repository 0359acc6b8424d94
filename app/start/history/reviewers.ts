import { staff } from "#db/schema/staff.ts";
import type { Db } from "#db/types.ts";
import { makeDice } from "#db/worlds/dice.ts";

import { makePerson } from "./people.ts";

/** What one reviewer decides in a year, and how many work here at the most. */
const A_YEAR = 12_000;
const MOST = 30;

/** An office that gets so many requests has more reviewers than the two of the cast: as many as that takes. */
export async function addReviewers(db: Db, { requests, years, now }: { requests: number; years: number; now: Date }): Promise<void> {
  const dice = makeDice(7);
  const more = Math.min(MOST, Math.ceil(requests / years / A_YEAR)) - 2;
  const people = Array.from({ length: Math.max(0, more) }, (_one, place) => {
    const { full, email } = makePerson(dice, "zegel.example");
    return { name: full, email: `${place + 1}.${email}`, roles: ["reviewer" as const], demonstration: true, createdAt: new Date(now.getTime() + 60_000 + place) };
  });
  if (people.length > 0) await db.insert(staff).values(people);
}
