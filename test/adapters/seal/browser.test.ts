import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { chromium, type Browser, type Page } from "playwright-core";
import { build, type Rollup } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeLetterPress } from "#app/adapters/pdf/letter-press.ts";
import { makeLetterSeal } from "#app/adapters/seal/letter-seal.ts";
import { makePrintRoomKey } from "#app/adapters/seal/print-room-key.js";
import type * as printRoomPage from "./print-room-page.ts";
import { pinLetter } from "#test/domain/correspondence/samples.ts";

/** What the page of this test offers: the print room's code as the browser gets it. */
type PrintRoom = typeof printRoomPage;

const PASSPHRASE = "wächters van de postkamer";
let server: Server;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  const entry = new URL("print-room-page.ts", import.meta.url).pathname;
  const [{ output }] = (await build({
    configFile: false,
    logLevel: "error",
    define: { "process.env.NODE_ENV": '"production"' },
    build: { write: false, minify: false, target: "es2022", lib: { entry, formats: ["iife"], name: "printRoom" } },
  })) as [Rollup.RollupOutput];
  const script = output[0].code;
  server = createServer((request, response) => {
    if (request.url === "/page.js") response.setHeader("content-type", "text/javascript; charset=utf-8").end(script);
    else response.setHeader("content-type", "text/html; charset=utf-8").setHeader("content-security-policy", "default-src 'none'; script-src 'self'").end("<!doctype html><script src=/page.js></script>");
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"] });
  page = await browser.newPage();
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => complaints.push(message.text()));
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}, 60_000);

afterAll(async () => {
  await browser?.close();
  server?.close();
});

test("the print room's browser opens what the server sealed, and makes one file of it, under a strict policy", async () => {
  const { publicJwk, keyFile } = await makePrintRoomKey(PASSPHRASE);
  const press = makeLetterPress();
  const seal = await makeLetterSeal(publicJwk);
  const letters = await Promise.all(["B-000001", "B-000002"].map(async (reference) => ({ reference, sealed: await seal.seal(await press.draw({ ...pinLetter(), reference })) })));

  const printed = await page.evaluate(
    async ({ json, passphrase, letters }) => {
      const { openKeyFile, openLetters, mergeLetters, controlSheet } = (window as unknown as { printRoom: PrintRoom }).printRoom;
      const key = await openKeyFile(json, passphrase);
      const progress: number[] = [];
      const opened = await openLetters(letters, key, (done) => progress.push(done));
      const { pdf, pages } = await mergeLetters(opened.map(({ pdf }) => pdf));
      const sheet = await controlSheet({ number: "P-1", date: "16 november 2026", letters: opened.map(({ reference }, index) => ({ reference, pages: pages[index] ?? 0 })) }, "nl");
      const head = (bytes: Uint8Array) => new TextDecoder().decode(bytes.slice(0, 5));
      return { pages, progress, heads: [head(pdf), head(sheet)], bytes: pdf.length };
    },
    { json: JSON.stringify(keyFile), passphrase: PASSPHRASE, letters },
  );
  expect(printed).toMatchObject({ pages: [1, 1], progress: [1, 2], heads: ["%PDF-", "%PDF-"] });
  expect(printed.bytes).toBeGreaterThan(20_000);

  const refused = await page.evaluate(async (json) => {
    const { openKeyFile } = (window as unknown as { printRoom: PrintRoom }).printRoom;
    return openKeyFile(json, "een andere zin").then(() => "opened", (error: { code?: string }) => error.code);
  }, JSON.stringify(keyFile));
  expect(complaints).toEqual([]);
  expect(refused).toBe("print-room.wrong-passphrase");
});
