import type { Typed } from "#app/domain/requests/form/visible.ts";

import type { SaidShown } from "./shown.ts";

/** What stands in a form that is typed over: its answers, and what was seen on the paper. */
export type Standing = { typed: Typed; said: SaidShown };

/** What the office has, and over it all that became different between what it was told and what stands there now: whoever types on while it is saved loses nothing when the answer comes. */
export function typedOn(kept: Standing, { told, now }: { told: Standing; now: Standing }): Standing {
  const seen = Object.entries(now.said).filter(([name, value]) => JSON.stringify(told.said[name as keyof SaidShown]) !== JSON.stringify(value));
  return { typed: { ...kept.typed, ...changed(told.typed, now.typed) }, said: { ...kept.said, ...Object.fromEntries(seen) } };
}

/** Whether something stands there that the office was not told. */
export function isUntold({ told, now }: { told: Standing; now: Standing }): boolean {
  return Object.keys(changed(told.typed, now.typed)).length > 0 || JSON.stringify(Object.entries(told.said).sort()) !== JSON.stringify(Object.entries(now.said).sort());
}

/** Of a list whose last box was unticked, and of a declaration that was, no input is left: that is an answer too, and not the absence of one. */
function changed(told: Typed, now: Typed): Typed {
  const names = [...new Set([...Object.keys(told), ...Object.keys(now)])];
  return Object.fromEntries(names.filter((name) => textsOf(told[name]) !== textsOf(now[name])).map((name) => [name, now[name] ?? []]));
}

function textsOf(value: Typed[string] = []): string {
  return JSON.stringify([value].flat().filter((text) => text !== ""));
}
