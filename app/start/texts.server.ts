import { currentRelease } from "#app/domain/definitions/store.ts";
import type { ScreenTexts } from "#app/domain/definitions/kinds.ts";
import { wordedTexts } from "#app/domain/definitions/texts.ts";
import { layTexts, type Worded } from "#app/web/i18n.server.ts";
import type { Db } from "#db/types.ts";

/** How old the texts of a process may be: a release that another process published is heard of by then. */
const AT_MOST_MS = 1_000;

export type TextsAtWork = {
  /** Lays what the newest release words over the texts of this process, where there is a newer one. Asks the database once a second at most. */
  refresh(): Promise<void>;
  /** The release whose texts are said, and which of them the office words itself. */
  worded(): Worded;
};

/** The texts of the screens in this process, by the newest release (D22): `texts` is what the software brings. */
export function openTexts(db: Db, texts: ScreenTexts): TextsAtWork {
  let worded: Worded = { release: 0, namespaces: [] };
  let asked = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> | null = null;

  async function ask(): Promise<void> {
    const release = await currentRelease(db);
    if (release !== worded.release) worded = layTexts(await wordedTexts(db, release, texts), { over: texts, release });
    asked = performance.now();
  }
  return {
    worded: () => worded,
    refresh: async () => {
      if (performance.now() - asked < AT_MOST_MS) return;
      asking ??= ask().finally(() => (asking = null));
      await asking;
    },
  };
}
