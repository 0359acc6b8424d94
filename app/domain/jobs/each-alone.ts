import { isProblem } from "#app/domain/problem.ts";

/** Work that is due, and how it is done. */
export type Due<T> = {
  /** The next rows in their order, as many as make a page, but for those that had their turn. */
  page: (but: string[]) => Promise<readonly T[]>;
  /** What a row is known by. */
  id: (row: T) => string;
  act: (row: T) => Promise<void>;
};

/** So many in one turn, so that other work has its own. */
const AT_ONCE = 200;
/** Whatever makes so many fail makes the next one fail too. */
const MOST_FAILURES = 1000;

/**
 * Does an act for each row that is due by itself, page after page. A row that cannot go on is passed over, so that however many of them hold up no other. What another
 * process moved in the meantime is no failure; of what failed, the first is thrown when the others have had their turn. Answers how many were done.
 */
export async function eachAlone<T>({ page, id, act }: Due<T>): Promise<number> {
  const had = new Set<string>();
  const failures: unknown[] = [];
  let done = 0;
  while (had.size - failures.length < AT_ONCE && failures.length < MOST_FAILURES) {
    const rows = (await page([...had])).filter((row) => !had.has(id(row)));
    if (rows.length === 0) break;
    for (const row of rows) {
      had.add(id(row));
      try {
        await act(row);
        done += 1;
      } catch (failure) {
        if (!isProblem(failure, "request.moved")) failures.push(failure);
      }
    }
  }
  if (failures.length > 0) throw failures[0];
  return done;
}
