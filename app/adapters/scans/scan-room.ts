import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Worker } from "node:worker_threads";

import type { Box, Picture, ReadScan, ScanRoom } from "#app/domain/files/ports.ts";
import { Problem } from "#app/domain/problem.ts";

/** What one file may cost. A sheet of A4 at 600 dots to an inch has 35 million pixels; what is kept is at most as large as A4 at 200. */
export type Most = { pages: number; pixels: number; side: number; memory: number; milliseconds: number };
const MOST: Most = { pages: 20, pixels: 40_000_000, side: 2_400, memory: 768 * 1024 * 1024, milliseconds: 45_000 };

type Task = { kind: "read"; bytes: Uint8Array } | { kind: "blacken"; picture: Picture; boxes: readonly Box[] };
type Answer = { result: unknown } | { refused: string };

/**
 * Looks at each file in a thread of its own, whose decoders are WebAssembly with bounded memory, and which ends with the file or when its time is over:
 * what somebody sends never meets native code of ours, and nothing of it stays behind for the next. One after another, so that many files at once
 * take time and not memory. `root` is the installation.
 */
export function makeScanRoom(root: string, most: Most = MOST): ScanRoom {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(task: Task): Promise<T> => {
    const mine = last.then(async () => inOwnRoom<T>(join(root, "app/adapters/scans/room.js"), { decoders: await compiled(root), task, most }, most.milliseconds));
    last = mine.catch(() => undefined);
    return mine;
  };
  return {
    read: (bytes) => inTurn<ReadScan>({ kind: "read", bytes }),
    blacken: (picture, boxes) => inTurn<Picture>({ kind: "blacken", picture, boxes }),
  };
}

const DECODERS = { pdfium: "@hyzyla/pdfium/pdfium.wasm", magick: "@imagemagick/magick-wasm/magick.wasm", zxing: "zxing-wasm/reader/zxing_reader.wasm" };
let decoders: Promise<Record<string, WebAssembly.Module>> | null = null;

/** The decoders are compiled once, when the first file comes; each room begins with fresh memory all the same. */
function compiled(root: string): Promise<Record<string, WebAssembly.Module>> {
  const { resolve } = createRequire(join(root, "package.json"));
  decoders ??= Promise.all(Object.entries(DECODERS).map(async ([name, file]) => [name, await WebAssembly.compile(Uint8Array.from(await readFile(resolve(file))))] as const)).then(Object.fromEntries<WebAssembly.Module>);
  return decoders;
}

function inOwnRoom<T>(file: string, workerData: { decoders: Record<string, WebAssembly.Module>; task: Task; most: Most }, milliseconds: number): Promise<T> {
  return new Promise<T>((done, failed) => {
    // No environment: there is nothing in it that a picture needs.
    const room = new Worker(file, { workerData, env: {}, resourceLimits: { maxOldGenerationSizeMb: 256 }, stdout: true, stderr: true });
    const timer = setTimeout(() => end(() => failed(new Problem("file.too-complex"))), milliseconds);
    const end = (then: () => void) => {
      clearTimeout(timer);
      room.removeAllListeners("exit");
      void room.terminate().then(then, then);
    };
    room.once("message", (answer: Answer) => end(() => ("result" in answer ? done(answer.result as T) : failed(new Problem(answer.refused)))));
    room.once("error", (cause) => end(() => failed(new Problem("file.too-complex", {}, { cause }))));
    room.once("exit", () => end(() => failed(new Problem("file.too-complex"))));
  });
}
