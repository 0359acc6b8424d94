/** The name in `{"fact": name}`; null for anything else. */
export function referenceIn(value: unknown): string | null {
  const alone = typeof value === "object" && value !== null && Object.keys(value).length === 1 && "fact" in value;
  return alone && typeof value.fact === "string" ? value.fact : null;
}
