import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeFileStore } from "#app/simulators/store/files.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "zegel-store-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("the simulators' memory", () => {
  it("gives back what was put, lists it in order, and has nothing for what is not there", () => {
    const store = makeFileStore(path.join(folder, "plain"));
    store.put("things/b.json", { b: 1 });
    store.put("things/a.json", { a: 1 });
    store.put("things/a.json", { a: 2 });
    expect(store.find("things/a.json")).toEqual({ a: 2 });
    expect(store.list("things", ".json")).toEqual(["a", "b"]);
    expect(store.find("things/c.json")).toBeNull();
    expect(store.list("nothing", ".json")).toEqual([]);
  });

  it("gives a claim to one, also when another process opens the same folder", () => {
    const [one, other] = [makeFileStore(path.join(folder, "claims")), makeFileStore(path.join(folder, "claims"))];
    expect([one.claimOnce("x"), other.claimOnce("x"), one.claimOnce("x"), other.claimOnce("y")]).toEqual([true, false, false, true]);
  });

  it("does not leave its folder", () => {
    const store = makeFileStore(path.join(folder, "closed"));
    expect(() => store.put("../outside.json", 1)).toThrow("outside the store");
    expect(() => store.find("../../etc/passwd")).toThrow("outside the store");
  });

  it("holds whole files while somebody writes, and after each of five kills in mid-write", async () => {
    const target = path.join(folder, "killed");
    const store = makeFileStore(target);
    const program = `
      import { makeFileStore } from ${JSON.stringify(path.resolve("app/simulators/store/files.ts"))};
      const store = makeFileStore(process.argv[1]);
      for (let count = 1; ; count += 1) { store.put("things/big.json", { count, filler: "x".repeat(400_000), count2: count }); if (count === 1) console.log("writing"); }
    `;
    for (let kill = 0; kill < 5; kill += 1) {
      const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", program, target], { stdio: ["ignore", "pipe", "inherit"] });
      await new Promise((resolve, reject) => {
        child.stdout.once("data", resolve);
        child.once("exit", () => reject(new Error("The writer ended by itself.")));
      });
      const gone = new Promise((resolve) => child.once("exit", resolve));
      // Who looks while it is being written sees what a kill at that moment would leave.
      try {
        for (let look = 0; look < 150; look += 1) expect(store.find<{ count: number }>("things/big.json")?.count).toBeGreaterThan(0);
      } finally {
        child.kill("SIGKILL");
        await gone;
      }
      const kept = store.find<{ count: number; count2: number }>("things/big.json");
      expect(kept?.count).toBe(kept?.count2);
    }
    expect(store.list("things", ".json")).toEqual(["big"]);
  });
});
