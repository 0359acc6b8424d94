import { spawn, type ChildProcess } from "node:child_process";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { freePort } from "../../production.ts";
import { ROOT } from "../../stage.ts";

export type Part = "web" | "worker";

/** One process of the office: it is started again whenever it has ended, until the house is closed. */
export type Kept = {
  name: string;
  part: Part;
  port: number;
  /** How often it was started. */
  lives: number;
  /** How often it was killed. */
  deaths: number;
  isOpen: boolean;
  /** SIGKILL; false when it is not there to be killed. */
  kill(): boolean;
};

export type House = {
  all: readonly Kept[];
  /** Where one of the web processes that are open can be reached, or else one that will be. */
  anyWeb: (pick: (length: number) => number) => string;
  /** What none of them should have done: ended by itself once it was open. */
  crashes: string[];
  /** Ended before it was open, because of what was done to it or to its connection; it is simply started again. */
  failedStarts: string[];
  /** Waits until all of them, or of each part one, have said that they are open. */
  opened: (which?: "all" | "one of each") => Promise<void>;
  /** SIGTERM to all; answers those that did not end as they should. */
  close: () => Promise<string[]>;
};

type Wanted = { env: Record<string, string>; webs: number; workers: number; /** Of each process its own: what an office keeps beside its database. */ dataDirOf: (name: string) => string; logFolder: string };

/** The built office as several processes on one database, as a supervisor keeps them: `ZEGEL_PARTS=web` and `worker`, apart. */
export async function openHouse({ env, webs, workers, dataDirOf, logFolder }: Wanted): Promise<House> {
  const names = [...Array.from({ length: webs }, (_, at) => `web-${at + 1}`), ...Array.from({ length: workers }, (_, at) => `worker-${at + 1}`)];
  const [crashes, failedStarts]: [string[], string[]] = [[], []];
  let isClosing = false;
  const running = new Map<string, ChildProcess>();
  const all = await Promise.all(names.map(async (name) => keep(name, name.startsWith("web") ? await freePort() : 0)));

  function keep(name: string, port: number): Kept {
    const part: Part = name.startsWith("web") ? "web" : "worker";
    const kept: Kept = { name, part, port, lives: 0, deaths: 0, isOpen: false, kill: () => false };
    const live = () => {
      if (isClosing) return;
      kept.lives += 1;
      const own = { PORT: String(port), ZEGEL_PARTS: part, ZEGEL_DATA: dataDirOf(name), PGAPPNAME: `zegel-${name}` };
      const office = spawn(process.execPath, [join(ROOT, "build/server/index.js")], {
        cwd: ROOT,
        env: { PATH: process.env["PATH"] ?? "", LC_ALL: "en_US.UTF-8", NODE_ENV: "production", ZEGEL_LOG_LEVEL: "info", ...env, ...own },
        stdio: ["ignore", "pipe", "pipe"],
      });
      running.set(name, office);
      let [wasKilled, last] = [false, ""];
      office.stderr.on("data", (bytes: Buffer) => {
        last = (last + bytes.toString()).slice(-2_000);
        appendFileSync(join(logFolder, `${name}.log`), bytes);
      });
      office.stdout.on("data", (bytes: Buffer) => {
        if (bytes.toString().includes("Zegel: ")) kept.isOpen = true;
      });
      kept.kill = () => {
        if (office.exitCode !== null || office.signalCode !== null || wasKilled) return false;
        wasKilled = true;
        kept.deaths += 1;
        return office.kill("SIGKILL");
      };
      office.once("close", (code, signal) => {
        if (!wasKilled && !isClosing) (kept.isOpen ? crashes : failedStarts).push(`${name} ended with ${signal ?? code}: ${last}`);
        kept.isOpen = false;
        void pause(wasKilled ? 200 : 500).then(live);
      });
    };
    live();
    return kept;
  }

  return {
    all,
    anyWeb: (pick) => {
      const there = all.filter(({ part }) => part === "web");
      const open = there.filter(({ isOpen }) => isOpen);
      const of = open.length > 0 ? open : there;
      return `http://127.0.0.1:${of[pick(of.length)]?.port ?? 0}`;
    },
    crashes,
    failedStarts,
    opened: async (which = "all") => {
      const isThere = (part: Part) => all.some((one) => one.part === part && one.isOpen);
      while (which === "all" ? all.some(({ isOpen }) => !isOpen) : !isThere("web") || !isThere("worker")) await pause(100);
    },
    close: async () => {
      isClosing = true;
      const ends = [...running].map(async ([name, office]) => {
        if (office.exitCode !== null || office.signalCode !== null) return null;
        const ended = new Promise<string | null>((done) => office.once("close", (code, signal) => done(code === 0 ? null : `${name} closed with ${signal ?? code}`)));
        office.kill("SIGTERM");
        return ended;
      });
      return (await Promise.all(ends)).filter((end) => end !== null);
    },
  };
}
