/** What a test file opened and has to close again; a setup file closes it, because modules like this one outlive the test file. */
const endings: (() => Promise<unknown>)[] = [];

/** Has `end` done after the test file; what was opened last is closed first. May be called anywhere in a test file. */
export function afterThisFile(end: () => Promise<unknown>): void {
  endings.push(end);
}

/** Closes everything that the file opened, and reports what would not close. */
export async function endThisFile(): Promise<void> {
  const results = [];
  for (let end = endings.pop(); end; end = endings.pop()) results.push(...(await Promise.allSettled([end()])));
  const failed = results.filter((result) => result.status === "rejected");
  if (failed.length > 0) throw new AggregateError(failed.map(({ reason }): unknown => reason), "Something would not close.");
}
