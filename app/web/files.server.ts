import type { Picture } from "#app/domain/files/ports.ts";
import type { StoredFile } from "#app/domain/files/store.ts";

import { paths } from "./paths.ts";

/**
 * A picture as it leaves the house: a JPEG that we made ourselves, which no browser may take for anything else or run anything in. What every answer
 * carries (no sniffing, no storing, no frame of others: `security-headers.ts`) comes beside it.
 */
export function pictureResponse({ picture, name, page, isDownload }: { picture: Picture; name: string; page: number | null; isDownload: boolean }): Response {
  const stem = name.replace(/\.[A-Za-z0-9]{1,5}$/, "") + (page === null ? "" : `-${page}`);
  const plain = stem.normalize("NFD").replaceAll(/[^\w. ()-]/g, "") || "scan";
  const coded = encodeURIComponent(`${stem}.jpg`).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return new Response(Uint8Array.from(picture.jpeg), {
    headers: {
      "Content-Type": "image/jpeg",
      // RFC 6266: a plain name for old programs, the right one for the others.
      "Content-Disposition": `${isDownload ? "attachment" : "inline"}; filename="${plain}.jpg"; filename*=UTF-8''${coded}`,
      "Content-Security-Policy": "default-src 'none'; sandbox",
    },
  });
}

type Listed = StoredFile & { addedByName: string };

/** Files as a page lists them; dates as ISO 8601. */
export function showFiles(files: readonly Listed[]) {
  return files.map(({ id, name, kind, format, pages, addedByName, addedAt, destroyedAt, destroyedWhy }) => ({
    id,
    name,
    kind,
    format,
    pages,
    to: destroyedAt ? [] : Array.from({ length: pages }, (_, index) => paths.file(id, index + 1)),
    by: addedByName,
    addedAt: addedAt.toISOString(),
    destroyed: destroyedAt && destroyedWhy ? { at: destroyedAt.toISOString(), why: destroyedWhy } : null,
  }));
}
