import { createRequire } from "node:module";
import { openSync, type Font } from "fontkit";

/** The two weights that letters are set in. */
export type LetterFonts = { regular: Font; semibold: Font };

/**
 * Source Sans 3 with all its letters, from the `source-sans` package (the web fonts are cut to a few alphabets, and pdfkit leaves out
 * what a font lacks without saying so). Parsed once: that is half of the time that a letter would cost.
 */
export function loadLetterFonts(): LetterFonts {
  const { resolve } = createRequire(import.meta.url);
  return {
    regular: openSync(resolve("source-sans/TTF/SourceSans3-Regular.ttf")),
    semibold: openSync(resolve("source-sans/TTF/SourceSans3-Semibold.ttf")),
  };
}
