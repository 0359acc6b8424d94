import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import tailwindcss from "@tailwindcss/vite";
import type axeCore from "axe-core";
import { type Browser, chromium } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { draw, shellFor } from "./kit.fixture.tsx";
import { kitPages } from "./pages.fixture.tsx";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
type AxeJudge = typeof axeCore;
const root = new URL("../../", import.meta.url).pathname;

let browser: Browser;
let css = "";

beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  const built = await build({
    root,
    configFile: false,
    logLevel: "error",
    plugins: [tailwindcss()],
    build: { write: false, rollupOptions: { input: `${root}app/ui/theme.css` } },
  });
  const files = [built].flat().flatMap((output) => ("output" in output ? output.output : []));
  css = files.map((file) => (file.type === "asset" && file.fileName.endsWith(".css") ? String(file.source) : "")).join("\n");
});
afterAll(() => browser?.close());

describe.each(Object.entries(kitPages))("the kit's %s page", (name, page) => {
  const shells = { desk: shellFor("nl") } as Record<string, ReturnType<typeof shellFor>>;
  const shell = shells[name] ?? shellFor("en", { here: "/", staff: null });
  const markup = draw(page, shell);

  test("has no style attribute, and no text that is still a key", () => {
    expect(markup).not.toMatch(/ style=/);
    expect(markup).not.toMatch(/>(?:[a-z]+\.)+[a-zA-Z]+</);
  });

  const open = async (colorScheme: "light" | "dark", width: number) => {
    const tab = await browser.newPage({ colorScheme, viewport: { width, height: 800 } });
    await tab.setContent(`<!doctype html><html lang="${shell.language}"><head><title>Kit</title><style>${css}</style></head><body>${markup}</body></html>`);
    return tab;
  };

  test.each(name === "desk" ? (["light", "dark"] as const) : (["light"] as const))("is free of what axe finds, %s", async (colorScheme) => {
    const tab = await open(colorScheme, 1280);
    await tab.addScriptTag({ content: axe });
    const found = await tab.evaluate(async () => {
      const { axe: judge } = window as unknown as { axe: AxeJudge };
      const { violations } = await judge.run(document);
      return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
    });
    await tab.close();
    expect(found).toEqual([]);
  });

  test("fits from 320 px up, which is also a wide window at 400% zoom (WCAG 1.4.10)", async () => {
    const tab = await open("light", 320);
    const tooWide: number[] = [];
    for (const width of [320, 360, 768, 1280, 1920]) {
      await tab.setViewportSize({ width, height: 800 });
      if (await tab.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)) tooWide.push(width);
      // A badge in a narrow card stays in it.
      const sticksOut = await tab.evaluate(() => [...document.querySelectorAll("[data-conflict] *")].some((one) => one.getBoundingClientRect().right > (one.closest("[data-conflict]")?.getBoundingClientRect().right ?? 0)));
      if (sticksOut) tooWide.push(width);
    }
    await tab.close();
    expect(tooWide).toEqual([]);
  });
});
