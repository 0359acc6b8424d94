import { randomInt } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { expect, it } from "vitest";

import { runSql } from "#db/types.ts";
import { onServer } from "#test/support/database.ts";
import { findWrongHands } from "#test/support/killing/hand.ts";
import type { Confirmed } from "#test/support/killing/checker.ts";
import { chanceOf } from "#test/support/killing/together/chance.ts";
import { endCertificate, renew } from "#test/support/killing/together/holder.ts";
import { killUntil } from "#test/support/killing/together/killer.ts";
import { makeMember, review, type Reviewed } from "#test/support/killing/together/members.ts";
import { comeIn, type Newcomer, type Street } from "#test/support/killing/together/newcomer.ts";
import { readPost } from "#test/support/killing/together/post.ts";
import { makeEnvelopes, print } from "#test/support/killing/together/printer.ts";
import { lookAtAll, untilAtRest } from "#test/support/killing/together/rest.ts";
import { openTogether } from "#test/support/killing/together/town.ts";
import { startOffice } from "#test/support/running-office.ts";

import { build } from "../../scripts/prepare.mjs";

/** So long processes die; a run by hand takes ten: `ZEGEL_SOAK_MINUTES=10`. */
const MINUTES = Number(process.env["ZEGEL_SOAK_MINUTES"] ?? "1");
const SEED = Number(process.env["ZEGEL_SOAK_SEED"] ?? randomInt(1_000_000_000));
/** So many requests are under way at once. */
const AT_ONCE = 8;
/** Whoever has not come to the end of their own so long after the last death does not come to it. */
const PATIENCE_MS = 480_000;

const REVIEWERS = [["sanne", "Sanne Mulder"], ["wim", "Wim Bos"], ["joke", "Joke Smeets"]] as const;
const PRINTERS = [["noor", "Noor Visser"], ["pim", "Pim de Groot"]] as const;

const doing = `seed ${SEED}`;

if (onServer) {
  it(`web and worker processes that die at any moment over one database lose nothing and do nothing twice, and its trail and figures hold (P16): ${MINUTES} minutes`, { timeout: 1_800_000 + MINUTES * 60_000 }, async () => {
    console.info(`ZEGEL_SOAK_SEED=${SEED} ZEGEL_SOAK_MINUTES=${MINUTES}`);
    await build();
    const whole = await openTogether({ holders: Math.ceil(1 + 2 * MINUTES) });
    try {
      const { house, database, organisation, mail, key, hands } = whole;
      const { db } = database;
      const confirmed: Confirmed[] = [];
      const seen: Street["seen"] = { answers: new Map(), wrong: [] };
      const until = performance.now() + MINUTES * 60_000;
      const [isDay, isOver] = [() => performance.now() < until, () => performance.now() > until + PATIENCE_MS];
      const street: Street = { house, chance: chanceOf(SEED), seen, db, post: readPost(mail), envelopes: makeEnvelopes(), confirmed, isOver };

      // Whoever meets what nobody should meet stops, and the others go on.
      const goingWrong = (work: Promise<void>) => work.catch((error: unknown) => void seen.wrong.push(error instanceof Error ? (error.stack ?? error.message) : String(error)));

      // The office's own people work until everybody has what they came for.
      let isClosed = false;
      const office = { ...street, organisation, isOver: () => isClosed || isOver() };
      const done: Reviewed = { claimed: 0, decided: 0, checked: 0, rivals: 0, refused: 0 };
      const reviewers = REVIEWERS.map(([sub, name]) => makeMember(office, { sub, name, groups: ["Zegel reviewers"] }));
      const printers = PRINTERS.map(([sub, name]) => makeMember(office, { sub, name, groups: ["Zegel print room"] }));
      const staff = [...reviewers.map((one) => review(office, one, done)), ...printers.map((one) => print(office, one, { key, envelopes: street.envelopes }))].map(goingWrong);

      const newcomers: Newcomer[] = [];
      let [number, ended] = [0, 0];
      const clients = Array.from({ length: AT_ONCE }, async () => {
        while (isDay()) {
          const me = await comeIn(street, (number += 1));
          newcomers.push(me);
          if (me.reached !== "installed" || !street.chance.percent(30)) continue;
          confirmed.splice(confirmed.findIndex((one) => one.step === "install" && one.serial === me.serial), 1);
          await endCertificate(street, me.serial, street.chance.percent(50) ? street.chance.one(reviewers) : null);
          ended += 1;
        }
      });
      const holders = (async () => {
        for (const hand of hands) {
          hand.isDone = await renew(street, hand);
          await pause(street.chance.between(0, 10_000));
        }
      })();

      const killed = await killUntil(house, db, { until, chance: chanceOf(SEED + 1) });
      await Promise.all([...clients, holders].map(goingWrong));
      isClosed = true;
      await Promise.all(staff);
      await house.opened();
      await untilAtRest(db, isOver);
      const notClosed = await house.close();

      const wrong = [...seen.wrong, ...house.crashes, ...notClosed, ...(await lookAtAll(whole, street.post, confirmed)), ...(await findWrongHands(db, hands))];
      const [database_] = await runSql<{ deadlocks: string }>(db, "select deadlocks::text as deadlocks from pg_stat_database where datname = current_database()");
      const [sums] = await runSql(db, "select (select count(*) from request) as requests, (select count(*) from audit_event) as acts, (select count(*) from mail) as mails, (select count(*) from letter) as letters, (select count(*) from certificate) as certificates");
      console.info(JSON.stringify({ seed: SEED, minutes: MINUTES, killed, failedStarts: house.failedStarts.length, lives: house.all.map(({ name, lives }) => `${name}: ${lives}`), newcomers: newcomers.length, renewed: hands.length, ended, reviewed: done, answers: Object.fromEntries(seen.answers), deadlocks: database_?.deadlocks, arrived: street.post.all().length, ...sums }, null, 1));
      expect(newcomers.filter(({ reached }) => reached !== "installed"), doing).toEqual([]);
      expect(hands.filter(({ isDone }) => !isDone), doing).toEqual([]);
      expect(wrong, doing).toEqual([]);
      expect(killed.processes, doing).toBeGreaterThan(0);
      expect(newcomers.length, doing).toBeGreaterThanOrEqual(AT_ONCE);
    } finally {
      await whole.close();
    }
  });
} else {
  it("of two offices that begin in the same moment over one embedded database one opens, and the other says that it is in use (P16)", { timeout: 600_000 }, async () => {
    await build();
    const dataDir = mkdtempSync(join(tmpdir(), "zegel-alone-"));
    const began = await Promise.allSettled([0, 1].map(() => startOffice({ dataDir, env: { ZEGEL_WORLD: "empty" } })));
    const [opened, refused] = [began.filter((one) => one.status === "fulfilled"), began.filter((one) => one.status === "rejected")];
    for (const { value } of opened) await value.stop();
    rmSync(dataDir, { recursive: true, force: true });
    expect(refused.map(({ reason }) => String(reason))).toEqual([expect.stringContaining("is in use")]);
    expect(opened).toHaveLength(1);
  });
}
