import type { Writable } from "node:stream";

/** Settles once a stream has room again, or nobody reads it any more. */
export function drained(stream: Pick<Writable, "writableNeedDrain" | "destroyed" | "once" | "off">): Promise<void> {
  if (!stream.writableNeedDrain || stream.destroyed) return Promise.resolve();
  return new Promise((settle) => {
    const over = () => {
      stream.off("drain", over);
      stream.off("close", over);
      settle();
    };
    stream.once("drain", over);
    stream.once("close", over);
  });
}
