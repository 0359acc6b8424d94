import { Transform, type TransformCallback } from "node:stream";

const LARGE = 64 * 1024;

/**
 * Between React and the network: React writes two kilobytes at a time, and each piece on its way through the streams of the web costs what a row of a
 * table costs to draw. Gathers what is written until React says that it has no more for now.
 */
export class Gathered extends Transform {
  private pieces: Buffer[] = [];
  private size = 0;

  constructor() {
    super({ highWaterMark: 4 * LARGE });
  }

  override _transform(piece: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.pieces.push(piece);
    this.size += piece.length;
    if (this.size >= LARGE) this.flush();
    done();
  }

  override _flush(done: TransformCallback): void {
    this.flush();
    done();
  }

  /** Called by React whenever it waits for something. */
  flush(): void {
    if (this.size > 0) this.push(Buffer.concat(this.pieces));
    this.pieces = [];
    this.size = 0;
  }
}
