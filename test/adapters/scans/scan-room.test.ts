import { fileURLToPath } from "node:url";

import { PDFName, PDFString } from "@cantoo/pdf-lib";
import { describe, expect, it } from "vitest";

import { makeScanRoom } from "#app/adapters/scans/scan-room.ts";
import { isProblem } from "#app/domain/problem.ts";
import { bombPdf, qrPng, scanPdf, withExif } from "#test/support/scans.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const room = makeScanRoom(root);
const small = { pages: 20, pixels: 40_000_000, side: 2_400, memory: 768 * 1024 * 1024, milliseconds: 45_000 };
const QR = "ZEGEL:F:new-user:K7MQ3XWD92HT";

async function refusal(bytes: Uint8Array, from = room): Promise<string> {
  return from.read(bytes).then(
    () => "taken",
    (problem: unknown) => (isProblem(problem) ? problem.code : String(problem)),
  );
}

const isJpeg = (bytes: Uint8Array) => Buffer.from(bytes.subarray(0, 3)).equals(Buffer.from([0xff, 0xd8, 0xff]));
const holds = (bytes: Uint8Array, text: string) => Buffer.from(bytes).includes(Buffer.from(text, "latin1"));

describe("R12: what was scanned", () => {
  it("comes out as pictures of its pages, with the codes that stand on them", async () => {
    const read = await room.read(await scanPdf({ qr: QR, pages: 2 }));
    expect(read).toMatchObject({ format: "pdf", codes: [QR] });
    expect(read.pages.map(({ width, height, jpeg }) => [width, height, isJpeg(jpeg)])).toEqual([[1653, 2339, true], [1653, 2339, true]]);
  });

  it("may be a PNG, whose QR is found too", async () => {
    expect(await room.read(await qrPng("ZEGEL:R:ZG-2481"))).toMatchObject({ format: "png", codes: ["ZEGEL:R:ZG-2481"] });
  });

  it("shows what was typed into the fields of a PDF form", async () => {
    const typed = (text: string) => scanPdf({ change: (pdf) => {
      const field = pdf.getForm().createTextField("name");
      if (text) field.setText(text);
      field.addToPage(pdf.getPage(0), { x: 60, y: 500, width: 300, height: 30 });
    } });
    const [empty, filled] = [await room.read(await typed("")), await room.read(await typed("Z. van der Hakon"))];
    expect(Buffer.from(filled.pages[0]?.jpeg ?? []).equals(Buffer.from(empty.pages[0]?.jpeg ?? []))).toBe(false);
  });
});

describe("what is not a scan", () => {
  it.each([
    ["a page of HTML", Buffer.from("<!doctype html><script>alert(1)</script>")],
    ["a zip that is called scan.pdf", Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0, 0])],
    ["an SVG", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
    ["nothing", Buffer.alloc(0)],
    ["a PDF behind something else", Buffer.from("GIF89a%PDF-1.7")],
  ])("is refused by its content: %s", async (_what, bytes) => {
    expect(await refusal(bytes)).toBe("file.type");
  });

  it("and neither is half of one", async () => {
    expect(await refusal((await scanPdf()).subarray(0, 40))).toBe("file.broken");
    expect(await refusal((await qrPng(QR)).subarray(0, 60))).toBe("file.broken");
    expect(await refusal(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0]))).toBe("file.broken");
  });
});

describe("a PDF", () => {
  it("with JavaScript or a program to launch is a picture, in which nothing runs", async () => {
    const bytes = await scanPdf({ lines: ["Regel"], change: (pdf) => {
      pdf.addJavaScript("hello", "app.alert('evil')");
      pdf.catalog.set(PDFName.of("OpenAction"), pdf.context.obj({ Type: "Action", S: "Launch", F: PDFString.of("evil.exe") }));
    } });
    const { pages } = await room.read(bytes);
    const plain = await room.read(await scanPdf({ lines: ["Regel"] }));
    expect(pages).toHaveLength(1);
    expect(Buffer.from(pages[0]?.jpeg ?? []).equals(Buffer.from(plain.pages[0]?.jpeg ?? []))).toBe(true);
  });

  it("with other files inside is refused", async () => {
    expect(await refusal(await scanPdf({ change: (pdf) => pdf.attach(Buffer.from("MZ"), "evil.exe") }))).toBe("file.attachments");
  });

  it("with a password is refused, with a sentence of its own", async () => {
    expect(await refusal(await scanPdf({ change: (pdf) => void pdf.encrypt({ userPassword: "geheim", ownerPassword: "geheim" }) }))).toBe("file.encrypted");
  });

  it("with too many pages is refused before they are drawn", async () => {
    expect(await refusal(await scanPdf({ pages: 21, lines: [] }))).toBe("file.too-many-pages");
  });

  it("D18: keeps no text under a black bar and no layer of text", async () => {
    const [page] = (await room.read(await scanPdf({ lines: ["BSN 111222333"], change: (pdf) => pdf.getPage(0).drawRectangle({ x: 40, y: 720, width: 300, height: 50 }) }))).pages;
    expect(holds(page?.jpeg ?? new Uint8Array(), "111222333")).toBe(false);
  });
});

describe("a picture", () => {
  it("loses its EXIF, and stands upright without it", async () => {
    const [plain] = (await room.read(await qrPng(QR))).pages;
    if (!plain) throw new Error("no page");
    const marked = withExif(plain.jpeg, "Jansen, Utrecht 52.09N 5.12E");
    expect(holds(marked, "Jansen, Utrecht")).toBe(true);
    const [clean] = (await room.read(marked)).pages;
    expect(holds(clean?.jpeg ?? marked, "Exif")).toBe(false);
    expect(holds(clean?.jpeg ?? marked, "Jansen")).toBe(false);
    // Upside down as the telephone said: the quiet corner of the QR changed places.
    expect(await differsFrom(clean?.jpeg, plain.jpeg)).toBe(true);
  });

  it("that is a second file as well (a polyglot) keeps only its pixels", async () => {
    const both = Buffer.concat([await qrPng(QR), Buffer.from("PK\u0003\u0004 %PDF-1.7 <script>alert('evil')</script>")]);
    const [page] = (await room.read(both)).pages;
    expect(["PK\u0003\u0004", "%PDF", "<script>"].filter((text) => holds(page?.jpeg ?? both, text))).toEqual([]);
  });

  it("that says it has a billion pixels is refused before it is unpacked", async () => {
    const png = Buffer.from(await qrPng(QR));
    png.writeUInt32BE(40_000, 16);
    png.writeUInt32BE(40_000, 20);
    const begun = performance.now();
    expect(await refusal(png)).toBe("file.too-many-pixels");
    expect(performance.now() - begun).toBeLessThan(20_000);
  });

  it("is never kept larger than it need be", async () => {
    const [page] = (await makeScanRoom(root, { ...small, side: 100 }).read(await qrPng(QR))).pages;
    expect(Math.max(page?.width ?? 0, page?.height ?? 0)).toBe(100);
  });
});

async function differsFrom(one: Uint8Array | undefined, other: Uint8Array): Promise<boolean> {
  return !Buffer.from(one ?? []).equals(Buffer.from((await room.read(other)).pages[0]?.jpeg ?? []));
}

describe("a zip bomb in a PDF", () => {
  it("costs no more memory than a file may", async () => {
    const bomb = await bombPdf(900);
    expect(bomb.byteLength).toBeLessThan(20_000);
    const before = process.memoryUsage().rss;
    let highest = before;
    const watch = setInterval(() => (highest = Math.max(highest, process.memoryUsage().rss)), 20);
    const ended = await refusal(bomb, makeScanRoom(root, { ...small, memory: 160 * 1024 * 1024 }));
    clearInterval(watch);
    expect(["taken", "file.too-complex", "file.broken"]).toContain(ended);
    expect((highest - before) / 1024 / 1024).toBeLessThan(420);
  });

  it("costs no more time than a file may, and the next one has its turn", async () => {
    const hurried = makeScanRoom(root, { ...small, milliseconds: 700 });
    const begun = performance.now();
    const waiting = Promise.all([refusal(await bombPdf(300), hurried), refusal(Buffer.from("<html>"), makeScanRoom(root))]);
    expect(await waiting).toEqual(["file.too-complex", "file.type"]);
    expect(performance.now() - begun).toBeLessThan(30_000);
  });
});

describe("black boxes", () => {
  it("are burnt in: what stood there is gone", async () => {
    const [page] = (await room.read(await qrPng(QR))).pages;
    if (!page) throw new Error("no page");
    const masked = await room.blacken(page, [{ x: 0, y: 0, width: page.width, height: Math.round(page.height / 2) }]);
    expect([masked.width, masked.height]).toEqual([page.width, page.height]);
    expect((await room.read(masked.jpeg)).codes).toEqual([]);
    expect((await room.read(page.jpeg)).codes).toEqual([QR]);
  });
});
