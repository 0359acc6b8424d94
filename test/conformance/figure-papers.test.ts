import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { makeFigurePress } from "#app/adapters/pdf/figure-press.ts";
import { FigurePaper, type FigureTable } from "#app/domain/correspondence/figure-paper.ts";

const press = makeFigurePress();
const ROWS = 60;
let folder = "";
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "zegel-figures-"))));
afterAll(() => rmSync(folder, { recursive: true }));
const run = (program: string, ...args: string[]) => execFileSync(program, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

const bars: FigureTable = {
  title: "How do the 1,234 running terms stand?",
  heads: [{ text: "Status" }, { text: "Share" }, { text: "Late", look: "full" }, { text: "Last 2 working days", look: "hatched" }, { text: "More time", look: "open" }],
  rows: [
    { label: "Review", isGroup: true, cells: [] },
    { label: "In review", cells: [{ text: "", bar: [{ share: 4, look: "full" }, { share: 30, look: "hatched" }, { share: 1200, look: "open" }] }, { text: "4" }, { text: "30" }, { text: "1,200" }] },
  ],
  most: 1234,
  notes: ["Counted: what runs."],
};
/** As wide as the office can be: each status that is open, and types with long names. */
const wide: FigureTable = {
  title: "Open",
  heads: ["Type of request", "To be confirmed", "Submitted", "In review", "Second check", "Decided", "Waiting for the applicant", "Identification", "Identification desk", "Fulfilling", "Together"].map((text) => ({ text })),
  rows: Array.from({ length: ROWS }, (_, place) => ({ label: `Change of authorisations of a colleague ${place + 1}`, cells: Array.from({ length: 10 }, (_none, column) => ({ text: `${place + 1},${String(column).padStart(3, "0")}` })) })),
  most: 1,
  notes: ["Counted: what is open."],
};
const paper: FigurePaper = {
  language: "en",
  title: "Report: Now",
  sender: "VECOZO",
  about: [{ label: "About", value: "everything" }, { label: "Counted", value: "Monday 16 November 2026 at 10:00" }],
  writtenAt: "2026-11-16T09:00:00.000Z",
  sentencesTitle: "In three sentences",
  sentences: [{ text: "On time.", aside: "Before: 97%" }],
  tables: [bars, wide, { ...bars, title: "Nothing", rows: [], none: "No term is running." }],
};

describe("a page of figures on paper", () => {
  let bytes: Uint8Array;
  beforeAll(async () => {
    bytes = await press.draw(FigurePaper.parse(paper));
    writeFileSync(join(folder, "paper.pdf"), bytes);
  });

  test("is a sound PDF of A4 pages: tagged, titled, in its language, its fonts embedded, without scripts", () => {
    expect(run("qpdf", "--check", "paper.pdf")).toContain("No syntax or stream encoding errors found");
    const info = run("pdfinfo", "paper.pdf");
    expect(info).toMatch(/Title:\s+Report: Now/);
    expect(info).toMatch(/Tagged:\s+yes/);
    expect(info).toMatch(/JavaScript:\s+no/);
    expect(info).toMatch(/Page size:\s+595\.28 x 841\.89 pts \(A4\)/);
    const fonts = run("pdffonts", "paper.pdf").trim().split("\n").slice(2);
    expect(fonts.length).toBe(2);
    for (const font of fonts) expect(font).toMatch(/CID TrueType\s+Identity-H\s+yes/);
    const inside = run("qpdf", "--qdf", "--object-streams=disable", "paper.pdf", "-");
    expect(inside).toMatch(/\/Lang \(en-GB\)|\/Lang <feff0065006e002d00470042>/i);
    expect(inside).not.toMatch(/\/(JS|JavaScript|OpenAction|AA|Launch|SubmitForm|URI)\b/);
  });

  test("tells who listens what heads a row and a column, and each head once however many pages a table takes", () => {
    const structure = run("pdfinfo", "-struct-text", "paper.pdf");
    expect(structure.match(/^ *Table/gm)).toHaveLength(2);
    expect(structure.match(/^ *TR/gm)).toHaveLength(1 + 2 + 1 + ROWS);
    expect(structure.match(/^ *TH\b/gm)).toHaveLength(5 + 2 + 11 + ROWS);
    expect(structure.match(/"Second check/g)).toHaveLength(1);
    const inside = run("qpdf", "--qdf", "--object-streams=disable", "paper.pdf", "-");
    expect(inside.match(/\/Scope \/Column/g)).toHaveLength(5 + 11);
    expect(inside.match(/\/Scope \/Row/g)).toHaveLength(2 + ROWS);
  });

  test("says every figure, on pages that are numbered, with the heads again on each", () => {
    const text = run("pdftotext", "-layout", "paper.pdf", "-");
    const pages = text.split("\f").slice(0, -1);
    expect(pages.length).toBeGreaterThan(2);
    for (const [place, page] of pages.entries()) expect(page).toContain(`Page ${place + 1} of ${pages.length}`);
    for (const page of pages) expect(page).toContain("Monday 16 November 2026 at 10:00");
    const plain = text.replaceAll(/\s+/g, " ");
    for (const { label, cells } of [...bars.rows, ...wide.rows]) for (const words of [label.split(" ").at(-1) ?? "", ...cells.map((cell) => cell.text)]) expect(plain).toContain(words);
    expect(plain).toContain("No term is running.");
    const withRows = pages.filter((page) => page.includes("colleague"));
    expect(withRows.length).toBeGreaterThan(1);
    for (const page of withRows) expect(page).toContain("Together");
  });

  test("keeps all that it says within the page", () => {
    const words = [...run("pdftotext", "-bbox", "paper.pdf", "-").matchAll(/<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"/g)].map(([, ...box]) => box.map(Number));
    expect(words.length).toBeGreaterThan(1000);
    for (const [left = 0, top = 0, right = 0, bottom = 0] of words) {
      expect(left).toBeGreaterThan(60);
      expect(right).toBeLessThan(595.28 - 55);
      expect(top).toBeGreaterThan(25);
      expect(bottom).toBeLessThan(841.89 - 20);
    }
  });

  test("can be read without colour: the pieces of a bar differ in what is drawn", () => {
    run("pdftoppm", "-r", "150", "-gray", "-f", "1", "-l", "1", "-png", "paper.pdf", "gray");
    const inside = run("qpdf", "--qdf", "--object-streams=disable", "paper.pdf", "-");
    // A clip for each hatched and each outlined piece, and none for a filled one: two pieces of the row, and two of the heads.
    expect(inside.match(/^W n$/gm) ?? inside.match(/\bW n\b/g)).toHaveLength(4);
  });

  test("is the same file when it is drawn again, and refuses what its font cannot say", async () => {
    expect(Buffer.compare(Buffer.from(await press.draw(paper)), Buffer.from(bytes))).toBe(0);
    await expect(press.draw({ ...paper, title: "漢字" })).rejects.toMatchObject({ code: "letter.missing-glyph" });
  });
});
