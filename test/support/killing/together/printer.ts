import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import type { PrintRoomKey } from "#app/ui/print-room/key.ts";
import { openLetters } from "#app/ui/print-room/open.ts";
import { runSql } from "#db/types.ts";

import type { Member, Office } from "./members.ts";
import { Unknown } from "./person.ts";

/** What came through the letter boxes: the PIN by whose it is, the newest last. */
export type Envelopes = {
  put: (text: string) => void;
  wait: (surname: string, isOver: () => boolean) => Promise<string | null>;
  newest: (surname: string) => string;
};

export function makeEnvelopes(): Envelopes {
  const papers: string[] = [];
  const newest = (surname: string) => pinIn(papers.findLast((text) => text.includes(surname)) ?? "");
  return {
    put: (text) => void papers.push(text),
    newest,
    wait: async (surname, isOver) => {
      while (newest(surname) === "") {
        if (isOver()) return null;
        await pause(300);
      }
      return newest(surname);
    },
  };
}

/** Its characters stand apart, so that nobody takes two for one. */
function pinIn(paper: string): string {
  return /^\s*(?:Pincode|PIN)\s+((?:[2-9A-HJ-NP-Z]\s+){9}[2-9A-HJ-NP-Z])\s*$/m.exec(paper)?.[1]?.replaceAll(/\s+/g, "") ?? "";
}

type Open = { number: number; ids: string[]; is_opened: boolean };
type Letter = { batch: number; status: string; request_id: string | null };

/**
 * A day in the print room: what lies in the tray into a batch, out of its seal, into the post. Letters that were handed out to a page that never saw them are spoilt, and others come in their
 * place (P11). Only what was posted falls through a letter box.
 */
export async function print(office: Office, member: Member, { key, envelopes }: { key: PrintRoomKey; envelopes: Envelopes }): Promise<void> {
  const { db, isOver, seen } = office;
  const inHand = new Map<number, string[]>();
  while (!isOver()) {
    await pause(office.chance.between(300, 1_500));
    try {
      await deliver(office, inHand, envelopes);
      const [open] = await runSql<Open>(
        db,
        `select b.number, array_agg(l.id::text) as ids, bool_or(l.opened_at is not null) as is_opened from print_batch b join letter l on l.batch = b.number
          where coalesce(b.taken_over_by, b.made_by)::text = $1 and l.status = 'in-batch' group by b.number order by b.number limit 1`,
        [await member.id()],
      );
      if (!open) {
        if ((await runSql(db, "select 1 from letter where status = 'waiting' limit 1")).length > 0) await member.ask("/print-room/batches/new", {});
        continue;
      }
      const at = `/print-room/batches/${open.number}`;
      const papers = inHand.get(open.number);
      if (!open.is_opened) {
        const released = await member.ask(`${at}/release.data`, {});
        const sealed = [...new Set(released.body.match(/eyJ[\w-]+\.[\w-]*\.[\w-]+\.[\w-]+\.[\w-]+/g) ?? [])];
        if (sealed.length === 0) continue;
        inHand.set(open.number, await read(sealed, key));
        if (sealed.length !== open.ids.length) seen.wrong.push(`batch ${open.number} has ${open.ids.length} letters, and ${sealed.length} were handed out`);
        continue;
      }
      const outcome = papers === undefined ? "none" : "all";
      const amount = String(open.ids.length);
      const counted: Array<[string, string]> = [["counted.posted", papers ? amount : "0"], ["counted.spoilt", papers ? "0" : amount]];
      await member.ask(`${at}/settlement`, [["outcome", outcome], ...open.ids.map((id): [string, string] => ["letters[]", id]), ...counted]);
    } catch (failure) {
      if (!(failure instanceof Unknown)) throw failure;
    }
  }
}

/** What was posted, also where nobody heard that it was noted down. */
async function deliver({ db, confirmed }: Office, inHand: Map<number, string[]>, envelopes: Envelopes): Promise<void> {
  for (const [number, papers] of inHand) {
    const letters = await runSql<Letter>(db, "select batch, status, request_id::text as request_id from letter where batch = $1", [number]);
    if (letters.some(({ status }) => status === "in-batch")) continue;
    inHand.delete(number);
    for (const { status, request_id: requestId } of letters) if (status === "posted" && requestId !== null) confirmed.push({ step: "print", act: "posted", requestId });
    for (const paper of papers) envelopes.put(paper);
  }
}

async function read(sealed: readonly string[], key: PrintRoomKey): Promise<string[]> {
  const opened = await openLetters(sealed.map((one, place) => ({ reference: `B-${place}`, sealed: one })), key);
  const folder = mkdtempSync(join(tmpdir(), "zegel-letters-"));
  const texts = opened.map(({ pdf }) => {
    writeFileSync(join(folder, "letter.pdf"), pdf);
    return execFileSync("pdftotext", ["-layout", join(folder, "letter.pdf"), "-"], { encoding: "utf8" });
  });
  rmSync(folder, { recursive: true, force: true });
  return texts;
}
