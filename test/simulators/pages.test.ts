import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import nodemailer from "nodemailer";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeAmpCourier } from "#app/adapters/amp/courier.ts";
import { makeIdinBroker } from "#app/adapters/idin/broker.ts";
import { openNeighbourhood, type Neighbourhood } from "./neighbourhood.ts";

let town: Neighbourhood;
let browser: Browser;
let axe: string;

beforeAll(async () => {
  town = await openNeighbourhood({ printRoomKey: { path: createRequire(import.meta.url).resolve("axe-core/package.json"), passphrase: "four ducks walk home" } });
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  await nodemailer.createTransport({ host: "127.0.0.1", port: town.simulators.smtpPort }).sendMail({
    from: "post@zegel.example",
    to: "f.elidrissi@debrug.example",
    subject: "Bevestig wie u bent",
    text: `Ga naar ${town.officeUrl}/back`,
    html: `<html lang="nl"><head><title>Bevestig</title></head><body><p><a href="${town.officeUrl}/back">Bevestigen</a></p></body></html>`,
  });
  await fetch(`${town.officeUrl}/simulators/doormat/api/letters`, {
    method: "POST",
    body: new Uint8Array(Buffer.from("%PDF-1.7\n%%EOF")),
    headers: { "content-type": "application/pdf", "x-letter": encodeURIComponent(JSON.stringify({ reference: "B-000123", addressee: ["Z. van der Håkon", "Eikenlaan 11", "8011 KL  ZWOLLE"] })) },
  });
});
afterAll(async () => {
  await browser.close();
  await town.close();
});

let started = 0;
function startAtBank() {
  started += 1;
  return makeIdinBroker(town.settings.idin).start({
    issuerId: "TULPNL22", entranceCode: `page${started}`, returnUrl: `${town.officeUrl}/back`, language: "nl", reference: "ZG-2481",
  });
}

async function orderAtHome(): Promise<string> {
  const person = { initials: "J.W.", prefix: "de", surname: "Vries-Bakker", birthDate: null };
  const validUntil = new Date(town.clock.now().getTime() + 30 * 86_400_000);
  return (await makeAmpCourier(town.settings.amp).order({ reference: "ZG-2481", person, email: "j@thuis.example", mobile: "+31612345678", validUntil, language: "nl" })).orderNumber;
}

/** A page that fails the test on anything that the browser complains of, a blocked style or script among them. */
async function open(width = 1280): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  const complaints: string[] = [];
  page.on("console", (message) => {
    const isOfBrowser = message.location().url.endsWith("/favicon.ico");
    if (message.type() === "error" && !isOfBrowser) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  return { page, complaints };
}

type Finding = { id: string; nodes: Array<{ html: string }> };
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const runner = (globalThis as unknown as { axe: { run(context: Document, options: object): Promise<{ violations: unknown[] }> } }).axe;
    return (await runner.run(document, { iframes: false })).violations;
  });
  return (found as Finding[]).map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" | ")}`);
}

describe("in a browser", () => {
  it.each(["nl", "en"])("axe finds nothing on any page, in any state, wide or narrow: %s", async (language) => {
    const transaction = await startAtBank();
    const bank = new URL(transaction.url).pathname;
    const atHome = await orderAtHome();
    const { mails } = (await (await town.get("/simulators/mailbox/api/mails")).json()) as { mails: Array<{ id: string }> };
    await town.post("/simulators/mailbox/faults", { recipient: "p.hendriks@debrug.example", fault: "permanent" });
    await town.post("/simulators/faults", { service: "vektis", fault: "down" });
    await town.post("/simulators/registers/kvk/68750110/end", { endsOn: "2026-01-01" });
    const paths = [
      "/simulators", "/simulators/mailbox", "/simulators/mailbox?to=nobody", `/simulators/mailbox/${mails[0]?.id}`, "/simulators/doormat",
      "/simulators/amp", `/simulators/amp/${atHome}`, `/simulators/amp/appointment/${atHome}`, "/simulators/amp/appointment/none",
      "/simulators/doormat?addressee=nobody", "/simulators/bank", bank, "/simulators/bank/1", "/simulators/registers", "/simulators/registers/kvk/68750110",
      "/simulators/registers/vektis/12000017", "/simulators/clock?moved=yes", "/simulators/print-room-key",
    ];
    for (const width of [1280, 360]) {
      const { page, complaints } = await open(width);
      for (const path of paths) {
        await page.goto(`${town.officeUrl}${path}${path.includes("?") ? "&" : "?"}lang=${language}`);
        expect(await findings(page), `${path} at ${width}`).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), `${path} at ${width} is too wide`).toBeLessThanOrEqual(0);
      }
      expect(complaints.filter((one) => !one.includes("404"))).toEqual([]);
      await page.close();
    }
  });

  it("forms that were filled in wrongly say so at once and stay clean", async () => {
    const { page } = await open();
    await page.goto(`${town.officeUrl}/simulators/clock`);
    await page.fill("#date", "2026-01-01");
    await page.getByRole("button", { name: "Naar deze datum" }).click();
    await page.getByRole("alert").getByText("Kies een datum na").waitFor();
    expect(await findings(page)).toEqual([]);
    await page.getByRole("link", { name: "EN, English" }).click();
    await page.getByRole("heading", { name: "Clock" }).waitFor();
    await page.getByRole("link", { name: "NL, Nederlands" }).click();
    await page.goto(`${town.officeUrl}/simulators/mailbox`);
    await page.fill("#recipient", "nobody");
    await page.getByRole("button", { name: "Bewaren" }).click();
    await page.getByRole("alert").getByText("volledig e-mailadres").waitFor();
    expect(await page.inputValue("#recipient")).toBe("nobody");
    expect(await findings(page)).toEqual([]);
    await page.close();
  });

  it("one logs in at the bank with the keyboard alone and comes back to the office", async () => {
    const transaction = await startAtBank();
    const { page, complaints } = await open();
    await page.goto(transaction.url);
    await page.getByLabel("Wie bent u?").focus();
    await page.keyboard.type("Vries-Bakker");
    await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForURL(`${town.officeUrl}/back?trxid=${transaction.transactionId}&ec=page${started}`);
    const result = await makeIdinBroker(town.settings.idin).finish(transaction);
    expect(result).toMatchObject({ status: "success", answer: { name: { initials: "JQ", legalSurname: "Vries-Bakker" } } });
    expect(complaints).toEqual([]);
    await page.goto(transaction.url);
    await page.getByRole("heading", { name: "U bent hier al klaar" }).waitFor();
    expect(await findings(page)).toEqual([]);
    await page.close();
  });

  it("one reads a mail as it was designed and follows its link", async () => {
    const { page } = await open();
    await page.goto(`${town.officeUrl}/simulators/mailbox`);
    await page.getByRole("link", { name: "Bevestig wie u bent" }).click();
    const [office] = await Promise.all([
      page.waitForEvent("popup"),
      page.frameLocator("iframe").getByRole("link", { name: "Bevestigen" }).click(),
    ]);
    await office.getByText("back at the office").waitFor();
    await page.getByRole("link", { name: `${town.officeUrl}/back` }).click();
    await page.getByText("back at the office").waitFor();
    await page.close();
  });
});
