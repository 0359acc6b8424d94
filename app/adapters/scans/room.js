// Plain JavaScript, because a thread starts from a file and the bundle is one: `scan-room.ts` opens a room for one file and tears it down afterwards.
import { Buffer } from "node:buffer";
import { parentPort, workerData } from "node:worker_threads";

import { PDFiumModule } from "@hyzyla/pdfium";
import { AlphaAction, DrawableFillColor, DrawableRectangle, ImageMagick, initializeImageMagick, MagickColor, MagickColors, MagickFormat, MagickReadSettings } from "@imagemagick/magick-wasm";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";

/** @typedef {{ jpeg: Uint8Array; width: number; height: number }} Picture */
/** @typedef {import("@imagemagick/magick-wasm").IMagickImage} Image */
/** @typedef {{ pdfium: WebAssembly.Module; magick: WebAssembly.Module; zxing: WebAssembly.Module }} Decoders */
/** @typedef {{ decoders: Decoders; most: { pages: number; pixels: number; side: number; memory: number }; task: { kind: "read"; bytes: Uint8Array } | { kind: "blacken"; picture: Picture; boxes: Array<{ x: number; y: number; width: number; height: number }> } }} Order */

/** @type {Order} */
const { decoders, most, task } = workerData;
const JPEG_QUALITY = 85;
/** Points are 1/72 inch; at 200 dots to an inch small print and a QR are sharp. */
const DOTS_PER_POINT = 200 / 72;

/** Refused, with the code that the office has a sentence for. */
class Refusal extends Error {}

const { WebAssembly } = globalThis;
/** Everything that reads what somebody sent runs in WebAssembly, and its memory ends here. */
const grow = WebAssembly.Memory.prototype.grow;
/** @param {number} pages */
WebAssembly.Memory.prototype.grow = function (pages) {
  if (this.buffer.byteLength + pages * 65_536 > most.memory) throw new RangeError("no more memory");
  return grow.call(this, pages);
};

/** Emscripten's way to begin with a module that was compiled before. @param {WebAssembly.Module} module */
function beginWith(module) {
  /** @param {WebAssembly.Imports} imports @param {(made: never) => void} done */
  return (imports, done) => {
    const instance = new WebAssembly.Instance(module, imports);
    done(/** @type {never} */ (instance));
    return instance.exports;
  };
}

/** What it is by its first octets; a file that is two things at once is read as the one that it begins with, and only pixels remain of it. @param {Uint8Array} bytes */
function formatOf(bytes) {
  const head = Buffer.from(bytes.subarray(0, 8));
  if (head.subarray(0, 5).toString("latin1") === "%PDF-") return "pdf";
  if (head.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return "jpeg";
  if (head.equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))) return "png";
  throw new Refusal("file.type");
}

/** How large a picture says that it is, read without decoding it. @param {Uint8Array} bytes @param {"jpeg" | "png"} format */
function sizeOf(bytes, format) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (format === "png") return bytes.length < 24 ? null : { width: view.getUint32(16), height: view.getUint32(20) };
  let at = 2;
  while (at + 9 < bytes.length) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    // SOF0 to SOF15, without the markers between them that say something else (ITU T.81, table B.1).
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    at += marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7) ? 2 : 2 + view.getUint16(at + 2);
  }
  return null;
}

/** As it is kept: upright, no larger than we need, and nothing in it but pixels. @param {Image} image @returns {Picture} */
function pictureOf(image) {
  image.autoOrient();
  if (image.hasAlpha) {
    image.backgroundColor = MagickColors.White;
    image.alpha(AlphaAction.Remove);
  }
  const scale = most.side / Math.max(image.width, image.height);
  if (scale < 1) image.resize(Math.round(image.width * scale), Math.round(image.height * scale));
  image.strip();
  image.quality = JPEG_QUALITY;
  return { jpeg: image.write(MagickFormat.Jpeg, (data) => Uint8Array.from(data)), width: image.width, height: image.height };
}

/** @param {Image} image */
async function codesIn(image) {
  const found = image.write(MagickFormat.Rgba, (data) => Uint8ClampedArray.from(data));
  const pixels = { data: found, width: image.width, height: image.height, colorSpace: /** @type {const} */ ("srgb") };
  const read = await readBarcodes(/** @type {ImageData} */ (pixels), { formats: ["QRCode"], tryHarder: true, maxNumberOfSymbols: 4 });
  return read.filter(({ isValid }) => isValid).map(({ text }) => text.slice(0, 200));
}

/** @param {Uint8Array} bytes @param {MagickReadSettings} settings */
async function taken(bytes, settings) {
  return ImageMagick.read(bytes, settings, async (image) => {
    const picture = pictureOf(image);
    return { picture, codes: await codesIn(image) };
  });
}

/** @param {Uint8Array} bytes @param {"jpeg" | "png"} format */
async function readPicture(bytes, format) {
  const size = sizeOf(bytes, format);
  if (size === null || size.width === 0 || size.height === 0) throw new Refusal("file.broken");
  if (size.width * size.height > most.pixels) throw new Refusal("file.too-many-pixels");
  const settings = new MagickReadSettings({ format: format === "png" ? MagickFormat.Png : MagickFormat.Jpeg });
  const { picture, codes } = await taken(bytes, settings);
  return { format, pages: [picture], codes };
}

/** What the library's own types leave out. @typedef {Awaited<ReturnType<typeof PDFiumModule>> & { _FPDFDoc_GetAttachmentCount(document: number): number; _FPDF_GetFormType(document: number): number }} Pdfium */

/**
 * A PDF becomes pictures of its pages, and is then forgotten: what it could run, open, hide under a black bar or in a layer of text has no place in
 * pixels. Nothing in it is executed: this build of PDFium has no JavaScript. @param {Uint8Array} bytes
 */
async function readPdf(bytes) {
  const pdfium = /** @type {Pdfium} */ (await PDFiumModule({ instantiateWasm: beginWith(decoders.pdfium), locateFile: () => "" }));
  pdfium._FPDF_InitLibraryWithConfig({ version: 2, m_pIsolate: null, m_pUserFontPaths: null, m_v8EmbedderSlot: 0, m_pPlatform: null });
  const at = pdfium.wasmExports.malloc(bytes.length);
  pdfium.HEAPU8.set(bytes, at);
  const document = pdfium._FPDF_LoadMemDocument(at, bytes.length, 0);
  // 4: a password is asked for; 5: a handler that nobody has.
  if (document === 0) throw new Refusal([4, 5].includes(pdfium._FPDF_GetLastError()) ? "file.encrypted" : "file.broken");
  if (pdfium._FPDFDoc_GetAttachmentCount(document) > 0) throw new Refusal("file.attachments");
  // 2: all of it is a form of XFA, whose pages only one maker's programs show.
  if (pdfium._FPDF_GetFormType(document) === 2) throw new Refusal("file.dynamic");
  const amount = pdfium._FPDF_GetPageCount(document);
  if (amount < 1) throw new Refusal("file.broken");
  if (amount > most.pages) throw new Refusal("file.too-many-pages");
  const form = formOf(pdfium, document);
  /** @type {Picture[]} */
  const pages = [];
  /** @type {string[]} */
  const codes = [];
  for (let page = 0; page < amount; page += 1) {
    const { data, width, height } = drawn(pdfium, document, form, page);
    const read = await taken(data, new MagickReadSettings({ format: MagickFormat.Rgba, width, height, depth: 8 }));
    pages.push(read.picture);
    codes.push(...read.codes);
  }
  return { format: "pdf", pages, codes };
}

/** What was typed into the fields of a form is drawn as well. @param {Pdfium} pdfium @param {number} document */
function formOf(pdfium, document) {
  const info = pdfium.wasmExports.malloc(256);
  pdfium.HEAPU8.fill(0, info, info + 256);
  new DataView(pdfium.HEAPU8.buffer).setUint32(info, 2, true);
  return pdfium._FPDFDOC_InitFormFillEnvironment(document, info);
}

/** @param {Pdfium} pdfium @param {number} document @param {number} form @param {number} number */
function drawn(pdfium, document, form, number) {
  const page = pdfium._FPDF_LoadPage(document, number);
  if (page === 0) throw new Refusal("file.broken");
  if (form !== 0) pdfium._FORM_OnAfterLoadPage(page, form);
  const [wide, high] = [pdfium._FPDF_GetPageWidth(page), pdfium._FPDF_GetPageHeight(page)];
  const scale = Math.min(DOTS_PER_POINT, most.side / Math.max(wide, high));
  const [width, height] = [Math.round(wide * scale), Math.round(high * scale)];
  if (!(width > 0 && height > 0)) throw new Refusal("file.broken");
  const place = pdfium.wasmExports.malloc(width * height * 4);
  if (place === 0) throw new Refusal("file.too-complex");
  const bitmap = pdfium._FPDFBitmap_CreateEx(width, height, 4, place, width * 4);
  pdfium._FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xffffffff);
  const [annotations, redFirst] = [0x01, 0x10];
  pdfium._FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, annotations | redFirst);
  if (form !== 0) pdfium._FPDF_FFLDraw(form, bitmap, page, 0, 0, width, height, 0, redFirst);
  const data = pdfium.HEAPU8.slice(place, place + width * height * 4);
  pdfium._FPDFBitmap_Destroy(bitmap);
  pdfium.wasmExports.free(place);
  if (form !== 0) pdfium._FORM_OnBeforeClosePage(page, form);
  pdfium._FPDF_ClosePage(page);
  return { data, width, height };
}

/** @param {Picture} picture @param {Array<{ x: number; y: number; width: number; height: number }>} boxes */
function blackened(picture, boxes) {
  return ImageMagick.read(picture.jpeg, new MagickReadSettings({ format: MagickFormat.Jpeg }), (image) => {
    const black = new DrawableFillColor(new MagickColor(0, 0, 0));
    for (const { x, y, width, height } of boxes) image.draw(black, new DrawableRectangle(x, y, x + width, y + height));
    return pictureOf(image);
  });
}

async function work() {
  const format = task.kind === "read" ? formatOf(task.bytes) : "jpeg";
  await initializeImageMagick(decoders.magick);
  if (task.kind === "blacken") return blackened(task.picture, task.boxes);
  const bytes = Uint8Array.from(task.bytes);
  prepareZXingModule({ overrides: { instantiateWasm: beginWith(decoders.zxing) } });
  return format === "pdf" ? readPdf(bytes) : readPicture(bytes, format);
}

work().then(
  (result) => parentPort?.postMessage({ result }),
  (/** @type {unknown} */ error) => {
    const code = error instanceof Refusal ? error.message : /memory/i.test(String(error)) ? "file.too-complex" : "file.broken";
    parentPort?.postMessage({ refused: code });
  },
);
