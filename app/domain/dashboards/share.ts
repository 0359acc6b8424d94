/** Whole per cent, as everybody rounds; but none and all are said of none and of all. More than all is possible where what is counted began before. Null where there is nothing to have a part of. */
export function percentOf(part: number, whole: number): number | null {
  if (whole === 0) return null;
  const rounded = Math.round((part / whole) * 100);
  return part > 0 && part < whole ? Math.min(99, Math.max(1, rounded)) : rounded;
}
