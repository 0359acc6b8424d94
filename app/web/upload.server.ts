import { Readable } from "node:stream";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";

import { Busboy } from "@fastify/busboy";

import { LARGEST_FILE, MOST_FILES, type Upload } from "#app/domain/files/store.ts";
import { Problem } from "#app/domain/problem.ts";

import { type SentValues, withoutControls } from "./form-data.ts";

/** How much one form with files may bring, in octets. */
export type UploadLimits = { files: number; each: number; together: number };
export const UPLOAD_LIMITS: UploadLimits = { files: MOST_FILES, each: LARGEST_FILE, together: 4 * LARGEST_FILE };

/** What was wrong with the files of a form; carries what was typed beside them, so that the form can come back. */
export class RefusedUpload extends Problem {
  constructor(
    problem: Problem,
    readonly values: SentValues,
  ) {
    super(problem.code, problem.details, { cause: problem.cause });
  }
}

/** What names, boundaries and fields may take beside the files, before a sender is let go of. */
const OVERHEAD = 1_000_000;

type Read = { form: SentValues; files: Upload[] };

/**
 * Reads a form with files as it comes in, octet by octet counted, and keeps no more than it may be: what is too much is let run by, so that the browser
 * hears our answer and not a broken connection. Throws `RefusedUpload` with `file.too-many`, `file.too-large`, `file.too-large-together`; `form.unreadable`.
 */
export async function readUpload(request: Request, limits: UploadLimits): Promise<Read> {
  const type = request.headers.get("content-type") ?? "";
  if (request.body === null) throw new Problem("form.unreadable");
  const read: Read = { form: {}, files: [] };
  const seen = { octets: 0, together: 0, files: 0 };
  let refusal: Problem | null = null;
  const refuse = (code: string, details: Record<string, string | number>) => {
    refusal ??= new Problem(code, { field: "files", ...details });
    read.files = [];
  };
  await new Promise<void>((done, failed) => {
    const parser = parserOf(type, limits);
    const source = Readable.fromWeb(request.body as unknown as NodeReadableStream<Uint8Array>);
    parser.on("field", (name, value) => keepField(read.form, name, value));
    parser.on("file", (field, stream, sentName) => {
      const chunks: Buffer[] = [];
      seen.files += 1;
      if (seen.files > limits.files) refuse("file.too-many", { most: limits.files });
      stream.on("data", (chunk: Buffer) => {
        seen.together += chunk.length;
        if (seen.together > limits.together) refuse("file.too-large-together", { most: megabytes(limits.together) });
        if (refusal === null) chunks.push(chunk);
      });
      stream.on("limit", () => refuse("file.too-large", { most: megabytes(limits.each) }));
      stream.on("end", () => {
        const bytes = Buffer.concat(chunks);
        // A field without a chosen file comes as an empty one.
        if (refusal === null && (bytes.length > 0 || sentName)) read.files.push({ field: withoutControls(field), name: sentName ?? "", bytes });
      });
    });
    parser.on("finish", () => done());
    parser.on("error", (cause: unknown) => failed(new Problem("form.unreadable", {}, { cause })));
    source.on("error", (cause: unknown) => failed(cause instanceof Problem ? cause : new Problem("form.unreadable", {}, { cause })));
    source.on("data", (chunk: Uint8Array) => {
      seen.octets += chunk.byteLength;
      // Somebody who sends on for ever hears nothing more.
      if (seen.octets > limits.together * 3 + OVERHEAD) source.destroy(new Problem("file.too-large-together", { field: "files", most: megabytes(limits.together) }));
    });
    source.pipe(parser);
  });
  if (refusal !== null) throw new RefusedUpload(refusal, read.form);
  return read;
}

function parserOf(type: string, limits: UploadLimits) {
  try {
    return new Busboy({
      headers: { "content-type": type },
      // A form of a browser names its type with a boundary, and only that.
      limits: { fieldNameSize: 100, fieldSize: 20_000, fields: 100, fileSize: limits.each, parts: 1_000, headerPairs: 50 },
    });
  } catch (cause) {
    throw new Problem("form.unreadable", {}, { cause });
  }
}

function keepField(form: SentValues, sentName: string, sent: string): void {
  const name = withoutControls(sentName);
  if (["__proto__", "constructor", "prototype"].includes(name)) return;
  const value = withoutControls(sent.replaceAll("\r\n", "\n"));
  const before = form[name];
  form[name] = before === undefined ? value : [...[before].flat(), value];
}

function megabytes(octets: number): number {
  return Math.floor(octets / (1024 * 1024));
}
