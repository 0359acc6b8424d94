import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { readScreenTexts } from "#app/adapters/files/definitions.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import { beginChange } from "#app/domain/definitions/changes/begin.ts";
import { addEntry, currentVersion, saveEntry } from "#app/domain/definitions/changes/entries.ts";
import { proposeChange } from "#app/domain/definitions/changes/propose.ts";
import type { PolicySet } from "#app/domain/definitions/schema/policy.ts";
import { currentRelease } from "#app/domain/definitions/store.ts";
import type { Office } from "#app/domain/office.ts";
import { beginDraft } from "#app/domain/requests/draft.ts";
import type { Db } from "#db/types.ts";
import { CookieBrowser } from "#test/support/cookie-browser.ts";
import { ROOT, staffOf } from "#test/support/stage.ts";

import { openBuilt } from "./built.ts";
import { withThrowAwayDatabase } from "./databases.ts";

/** Applicants who fill in a form at the same time, each with one of their own. */
const AT_ONCE = 4;
const SECONDS = 3;
const ROUNDS = 6;

type Times = Record<"page" | "begin", number[]>;
type Middle = { middle: number; worst: number; acts: number };

/** Milliseconds that applicants waited, in an office where nothing is published and in one that publishes meanwhile; and what a publication took. */
export type Waiting = { quiet: Record<keyof Times, Middle>; publishing: Record<keyof Times, Middle>; publication: number };

/**
 * Applicants go on with forms that they began, by the built office over PostgreSQL, while a colleague approves a change; in turn with the same without.
 * A publication every three seconds is far more than any office does. What was drafted and put forward is ready before the clock runs.
 */
export async function benchPublishing(server: string): Promise<Waiting> {
  return withThrowAwayDatabase(server, async ({ db }, url) => {
    const dataDir = mkdtempSync(join(tmpdir(), "zegel-bench-"));
    const office = await openBuilt({ url, dataDir });
    try {
      const forms = await Promise.all(Array.from({ length: AT_ONCE }, () => beginForm(office.address)));
      const begin = async () => void (await beginDraft({ db } as Office, { type: "new-user", language: "nl", now: new Date() }));
      const { tom, mei } = await staffOf(db);
      const browser = new CookieBrowser();
      await browser.ask(`${office.address}/sign-in`, { method: "POST", form: { staffId: mei.id } });
      const [quiet, publishing, publications]: [Times, Times, number[]] = [{ page: [], begin: [] }, { page: [], begin: [] }, []];
      for (let round = -1; round < ROUNDS; round += 1) {
        const change = await putForward(db, tom, round);
        const before = await currentRelease(db);
        const alone = await fillIn(forms, begin);
        const together = fillIn(forms, begin);
        const begun = performance.now();
        const answer = await browser.ask(`${office.address}/studio/changes/${change}/approval`, { method: "POST", form: { revision: "1" } });
        const took = performance.now() - begun;
        const beside = await together;
        if (answer.status !== 303 || (await currentRelease(db)) === before) throw new Error(`Nothing was published: ${answer.status}.`);
        // The first round only warms up.
        if (round < 0) continue;
        for (const act of ["page", "begin"] as const) {
          quiet[act].push(...alone[act]);
          publishing[act].push(...beside[act]);
        }
        publications.push(took);
      }
      const of = (times: Times) => ({ page: middle(times.page), begin: middle(times.begin) });
      return { quiet: of(quiet), publishing: of(publishing), publication: middle(publications).middle };
    } finally {
      await office.close();
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
}

/** Begins a form as an applicant does; answers how its first page is looked at. */
async function beginForm(address: string): Promise<() => Promise<void>> {
  const browser = new CookieBrowser();
  const begun = await browser.ask(`${address}/apply/new-user`, { method: "POST", form: {} });
  const page = new URL(begun.headers.get("location") ?? "", address).href;
  return async () => {
    const shown = await browser.ask(page);
    if (shown.status !== 200 || !(await shown.text()).includes("practice.agbCode")) throw new Error(`The form answered ${shown.status}.`);
  };
}

/** Milliseconds that each page and each beginning of a form took, of all who fill in. */
async function fillIn(forms: ReadonlyArray<() => Promise<void>>, begin: () => Promise<void>): Promise<Times> {
  const times: Times = { page: [], begin: [] };
  const until = performance.now() + SECONDS * 1000;
  const timed = async (act: keyof Times, run: () => Promise<void>) => {
    const begun = performance.now();
    await run();
    times[act].push(performance.now() - begun);
  };
  await Promise.all(
    forms.map(async (look) => {
      while (performance.now() < until) {
        await timed("page", look);
        await timed("begin", begin);
      }
    }),
  );
  return times;
}

/** Another number of minutes in which an installation may be repeated, drafted and put forward. */
async function putForward(db: Db, tom: StaffActor, round: number): Promise<string> {
  const place = { kind: "policy", key: "certificates" } as const;
  const by = { by: tom, now: new Date(), correlationId: "bench" };
  const current = (await currentVersion(db, place))?.content as PolicySet;
  const content = { ...current, policies: current.policies.map((one) => (one.key === "install.againMinutes" ? { ...one, value: 70 + round } : one)) };
  const changeId = await beginChange(db, { ...by, title: `${70 + round} minuten` });
  await addEntry(db, { ...by, changeId, ...place, content });
  await saveEntry(db, { ...by, changeId, ...place, content, revision: 0 });
  await proposeChange(db, { ...by, id: changeId, revision: 0, reason: "Voor de meting", publishFrom: null, texts: readScreenTexts(ROOT) });
  return changeId;
}

function middle(times: readonly number[]): Middle {
  const ordered = [...times].sort((one, other) => one - other);
  return { middle: ordered[Math.floor(ordered.length / 2)] ?? 0, worst: ordered.at(-1) ?? 0, acts: ordered.length };
}
