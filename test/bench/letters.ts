import { createRequire } from "node:module";
import PDFDocument from "pdfkit";
import { makeLetterPress } from "#app/adapters/pdf/letter-press.ts";
import type { LetterDocument } from "#app/domain/correspondence/ports.ts";
import { PIN, pinLetter } from "#test/domain/correspondence/samples.ts";

const press = makeLetterPress();
const letters = (count: number) => Array.from({ length: count }, (_, index) => ({ ...pinLetter(), reference: `B-${String(index).padStart(6, "0")}` }));

/** Draws so many PIN letters with the press; the seconds that it took. */
export async function ourLetters(count: number): Promise<number> {
  return timed(letters(count), (letter) => press.draw(letter));
}

/** Draws the same words on the same page with bare pdfkit, as its manual shows: no tags, no KIX code, no check of glyphs or window. */
export async function rivalLetters(count: number): Promise<number> {
  const { resolve } = createRequire(import.meta.url);
  const font = (weight: string) => resolve(`source-sans/TTF/SourceSans3-${weight}.ttf`);
  return timed(letters(count), async (letter) => {
    const doc = new PDFDocument({ size: "A4", margins: { top: 50, left: 71, right: 62, bottom: 50 } });
    const done = new Promise<void>((resolve) => doc.on("end", resolve).resume());
    doc.font(font("Semibold"), 22).text(letter.sender.name).font(font("Regular"), 9).text(letter.sender.lines.join("\n"), 400, 50);
    doc.fontSize(11).text(letter.addressee.join("\n"), 71, 142);
    doc.text(`${letter.date} ${letter.reference}`, 71, 272).font(font("Semibold"), 16).text(letter.subject);
    for (const block of letter.blocks) {
      if (block.kind === "paragraph") doc.font(font("Regular"), 10.5).text(block.text);
      if (block.kind === "heading") doc.font(font("Semibold"), 12).text(block.text);
      if (block.kind === "steps") doc.font(font("Regular"), 10.5).list(block.items, { listType: "numbered" });
      if (block.kind === "pin") doc.font(font("Semibold"), 25).text(block.pin);
    }
    doc.end();
    return done;
  });
}

/** Measures both in turn and says it in one line: `letters: 31/s, bare pdfkit 24/s, ratio 1.28`. */
export async function benchLetters({ count = 60, rounds = 3 }: { count?: number; rounds?: number } = {}): Promise<{ ours: number; rival: number; ratio: number; line: string }> {
  await ourLetters(3);
  await rivalLetters(3);
  let [ourTime, rivalTime] = [0, 0];
  for (let round = 0; round < rounds; round += 1) {
    rivalTime += await rivalLetters(count);
    ourTime += await ourLetters(count);
  }
  const [ours, rival] = [(count * rounds) / ourTime, (count * rounds) / rivalTime];
  const ratio = ours / rival;
  return { ours, rival, ratio, line: `PIN letters: ${ours.toFixed(1)}/s; the same page by bare pdfkit ${rival.toFixed(1)}/s; ratio ${ratio.toFixed(2)} (aim 0.70)` };
}

async function timed(work: LetterDocument[], draw: (letter: LetterDocument) => Promise<unknown>): Promise<number> {
  if (!JSON.stringify(work).includes(PIN)) throw new Error("These are no PIN letters.");
  const start = performance.now();
  for (const letter of work) await draw(letter);
  return (performance.now() - start) / 1000;
}
