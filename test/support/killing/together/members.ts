import { setTimeout as pause } from "node:timers/promises";

import { runSql, type Db } from "#db/types.ts";

import type { Organisation } from "../../organisation.ts";
import type { Confirmed } from "../checker.ts";
import { makePerson, OFFICE, Unknown, type Answer, type Town } from "./person.ts";

export type Office = Town & { db: Db; organisation: Organisation; confirmed: Confirmed[]; isOver: () => boolean };

/** Somebody who works at the office: signed in at the organisation, and again whenever the office no longer knows them. */
export type Member = {
  name: string;
  ask: (path: string, form?: Record<string, string> | Array<[string, string]>) => Promise<Answer>;
  /** The id that the office gave them when they first came in. */
  id: () => Promise<string>;
};

/** One at a time: the organisation has one keyboard. */
let keyboard = Promise.resolve();

export function makeMember(office: Office, { sub, name, groups }: { sub: string; name: string; groups: string[] }): Member {
  const { organisation, db } = office;
  organisation.people.set(sub, { sub, name, groups });
  const person = makePerson(office);
  let known = "";

  async function signIn(): Promise<void> {
    const mine = keyboard.then(async () => {
      organisation.atTheKeyboard = sub;
      const left = await person.ask("/sign-in", { to: "" });
      const { address } = await person.browser.follow(left.location, {}, (next) => next.startsWith(OFFICE));
      await person.ask(address.slice(OFFICE.length));
    });
    keyboard = mine.catch(() => undefined);
    await mine;
  }

  return {
    name,
    ask: async (path, form) => {
      for (let time = 0; time < 3; time += 1) {
        const answer = await person.ask(path, form);
        if (answer.status !== 401 && !answer.location.startsWith("/sign-in")) return answer;
        await signIn();
      }
      throw new Unknown(`${name} does not come in`);
    },
    id: async () => {
      while (known === "") {
        const [row] = await runSql<{ id: string }>(db, "select id::text as id from staff where subject = $1", [sub]);
        if (row) known = row.id;
        else await signIn().catch(() => pause(500));
      }
      return known;
    },
  };
}

/** What the reviewers did, counted as they were told. */
export type Reviewed = { claimed: number; decided: number; checked: number; rivals: number; refused: number };

type Waiting = { id: string; version: number; status: string; claimed_by: string | null; decided_by: string | null };

/**
 * A reviewer takes what there is: by "the next", or the very request that a colleague takes in the same moment; decides it, and now and then twice at once, as whoever presses once more does.
 * Where four eyes are asked for, whoever did not decide agrees.
 */
export async function review(office: Office, member: Member, done: Reviewed): Promise<void> {
  const { db, chance, isOver } = office;
  const me = await member.id();
  while (!isOver()) {
    await pause(chance.between(100, 900));
    try {
      const [mine] = await runSql<Waiting>(db, "select id::text as id, version, status, claimed_by::text as claimed_by, decided_by::text as decided_by from request where status = 'in-review' and claimed_by::text = $1 order by number limit 1", [me]);
      if (mine) {
        await decide(office, member, mine, done);
        continue;
      }
      const [toCheck] = await runSql<Waiting>(db, "select id::text as id, version, status, claimed_by::text as claimed_by, decided_by::text as decided_by from request where status = 'second-check' and decided_by::text <> $1 order by number limit 1", [me]);
      if (toCheck) {
        await count(member.ask(`/desk/requests/${toCheck.id}/second-check`, { outcome: "approve", version: String(toCheck.version) }), done, "checked");
        continue;
      }
      const [first] = await runSql<Waiting>(db, "select id::text as id, version, status, claimed_by::text as claimed_by, decided_by::text as decided_by from request where status = 'submitted' order by number limit 1");
      if (!first) continue;
      if (chance.percent(50)) await member.ask("/desk/next", { list: "" });
      else await count(member.ask(`/desk/requests/${first.id}/claim`, {}), done, "claimed");
    } catch (failure) {
      if (!(failure instanceof Unknown)) throw failure;
    }
  }
}

async function decide({ chance, confirmed, seen }: Office, member: Member, { id, version }: Waiting, done: Reviewed): Promise<void> {
  await member.ask(`/desk/requests/${id}`);
  const once = () => member.ask(`/desk/requests/${id}/decision`, { outcome: "approve", version: String(version) });
  const answers = await Promise.allSettled(chance.percent(30) ? [once(), once()] : [once()]);
  const yes = answers.filter((answer) => answer.status === "fulfilled" && answer.value.status === 303).length;
  if (yes > 1) seen.wrong.push(`one version of request ${id} was decided twice, and both were told so`);
  if (yes > 0) confirmed.push({ step: "decide", requestId: id });
  done.decided += yes;
  done.rivals += answers.length - 1;
  const lost = answers.find((answer) => answer.status === "rejected");
  if (lost && !(lost.reason instanceof Unknown)) throw lost.reason;
}

async function count(asked: Promise<Answer>, done: Reviewed, what: "claimed" | "checked"): Promise<void> {
  const { status } = await asked;
  if (status === 303) done[what] += 1;
  else done.refused += 1;
}
