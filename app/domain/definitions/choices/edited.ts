import type { Language } from "#app/domain/people.ts";

import type { CheckedDefinition, ScreenTexts } from "../kinds.ts";

/** A definition that is edited, and all that are there beside it in the change; `ours` are the texts of the screens as the software brings them, `said` as they would be said. */
export type Edited = { all: readonly CheckedDefinition[]; key: string; content: unknown; language: Language; /** The day that it is, "YYYY-MM-DD". */ today: string; ours: ScreenTexts; said: ScreenTexts };

/** What an editor chooses from, and the texts that it shows or lets somebody word, by language and namespace: no more than it needs, for they travel to the browser. */
export type Choices<C> = { choices: C; texts: ScreenTexts };

export const NO_TEXTS: ScreenTexts = { nl: {}, en: {} };
