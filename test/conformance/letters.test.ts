import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeLetterPress } from "#app/adapters/pdf/letter-press.ts";
import { maskPin } from "#app/domain/correspondence/render.ts";
import type { LetterDocument } from "#app/domain/correspondence/ports.ts";
import { PIN, pinLetter } from "#test/domain/correspondence/samples.ts";

const press = makeLetterPress();
const DPI = 300;
const dots = (millimetres: number) => Math.round((millimetres / 25.4) * DPI);
let folder = "";
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "zegel-letter-"))));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (program: string, ...args: string[]) => execFileSync(program, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

async function print(letter: LetterDocument): Promise<void> {
  writeFileSync(join(folder, "letter.pdf"), await press.draw(letter));
}

/** What a reader sees in a part of the page, measured in millimetres. */
function ocr(left: number, top: number, width: number, height: number): string {
  run("pdftoppm", "-r", String(DPI), "-x", String(dots(left)), "-y", String(dots(top)), "-W", String(dots(width)), "-H", String(dots(height)), "-singlefile", "-png", "letter.pdf", "crop");
  return run("tesseract", "crop.png", "-", "-l", "nld", "--psm", "6");
}

describe("P11: through the window of the envelope", () => {
  const window = pinLetter().layout.window;

  test.each([
    ["four lines", ["Tandartspraktijk De Brug", "T.a.v. F. el Idrissi"], "Tandartspraktijk De Brug"],
    ["six lines, one of which had to be broken", ["Stichting Gezondheidscentrum voor Tandheelkunde en Mondhygiëne Utrecht", "T.a.v. mevrouw F. el Idrissi", "Afdeling praktijkvoering"], "en Mondhygiëne Utrecht"],
  ])("the whole address can be read, the PIN cannot: %s", async (_, names, expected) => {
    await print(pinLetter({ names }));
    const { left, top, width, height } = window;
    const seen = ocr(left, top, width, height);
    for (const line of [expected, "F. el Idrissi", "Brugstraat 5 hs", "3511 AB", "UTRECHT"]) expect(seen).toContain(line);
    expect(seen.replace(/\W/g, "")).not.toContain(PIN.slice(0, 5));
  });

  test("not even when the sheet slides as far as the envelope lets it", async () => {
    await print(pinLetter());
    const seen = ocr(window.left - 19, window.top - 13, window.width + 38, window.height + 26);
    expect(seen).toContain("UTRECHT");
    expect(seen.replace(/\W/g, "")).not.toMatch(new RegExp(`${PIN.slice(0, 5)}|${PIN.slice(5)}`));
  });

  test("while the whole page does show the PIN, below the fold", async () => {
    await print(pinLetter());
    const shown = pinOnPage();
    expect(shown.map(({ text }) => text).join("")).toBe(PIN);
    for (const { top } of shown) expect(top).toBeGreaterThan(pinLetter().layout.fold);
  });

  test.each([125, 135, 145, 148.5, 155, 165, 175])("the PIN does not lie on the fold at %d mm, where it would wear off", async (fold) => {
    const letter = pinLetter();
    await print({ ...letter, layout: { ...letter.layout, fold } });
    const shown = pinOnPage();
    expect(shown).toHaveLength(10);
    for (const { top, bottom } of shown) expect(top > fold + 5 || bottom < fold - 5, `${top}–${bottom}`).toBe(true);
  });

  /** The large characters below the head of the page, with their places in millimetres. */
  function pinOnPage(): Array<{ text: string; top: number; bottom: number }> {
    const words = run("pdftotext", "-bbox", "letter.pdf", "-").matchAll(/yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">([^<]+)</g);
    const inMillimetres = (points = "") => (Number(points) / 72) * 25.4;
    return [...words].map(([, top, bottom, text = ""]) => ({ text, top: inMillimetres(top), bottom: inMillimetres(bottom) })).filter(({ top, bottom }) => bottom - top > 10 && top > 50);
  }

  test("a masked letter shows the PIN nowhere (D6)", async () => {
    await print(maskPin(pinLetter()));
    expect(run("pdftotext", "letter.pdf", "-").replace(/\s/g, "")).not.toContain(PIN.slice(0, 5));
    expect(run("pdftotext", "letter.pdf", "-").replace(/\s/g, "")).toContain("••••••••••");
  });
});

describe("the KIX code", () => {
  /** The four-state table of six by six: a character's row says which two of its four bars reach up, its column which two reach down. */
  const PAIRS = ["0011", "0101", "0110", "1001", "1010", "1100"];
  const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

  /** Reads the bars from the pixels of the page. */
  function readKix(): string {
    const { left, top, width, height } = pinLetter().layout.window;
    run("pdftoppm", "-r", "600", "-gray", "-singlefile", "-x", String(dots(left) * 2), "-y", String(dots(top) * 2), "-W", String(dots(width) * 2), "-H", String(dots(height) * 2), "letter.pdf", "window");
    const { columns, rows, dark } = readPgm(join(folder, "window.pgm"));
    let bottom = rows - 1;
    while (!columns.some((x) => dark(x, bottom))) bottom -= 1;
    let top4 = bottom;
    while (columns.some((x) => dark(x, top4))) top4 -= 1;
    const third = (bottom - top4) / 3;
    const has = (x: number, part: number) => dark(x, Math.round(top4 + third * (part + 0.5)));
    const starts = columns.filter((x) => has(x, 1) && !has(x - 1, 1)).map((x) => x + 3);
    const bars = starts.map((x) => ({ up: has(x, 0), down: has(x, 2) }));
    let text = "";
    for (let index = 0; index < bars.length; index += 4) {
      const four = bars.slice(index, index + 4);
      const pair = (reach: "up" | "down") => PAIRS.indexOf(four.map((bar) => (bar[reach] ? "1" : "0")).join(""));
      text += ALPHABET[pair("up") * 6 + pair("down")] ?? "?";
    }
    return text;
  }

  function readPgm(path: string) {
    const bytes = readFileSync(path);
    const header = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.subarray(0, 40).toString("latin1"));
    const [width, rows, start] = [Number(header?.[1]), Number(header?.[2]), header?.[0].length ?? 0];
    return { rows, columns: Array.from({ length: width }, (_, x) => x), dark: (x: number, y: number) => (bytes[start + y * width + x] ?? 255) < 128 };
  }

  test.each(["2500GG30250", "1231FZ13XHS", "0123456789AB", "CDEFGHIJKLMN", "OPQRSTUVWXYZ"])("can be read back from the page: %s", async (kix) => {
    await print({ ...pinLetter(), kix });
    expect(readKix()).toBe(kix);
  });

  test("is left out for an address abroad", async () => {
    const { kix: _kix, ...abroad } = pinLetter();
    await print(abroad);
    expect(readKix()).not.toBe("3511AB5XHS");
  });
});

describe("the PDF", () => {
  test("is sound, tagged, has its language and title, and brings its fonts along", async () => {
    await print(pinLetter({ language: "en" }));
    expect(run("qpdf", "--check", "letter.pdf")).toContain("No syntax or stream encoding errors found");
    const info = run("pdfinfo", "letter.pdf");
    for (const line of [/Title:\s+The PIN for Z. van der Håkon/, /Tagged:\s+yes/, /Pages:\s+1/, /Page size:\s+595.28 x 841.89 pts \(A4\)/]) expect(info).toMatch(line);
    const catalog = run("qpdf", "--qdf", "--object-streams=disable", "letter.pdf", "-");
    expect(catalog).toMatch(/\/Lang \(en-GB\)/);
    expect(catalog).toContain("pdfuaid:part>1<");
    const fonts = run("pdffonts", "letter.pdf").trim().split("\n").slice(2);
    expect(fonts).toHaveLength(2);
    for (const font of fonts) expect(font).toMatch(/SourceSans3-(Regular|Semibold)\s+CID TrueType\s+Identity-H\s+yes yes yes/);
  });

  test("is read aloud in the right order", async () => {
    await print(pinLetter());
    const spoken = run("pdfinfo", "-struct-text", "letter.pdf").replace(/\s+/g, " ");
    const order = ["VECOZO", "Tandartspraktijk De Brug", "3511 AB UTRECHT", "Ons kenmerk", "H1", "De pincode voor Z. van der Håkon", "Beste F. el Idrissi", "Pincode", PIN, "H2", "Lbl", "LBody", "Met vriendelijke groet"];
    const places = order.map((part) => spoken.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((one, other) => one - other));
  });

  test("keeps every letter of a name: Žofia Łuczak-Đorđević, İpek Ğül, Ngũgĩ", async () => {
    const names = "Žofia Łuczak-Đorđević, İpek Ğül, Ngũgĩ ẞ ź";
    await print(pinLetter({ values: { forWhom: names } }));
    expect(run("pdftotext", "letter.pdf", "-").replace(/\s+/g, " ")).toContain(names);
    expect(ocr(20, 95, 180, 20)).toContain("Luczak".slice(1));
  });

  test.each([
    ["名", "名"],
    ["🦷", "🦷"],
    ["ש", "ש"],
    ["\u0007", "U+0007"],
  ])("a letter that the font lacks is refused and named: %s", async (character, named) => {
    const letter = { ...pinLetter(), addressee: [`Praktijk ${character}`, "Brugstraat 5", "3511 AB  UTRECHT"] };
    await expect(press.draw(letter)).rejects.toMatchObject({ code: "letter.missing-glyph", details: { characters: named } });
  });

  test("an address that does not fit is refused", async () => {
    const long = { ...pinLetter(), addressee: ["Een", "twee", "drie", "vier", "vijf", "zes", "3511 AB  UTRECHT"] };
    await expect(press.draw(long)).rejects.toMatchObject({ code: "letter.address-too-long" });
    await expect(press.draw({ ...pinLetter(), addressee: ["x".repeat(60), "3511 AB  UTRECHT"] })).rejects.toMatchObject({ code: "letter.address-too-long" });
    await expect(press.draw({ ...pinLetter(), kix: "3511AB12345XABCDEFGH" })).rejects.toMatchObject({ code: "letter.address-too-long" });
  });

  test("goes on on a second page, numbered, when there is much to say", async () => {
    const letter = pinLetter();
    await print({ ...letter, blocks: [...letter.blocks, ...Array.from({ length: 9 }, () => ({ kind: "paragraph" as const, text: "Nog een alinea die het vel vult. ".repeat(9).trim() })), { kind: "facts", rows: [{ label: "Laatste", value: "regel" }] }] });
    expect(run("pdfinfo", "letter.pdf")).toMatch(/Pages:\s+2/);
    expect(run("pdftotext", "letter.pdf", "-")).toContain("Pagina 2 van 2");
    expect(run("qpdf", "--check", "letter.pdf")).toContain("No syntax or stream encoding errors found");
  });

  test("is the same, byte for byte, when the letter is the same", async () => {
    expect(Buffer.from(await press.draw(pinLetter())).equals(Buffer.from(await press.draw(pinLetter())))).toBe(true);
  });
});
