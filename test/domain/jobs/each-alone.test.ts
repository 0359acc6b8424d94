import { describe, expect, test } from "vitest";

import { eachAlone } from "#app/domain/jobs/each-alone.ts";
import { Problem } from "#app/domain/problem.ts";

/** Rows that stay due until they are done, read in pages of three as a sweep does. */
function heap(amount: number, act: (row: number) => void) {
  const due = new Set(Array.from({ length: amount }, (_, row) => row + 1));
  const done: number[] = [];
  const sweep = () =>
    eachAlone({
      page: (but) => Promise.resolve([...due].filter((row) => !but.includes(String(row))).slice(0, 3)),
      id: String,
      act: async (row) => {
        act(row);
        due.delete(row);
        done.push(row);
      },
    });
  return { sweep, done, due };
}

const broken = () => {
  throw new Error("broken");
};

describe("each row by itself", () => {
  test("one that cannot go on holds up no other, and is not passed over in silence", async () => {
    const { sweep, done } = heap(3, (row) => row === 2 && broken());
    await expect(sweep()).rejects.toThrow("broken");
    expect(done).toEqual([1, 3]);
  });

  test("whole pages that cannot go on hold up no page after them", async () => {
    const { sweep, done } = heap(100, (row) => row <= 90 && broken());
    await expect(sweep()).rejects.toThrow("broken");
    expect(done).toEqual([91, 92, 93, 94, 95, 96, 97, 98, 99, 100]);
  });

  test("what another process moved meanwhile is no failure", async () => {
    const { sweep } = heap(2, (row) => {
      if (row === 1) throw new Problem("request.moved");
    });
    await expect(sweep()).resolves.toBe(1);
  });

  test("so many in one turn, and the rest in the next", async () => {
    const { sweep, due } = heap(250, () => undefined);
    expect(await sweep()).toBe(201);
    expect(await sweep()).toBe(49);
    expect(due.size).toBe(0);
  });

  test("is given up when everything fails", async () => {
    let tries = 0;
    const { sweep } = heap(5000, () => {
      tries += 1;
      broken();
    });
    await expect(sweep()).rejects.toThrow("broken");
    expect(tries).toBeLessThan(1100);
  });

  test("ends with what is the same whenever it is asked for", async () => {
    const page = () => Promise.resolve([1, 2]);
    await expect(eachAlone({ page, id: String, act: () => Promise.resolve() })).resolves.toBe(2);
  });
});
