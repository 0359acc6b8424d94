import AxeBuilder from "axe-core";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { expect } from "vitest";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A real Chromium; the test run says where one is. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", args: FLAGS });
}

/** The file that somebody imported, and where their browser shows it. */
export type OwnCertificate = { origin: string; pfx: Buffer; passphrase: string };

/** A person with a browser of their own; whatever their pages complain of fails the test. */
export async function aPerson(browser: Browser, options: { language?: "nl" | "en"; width?: number; javaScript?: boolean; certificate?: OwnCertificate } = {}): Promise<{ page: Page; context: BrowserContext; complaints: string[] }> {
  const context = await browser.newContext({
    locale: options.language === "en" ? "en-GB" : "nl-NL",
    viewport: { width: options.width ?? 1280, height: 900 },
    javaScriptEnabled: options.javaScript ?? true,
    acceptDownloads: true,
    // The demonstration's server has a certificate that no browser knows.
    ...(options.certificate && { clientCertificates: [options.certificate], ignoreHTTPSErrors: true }),
  });
  const page = await context.newPage();
  // Two journeys may share a core with two offices.
  page.setDefaultTimeout(45_000);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    // A form that is refused is answered with its status, which Chromium reports as an error of its own.
    if (message.type() === "error" && !/Failed to load resource: the server responded with a status of 4(09|22|29)/.test(message.text())) complaints.push(message.text());
  });
  return { page, context, complaints };
}

/** WCAG 2.2 AA as far as axe sees it: nothing found on the page as it stands. */
export async function expectNoAxeFindings(page: Page, where: string): Promise<void> {
  // A colour on its way to another is no state of the page.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity).map(({ finished }) => finished)));
  // A page that was gone on to within the same document has it already.
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(AxeBuilder.source);
  const findings = await page.evaluate(async () => {
    const axe = (globalThis as unknown as { axe: typeof AxeBuilder }).axe;
    const { violations } = await axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
  });
  expect(findings, where).toEqual([]);
}

/** Nothing is wider than the window. */
export async function expectNoSidewaysScroll(page: Page, where: string): Promise<void> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(over, where).toBeLessThanOrEqual(0);
}
