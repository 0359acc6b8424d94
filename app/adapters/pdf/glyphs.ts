import type { Block, LetterDocument } from "#app/domain/correspondence/ports.ts";
import { Problem } from "#app/domain/problem.ts";
import type { LetterFonts } from "./fonts.ts";

/**
 * Refuses a letter with a character that cannot be printed: pdfkit would leave it out, and somebody's name or PIN would be wrong. Throws
 * `letter.missing-glyph` with the characters, but not the text they stand in.
 */
export function checkGlyphs(letter: LetterDocument, fonts: LetterFonts): void {
  refuseMissingGlyphs(textsOf(letter), fonts);
}

/** The same for any texts, such as those of a form. */
export function refuseMissingGlyphs(texts: readonly string[], fonts: LetterFonts): void {
  const missing = new Set<string>();
  for (const text of texts) {
    for (const character of text) {
      const point = character.codePointAt(0) ?? 0;
      if (!fonts.regular.hasGlyphForCodePoint(point) || !fonts.semibold.hasGlyphForCodePoint(point)) missing.add(character);
    }
  }
  if (missing.size > 0) throw new Problem("letter.missing-glyph", { characters: [...missing].map(nameOf).join(" ") });
}

function textsOf(letter: LetterDocument): string[] {
  const { sender, addressee, reference, date, subject, blocks } = letter;
  return [sender.name, ...sender.lines, sender.phone, sender.website, ...addressee, reference, date, subject, ...blocks.flatMap(blockTexts).flatMap((text) => text.split("\n"))];
}

function blockTexts(block: Block): string[] {
  switch (block.kind) {
    case "paragraph":
    case "heading":
      return [block.text];
    case "steps":
      return block.items;
    case "facts":
      return block.rows.flatMap(({ label, value }) => [label, value]);
    case "button":
      return [block.text, block.href];
    case "pin":
      return [block.pin];
  }
}

/** What cannot be seen is named by its number: "U+200B". */
function nameOf(character: string): string {
  return /[\p{C}\p{Z}\p{M}]/u.test(character) ? `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}` : character;
}
