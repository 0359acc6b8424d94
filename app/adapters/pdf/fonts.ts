import { createRequire } from "node:module";
import { openSync, type Font, type GlyphRun } from "fontkit";

/** The two weights that letters are set in. */
export type LetterFonts = { regular: Font; semibold: Font };

/**
 * Source Sans 3 with all its letters, from the `source-sans` package (the web fonts are cut to a few alphabets, and pdfkit leaves out
 * what a font lacks without saying so). Parsed once, and the
 * words that all letters share are set once: together that is most of the time that a letter would cost.
 */
export function loadLetterFonts(): LetterFonts {
  const { resolve } = createRequire(import.meta.url);
  return {
    regular: remembering(openSync(resolve("source-sans/TTF/SourceSans3-Regular.ttf"))),
    semibold: remembering(openSync(resolve("source-sans/TTF/SourceSans3-Semibold.ttf"))),
  };
}

const MOST_WORDS = 4000;

/**
 * The same font with a memory for words that it has set before. pdfkit asks word by word and scales the positions that it gets in place, so
 * each asker gets positions of its own. A PIN is set character by character and never stands here as a word.
 */
function remembering(font: Font): Font {
  const words = new Map<string, GlyphRun>();
  const layout = (text: string, features?: unknown): GlyphRun => {
    if (features !== undefined) return font.layout(text, features);
    const known = words.get(text) ?? font.layout(text);
    if (words.size >= MOST_WORDS) words.clear();
    words.set(text, known);
    const positions = known.positions.map((position) => ({ ...position }));
    return {
      glyphs: known.glyphs,
      positions,
      get advanceWidth() {
        return positions.reduce((sum, { xAdvance = 0 }) => sum + xAdvance, 0);
      },
    };
  };
  return Object.create(font, { layout: { value: layout } }) as Font;
}
