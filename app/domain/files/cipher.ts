import { Problem } from "#app/domain/problem.ts";
import { openSealer } from "#app/domain/sealer.ts";

/** Where a picture belongs; it opens nowhere else. */
export type Place = { fileId: string; page: number };

export type Locked = { keyId: string; content: Uint8Array };

export type FileCipher = {
  lock(place: Place, plain: Uint8Array): Locked;
  /** Throws `file.sealed` when key, place or octets are not the same. */
  open(place: Place, locked: Locked): Uint8Array;
};

/** Locks pictures under the office's secrets for files, each bound to its place; of several secrets the first locks. */
export function openFileCipher(secrets: readonly string[]): FileCipher {
  const sealer = openSealer("files", secrets);
  return {
    lock: (place, plain) => sealer.seal(labelOf(place), plain),
    open: (place, locked) => {
      try {
        return sealer.open(labelOf(place), locked);
      } catch (cause) {
        throw new Problem("file.sealed", {}, { cause });
      }
    },
  };
}

function labelOf({ fileId, page }: Place): string {
  return `zegel file ${fileId} page ${page}`;
}
