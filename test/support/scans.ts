import { createDeflate, deflateSync } from "node:zlib";

import { PDFDocument, PDFName, StandardFonts } from "@cantoo/pdf-lib";
import * as bwip from "bwip-js/node";

/** A QR as a PNG, as a printer would put it on a form. */
export async function qrPng(text: string): Promise<Uint8Array> {
  return Uint8Array.from(await bwip.toBuffer({ bcid: "qrcode", text, scale: 5, backgroundcolor: "FFFFFF", paddingwidth: 8, paddingheight: 8 }));
}

/** A scanned form as a PDF: lines of text, and a QR at the top right of its first page. */
export async function scanPdf(options: { lines?: readonly string[]; qr?: string; pages?: number; change?: (pdf: PDFDocument) => Promise<void> | void } = {}): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  const font = await pdf.embedFont(StandardFonts.Helvetica);
  for (let number = 0; number < (options.pages ?? 1); number += 1) {
    const page = pdf.addPage([595, 842]);
    (options.lines ?? ["Aanvraag nieuwe gebruiker"]).forEach((line, index) => page.drawText(line, { x: 60, y: 740 - index * 24, size: 14, font }));
    if (options.qr && number === 0) page.drawImage(await pdf.embedPng(await qrPng(options.qr)), { x: 450, y: 720, width: 90, height: 90 });
  }
  await options.change?.(pdf);
  return pdf.save();
}

/** A PDF of some kilobytes whose one page says that it holds `megabytes` of drawing. */
export async function bombPdf(megabytes: number): Promise<Uint8Array> {
  const once = createDeflate();
  const parts: Buffer[] = [];
  once.on("data", (part: Buffer) => parts.push(part));
  const blanks = Buffer.alloc(1024 * 1024, 0x20);
  for (let number = 0; number < megabytes; number += 1) if (!once.write(blanks)) await new Promise((done) => once.once("drain", done));
  once.end();
  await new Promise((done) => once.once("end", done));
  return scanPdf({
    change: (pdf) => {
      const flate = PDFName.of("FlateDecode");
      const stream = pdf.context.stream(deflateSync(Buffer.concat(parts)), { Filter: [flate, flate] });
      pdf.getPage(0).node.set(PDFName.of("Contents"), pdf.context.register(stream));
    },
  });
}

/** The same JPEG with what a telephone adds: an APP1 segment with EXIF, here upside down (orientation 3) and with a text. */
export function withExif(jpeg: Uint8Array, text: string): Uint8Array {
  const words = Buffer.from(`${text}\0`, "latin1");
  const entry = (tag: number, type: number, count: number, value: number) => {
    const bytes = Buffer.alloc(12);
    bytes.writeUInt16BE(tag, 0);
    bytes.writeUInt16BE(type, 2);
    bytes.writeUInt32BE(count, 4);
    if (type === 3) bytes.writeUInt16BE(value, 8);
    else bytes.writeUInt32BE(value, 8);
    return bytes;
  };
  const directory = Buffer.concat([Buffer.from([0, 2]), entry(0x010e, 2, words.length, 38), entry(0x0112, 3, 1, 3), Buffer.alloc(4)]);
  const body = Buffer.concat([Buffer.from("Exif\0\0", "latin1"), Buffer.from("MM\0*\0\0\0\x08", "latin1"), directory, words]);
  const head = Buffer.from([0xff, 0xe1, (body.length + 2) >> 8, (body.length + 2) & 255]);
  return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)]);
}
