import { describe, expect, test } from "vitest";

import { eachAlone } from "#app/domain/jobs/each-alone.ts";
import { Problem } from "#app/domain/problem.ts";

describe("each row by itself", () => {
  test("one that cannot go on holds up no other, and is not passed over in silence", async () => {
    const done: number[] = [];
    const act = async (row: number) => {
      if (row === 2) throw new Error("broken");
      done.push(row);
    };
    await expect(eachAlone([1, 2, 3], act)).rejects.toThrow("broken");
    expect(done).toEqual([1, 3]);
  });

  test("what another process moved meanwhile is no failure", async () => {
    const act = async (row: number) => {
      if (row === 1) throw new Problem("request.moved");
    };
    await expect(eachAlone([1, 2], act)).resolves.toBe(1);
  });
});
