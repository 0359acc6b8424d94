import { createHash } from "node:crypto";
import { z } from "zod";
import type { FileStore } from "../store/files.ts";

/** What stands on the envelope of a letter that was posted. */
export const Posted = z.object({
  /** The letter's own reference, such as "B-000123". */
  reference: z.string().min(1).max(64),
  /** Name lines, street, postcode and town, as in the window. */
  addressee: z.array(z.string().min(1).max(200)).min(1).max(8),
});
export type Letter = z.infer<typeof Posted> & { id: string; deliveredAt: string };

export type Letters = {
  /** A letter of the same reference replaces the former one: the same paper cannot lie on the mat twice. Says whether it is new. */
  deliver(letter: z.infer<typeof Posted>, pdf: Buffer, deliveredAt: Date): { letter: Letter; isNew: boolean };
  /** Newest first; `query` is part of the address. */
  list(query?: string): Letter[];
  findPdf(id: string): { letter: Letter; pdf: Buffer } | null;
};

/** Letters as they lie on the mat: the PDF, and what stands on the envelope. */
export function makeLetters(store: FileStore): Letters {
  const find = (id: string) => (/^[0-9a-f]{32}$/.test(id) ? store.find<Letter>(`letters/${id}.json`) : null);

  return {
    deliver(posted, pdf, deliveredAt) {
      const id = createHash("sha256").update(posted.reference).digest("hex").slice(0, 32);
      const former = find(id);
      const letter: Letter = { ...posted, id, deliveredAt: former?.deliveredAt ?? deliveredAt.toISOString() };
      store.putBytes(`letters/${id}.pdf`, pdf);
      store.put(`letters/${id}.json`, letter);
      return { letter, isNew: !former };
    },
    list(query = "") {
      const wanted = query.toLowerCase();
      return store
        .list("letters", ".json")
        .map((id) => find(id))
        .filter((letter) => letter !== null)
        .filter((letter) => letter.addressee.join("\n").toLowerCase().includes(wanted))
        .sort((one, other) => other.deliveredAt.localeCompare(one.deliveredAt) || other.reference.localeCompare(one.reference));
    },
    findPdf(id) {
      const letter = find(id);
      const pdf = letter && store.findBytes(`letters/${id}.pdf`);
      return letter && pdf ? { letter, pdf } : null;
    },
  };
}
