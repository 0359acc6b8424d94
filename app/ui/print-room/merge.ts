import { Duplex, PDFDocument, PrintScaling } from "@cantoo/pdf-lib";

/** How many pages each letter came to, in order, and the file to print. */
export type PrintFile = { pdf: Uint8Array; pages: number[] };

/**
 * Puts letters behind one another in one file to print. On a printer that prints both sides, the next letter would stand on the back of
 * the one before it, and a PIN would reach the wrong reader: so each letter gets a whole sheet, with an empty back where needed, unless
 * the printer is known to print one side only. The file asks for its true size, because a page that was shrunk has its address outside
 * the window (D21). `pages` counts what is printed on, not the empty backs.
 */
export async function mergeLetters(letters: readonly Uint8Array[], { oneSided = false }: { oneSided?: boolean } = {}): Promise<PrintFile> {
  const merged = await PDFDocument.create();
  const pages: number[] = [];
  for (const letter of letters) {
    const source = await PDFDocument.load(letter);
    const copies = await merged.copyPages(source, source.getPageIndices());
    for (const page of copies) merged.addPage(page);
    pages.push(copies.length);
    const last = copies.at(-1);
    if (last && !oneSided && copies.length % 2 === 1) merged.addPage([last.getWidth(), last.getHeight()]);
  }
  const preferences = merged.catalog.getOrCreateViewerPreferences();
  preferences.setPrintScaling(PrintScaling.None);
  preferences.setDuplex(oneSided ? Duplex.Simplex : Duplex.DuplexFlipLongEdge);
  return { pdf: await merged.save(), pages };
}
