import { addressBlock } from "#app/domain/correspondence/address.ts";

import { stamp, textArray, type Copier } from "./copy.ts";
import type { Days } from "./days.ts";
import type { Diary } from "./diary.ts";
import type { Ids } from "./ids.ts";
import { HOUR, MINUTE, system, type Shared } from "./past.ts";
import type { Practice } from "./practices.ts";
import type { Doer } from "./trail.ts";

/** A PIN letter; its number is known when the day on which it was made is over. */
export type Letter = { number: number; id: string; credentialId: string; requestId: string; practice: Practice; madeAt: number; session: Session; isLast: boolean };

/** When the print room makes its batches of a day, opens them, and has posted them. */
export type Session = { day: number; batchedAt: number; releasedAt: number; postedAt: number };

export type PrintRoom = {
  /** When a letter that is made now will be batched and posted. */
  sessionFor(at: number): Session;
  /** A letter lies in the house. `isLast`: the request is done once it is posted. */
  receive(of: { credentialId: string; requestId: string; practice: Practice; madeAt: number; isLast: boolean }): Letter;
  /** Numbers the letters of a day and holds its session; before the day's events are written. */
  work(day: number): void;
  /** Writes what still lies in the house. */
  close(): void;
  last(): { letter: number; batch: number };
};

/** So many letters make a batch (`batches.ts`). */
const LARGEST_BATCH = 100;
/** What is made before half past nine goes along on the same day. */
const IN_TIME_S = 9.5 * 3600;

/** The print room over the years: one session on each working day, by one person, who decides no request. */
export function openPrintRoom(of: { copier: Copier; ids: Ids; days: Days; diary: Diary; shared: Shared; by: Doer; until: number; firstLetter: number; firstBatch: number }): PrintRoom {
  const { copier, ids, days, diary, shared, by, until } = of;
  const madeOn = new Map<number, Letter[]>();
  const waiting = new Map<number, Letter[]>();
  const keep = (heap: Map<number, Letter[]>, day: number, letter: Letter) => void (heap.get(day)?.push(letter) ?? heap.set(day, [letter]));
  let number = of.firstLetter;
  let batch = of.firstBatch;

  const sessionFor = (at: number): Session => {
    const made = days.dayOf(at);
    const day = days.workingFrom(at <= days.at(made, IN_TIME_S) ? made : made + 1);
    // A little sooner or later, as days go.
    const begins = days.at(day, 10 * 3600 + (day * 37) % 1800);
    return { day, batchedAt: begins, releasedAt: begins + 4 * MINUTE, postedAt: begins + HOUR + ((day * 53) % 40) * MINUTE };
  };
  const write = (letter: Letter, status: "waiting" | "in-batch" | "posted", inBatch: number | null) => {
    const { practice, session } = letter;
    const { addressee } = addressBlock([practice.name, `T.a.v. ${practice.mainContact.full}`], practice.address);
    const isOpened = status !== "waiting" && session.releasedAt <= until;
    const isPosted = status === "posted";
    copier.add("letter", [
      letter.number, letter.id, letter.credentialId, letter.requestId, "pin-letter", 1, "nl", textArray(addressee), status, isPosted ? null : shared.sealed, shared.keyId, inBatch,
      stamp(letter.madeAt), isOpened ? stamp(session.releasedAt) : null, isPosted ? by.id : null, isPosted ? stamp(session.postedAt) : null,
    ]);
  };
  const note = (at: number, act: "letter.batched" | "letter.released" | "letter.posted", { id, requestId }: Letter, details: { batch?: number }) =>
    diary.note({ at, by, act, subject: { kind: "letter", id }, requestId, details });

  const hold = (letters: readonly Letter[]): void => {
    const [first] = letters;
    if (!first || first.session.batchedAt > until) return;
    const { batchedAt, releasedAt, postedAt } = first.session;
    batch += 1;
    copier.add("print_batch", [batch, by.id, stamp(batchedAt), postedAt <= until ? stamp(postedAt) : null, shared.keyId]);
    for (const letter of letters) note(batchedAt, "letter.batched", letter, { batch });
    if (releasedAt <= until) for (const letter of letters) note(releasedAt, "letter.released", letter, { batch });
    for (const letter of letters) {
      write(letter, postedAt <= until ? "posted" : "in-batch", batch);
      if (postedAt > until) continue;
      note(postedAt, "letter.posted", letter, {});
      const { requestId, isLast } = letter;
      if (isLast) diary.note({ at: postedAt, by: system("delivery"), act: "request.completed", subject: { kind: "request", id: requestId }, requestId, details: {} });
    }
  };
  return {
    sessionFor,
    receive: ({ madeAt, ...rest }) => {
      const letter: Letter = { number: 0, id: ids.uuid(), madeAt, session: sessionFor(madeAt), ...rest };
      keep(madeOn, days.dayOf(madeAt), letter);
      return letter;
    },
    work: (day) => {
      for (const letter of (madeOn.get(day) ?? []).sort((one, other) => one.madeAt - other.madeAt)) {
        letter.number = number += 1;
        keep(waiting, letter.session.day, letter);
      }
      madeOn.delete(day);
      const letters = waiting.get(day) ?? [];
      const isHeld = letters[0] !== undefined && letters[0].session.batchedAt <= until;
      for (let from = 0; isHeld && from < letters.length; from += LARGEST_BATCH) hold(letters.slice(from, from + LARGEST_BATCH));
      if (isHeld) waiting.delete(day);
    },
    close: () => {
      for (const letters of waiting.values()) for (const letter of letters) write(letter, "waiting", null);
    },
    last: () => ({ letter: number, batch }),
  };
}

export const PRINT_ROOM_COLUMNS = {
  letter: ["number", "id", "credential_id", "request_id", "template", "template_version", "language", "addressee", "status", "sealed", "key_id", "batch", "made_at", "opened_at", "posted_by", "posted_at"],
  print_batch: ["number", "made_by", "made_at", "closed_at", "key_id"],
} as const;
