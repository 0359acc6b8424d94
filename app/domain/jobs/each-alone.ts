import { isProblem } from "#app/domain/problem.ts";

/**
 * Does an act for each row by itself, so that one row that cannot go on does not hold up the others. What another process moved in the
 * meantime counts as done; of what failed, the first is thrown when all rows have had their turn. Answers how many were done.
 */
export async function eachAlone<T>(rows: readonly T[], act: (row: T) => Promise<void>): Promise<number> {
  const failures: unknown[] = [];
  let done = 0;
  for (const row of rows) {
    try {
      await act(row);
      done += 1;
    } catch (failure) {
      if (!isProblem(failure, "request.moved")) failures.push(failure);
    }
  }
  if (failures.length > 0) throw failures[0];
  return done;
}
