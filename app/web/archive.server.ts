import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";

import { LARGEST_CONTENT } from "#app/domain/definitions/schema/content.ts";
import { Problem } from "#app/domain/problem.ts";

/** More files than any office has definitions. */
const MOST_FILES = 2_000;
const LARGEST_TOGETHER = 50_000_000;
/** The first moment that a ZIP can say, so that the same files give the same bytes. */
const NEVER = new Date(1980, 0, 1);

/** Text files as one ZIP, by path. */
export function packFiles(files: ReadonlyMap<string, string>): Uint8Array {
  return zipSync(Object.fromEntries([...files].map(([path, text]) => [path, strToU8(text)])), { mtime: NEVER, level: 6 });
}

/**
 * The JSON files of a ZIP, by path; a folder around them all is taken off, for that is how some programs pack. Each is as large as the archive says beforehand or it is not read on. Throws
 * `bundle.no-archive`, `bundle.too-many` and `bundle.too-large`.
 */
export function unpackFiles(archive: Uint8Array): Map<string, string> {
  let [count, together] = [0, 0];
  let refusal: Problem | null = null;
  const wanted = ({ name, originalSize }: { name: string; originalSize: number }) => {
    if (!name.endsWith(".json") || name.startsWith("__MACOSX/")) return false;
    count += 1;
    together += originalSize;
    if (count > MOST_FILES) refusal ??= new Problem("bundle.too-many", { most: MOST_FILES });
    if (originalSize > LARGEST_CONTENT || together > LARGEST_TOGETHER) refusal ??= new Problem("bundle.too-large", { file: name, most: LARGEST_CONTENT / 1_000_000 });
    return refusal === null;
  };
  const files = unzipped(archive, wanted);
  if (refusal !== null) throw refusal as Problem;
  const paths = Object.keys(files);
  const around = /^[^/]+\//.exec(paths.find((path) => path.endsWith("/manifest.json") && path.split("/").length === 2) ?? "")?.[0] ?? "";
  return new Map(paths.filter((path) => path.startsWith(around)).map((path) => [path.slice(around.length), strFromU8(files[path] ?? new Uint8Array())]));
}

function unzipped(archive: Uint8Array, filter: (file: { name: string; originalSize: number }) => boolean): Record<string, Uint8Array> {
  try {
    return unzipSync(archive, { filter });
  } catch (cause) {
    throw new Problem("bundle.no-archive", {}, { cause });
  }
}
