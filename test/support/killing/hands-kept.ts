// What the people of a doomed office have in their own hands: it outlives the office, as their browser and their letter do.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What may be killed in its middle: a renewal, one because of a correction, an installation after the end or by leave of two members of staff, a reminder. */
export type HandAct = "renew" | "corrected" | "expired" | "released" | "remind";

/** Somebody with number and PIN, the certificate that they had, and the key in their browser's tab. */
export type Hand = {
  order: number;
  act: HandAct;
  userNumber: string;
  pin: string;
  email: string;
  /** The serial of the certificate that they begin with. */
  first: string;
  csrPem: string;
  /** The leave that their browser has in its cookie. */
  leaveId: string | null;
  wasBegun: boolean;
  isDone: boolean;
};

/** The hands that are kept in a folder, in the order in which they came. */
export function handsIn(dataDir: string): { list(): Hand[]; keep(hand: Hand): void } {
  const folder = join(dataDir, "hands");
  mkdirSync(folder, { recursive: true });
  return {
    list: () => readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), "utf8")) as Hand).sort((one, other) => one.order - other.order),
    keep: (hand) => writeFileSync(join(folder, `${hand.userNumber}.json`), JSON.stringify(hand)),
  };
}
