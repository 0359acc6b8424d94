import { createServer } from "node:http";
import { connect, type AddressInfo } from "node:net";

import { writeReadableStreamToWritable } from "@remix-run/node";
import { streamXlsxRows } from "hucre/xlsx";
import { describe, expect, it } from "vitest";

import { drained } from "#app/web/drained.server.ts";
import { tableFile } from "#app/web/table-file.server.ts";

describe("a table as a file", () => {
  const columns = [{ head: "Naam", value: (text: string) => text }];
  const NASTY = ["=1+1", "+31612345678", "-2", "@SUM(A1)", "\t=1", "  =cmd", "＝1", 'A "B"; C', "a\u0000\u0001b\nc", "\uD800x\uFFFE", "_x0041_", "01234567", "Zoë Ž Đ 😀", ""];
  const file = (format: "csv" | "xlsx", texts: readonly string[]) => tableFile({ format, name: "x", columns, batches: (async function* () { yield texts; })(), done: async () => undefined });

  it("never lets a text be a formula, and quotes what a reader could trip over", async () => {
    const text = await file("csv", NASTY).text();
    expect(text.replace("\uFEFF", "").split("\r\n").slice(1, -1)).toEqual(['"\'=1+1"', '"\'+31612345678"', '"\'-2"', '"\'@SUM(A1)"', '"\' =1"', '"\'  =cmd"', '"\'＝1"', '"A ""B""; C"', '"a b c"', '" x "', '"_x0041_"', '"01234567"', '"Zoë Ž Đ 😀"', '""']);
  });

  it("keeps every text as text in a workbook", async () => {
    const octets = new Uint8Array(await file("xlsx", NASTY).arrayBuffer());
    const rows: unknown[] = [];
    for await (const { values } of streamXlsxRows(octets)) rows.push(values[0] ?? "");
    expect(rows).toEqual(["Naam", "=1+1", "+31612345678", "-2", "@SUM(A1)", " =1", "  =cmd", "＝1", 'A "B"; C', "a b c", " x ", "_x0041_", "01234567", "Zoë Ž Đ 😀", ""]);
  });

  it.each(["csv", "xlsx"] as const)("as %s is read no faster than it is taken in, and knows when it broke off", async (format) => {
    let read = 0;
    let end: unknown = null;
    const ended = new Promise<void>((settle) => {
      const batches = (async function* () {
        for (; read < 10_000; read += 1) yield Array.from({ length: 500 }, (_, index) => `${read} ${index} ${"x".repeat(50)}`);
      })();
      const response = tableFile({ format, name: "x", columns, batches, done: async (told) => void ((end = told), settle()) });
      const reader = response.body?.getReader();
      void (async () => {
        for (let chunk = 0; chunk < 3; chunk += 1) await reader?.read();
        await reader?.cancel();
      })();
    });
    await ended;
    expect(read).toBeLessThan(200);
    expect(end).toMatchObject({ isWhole: false, failure: null });
  });

  it("waits for whoever reads slowly, also where the writer does not: over HTTP, by the writer that Remix has", async () => {
    let read = 0;
    const server = createServer((_request, response) => {
      const batches = (async function* () {
        for (; read < 2_000; read += 1) yield Array.from({ length: 500 }, () => "x".repeat(200));
      })();
      const file = tableFile({ format: "csv", name: "x", columns, batches, taken: () => drained(response), done: async () => undefined });
      void writeReadableStreamToWritable(file.body as ReadableStream<Uint8Array>, response).catch(() => undefined);
    });
    const port = await new Promise<number>((opened) => server.listen(0, "127.0.0.1", () => opened((server.address() as AddressInfo).port)));
    // Asks, and takes nothing in.
    const client = connect(port, "127.0.0.1").pause();
    client.write("GET / HTTP/1.1\r\nhost: x\r\n\r\n");
    // As long as something still moves, it is waited for.
    for (let before = -1; read !== before; ) {
      before = read;
      await new Promise((settle) => setTimeout(settle, 300));
    }
    client.destroy();
    server.close();
    expect(read).toBeGreaterThan(0);
    expect(read).toBeLessThan(400);
  });

  it("breaks off loudly when a batch cannot be read", async () => {
    const batches = (async function* () {
      yield ["one"];
      throw new Error("the database is gone");
    })();
    let failure: unknown = null;
    const response = tableFile({ format: "csv", name: "x", columns, batches, done: async (end) => void (failure = end.failure) });
    await expect(response.text()).rejects.toThrow("the database is gone");
    expect(failure).toBeInstanceOf(Error);
  });
});
