/** What may be chosen from the list: something that the office found, or an act of the page below. */
type Choosable = { kind: string };

/**
 * What Enter does: the chosen entry, or "wait" as long as the list was found for something else than stands in the field now. What the page itself offers
 * needs no answer of the office.
 */
export function atEnter<Entry extends Choosable>(entries: readonly Entry[], chosen: number, list: { typed: string; answered: string | undefined }): Entry | "wait" | undefined {
  const entry = entries[chosen];
  if (entry?.kind === "act" || list.answered === list.typed.trim()) return entry;
  return "wait";
}
